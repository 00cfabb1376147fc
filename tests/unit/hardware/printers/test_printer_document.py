"""Documents survive the spool, and a copy never opens the drawer again."""

import json

import pytest
import samples

from hardware.printers import document_json
from hardware.printers.document import (
    QR,
    Barcode,
    Bitmap,
    Cut,
    Document,
    Feed,
    Kick,
    PageSample,
    Picture,
    Text,
    headed,
)

EVERY_OTHER_BLOCK = Document(
    "test",
    (
        QR("https://exemple.fr/é", 4, "Q"),
        Barcode("201234500123"),
        Picture(Bitmap(9, 2, b"\xff\x80\x00\x01")),
        PageSample("é€", "cp858", 19),
        Feed(2),
        Kick(5),
        Cut(),
    ),
    "essai",
)


@pytest.mark.parametrize(
    "document",
    [
        samples.receipt(),
        samples.kitchen(),
        samples.change(),
        samples.addition(),
        EVERY_OTHER_BLOCK,
    ],
)
def test_a_document_comes_back_from_json_as_it_was(document: Document) -> None:
    assert document_json.loads(document_json.dumps(document)) == document


@pytest.mark.parametrize(
    "text",
    [
        "[]",
        "{}",
        "nothing",
        '{"is":"Hologram"}',
        '{"is":"Cut"}',
        '{"is":"Text","words":"x"}',
    ],
)
def test_what_is_not_a_document_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match=r"document|Expecting"):
        document_json.loads(text)


def test_json_keeps_french_readable() -> None:
    assert "Œufs" in document_json.dumps(samples.receipt())
    assert json.loads(document_json.dumps(samples.kitchen()))["title"] == "BON 214"


def test_a_headed_copy_leaves_the_drawer_shut() -> None:
    original = Document("receipt", (Kick(), Text("x"), Cut()))
    copy = headed(original, [Text("REIMPRESSION")])
    assert copy.blocks == (Text("REIMPRESSION"), Text("x"), Cut())
