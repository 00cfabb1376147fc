"""Labels on a receipt printer: as wide as its roll, each cut by itself."""

from app.reports.labels import Label, symbology
from hardware.printers.document import (
    QR,
    Barcode,
    Block,
    Cut,
    Document,
    Feed,
    Text,
)


def label_paper(label: Label) -> Document:
    """One label; each copy is a job of its own, so that a roll's end loses none."""
    return Document("label", _blocks(label), f"ÉTIQUETTE {label.title}")


def _blocks(label: Label) -> tuple[Block, ...]:
    big = Text(label.big, size="total", bold=True)
    return (
        Text(label.title, size="title", bold=True),
        *((big,) if label.big else ()),
        *(Text(line) for line in label.lines),
        *((Feed(), _code(label.code)) if label.code else ()),
        Cut(),
    )


def _code(code: str) -> Block:
    kind = symbology(code)
    return QR(code) if kind == "QR" else Barcode(code, kind)
