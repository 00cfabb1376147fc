"""What several nouns have in common in JSON: amounts, quantities, moments."""

from decimal import Decimal
from typing import Annotated

from pydantic import (
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    PlainSerializer,
    WithJsonSchema,
)
from pydantic_core import PydanticCustomError

from app.domain.vocabulary import MILLI, ServiceMode
from app.hub.api.schemas import named

CENTS = 100


class Sent(BaseModel):
    """What a program sends. A word that the document does not know is refused, or what
    was misspelt would be left out in silence; a `PUT` may send back what it was told."""

    model_config = ConfigDict(extra="forbid")


def _counted(value: object) -> Decimal:
    """A number of JSON; neither a text that looks like one nor a truth."""
    if isinstance(value, Decimal):
        return value
    if isinstance(value, bool) or not isinstance(value, int | float):
        raise PydanticCustomError("number_expected", "a number is expected")
    return Decimal(value if isinstance(value, int) else str(value))


COUNTED = BeforeValidator(_counted)
"""Comes after the limits in an `Annotated`: those before it are checked natively."""
Count = Annotated[int, Field(strict=True)]


def _number(value: Decimal) -> float | int:
    whole = int(value)
    return whole if value == whole else float(value)


Amount = Annotated[
    Decimal,
    Field(ge=0, le=1_000_000, decimal_places=2),
    COUNTED,
    PlainSerializer(float, return_type=float, when_used="json"),
    WithJsonSchema(
        {"type": "number", "minimum": 0, "maximum": 1_000_000, "examples": [12.5]}
    ),
]
"""An amount as it is asked for: 12.50."""
Told = Annotated[
    Decimal,
    PlainSerializer(float, return_type=float, when_used="json"),
    WithJsonSchema({"type": "number", "examples": [12.5]}),
]
"""An amount as it is told; may be negative."""
Quantity = Annotated[
    Decimal,
    Field(gt=0, le=999, decimal_places=3),
    COUNTED,
    PlainSerializer(_number, when_used="json"),
    WithJsonSchema(
        {"type": "number", "exclusiveMinimum": 0, "maximum": 999, "examples": [1]}
    ),
]
"""Pieces, or kilograms, as they are asked for."""
Level = Annotated[
    Decimal,
    COUNTED,
    PlainSerializer(_number, when_used="json"),
    WithJsonSchema({"type": "number", "examples": [1.5]}),
]
"""A quantity as it is told; may be negative."""

ServedAs = Annotated[ServiceMode, named("ServiceMode")]
"""How something is served, as programs say it."""
Id = Annotated[str, Field(min_length=1, max_length=64, examples=["burger_1"])]
Note = Annotated[str, Field(max_length=200, examples=["Sauce à part"])]


def euros(cents: int) -> Decimal:
    """1250 -> 12.5"""
    return Decimal(cents) / CENTS


def cents(amount: Decimal) -> int:
    """12.5 -> 1250"""
    return int(amount * CENTS)


def units(milli: int) -> Decimal:
    """1500 -> 1.5"""
    return Decimal(milli) / MILLI


def milli(quantity: Decimal) -> int:
    """1.5 -> 1500"""
    return int(quantity * MILLI)
