"""How far two hearings of one sound are the same."""

from difflib import SequenceMatcher

_APART = str.maketrans("", "", " ,")


def agreement(grammar: str, free: str) -> float:
    """0 to 1: the share of letters that both texts have in the same order.

    Without the spaces: the free one may write as one word what the other writes as two.
    """
    ours, theirs = grammar.translate(_APART), free.translate(_APART)
    if not ours or not theirs:
        return 0.0
    return SequenceMatcher(None, ours, theirs, autojunk=False).ratio()
