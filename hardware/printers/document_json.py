"""A document as JSON text and back, for the spool.

Each block is an object whose `is` names its class; bytes travel as base64.
"""

import json
from base64 import b64decode, b64encode
from dataclasses import fields, is_dataclass

from hardware.printers import document as blocks
from hardware.printers.document import Document

_CLASSES: dict[str, type] = {
    cls.__name__: cls
    for cls in (
        blocks.Document,
        blocks.Bitmap,
        blocks.Text,
        blocks.Cell,
        blocks.Columns,
        blocks.Bar,
        blocks.Rule,
        blocks.Box,
        blocks.Struck,
        blocks.BigNumber,
        blocks.Logo,
        blocks.Picture,
        blocks.QR,
        blocks.Barcode,
        blocks.PageSample,
        blocks.Feed,
        blocks.Kick,
        blocks.Cut,
    )
}


def dumps(document: Document) -> str:
    """The document as JSON."""
    return json.dumps(_plain(document), ensure_ascii=False, separators=(",", ":"))


def loads(text: str) -> Document:
    """The document that `dumps` wrote.

    Raises:
        ValueError: the text is not a document, or of a version that we do not know.
    """
    try:
        document = _typed(json.loads(text))
    except (KeyError, TypeError) as error:
        raise ValueError(f"not a printable document: {error}") from error
    if isinstance(document, Document):
        return document
    raise ValueError("not a printable document")


def _plain(value: object) -> object:
    if is_dataclass(value) and not isinstance(value, type):
        named = {f.name: _plain(getattr(value, f.name)) for f in fields(value)}
        return {"is": type(value).__name__, **named}
    if isinstance(value, tuple):
        return [_plain(item) for item in value]
    if isinstance(value, bytes):
        return {"is": "bytes", "base64": b64encode(value).decode("ascii")}
    return value


def _typed(value: object) -> object:
    if isinstance(value, list):
        return tuple(_typed(item) for item in value)
    if not isinstance(value, dict):
        return value
    name = value.pop("is")
    if name == "bytes":
        return b64decode(value["base64"])
    return _CLASSES[name](**{key: _typed(item) for key, item in value.items()})
