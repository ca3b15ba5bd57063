"""Results of any size and state as files, over stores in memory."""
