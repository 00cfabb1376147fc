"""Sound to words: a model of Vosk, a grammar made of today's menu, and a free witness.

`model.py` loads, `grammar.py` says what may be said, `ears.py` hears one utterance,
`channel.py` is the thread of one headset.
"""
