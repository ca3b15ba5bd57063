"""`make demo`: the whole path once, on this machine, with nothing but Python."""
