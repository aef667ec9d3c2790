"""Measurements of speed and memory: run by hand, reported in docs/measurements.md, never timed tests."""
