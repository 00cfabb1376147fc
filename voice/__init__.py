"""Speech in, meaning out, speech back. Knows nothing of the application."""
