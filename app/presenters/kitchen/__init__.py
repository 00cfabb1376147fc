"""What the kitchen's screens show."""
