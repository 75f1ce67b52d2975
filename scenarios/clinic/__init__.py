"""The account clinic: a generated shop with something wrong, and the truth about it."""
