"""The first page after signing in: the one next thing, what is due, and what is held."""
