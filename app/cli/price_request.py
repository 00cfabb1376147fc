"""What `sotto price` is asked: JSON read into the domain's terms, or refused by field.

Here is which keys exist, which types they have and how quantities are written; what the
amounts mean is judged by `domain/pricing`. An optional key may be null.
"""

import json
from collections.abc import Callable
from dataclasses import dataclass
from typing import TypeVar

from app.domain.money import parse_decimal
from app.domain.pricing import (
    ArticleLine,
    Component,
    Discount,
    FormuleLine,
    Prices,
    PricingError,
    SaleLine,
)
from app.domain.vocabulary import Nature

MOST_SHARES = 1000
"""A bill in more equal parts than this is a slip of the finger."""

RefundRequest = tuple[tuple[int, int], ...]
"""(position of the line, thousandths) pairs that come back together."""

Fields = dict[str, object]
T = TypeVar("T")

# Shapes of the objects: keys that must be there, and keys that may be.
_Shape = tuple[frozenset[str], frozenset[str]]
_DOCUMENT: _Shape = (
    frozenset({"lines"}),
    frozenset({"prices", "discount", "split", "refunds"}),
)
_ARTICLE: _Shape = (
    frozenset({"label", "unit", "qty", "rate", "nature"}),
    frozenset({"discount"}),
)
_FORMULE: _Shape = (
    frozenset({"label", "price", "qty", "components"}),
    frozenset({"discount"}),
)
_COMPONENT: _Shape = (frozenset({"label", "rate", "nature"}), frozenset({"ref_price"}))
_DISCOUNT: _Shape = (frozenset(), frozenset({"amount", "percent"}))
_REFUND: _Shape = (frozenset({"line", "qty"}), frozenset())


@dataclass(frozen=True, slots=True, kw_only=True)
class Request:
    """A document to price, as it was asked.

    Attributes:
        shares: number of equal parts to show, 0 for none.
        refunds: each in turn.
    """

    lines: tuple[SaleLine, ...]
    prices: Prices
    discount: Discount | None
    shares: int
    refunds: tuple[RefundRequest, ...]


def read_request(text: str | bytes) -> Request:
    """What a JSON document asks for.

    Raises:
        PricingError: not JSON, an unknown or missing key, a value of the wrong kind.
    """
    try:
        document = json.loads(
            text, object_pairs_hook=_unique_keys, parse_constant=_no_constant
        )
    except PricingError:
        raise
    except (ValueError, RecursionError) as error:
        raise PricingError("", "ce n'est pas du JSON : {why}", why=error) from None
    fields = _object(document, _DOCUMENT)
    return Request(
        lines=_each(fields, "lines", _line),
        prices=_prices(fields),
        discount=_discount(fields),
        shares=_shares(fields),
        refunds=_each(fields, "refunds", _refund),
    )


def _prices(fields: Fields) -> Prices:
    match fields.get("prices"):
        case None | "incl":
            return "incl"
        case "excl":
            return "excl"
        case _:
            raise PricingError("prices", 'attendu : "incl" ou "excl"')


def _line(value: object) -> SaleLine:
    if isinstance(value, dict) and "components" in value:
        fields = _object(value, _FORMULE)
        return FormuleLine(
            label=_text(fields, "label"),
            price=_integer(fields, "price"),
            qty_milli=_quantity(fields),
            components=_each(fields, "components", _component),
            discount=_discount(fields),
        )
    fields = _object(value, _ARTICLE)
    return ArticleLine(
        label=_text(fields, "label"),
        unit=_integer(fields, "unit"),
        qty_milli=_quantity(fields),
        rate=_integer(fields, "rate"),
        nature=_nature(fields),
        discount=_discount(fields),
    )


def _component(value: object) -> Component:
    fields = _object(value, _COMPONENT)
    return Component(
        label=_text(fields, "label"),
        rate=_integer(fields, "rate"),
        nature=_nature(fields),
        ref_price=(
            None if fields.get("ref_price") is None else _integer(fields, "ref_price")
        ),
    )


