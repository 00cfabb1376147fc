"""What came in, went back and is there of other currencies, on an X or a Z."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

Sums = Mapping[tuple[str, str, str], int]
_OF_ONE = ("expected", "counted", "difference")
_NAMES = (
    ("foreign", "taken", "Encaissé"),
    ("foreign", "back", "Rendu"),
    ("purse", "moved", "Entrées et sorties"),
    ("purse", "expected", "Attendu"),
    ("purse", "counted", "Compté"),
    ("purse", "difference", "Écart"),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class CurrencyLine:
    """A figure of a currency: hundredths of its unit, or cents of euros where `currency` is
    empty. `name` is French, `of` the currency it belongs to; `figure` what it is called in
    the closing."""

    of: str
    name: str
    value: int
    currency: str
    figure: tuple[str, str, str]

    @property
    def unit(self) -> str:
        """What stands behind the amount."""
        return self.currency or "€"


def currency_lines(sums: Sums, *, of_one: bool) -> tuple[CurrencyLine, ...]:
    """All figures of other currencies.

    Args:
        of_one: of one day of one till; what is in a drawer does not add up over days.
    """
    found = {item for family, item, _ in sums if family in ("foreign", "purse")}
    return tuple(line for each in sorted(found) for line in _lines(sums, each, of_one))


def _lines(sums: Sums, currency: str, of_one: bool) -> Iterator[CurrencyLine]:
    counted = {m for f, item, m in sums if (f, item) == ("purse", currency)}
    for family, measure, name in _NAMES:
        figure = family, currency, measure
        # A figure of 0 is not kept: one of the two is there once it was counted.
        shown = figure in sums or (measure == "counted" and "difference" in counted)
        if shown and (of_one or measure not in _OF_ONE):
            value = sums.get(figure, 0)
            yield CurrencyLine(
                of=currency, name=name, value=value, currency=currency, figure=figure
            )
    worth = "foreign", currency, "amount"
    if worth in sums:
        yield CurrencyLine(
            of=currency,
            name="Valeur encaissée",
            value=sums[worth],
            currency="",
            figure=worth,
        )
