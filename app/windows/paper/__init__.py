"""What the simulated printers put on paper."""
