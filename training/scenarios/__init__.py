"""Scenarios: conversations with state that branch, are played turn by turn, and are looked back on."""
