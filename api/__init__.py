"""The HTTP and timer triggers: what comes in is checked here, what goes out is shaped here."""
