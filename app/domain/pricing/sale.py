"""What is sold: articles, formules, discounts, and the amount of each line.

Amounts are in the basis of the price list: VAT included or excluded, as the list says. A
line becomes one `Part` per rate-bearing thing: itself for an article, each component for
a formule.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from app.domain.money import (
    WHOLE_RATE,
    apportion,
    apportion_by_rate,
    rhu,
    split_evenly,
    split_remaining,
)
from app.domain.vocabulary import MILLI, Nature


class PricingError(ValueError):
    """A document that cannot mean what it says.

    Attributes:
        field: path of what is wrong ("lines[2].qty").
        text: French source sentence with `{name}` fields; `values` fills them.
    """

    def __init__(self, field: str, text: str, **values: object) -> None:
        super().__init__(f"{field}: {text.format(**values)}")
        self.field = field
        self.text = text
        self.values = values

    def within(self, path: str) -> "PricingError":
        """The same error seen from outside `path`."""
        joint = "" if not self.field or self.field.startswith("[") else "."
        return PricingError(f"{path}{joint}{self.field}", self.text, **self.values)


@dataclass(frozen=True, slots=True, kw_only=True)
class Discount:
    """Cents off, or a percentage in hundredths of a percent (1250 = 12,5 %); not both."""

    amount: int = 0
    percent: int = 0

    def off(self, total: int) -> int:
        """Cents taken off `total` cents, 0 to `total`.

        Raises:
            PricingError: more than everything, or less than nothing, would be taken off.
        """
        if not 0 <= self.percent <= WHOLE_RATE:
            raise PricingError("percent", "le pourcentage va de 0 à 100")
        if self.amount < 0:
            raise PricingError("amount", "la remise ne peut pas être négative")
        if self.amount > total:
            raise PricingError(
                "amount",
                "la remise de {off} centimes dépasse le montant de {total} centimes",
                off=self.amount,
                total=total,
            )
        return self.amount or rhu(total * self.percent, WHOLE_RATE)


@dataclass(frozen=True, slots=True, kw_only=True)
class Share:
    """What one payer takes of a line: the shares `taken` of `of` equal ones, from 0.

    A third of a bottle is `Share(of=3, taken=(0,))`; the others take 1 and 2, and the
    three add up to the bottle to the cent.
    """

    of: int = 1
    taken: tuple[int, ...] = (0,)


WHOLE = Share()


@dataclass(frozen=True, slots=True, kw_only=True)
class ArticleLine:
    """A quantity of one article.

    Attributes:
        unit: price of one unit, cents, modifiers included.
        qty_milli: thousandths of the unit (2 pieces = 2000, 350 g = 350), above 0.
        rate: VAT, hundredths of a percent.
        discount: on this line alone; an offered line has `Discount(percent=10000)`.
        share: the part that is on this document.
    """

    label: str
    unit: int
    qty_milli: int
    rate: int
    nature: Nature
    discount: Discount | None = None
    share: Share = WHOLE


@dataclass(frozen=True, slots=True, kw_only=True)
class Component:
    """What was chosen at one step of a formule.

    Attributes:
        ref_price: à-la-carte price in this service mode, cents; None when it has none.
        supplement: cents this choice adds to the formule, outside the apportionment and
            at this component's rate; a negative one lowers the price to apportion.
    """

    label: str
    rate: int
    nature: Nature
    ref_price: int | None
    supplement: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class FormuleLine:
    """Whole units of a formule with the same choices.

    Attributes:
        price: of one formule, cents, without the supplements.
        qty_milli: a multiple of 1000.
    """

    label: str
    price: int
    qty_milli: int
    components: tuple[Component, ...]
    discount: Discount | None = None
    share: Share = WHOLE


SaleLine = ArticleLine | FormuleLine


@dataclass(slots=True)
class Part:
    """A priced piece of a line: `amount` cents in the basis of the price list.

    Attributes:
        source: position of the line it comes from.
        qty_milli: quantity of that line.
    """

    label: str
    rate: int
    nature: Nature
    amount: int
    source: int
    qty_milli: int


def line_total(unit: int, qty_milli: int) -> int:
    """Cents of `qty_milli` thousandths at `unit` cents each.

    Source: fiscal rules 10.1.
    """
    return rhu(unit * qty_milli, MILLI)


def line_parts(line: SaleLine, source: int) -> list[Part]:
    """The parts of a line, its own discount taken off, its share taken out.

    Raises:
        PricingError: its `field` is a path inside the line.
    """
    if line.qty_milli <= 0:
        raise PricingError("qty", "la quantité doit être supérieure à zéro")
    if isinstance(line, FormuleLine):
        parts = _formule_parts(line, source)
    else:
        parts = [_article_part(line, source)]
    if line.share != WHOLE:
        _take_share(parts, line.share)
    return parts


def _article_part(line: ArticleLine, source: int) -> Part:
    _check_rate(line.rate)
    if line.unit < 0:
        raise PricingError("unit", "le prix ne peut pas être négatif")
    amount = line_total(line.unit, line.qty_milli)
    if line.discount:
        amount -= discount_cents(line.discount, amount)
    return Part(line.label, line.rate, line.nature, amount, source, line.qty_milli)


def discount_cents(discount: Discount, total: int) -> int:
    """Cents that `discount` takes off `total`.

    Raises:
        PricingError: its `field` begins with "discount".
    """
    try:
        return discount.off(total)
    except PricingError as error:
        raise error.within("discount") from None


@dataclass(frozen=True, slots=True)
class Working:
    """How the price of a formule is worked out, for all of its units, in cents.

    Attributes:
        price: what is apportioned, the discount taken off.
        amounts: of it, what each component has; None when one has no reference price, so
            that the highest rate holds.
        supplements: what each choice adds besides, the discount taken off.
    """

    price: int
    amounts: tuple[int, ...] | None
    supplements: tuple[int, ...]


def formule_working(line: FormuleLine) -> Working:
    """How a formule is apportioned over its components, before it is shared.

    The discount comes off the price before it is apportioned, and off the supplements
    only for what exceeds the price.

    Raises:
        PricingError: its `field` is a path inside the line.

    Source: fiscal rules 10.4.
    """
    _check_formule(line)
    units = line.qty_milli // MILLI
    price = units * _price_to_apportion(line)
    supplements = [
        units * max(0, component.supplement) for component in line.components
    ]
    if line.discount:
        off = discount_cents(line.discount, price + sum(supplements))
        beyond = max(0, off - price)
        price -= off - beyond
        lost = apportion(beyond, supplements)
        supplements = [s - less for s, less in zip(supplements, lost, strict=True)]
    shares = _component_amounts(line.components, price, units)
    amounts = None if shares is None else tuple(shares)
    return Working(price, amounts, tuple(supplements))


def _formule_parts(line: FormuleLine, source: int) -> list[Part]:
    """Each component with what it has of the price and its supplement."""
    components, working = line.components, formule_working(line)
    if working.amounts is None:
        # Without a reference price nothing proves the lower rates: the highest holds.
        dearest = max(components, key=lambda component: component.rate)
        pieces = [(line.label, dearest, working.price)]
        pieces += [
            (component.label, component, cents)
            for component, cents in zip(components, working.supplements, strict=True)
            if cents
        ]
    else:
        pieces = [
            (component.label, component, cents + supplement)
            for component, cents, supplement in zip(
                components, working.amounts, working.supplements, strict=True
            )
        ]
    return [
        Part(label, component.rate, component.nature, cents, source, line.qty_milli)
        for label, component, cents in pieces
    ]


def _component_amounts(
    components: Sequence[Component], price: int, units: int
) -> list[int] | None:
    """Cents of each component when all `units` of the formule cost `price`.

    Units cost the same to a cent, and each is apportioned on its own. None when a
    component has no reference price, or none has one above zero.
    """
    weights = [c.ref_price for c in components if c.ref_price is not None]
    if len(weights) < len(components) or not any(weights):
        return None
    rates = [component.rate for component in components]
    amounts = [0] * len(components)
    low, odd = divmod(price, units)
    for unit_price, count in ((low + 1, odd), (low, units - odd)):
        shares = apportion_by_rate(unit_price, rates, weights)
        amounts = [a + count * s for a, s in zip(amounts, shares, strict=True)]
    return amounts


def _price_to_apportion(line: FormuleLine) -> int:
    """Cents of one unit, lowered by the choices that take something off."""
    return line.price + sum(min(0, c.supplement) for c in line.components)


def _check_formule(line: FormuleLine) -> None:
    if line.qty_milli % MILLI:
        raise PricingError("qty", "une formule se vend par unités entières")
    if _price_to_apportion(line) < 0:
        raise PricingError("price", "le prix ne peut pas être négatif")
    if not line.components:
        raise PricingError("components", "une formule a au moins un composant")
    for index, component in enumerate(line.components):
        where = f"components[{index}]"
        try:
            _check_rate(component.rate)
        except PricingError as error:
            raise error.within(where) from None
        if component.ref_price is not None and component.ref_price < 0:
            raise PricingError(f"{where}.ref_price", "le prix ne peut pas être négatif")


def _check_rate(rate: int) -> None:
    if not 0 <= rate <= WHOLE_RATE:
        raise PricingError("rate", "le taux va de 0 à 10000 centièmes de pour cent")


def _take_share(parts: list[Part], share: Share) -> None:
    """Leaves in `parts` the cents of one payer.

    Source: fiscal rules 10.6 (c): the line is split evenly, then each share over its
    parts.
    """
    if share.of < 1 or not all(0 <= taken < share.of for taken in share.taken):
        raise PricingError("share", "part inconnue d'une ligne partagée")
    amounts = [part.amount for part in parts]
    table = split_remaining(amounts, split_evenly(sum(amounts), share.of))
    for column, part in enumerate(parts):
        part.amount = sum(table[row][column] for row in share.taken)
