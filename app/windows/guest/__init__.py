"""What a guest sees of the order in front of the cashier."""