def _discount(fields: Fields) -> Discount | None:
    value = fields.get("discount")
    if value is None:
        return None
    try:
        return _discount_of(_object(value, _DISCOUNT))
    except PricingError as error:
        raise error.within("discount") from None


def _discount_of(fields: Fields) -> Discount:
    given = [key for key, value in fields.items() if value is not None]
    if given == ["amount"]:
        return Discount(amount=_integer(fields, "amount"))
    if given == ["percent"]:
        expected = 'attendu : un pourcentage en texte comme "10" ou "12.5"'
        return Discount(percent=_decimal(fields, "percent", 2, expected))
    raise PricingError("", 'attendu : "amount" ou "percent", un seul des deux')


def _shares(fields: Fields) -> int:
    if fields.get("split") is None:
        return 0
    shares = _integer(fields, "split")
    if not 1 <= shares <= MOST_SHARES:
        raise PricingError("split", "le partage va de 1 à {most}", most=MOST_SHARES)
    return shares


def _refund(value: object) -> RefundRequest:
    items = _list(value, _refund_item)
    if not items:
        raise PricingError("", "un remboursement rend au moins une ligne")
    return items


def _refund_item(value: object) -> tuple[int, int]:
    fields = _object(value, _REFUND)
    return _integer(fields, "line"), _quantity(fields)


def _object(value: object, shape: _Shape) -> Fields:
    required, optional = shape
    if not isinstance(value, dict):
        raise PricingError("", "attendu : un objet JSON")
    keys = value.keys()
    if keys != required:
        if missing := required - keys:
            raise PricingError(min(missing), "ce champ manque")
        if unknown := keys - required - optional:
            raise PricingError(min(unknown), "champ inconnu")
    return value


def _each(fields: Fields, key: str, read: Callable[[object], T]) -> tuple[T, ...]:
    """The items of the list under `key`, none when it is absent."""
    try:
        value = fields.get(key)
        return () if value is None else _list(value, read)
    except PricingError as error:
        raise error.within(key) from None


def _list(value: object, read: Callable[[object], T]) -> tuple[T, ...]:
    if not isinstance(value, list):
        raise PricingError("", "attendu : une liste")
    items = []
    for index, item in enumerate(value):
        try:
            items.append(read(item))
        except PricingError as error:
            raise error.within(f"[{index}]") from None
    return tuple(items)


def _text(fields: Fields, key: str) -> str:
    value = fields[key]
    if not isinstance(value, str):
        raise PricingError(key, "attendu : un texte")
    return value


def _integer(fields: Fields, key: str) -> int:
    value = fields[key]
    # A JSON true is an int for Python, and 12.0 is a float: neither is an amount.
    if not isinstance(value, int) or isinstance(value, bool):
        raise PricingError(key, "attendu : un nombre entier")
    return value


def _nature(fields: Fields) -> Nature:
    match fields["nature"]:
        case "GOODS":
            return "GOODS"
        case "SERVICE":
            return "SERVICE"
        case _:
            raise PricingError("nature", 'attendu : "GOODS" ou "SERVICE"')


def _quantity(fields: Fields) -> int:
    return _decimal(
        fields,
        "qty",
        3,
        'attendu : une quantité positive en texte, "2" ou "0.350" (3 décimales)',
    )


def _decimal(fields: Fields, key: str, places: int, expected: str) -> int:
    """A decimal string, or a whole number as such, in units of its last place."""
    value = fields[key]
    if isinstance(value, int) and not isinstance(value, bool):
        value = str(value)
    if isinstance(value, str):
        try:
            return parse_decimal(value, places)
        except ValueError:
            pass
    raise PricingError(key, expected)


def _unique_keys(pairs: list[tuple[str, object]]) -> Fields:
    fields = dict(pairs)
    if len(fields) < len(pairs):
        names = [name for name, _ in pairs]
        twice = next(name for name in names if names.count(name) > 1)
        raise PricingError(twice, "ce champ est donné deux fois")
    return fields


def _no_constant(name: str) -> object:
    raise PricingError("", "ce n'est pas du JSON : {why}", why=name)
