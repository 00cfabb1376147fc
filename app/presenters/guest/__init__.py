"""What guests read: second screen, ready orders, what they ordered by telephone."""
