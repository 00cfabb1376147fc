"""An order as a manager sees it again: each fact with what stood on it then."""

from pathlib import Path

from gui_kit import FixedClock, demo_house

from app.domain.orders.commands import (
    AddLine,
    Discount,
    MovedLine,
    MoveLines,
    MoveOrder,
    OpenOrder,
    SendOrder,
    VoidLine,
)
from app.domain.vocabulary import Refusal
from app.presenters.admin.replay import replay_of
from app.services.house import Actor


def test_an_order_is_played_again_with_what_came_from_elsewhere(tmp_path: Path) -> None:
    clock = FixedClock()
    with demo_house(tmp_path, clock) as opened:
        house, lea = opened.house, Actor("lea")

        def do(command: object, actor: Actor = lea) -> None:
            clock.forward(seconds=7)
            assert not isinstance(house.run(command, actor), Refusal)  # type: ignore[arg-type]

        do(OpenOrder(table="t7", order="first"))
        do(OpenOrder(table="t12", order="other"))
        do(AddLine(order="other", article="eau_gazeuse", line="water"))
        do(AddLine(order="first", article="soupe_oignon", line="soup"))
        do(SendOrder(order="first"))
        moved = MoveLines(
            order="other", lines=(MovedLine(line="water"),), target="first"
        )
        do(moved)
        do(Discount(order="first", line="soup", percent=5000, reason="geste"),
           Actor("lea", approver="marc"))  # fmt: skip
        do(VoidLine(order="first", line="soup", reason="Trop long"),
           Actor("lea", approver="marc"))  # fmt: skip
        scenes = replay_of(house, "first")

    told = [
        (f"{s.moment:%H:%M:%S}", s.total) for s in scenes if s.grave or "→" in s.words
    ]
    assert told == [
        ("20:26:42", "14,50\u00a0€"),
        ("20:26:49", "10,25\u00a0€"),
        ("20:26:56", "6,00\u00a0€"),
    ]
    assert "accord Marc" in scenes[-1].who
    (course,) = scenes[-1].order.courses
    assert {line.name: line.state for line in course.lines} == {
        "Soupe à l’oignon": "voided",
        "Badoit 1 L": "to_send",
    }


def test_an_empty_order_that_joins_another_is_told_in_words(tmp_path: Path) -> None:
    with demo_house(tmp_path, FixedClock()) as opened:
        for command in (
            OpenOrder(table="t7", order="first"),
            OpenOrder(table="t12", order="empty"),
            MoveOrder(order="empty", table="t7"),
        ):
            assert not isinstance(opened.house.run(command, Actor("lea")), Refusal)
        scenes = replay_of(opened.house, "first")

    assert "Commande réunie : T. 7" in [scene.words for scene in scenes]
