"""Forms as values: a draft is a frozen dataclass, one field for each field of the form."""

from collections.abc import Callable, Mapping
from dataclasses import fields, replace
from typing import TYPE_CHECKING, Generic, TypeVar

if TYPE_CHECKING:
    from _typeshed import DataclassInstance

    Draft = TypeVar("Draft", bound="DataclassInstance")
else:
    Draft = TypeVar("Draft")
Stored = TypeVar("Stored")


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


class Editing(Generic[Stored, Draft]):
    """What a form is about: a thing as it is stored, and what a person makes of it.

    Args:
        draft_of: the form's values of a stored thing.
        errors_of: field -> what is wrong with a draft.
        edited: a draft after a field of the form got another value.

    Attributes:
        stored, draft: None until something was opened.
        said: somebody wanted to save, so that what is wrong is told.
    """

    def __init__(
        self,
        draft_of: Callable[[Stored], Draft],
        errors_of: Callable[[Draft], Mapping[str, str]] = lambda _draft: {},
        edited: Callable[[Draft, str, object], Draft] = with_field,
    ) -> None:
        self._draft_of, self._errors_of, self._edited = draft_of, errors_of, edited
        self.stored: Stored | None = None
        self.draft: Draft | None = None
        self.said = False

    def open(self, stored: Stored) -> None:
        """Begins with a thing as it is stored, or as a new one begins."""
        self.stored, self.draft, self.said = stored, self._draft_of(stored), False

    def edit(self, name: str, value: object) -> None:
        """A field has another value."""
        if self.draft is not None:
            self.draft = self._edited(self.draft, name, value)

    def drop(self) -> None:
        """Gives up what was typed."""
        if self.stored is not None:
            self.open(self.stored)

    def follow(self, known: Stored | None) -> None:
        """It may have changed elsewhere; what is being typed stays."""
        if known is not None and not self.changes:
            self.open(known)

    @property
    def errors(self) -> Mapping[str, str]:
        """What is told to be wrong."""
        if self.draft is None or not self.said:
            return {}
        return self._errors_of(self.draft)

    @property
    def changes(self) -> int:
        """How many fields were changed."""
        if self.stored is None or self.draft is None:
            return 0
        return len(changed_fields(self.draft, self._draft_of(self.stored)))
