"""Modules: lessons of blocks that are read one page at a time."""
