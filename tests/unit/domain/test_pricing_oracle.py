"""The arithmetic against a second one, written from `fiscal.md` 10 with fractions only.

The oracle shares no code with `app.domain.pricing`: it is slow, naive and reads like the
text. Both price the same random tickets, to the cent.
"""

import random
from fractions import Fraction
from math import floor

from hypothesis import given
from hypothesis import strategies as st

from app.domain.money import split_evenly
from app.domain.pricing import (
    ArticleLine,
    Component,
    Discount,
    FormuleLine,
    SaleLine,
    price_document,
    refund,
    split_totals,
)

RATES = (0, 210, 550, 850, 1000, 2000)


# The oracle


def rounded(value: Fraction) -> int:
    """10.1: half away from zero."""
    whole = floor(abs(value) + Fraction(1, 2))
    return whole if value >= 0 else -whole


def spread(total: int, weights: list[int]) -> list[int]:
    """10.4: largest remainder; ties: larger remainder, larger weight, first listed."""
    if not any(weights):
        return [0] * len(weights)
    exact = [Fraction(total) * weight / sum(weights) for weight in weights]
    cents = [floor(each) for each in exact]
    order = sorted(
        range(len(weights)), key=lambda i: (cents[i] - exact[i], -weights[i], i)
    )
    for index in order[: total - sum(cents)]:
        cents[index] += 1
    return cents


def two_levels(total: int, rates: list[int], weights: list[int]) -> list[int]:
    """10.4, 10.5: first between rates, then inside each."""
    groups: dict[int, list[int]] = {}
    for index, rate in enumerate(rates):
        groups.setdefault(rate, []).append(index)
    sums = [sum(weights[i] for i in group) for group in groups.values()]
    out = [0] * len(rates)
    for cents, group in zip(spread(total, sums), groups.values(), strict=True):
        inside = spread(cents, [weights[i] for i in group])
        for index, part in zip(group, inside, strict=True):
            out[index] = part
    return out


def off(discount: Discount | None, total: int) -> int:
    """10.5: a percentage is rounded on the total first."""
    if discount is None:
        return 0
    return discount.amount or rounded(Fraction(total) * discount.percent / 10_000)


def parts_of(line: SaleLine) -> list[tuple[int, int]]:
    """(rate, cents) of a line, its own discount taken off."""
    if isinstance(line, ArticleLine):
        total = rounded(Fraction(line.unit) * line.qty_milli / 1000)
        return [(line.rate, total - off(line.discount, total))]
    units = line.qty_milli // 1000
    price = line.price * units
    price -= off(line.discount, price)
    rates = [component.rate for component in line.components]
    weights = [component.ref_price or 0 for component in line.components]
    sums = [0] * len(rates)
    for unit in range(units):  # each formule unit is apportioned separately
        one = price // units + (unit < price % units)
        sums = [
            a + b for a, b in zip(sums, two_levels(one, rates, weights), strict=True)
        ]
    return list(zip(rates, sums, strict=True))


def tva_of(ttc: int, rate: int) -> int:
    """10.2."""
    return rounded(Fraction(ttc) * rate / (10_000 + rate))


