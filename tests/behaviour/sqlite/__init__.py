"""What the SQLite adapter promises besides the port: crashes, processes, groups, a damaged file."""
