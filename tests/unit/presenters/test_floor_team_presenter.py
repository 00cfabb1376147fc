"""Who serves what, and what passes to whom, in words."""

from dataclasses import replace

import pytest
from domain_kit import Till
from pos_world import sight

from app.domain.floor.events import SectionSet
from app.domain.floor.handover import AnswerHandover, GiveSections, HandOver
from app.domain.orders.commands import OpenOrder
from app.domain.payments.commands import TakePayment
from app.domain.staff.decide import LogIn
from app.presenters.floor.acts import present_acts
from app.presenters.floor.standing import standing
from app.presenters.floor.team import (
    colleagues,
    handover_words,
    present_giving,
    present_offer,
    present_team,
    spread,
)


@pytest.fixture
def till() -> Till:
    """Three sections side by side, of four, eight and four seats; Tom and Inès are in."""
    made = Till()
    sections = {"a": ("t1",), "b": ("t2", "t3"), "c": ("t4",)}
    for number, (section, tables) in enumerate(sections.items()):
        event = SectionSet(
            id=section, room="hall", x=300 * number, y=0, width=300, height=800
        )
        made.write((event,))
        for table in tables:
            known = made.world.floor.tables[table]
            made.write((replace(known, section=section),))
    for person in ("tom", "ines"):
        made.do(LogIn(person=person, window="pos"), person)
    return made


def test_those_on_duty_share_the_seats_side_by_side(till: Till) -> None:
    till.do(LogIn(person="sam", window="kitchen"), "sam")  # takes no orders
    assert spread(till.world) == {"a": "tom", "b": "ines", "c": "ines"}
    till.do(GiveSections(given=(("a", "ines"),)))
    assert spread(till.world)["a"] == "ines"  # who has it keeps it
    assert spread(Till().world) == {}


def test_sections_say_who_serves_and_who_sits_there(till: Till) -> None:
    till.do(GiveSections(given=(("b", "tom"),)))
    till.do(OpenOrder(table="t2", covers=3), "tom")
    rows = present_team(standing(till.world, till.now), sight(till)).sections
    assert [(row.title, row.subtitle, row.initials) for row in rows] == [
        ("Salle · 1", "personne · 4 places", ""),
        ("Salle · 2, 3", "Tom · 8 places · 3 couverts", "TO"),
        ("Salle · 4", "personne · 4 places", ""),
    ]


def test_a_handover_lists_what_is_open_and_asks_the_other_one(till: Till) -> None:
    till.do(GiveSections(given=(("b", "tom"),)))
    till.do(OpenOrder(table="t2", covers=3, order="o"), "tom")
    floor = standing(till.world, till.now)
    view = present_giving(floor, "tom", "tom", sight(till))
    assert (view.title, view.asks) == ("Passer mes tables", True)
    assert [row.key for row in view.here] == ["ines"]
    assert [note.title for note in view.notes] == ["Table 2"]
    assert [row.title for row in view.sections] == ["Salle · 2, 3"]
    assert not present_giving(floor, "tom", "lea", sight(till)).asks

    wish = HandOver(giver="tom", taker="ines", orders=("o",), sections=("b",))
    till.do(wish, "tom")
    (handover,) = till.world.floor.handovers.values()
    floor = standing(till.world, till.now)
    (act,) = [a for a in present_acts(floor, sight(till)) if a.key.startswith("hand")]
    assert (act.title, act.number) == ("Tom → Inès", "IN")
    for person, keys in (
        ("ines", ["accept", "decline"]),
        ("tom", ["withdraw"]),
        ("sam", []),
    ):
        offer = present_offer(floor, handover, person, sight(till))
        assert [each.key for each in offer.acts] == keys
    assert handover_words(handover, "ines", str) == "tom vous passe 1 note · 1 rang"
    assert not handover_words(handover, "sam", str)

    till.do(AnswerHandover(handover=handover.offered.handover, accepted=True), "ines")
    floor = standing(till.world, till.now)
    assert handover_words(handover, "tom", str) == "ines a pris 1 note · 1 rang"
    assert not present_acts(floor, sight(till))
    here, _ = colleagues(floor, sight(till))
    assert [(r.key, r.subtitle) for r in here] == [
        ("tom", "rien d’ouvert"),
        ("ines", "1 note · 1 rang · 3 couverts"),
    ]


def test_a_note_that_is_passed_on_says_what_tips_were_taken(till: Till) -> None:
    till.open()
    till.do(OpenOrder(table="t1", covers=2, order="o"), "tom")
    till.take("o", "steak", options=("rare",))
    till.do(TakePayment(order="o", method="cash", amount=1000, tip=200), "tom")
    view = present_giving(standing(till.world, till.now), "tom", "tom", sight(till))
    assert view.notes[0].subtitle.endswith(" · pourboire 2,00\xa0€")
