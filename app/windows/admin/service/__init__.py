"""Service: ways of being served, manners of rooms and terminals."""
