"""Who works at this window."""
