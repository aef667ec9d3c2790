"""The game that a scenario is: how it is played, what can come of it, how it looks as a map, and as Twee."""
