"""What a till and its engine tell each other."""

import pytest

from voice.engine.messages import (
    HeadsetSetup,
    HeardAt,
    NotAMessageError,
    Press,
    Setup,
    Situation,
    Taught,
    Unsayable,
    as_line,
    from_line,
)
from voice.heard import Alternative, Heard, Word
from voice.meaning import Action, Choice, Context, Question, Understood

_MEANT = Understood(
    "ask",
    "une tarte",
    (Action("order.add", {"table": None}, "une tarte", ("la table",)),),
    Question(
        "item", (Choice("Tarte Tatin", (Action("dialog.choice", {"item": "t"}),)),)
    ),
    0.7,
)
_HEARD = Heard((Alternative("une tarte", 12.5, (Word("une", 0.1, 0.2),)),), 0.9, 0.8)


@pytest.mark.parametrize(
    "message",
    [
        Setup(
            (
                HeadsetSetup("h1", "pulse://micro"),
                HeadsetSetup("h2", "sim://2", muted=True),
            )
        ),
        Situation(
            "h1",
            Context(
                12,
                last_order=True,
                pending={"slot": "table"},
                draft=[{"intent": "order.add"}],
            ),
        ),
        Press("h1"),
        HeardAt("h1", _HEARD, _MEANT, 31.5),
        HeardAt("h1", Heard((), 0.0)),
        Taught("fr", 10, 1.5, (Unsayable("x", "Tataki", ("tataki",), ""),)),
    ],
)
def test_a_message_comes_out_as_it_went_in(message: object) -> None:
    line = as_line(message)  # type: ignore[arg-type] # each is one of the two unions
    assert line.count(b"\n") == 1
    assert from_line(line) == message


@pytest.mark.parametrize(
    "line",
    [b"", b"{}", b"[]", b"null", b'{"is":"Press"}', b'{"is":"Press","of":{}}', b"\xff"],
)
def test_another_line_is_no_message(line: bytes) -> None:
    with pytest.raises(NotAMessageError):
        from_line(line)
