"""What the page of reservations shows."""
