"""The admin pages: day, articles, team, devices, journal."""
