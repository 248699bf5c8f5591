"""From the bytes of a file to its sheets, within limits: text, .xls and .xlsx."""
