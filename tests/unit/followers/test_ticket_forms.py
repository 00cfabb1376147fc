"""How a station's tickets are composed: whole, one for each dish, with or without a master."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from gui_kit import FixedClock, demo_house

from app.bootstrap import Opened
from app.domain.catalogue.decide import SetCatalogue
from app.domain.kitchen.decide import RushDishes
from app.domain.orders.commands import (
    AddLine,
    OpenOrder,
    PromiseOrder,
    SendOrder,
    SetContact,
    SetOrderNote,
    VoidLine,
)
from app.domain.orders.events import OrderCreated
from app.domain.rules import Command
from app.domain.vocabulary import Refusal
from app.followers.printing import PrintingFollower
from app.services.house import Actor, Fact
from app.services.people import order_key
from hardware.errors import HardwareError
from hardware.health import Health
from hardware.printers.document import Columns, Document, Struck, Text

MARC = Actor("marc")


class Paper:
    """The demo house, whose printers keep what they are given under its key."""

    def __init__(self, opened: Opened) -> None:
        self.house, self.jobs = opened.house, dict[str, Document]()
        self.room = 1000
        self.follower = PrintingFollower(opened.house, self, "Sotto")
        self.follower.catch_up()
        opened.house.follow(self.follower.follow)

    def submit(self, printer: str, key: str, document: Document) -> int:
        del printer
        if len(self.jobs) >= self.room:
            raise HardwareError("the disk is full")
        self.jobs.setdefault(key, document)
        return len(self.jobs)

    def health(self, printer: str) -> Health:
        raise NotImplementedError(printer)

    def run(self, command: Command) -> tuple[Fact, ...]:
        done = self.house.run(command, MARC)
        assert not isinstance(done, Refusal), done
        return done

    def compose(self, form: str, *, merged: bool = True) -> None:
        hot = self.house.world.catalogue.stations["chaud"]
        self.run(SetCatalogue(event=replace(hot, form=form, merged=merged)))

    def table(self, table: str = "t12") -> str:
        """Two bass of one guest, one of another, and a risotto, sent."""
        created = self.run(OpenOrder(table=table, covers=3))[0].event
        assert isinstance(created, OrderCreated)
        for article, quantity, seats in (
            ("bar_roti", 2000, (1,)),
            ("bar_roti", 1000, (2,)),
            ("risotto", 1000, (3,)),
        ):
            self.run(
                AddLine(
                    order=created.order,
                    article=article,
                    quantity=quantity,
                    seats=seats,
                )
            )
        self.run(SendOrder(order=created.order))
        return created.order

    @property
    def said(self) -> dict[str, list[str]]:
        """Title of each ticket -> its dishes."""
        found: dict[str, list[str]] = {}
        for paper in self.jobs.values():
            dishes = found.setdefault(paper.title, [])
            for block in paper.blocks:
                if isinstance(block, Struck):
                    dishes.append(f"× {block.text}")
                elif isinstance(block, Columns) and block.cells[0].size == "dish":
                    dishes.append(" ".join(c.text for c in block.cells).strip())
        return found

    def numbers(self) -> list[int]:
        entries = self.house.journal.entries(after={}, readable=True)
        return [
            e.data["number"]
            for e in entries
            if e.type == "kitchen.ticket_issued" and e.data["station"] == "chaud"
        ]


@pytest.fixture
def paper(tmp_path: Path) -> Iterator[Paper]:
    with demo_house(tmp_path, FixedClock()) as opened:
        yield Paper(opened)


def test_like_dishes_of_two_guests_are_added_up(paper: Paper) -> None:
    paper.table()
    assert paper.said == {"BON 1": ["3 BAR RÔTI P1·2", "1 RISOTTO P3"]}


def test_each_portion_stands_alone_where_the_station_wants_it_so(paper: Paper) -> None:
    paper.compose("whole", merged=False)
    paper.table()
    assert paper.said == {
        "BON 1": [*["1 BAR RÔTI P1"] * 2, "1 BAR RÔTI P2", "1 RISOTTO P3"]
    }


@pytest.mark.parametrize(
    ("form", "merged", "said"),
    [
        ("items", True, [("1/2", ["3 BAR RÔTI P1·2"]), ("2/2", ["1 RISOTTO P3"])]),
        (
            "items",
            False,
            [
                ("1/4", ["1 BAR RÔTI P1"]),
                ("2/4", ["1 BAR RÔTI P1"]),
                ("3/4", ["1 BAR RÔTI P2"]),
                ("4/4", ["1 RISOTTO P3"]),
            ],
        ),
        (
            "master",
            True,
            [
                ("MAÎTRE", ["3 BAR RÔTI P1·2", "1 RISOTTO P3"]),
                ("1/2", ["3 BAR RÔTI P1·2"]),
                ("2/2", ["1 RISOTTO P3"]),
            ],
        ),
    ],
)
def test_a_dish_has_a_ticket_of_its_own_under_the_one_number(
    paper: Paper, form: str, merged: bool, said: list[tuple[str, list[str]]]
) -> None:
    paper.compose(form, merged=merged)
    paper.table()
    assert paper.said == {f"BON 1 · {part}": dishes for part, dishes in said}
    assert paper.numbers() == [1]


def test_numbers_have_no_gap_whatever_the_form(paper: Paper) -> None:
    for form, table in (("items", "t12"), ("whole", "t11"), ("master", "t10")):
        paper.compose(form)
        paper.table(table)
    assert paper.numbers() == [1, 2, 3]


def test_a_stop_and_a_priority_are_one_ticket_each(paper: Paper) -> None:
    """A cook has one paper to read, not one for each dish that goes on as before."""
    paper.compose("master")
    order = paper.table()
    lines = paper.house.world.book.orders[order].lines
    paper.run(VoidLine(order=order, line=lines[1], reason="Erreur"))
    paper.run(RushDishes(order=order))
    said = paper.said
    assert said["BON 2"] == ["× 1 BAR RÔTI"]
    assert said["BON 3"] == ["2 BAR RÔTI P1", "1 RISOTTO P3"]


def test_a_note_of_the_order_is_on_the_ticket_of_each_dish(paper: Paper) -> None:
    paper.compose("items")
    order = paper.table()
    paper.run(SetOrderNote(order=order, kitchen="Très vite"))
    paper.run(AddLine(order=order, article="bar_roti"))
    paper.run(AddLine(order=order, article="risotto"))
    paper.run(SendOrder(order=order))
    last = list(paper.jobs.values())[-2:]
    assert [document.title for document in last] == ["BON 3 · 1/2", "BON 3 · 2/2"]
    for document in last:
        assert Text("« Très vite »", size="title", bold=True) in document.blocks


@pytest.mark.logs
def test_a_full_disk_between_two_papers_of_a_ticket_loses_and_doubles_none(
    paper: Paper,
) -> None:
    """And the form that the manager chose meanwhile is for the tickets to come."""
    paper.compose("items")
    paper.room = 1
    paper.table()
    assert list(paper.said) == ["BON 1 · 1/2"]
    paper.room = 1000
    paper.compose("whole")
    assert list(paper.said) == ["BON 1 · 1/2", "BON 1 · 2/2"]


def test_a_ticket_says_for_when_and_for_whom_it_is_fetched(paper: Paper) -> None:
    house = paper.house
    at = house.clock() + timedelta(minutes=60)
    order = "01K6ORDER00000000000000009"
    paper.run(OpenOrder(preset="takeaway", order=order))
    paper.run(AddLine(order=order, article="magret", options=("rose",)))
    paper.run(PromiseOrder(order=order, at=at))
    name = house.sealer.seal(order_key(order), "Dupont")
    paper.run(SetContact(order=order, name=name))
    paper.run(SendOrder(order=order))

    [printed] = paper.jobs.values()
    texts = [block.text for block in printed.blocks if isinstance(block, Text)]
    assert f"À EMPORTER · POUR {at:%H:%M} · DUPONT" in texts


@pytest.mark.parametrize(
    ("weight", "printed"),
    [
        ("plain", Text("BLEU", size="title", bold=True, indent=4)),
        ("bold", Text("BLEU", size="dish", bold=True, indent=4)),
        ("inverse", Text(" BLEU ", size="title", bold=True, invert=True, indent=4)),
    ],
)
def test_an_option_stands_out_on_paper(
    paper: Paper, weight: str, printed: Text
) -> None:
    group = paper.house.world.catalogue.groups["cuisson"]
    marked = tuple(
        replace(option, colour="sky", icon="flag", weight=weight)
        if option.id == "bleu"
        else option
        for option in group.options
    )
    paper.run(SetCatalogue(event=replace(group, options=marked)))
    created = paper.run(OpenOrder(table="t12", covers=1))[0].event
    assert isinstance(created, OrderCreated)
    options = ("bleu", "poivre", "frites")
    order = created.order
    paper.run(AddLine(order=order, article="entrecote", options=options))
    paper.run(SendOrder(order=order))
    (ticket,) = paper.jobs.values()
    assert printed in ticket.blocks
    assert Text("POIVRE", size="title", bold=True, indent=4) in ticket.blocks
