"""Seen on the job: checklists, and observations of people at work."""
