"""Files that people upload: kept, read by range, and uploaded in blocks."""
