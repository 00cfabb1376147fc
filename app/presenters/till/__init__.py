"""What is shown of a till's day: opening, count, closing, the end of a shift."""
