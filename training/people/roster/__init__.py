"""Rosters: reading a list of people from a spreadsheet, saying what it would change, and writing one."""
