"""Calm reminders: one digest for each person, one for each manager, and a calendar."""
