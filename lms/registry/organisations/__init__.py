"""Organisations: names, particulars, contacts, and what they came from."""
