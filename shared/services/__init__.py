"""What the application does, on top of the ports: stores, uploads, the work on one item, a job's life."""
