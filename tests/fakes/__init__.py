"""Stand-ins for the outside world that a test can steer."""
