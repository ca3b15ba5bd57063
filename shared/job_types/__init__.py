"""What a kind of job brings: one required part, `Work`, and optional capabilities."""
