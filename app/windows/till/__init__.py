"""Opening, counting, moving cash, closing the day."""
