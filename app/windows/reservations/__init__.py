"""The list of reservations: a day at a time, each party with its next act."""
