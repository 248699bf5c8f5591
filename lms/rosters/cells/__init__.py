"""What a single cell says: a name, a date, telephone numbers, an address. No database."""
