"""Facts and their wire form: event classes <-> (name, version, JSON data).

An event class is a frozen dataclass marked with `@fact("order.line_added", ...)`. The
wire name is registered here and never derived from the class path, so classes may be
renamed and moved while old journals stay readable. A new shape is a new version plus an
`upcast` from the one before.
"""

import dataclasses
import types
import typing
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any, TypeVar, Union, dataclass_transform, get_args, get_origin

from app.domain.records import record

Json = Any  # strings, integers, booleans, lists and dicts of these: no float, no null
Data = Mapping[str, Json]


@dataclass(frozen=True, slots=True)
class FactSpec:
    """How one kind of fact is written.

    Attributes:
        name: wire name, past tense ("order.line_added").
        version: version of the data's shape, from 1.
        stream: template of the thing the fact is about ("order/{order}").
        series: letter of the gapless fiscal counter, "" for none (`fiscal.md` 4.3).
        signed: carries its own signature in the journal.
    """

    name: str
    version: int
    stream: str
    series: str
    signed: bool
    cls: type


FACTS: dict[str, FactSpec] = {}
_BY_CLASS: dict[type, FactSpec] = {}
_UPCASTS: dict[tuple[str, int], Callable[[dict[str, Json]], dict[str, Json]]] = {}

T = TypeVar("T")


@dataclass_transform(kw_only_default=True, frozen_default=True)
def fact(
    name: str, version: int = 1, *, stream: str, series: str = "", signed: bool = False
) -> Callable[[type[T]], type[T]]:
    """Makes the class a frozen, keyword-only dataclass and registers its wire name."""

    def register(cls: type[T]) -> type[T]:
        made = record(cls)
        spec = FactSpec(name, version, stream, series, signed, made)
        if name in FACTS:
            raise ValueError(f"two facts are called {name}")
        FACTS[name] = _BY_CLASS[made] = spec
        return made

    return register


def upcast(
    name: str, version: int
) -> Callable[
    [Callable[[dict[str, Json]], dict[str, Json]]],
    Callable[[dict[str, Json]], dict[str, Json]],
]:
    """Registers the step from `version` to `version + 1` of the data of `name`."""

    def register(
        step: Callable[[dict[str, Json]], dict[str, Json]],
    ) -> Callable[[dict[str, Json]], dict[str, Json]]:
        _UPCASTS[name, version] = step
        return step

    return register


def spec_of(event: object) -> FactSpec:
    """The registration of an event's class."""
    return _BY_CLASS[type(event)]


def name_of(cls: type) -> str:
    """The wire name of the facts of a class."""
    return _BY_CLASS[cls].name


def series_of(cls: type) -> str:
    """The fiscal series that numbers the facts of a class, "" for none."""
    return _BY_CLASS[cls].series


def stream_of(event: object) -> str:
    """The stream an event belongs to, its template filled from the event's fields."""
    kind, _, field = spec_of(event).stream.partition("/{")
    return f"{kind}/{getattr(event, field[:-1])}" if field else kind


def to_data(event: object) -> dict[str, Json]:
    """The JSON data of an event; fields that are None are left out."""
    return _encoder(spec_of(event).cls)(event)


def from_data(name: str, version: int, data: Data) -> Any | None:
    """The event behind a journal entry; None when this Sotto does not know the name.

    Old versions are carried up step by step; unknown keys are ignored, so that an entry
    written by a newer terminal is still readable.
    """
    spec = FACTS.get(name)
    if spec is None:
        return None
    for step in range(version, spec.version):
        data = _UPCASTS[name, step](dict(data))
    return _decoder(spec.cls)(data)


def as_kind(event: object, kind: type[T]) -> T:
    """The same fields said as another kind of fact that has them too."""
    names = (field.name for field in dataclasses.fields(kind))  # type: ignore[arg-type]  # a fact
    return kind(**{name: getattr(event, name) for name in names})


