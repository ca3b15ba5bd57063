"""Reports as Word files."""
