"""What a fresh machine needs before the application can start. Standard library only."""
