"""State -> what a screen shows. Pure functions, no Qt. One module per screen."""
