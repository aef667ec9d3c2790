"""Search: “What do I say when …”, answered with the line itself."""
