"""Taking a list over in one transaction, and taking that back."""
