"""The drawer and the day: opening, movements, counts, X, Z."""