def fields_changed(event: object, before: object) -> list[str]:
    """Names of the fields of `event` that have another value in `before`."""
    names = (field.name for field in dataclasses.fields(event))  # type: ignore[arg-type]  # a fact
    return [name for name in names if getattr(event, name) != getattr(before, name)]


def _same(value: Any) -> Any:
    return value


def _shape(annotation: Any) -> tuple[str, Any]:
    """("plain"|"optional"|"tuple"|"record", inner) of a field's annotation."""
    origin = get_origin(annotation)
    if origin in (Union, types.UnionType):
        inner = [a for a in get_args(annotation) if a is not type(None)]
        return "optional", inner[0]
    if origin is tuple:
        return "tuple", get_args(annotation)[0]
    if dataclasses.is_dataclass(annotation):
        return "record", annotation
    return "plain", annotation


def _value_encoder(annotation: Any) -> Callable[[Any], Json]:
    kind, inner = _shape(annotation)
    if kind == "optional":
        return _value_encoder(inner)
    if kind == "tuple":
        item = _value_encoder(inner)
        return list if item is _same else (lambda values: [item(v) for v in values])
    return _encoder(inner) if kind == "record" else _same


def _value_decoder(annotation: Any) -> Callable[[Json], Any]:
    kind, inner = _shape(annotation)
    if kind == "optional":
        return _value_decoder(inner)
    if kind == "tuple":
        item = _value_decoder(inner)
        return (
            tuple if item is _same else (lambda values: tuple(item(v) for v in values))
        )
    return _decoder(inner) if kind == "record" else _same


@cache
def _encoder(cls: type) -> Callable[[Any], dict[str, Json]]:
    """What makes data of a `cls`, written out as code: see `_decoder`."""
    hints = typing.get_type_hints(cls)
    known: dict[str, Any] = {}
    items, lines = [], []
    for field in dataclasses.fields(cls):
        name, value = field.name, f"value.{field.name}"
        convert = _value_encoder(hints[name])
        converted = f"to_{name}({value})" if convert is not _same else value
        known[f"to_{name}"] = convert
        if _shape(hints[name])[0] == "optional":
            lines += [f"    if {value} is None:", f"        del out[{name!r}]"]
            lines += ["    else:", f"        out[{name!r}] = {converted}"]
            converted = value  # keeps its place
        items.append(f"{name!r}: {converted}")
    lines = ["def encode(value):", f"    out = {{{', '.join(items)}}}", *lines]
    exec("\n".join([*lines, "    return out"]), known)  # noqa: S102 # our own names
    encode: Callable[[Any], dict[str, Json]] = known["encode"]
    return encode


@cache
def _decoder(cls: type) -> Callable[[Data], Any]:
    """What makes a `cls` of its data, written out as code like `dataclass` does.

    A frozen class is slow to fill (`object.__setattr__` for each field), and there are
    millions of facts: an open twin of the same layout is filled, and becomes one.
    """
    hints = typing.get_type_hints(cls)
    # The fields of a fact that is said of another one (`OfficeArticle`) are that one's.
    told = next((c for c in cls.__mro__[:-1] if c.__dict__["__slots__"]), cls)
    slots = {"__slots__": told.__dict__["__slots__"]}
    open_ = {"__init__": object.__init__, "__setattr__": object.__setattr__}
    twin = type("Twin", told.__bases__, slots | open_)
    known: dict[str, Any] = {"cls": cls, "twin": twin}
    lines = ["def decode(data):", "    made = twin()"]
    for field in dataclasses.fields(cls):
        name, value = field.name, f"data[{field.name!r}]"
        convert = _value_decoder(hints[name])
        if convert is not _same:
            known[f"to_{name}"], value = convert, f"to_{name}({value})"
        if field.default is not dataclasses.MISSING:
            known[f"no_{name}"] = field.default
            value += f" if {name!r} in data else no_{name}"
        lines.append(f"    made.{name} = {value}")
    lines += ["    made.__class__ = cls", "    return made"]
    exec("\n".join(lines), known)  # noqa: S102 # names of our own fields
    decode: Callable[[Data], Any] = known["decode"]
    return decode
