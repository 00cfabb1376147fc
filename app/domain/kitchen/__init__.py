"""What a station sees: dishes, tickets, bumps."""