class Oracle:
    """A ticket priced by the text."""

    def __init__(self, lines: list[SaleLine], discount: Discount | None) -> None:
        parts = [(n, *part) for n, line in enumerate(lines) for part in parts_of(line)]
        self.sources = [source for source, _, _ in parts]
        self.rates = [rate for _, rate, _ in parts]
        cents = [amount for _, _, amount in parts]
        less = two_levels(off(discount, sum(cents)), self.rates, cents)
        self.ttcs = [a - b for a, b in zip(cents, less, strict=True)]
        self.qty = [line.qty_milli for line in lines]
        self.vat = {
            rate: (ttc, tva_of(ttc, rate)) for rate, ttc in self.by_rate().items()
        }

    def by_rate(self) -> dict[int, int]:
        sums: dict[int, int] = {}
        for rate, ttc in zip(self.rates, self.ttcs, strict=True):
            sums[rate] = sums.get(rate, 0) + ttc
        return sums

    def nets(self) -> list[int]:
        """10.3: by largest remainder on ttc/(1+r)."""
        out = [0] * len(self.ttcs)
        for rate, (ttc, tva) in self.vat.items():
            group = [i for i, each in enumerate(self.rates) if each == rate]
            inside = spread(ttc - tva, [self.ttcs[i] for i in group])
            for index, cents in zip(group, inside, strict=True):
                out[index] = cents
        return out

    def split(self, parts: int) -> list[dict[int, int]]:
        """10.6 (b): share by share over what remains of each rate."""
        sums = self.by_rate()
        total, left, rows = sum(sums.values()), list(sums.values()), []
        for part in range(parts):
            row = spread(total // parts + (part < total % parts), left)
            left = [a - b for a, b in zip(left, row, strict=True)]
            rows.append(dict(zip(sums, row, strict=True)))
        return rows

    def returned(self, back: dict[int, int]) -> dict[int, tuple[int, int]]:
        """10.7: rate -> (ttc, tva) of all that came back so far."""
        sums: dict[int, int] = dict.fromkeys(self.vat, 0)
        for source, rate, ttc in zip(self.sources, self.rates, self.ttcs, strict=True):
            part = Fraction(back.get(source, 0), self.qty[source])
            sums[rate] += rounded(ttc * part)
        return {
            rate: (
                cents,
                rounded(Fraction(self.vat[rate][1]) * cents / self.vat[rate][0])
                if self.vat[rate][0]
                else 0,
            )
            for rate, cents in sums.items()
        }


# Random tickets


def article(dice: random.Random) -> ArticleLine:
    whole = dice.random() < 0.7
    return ArticleLine(
        label="a",
        unit=dice.randrange(6000),
        qty_milli=dice.randint(1, 5) * 1000 if whole else dice.randint(1, 2500),
        rate=dice.choice(RATES),
        nature="GOODS",
        discount=reduction(dice),
    )


def formule(dice: random.Random) -> FormuleLine:
    return FormuleLine(
        label="f",
        price=dice.randrange(6000),
        qty_milli=dice.randint(1, 4) * 1000,
        components=tuple(
            Component(
                label="c",
                rate=dice.choice(RATES),
                nature="SERVICE",
                ref_price=dice.randint(1, 3000),
            )
            for _ in range(dice.randint(1, 5))
        ),
        discount=reduction(dice),
    )


def reduction(dice: random.Random) -> Discount | None:
    return Discount(percent=dice.randint(1, 10_000)) if dice.random() < 0.3 else None


def ticket(seed: int) -> tuple[random.Random, list[SaleLine], Discount | None]:
    dice = random.Random(seed)
    lines: list[SaleLine] = [
        formule(dice) if dice.random() < 0.4 else article(dice)
        for _ in range(dice.randint(1, 8))
    ]
    discount = reduction(dice)
    total = price_document(lines).ttc
    if total and dice.random() < 0.3:
        discount = Discount(amount=dice.randint(1, total))
    return dice, lines, discount


def compare(seed: int) -> None:
    """Prices, splits and gives back one random ticket in both ways."""
    dice, lines, discount = ticket(seed)
    ours, oracle = price_document(lines, "incl", discount), Oracle(lines, discount)
    assert [line.ttc for line in ours.lines] == oracle.ttcs
    assert [line.ht for line in ours.lines] == oracle.nets()
    assert {row.rate: (row.ttc, row.tva) for row in ours.vat} == oracle.vat

    count = dice.randint(1, 6)
    total = ours.ttc
    payments = [total // count + (n < total % count) for n in range(count)]
    assert list(split_evenly(total, count)) == payments
    for share, row in zip(split_totals(ours, count), oracle.split(count), strict=True):
        assert {r.rate: r.ttc for r in share.vat} == row
        assert {r.rate: r.tva for r in share.vat} == {
            rate: tva_of(ttc, rate) for rate, ttc in row.items()
        }

    returned: dict[int, int] = {}
    for source in [n for n in range(len(lines)) for _ in range(2)]:
        left = oracle.qty[source] - returned.get(source, 0)
        if left <= 0 or dice.random() < 0.3:
            continue
        step = 1000 if oracle.qty[source] % 1000 == 0 else left
        back = {source: min(left, step)}
        document = refund(ours, returned, back)
        before = oracle.returned(returned)
        returned = returned | {source: returned.get(source, 0) + back[source]}
        after = oracle.returned(returned)
        given = {row.rate: (-row.ttc, -row.tva) for row in document.vat}
        for rate, (ttc, tva) in after.items():
            expected = ttc - before[rate][0], tva - before[rate][1]
            assert given.get(rate, (0, 0)) == expected


@given(st.integers(0, 2**32))
def test_both_ways_agree_to_the_cent(seed: int) -> None:
    compare(seed)
