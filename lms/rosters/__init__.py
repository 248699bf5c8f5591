"""Lists of people as organisations send them: read, understood, shown before anything is written."""
