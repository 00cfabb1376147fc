"""What a running suite does beside its windows: screens for guests, headsets, pagers, papers."""
