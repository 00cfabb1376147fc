"""The process that listens and speaks: `python -m voice.engine`.

It holds what may end a process (PortAudio, Vosk) or hold it up, so that the till's window
never does. `messages.py` says what is spoken with it, `voice/bank.py` is its other end.
"""
