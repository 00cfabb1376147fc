"""What a running suite does beside its windows: guests' screens, headsets, pagers, papers."""
