"""How well a restaurant is understood: sentences with their meaning, sound, noise, a table.

`corpus.py` reads sentences, `voices.py` speaks them, `noise.py` is the room around them,
`hearing.py` sends them through the recogniser and the interpreter, `score.py` counts,
`protocol.py` makes the 60 sentences that a restaurant records itself.
"""
