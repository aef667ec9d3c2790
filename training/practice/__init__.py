"""Practice: a few minutes of recalling what was learned, spaced so that it stays."""
