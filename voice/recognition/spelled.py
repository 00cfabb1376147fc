"""Numbers as they are said, word by word: 22 → "vingt deux"."""

from collections.abc import Mapping
from typing import Any


def spelled(number: int, words: Mapping[str, Any]) -> str:
    """The words of a number below 1000, without hyphens; of another one its digits.

    Args:
        words: a table of templates: "ones" up to nineteen, "tens" from twenty, "hundred". Tens
            that are spelled as the ones before count on from there: soixante dix, onze…
    """
    if not 0 <= number < 1000:
        return str(number)
    ones: list[str] = words["ones"]
    if number < len(ones):
        return ones[number]
    if number >= 100:
        hundreds, rest = divmod(number, 100)
        cent: str = words["hundred"]
        one_said = not words.get("joint")  # "one hundred", but "cent"
        head = cent if hundreds == 1 and not one_said else f"{ones[hundreds]} {cent}"
        return f"{head} {spelled(rest, words)}" if rest else head
    tens, rest = divmod(number, 10)
    names: list[str] = words["tens"]
    head = names[tens - 2]
    if tens > 2 and names[tens - 3] == head:
        rest += 10
    if not rest:
        return head
    joint = words.get("joint", "") if rest in (1, 11) and tens < 8 else ""
    return " ".join(filter(None, (head, joint, ones[rest])))
