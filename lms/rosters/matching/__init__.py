"""What the rows of a list mean in the register, and what taking them over would change. Only reads."""
