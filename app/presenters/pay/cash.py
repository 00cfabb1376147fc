"""Cash in the hand: which amounts a guest is likely to give, and what is given back."""

from resources.texts import price, tr, trn

NOTES = (5000, 2000, 1000, 500)
COINS = (200, 100, 50, 20, 10, 5, 2, 1)
"""What a till gives change with, in cents; larger notes come in and never go out."""
_GIVEN = (500, 1000, 2000, 5000, 10_000, 20_000, 50_000)
"""Notes that come in, in cents."""
QUICK = 3


def quick_cash(due: int) -> tuple[int, ...]:
    """Up to three amounts above `due` cents that a guest may hand over, lowest first.

    They are sums of notes of which none could be left out: 28,17 -> 30, 40, 50;
    47,97 -> 50, 60, 100; 40,00 -> 50, 100, 200.
    """
    if due <= 0:
        return ()
    found = {
        given
        for least in _GIVEN
        for given in range((due // 500 + 1) * 500, due + least, 500)
        if _made_of(given - least, least)
    }
    return tuple(sorted(found)[:QUICK])


def _made_of(cents: int, least: int) -> bool:
    """Whether notes of `least` cents and larger ones make `cents`."""
    if least in (2000, 20_000):
        # Twenties and fifties make every ten but the first and the third.
        step = least // 2
        return cents % step == 0 and cents not in (step, 3 * step)
    return cents % least == 0


def pieces_of(cents: int) -> tuple[int, int]:
    """(notes, coins) that make `cents`, as few as possible."""
    counts = []
    for values in (NOTES, COINS):
        count = 0
        for value in values:
            number, cents = divmod(cents, value)
            count += number
        counts.append(count)
    return counts[0], counts[1]


def pieces_words(cents: int) -> str:
    """ "1 billet · 6 pièces", "le compte est bon" for nothing."""
    notes, coins = pieces_of(cents)
    words = []
    if notes:
        words.append(trn(notes, "{n} billet", "{n} billets"))
    if coins:
        words.append(trn(coins, "{n} pièce", "{n} pièces"))
    return " · ".join(words) or tr("le compte est bon")


def rounding_tip(cents: int) -> int:
    """The tip that makes `cents` whole euros; whole euros go up to the next five."""
    step = 100 if cents % 100 else 500
    return (cents // step + 1) * step - cents


def whole_price(cents: int) -> str:
    """A price without useless cents: "30 €", "2,50 €"."""
    text = price(cents)
    return text.replace(",00", "").replace(".00", "") if cents % 100 == 0 else text
