"""The back office: its page, a package for each group of its sections, and what all share."""
