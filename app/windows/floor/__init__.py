"""The floor plan page."""
