"""What the till shows while an order is taken."""
