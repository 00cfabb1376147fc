"""Whether somebody stands in front of the till: a small radar on a serial line."""
