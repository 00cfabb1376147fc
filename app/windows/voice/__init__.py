"""What is spoken, on a screen: the microphone, the draft under it, keys to talk."""
