"""People, roles, rights, logging in."""
