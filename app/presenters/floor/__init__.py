"""What the floor plan shows, and its drawing."""
