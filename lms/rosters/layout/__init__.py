"""How a sheet is laid out: heading, columns, sections, merged blocks; from there to rows. No database."""
