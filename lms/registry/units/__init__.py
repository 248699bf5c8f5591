"""Administrative units of all generations: names, succession, and the maps of reports."""
