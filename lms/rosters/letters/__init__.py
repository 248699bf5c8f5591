"""Which letters the bytes and fonts of a list mean: encodings, old fonts, syllables, Telex."""
