"""What the back office shows: its lists, forms and figures."""
