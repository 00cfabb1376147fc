"""What entries look like, as JSON Schemas: an archive is read without this program.

Source: JSON Schema draft 2020-12; `fiscal.md` 7.
"""

import dataclasses
import typing
from typing import Any

from app.domain.wire import FACTS
from db.entry import OWN_TYPES

_PLAIN = {str: "string", int: "integer", bool: "boolean"}
_TEXT, _COUNT = {"type": "string"}, {"type": "integer"}
BODY: dict[str, Any] = {
    "$schema": "https://json-schema.org/draft/2020-12/schema",
    "title": "Corps d'un enregistrement du journal",
    "type": "object",
    "properties": {
        "v": _COUNT,
        "chain": _TEXT,
        "seq": _COUNT,
        "type": _TEXT,
        "tseq": _COUNT,
        "stream": _TEXT,
        "hlc": _TEXT,
        "ts": _TEXT,
        "bday": _TEXT,
        "op": _TEXT,
        "appr": _TEXT,
        "sw": _TEXT,
        "prev": _TEXT,
        "data": {"type": "object"},
        "via": _TEXT,
    },
}
"""The body of every entry; `data` is told by `types_told`, `via` is there where it was not
done by hand."""


def types_told() -> dict[str, Any]:
    """Each kind of entry: its version, series, whether it is signed, shape of `data`."""
    told: dict[str, Any] = {
        name: {"version": 1, "series": spec.series, "signed": spec.signed, "data": {}}
        for name, spec in OWN_TYPES.items()
    }
    for spec in FACTS.values():
        told[spec.name] = {
            "version": spec.version,
            "series": spec.series,
            "signed": spec.signed,
            "data": _schema(spec.cls),
        }
    return dict(sorted(told.items()))


def _schema(annotation: Any) -> dict[str, Any]:
    if annotation in _PLAIN:
        return {"type": _PLAIN[annotation]}
    if typing.get_origin(annotation) is tuple:
        return {"type": "array", "items": _schema(typing.get_args(annotation)[0])}
    if not dataclasses.is_dataclass(
        annotation
    ):  # `X | None`: absent when there is none
        return _schema(typing.get_args(annotation)[0])
    hints = typing.get_type_hints(annotation)
    fields = dataclasses.fields(annotation)
    required = [f.name for f in fields if f.default is dataclasses.MISSING]
    properties = {f.name: _schema(hints[f.name]) for f in fields}
    return {"type": "object", "properties": properties, "required": required}
