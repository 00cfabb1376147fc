"""What windows show of headsets."""
