"""What every queue adapter has in common: the rules of a message."""
