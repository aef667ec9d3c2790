"""Role scripts: what to say when, in which words, and why."""
