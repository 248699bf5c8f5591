"""People: particulars, telephone numbers, positions, citizen numbers, search."""
