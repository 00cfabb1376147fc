"""What Sotto says to one headset: few words, quietly, cut off as soon as the waiter speaks."""
