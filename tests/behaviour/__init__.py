"""What every adapter of a port must do, and what one of them does besides."""
