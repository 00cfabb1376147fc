"""Forms as values: a draft is a frozen dataclass, one field for each field of the form."""

from dataclasses import fields, replace
from typing import TYPE_CHECKING, TypeVar

if TYPE_CHECKING:
    from _typeshed import DataclassInstance

    Draft = TypeVar("Draft", bound="DataclassInstance")
else:
    Draft = TypeVar("Draft")


def with_field(draft: Draft, name: str, value: object) -> Draft:
    """The draft with another value in the field of that name."""
    return replace(draft, **{name: value})


def values_of(draft: Draft) -> dict[str, object]:
    """Field name -> value."""
    return {field.name: getattr(draft, field.name) for field in fields(draft)}


def changed_fields(draft: Draft, stored: Draft) -> tuple[str, ...]:
    """Names of the fields in which two drafts differ."""
    before = values_of(stored)
    return tuple(n for n, value in values_of(draft).items() if before[n] != value)
