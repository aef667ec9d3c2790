"""Refreshers: for each person what changed, what has faded and what is mandatory; the rest is proven."""
