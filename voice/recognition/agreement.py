"""How far two hearings of one sound are the same."""

from difflib import SequenceMatcher


def agreement(grammar: str, free: str) -> float:
    """0 to 1: the share of sounds that both texts have in the same order.

    Compared by how they are pronounced, roughly: the free one may write homophones otherwise.
    """
    ours, theirs = sounds_of(grammar), sounds_of(free)
    if not ours or not theirs:
        return 0.0
    return SequenceMatcher(None, ours, theirs, autojunk=False).ratio()


def sounds_of(text: str) -> str:
    return text.replace(" ", "")
