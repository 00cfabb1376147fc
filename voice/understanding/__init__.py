"""What was heard becomes what was meant: deterministic, explainable, in milliseconds."""

from voice.understanding.speakable import Speakable
from voice.understanding.understand import understand

__all__ = ["Speakable", "understand"]
