"""What follows the journal: paper, drawer, card terminal, stock alerts.

Each follower keeps a version vector and is idempotent on (chain, seq, purpose).
May import services and below, and the instruments it plays.
"""
