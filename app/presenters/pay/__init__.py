"""What the paying page shows."""
