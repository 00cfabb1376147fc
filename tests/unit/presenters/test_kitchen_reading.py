"""What a station's wall makes of its own wishes: cards, what stands out, its language."""

from dataclasses import replace

import pytest
from domain_kit import Till

from app.domain.catalogue.decide import SetCatalogue
from app.domain.catalogue.events import KitchenName, ModifierOption
from app.domain.kitchen.decide import BumpDishes, ServeDishes
from app.domain.kitchen.events import TicketIssued
from app.domain.orders.commands import AddLine, SendOrder, VoidLine
from app.presenters.kitchen.cards import cards
from app.presenters.kitchen.panels import present_all_day
from app.presenters.kitchen.wall import present_cards
from resources.texts import set_language
from widgets.kitchen_wall_views import CardView, Said

PT = (KitchenName(language="pt", text="BIFE"),)


@pytest.fixture(name="till")
def till_fixture() -> Till:
    set_language("fr")
    till = Till()
    till.open()
    return till


def station(till: Till, **wishes: object) -> None:
    hot = till.world.catalogue.stations["hot"]
    till.do(SetCatalogue(event=replace(hot, **wishes)))


def option(till: Till, group: str, key: str, **wishes: object) -> None:
    found = till.world.catalogue.groups[group]
    changed = tuple(
        replace(each, **wishes) if each.id == key else each for each in found.options
    )
    till.do(SetCatalogue(event=replace(found, options=changed)))


def served(till: Till) -> str:
    """Two fish of two guests, one with a note, a steak, and fries."""
    order = till.seat("t1", covers=4)
    for article, seats, note, options in (
        ("fish", (1,), "", ()),
        ("fish", (2,), "", ()),
        ("fish", (3,), "sans sel", ()),
        ("steak", (4,), "", ("rare", "no_butter")),
    ):
        till.do(
            AddLine(
                order=order,
                article=article,
                seats=seats,
                kitchen_note=note,
                options=options,
            )
        )
    till.do(SendOrder(order=order))
    return order


def wall(till: Till) -> tuple[CardView, ...]:
    found = cards(till.world, "hot", till.now)
    return present_cards(till.world, found, till.now, lambda *_: "", str.title)


def said(views: tuple[CardView, ...]) -> list[list[str]]:
    return [[f"{line.quantity} {line.name}" for line in view.lines] for view in views]


def test_a_station_of_whole_tickets_has_one_card(till: Till) -> None:
    served(till)
    assert said(wall(till)) == [["2 POISSON", "1 POISSON", "1 Steak"]]


def test_a_station_that_wants_each_line_alone_adds_nothing_up(till: Till) -> None:
    station(till, merged=False)
    served(till)
    assert said(wall(till)) == [["1 POISSON", "1 POISSON", "1 POISSON", "1 Steak"]]


@pytest.mark.parametrize("form", ["items", "master"])
def test_a_station_with_a_ticket_for_each_dish_has_a_card_for_each(till, form) -> None:
    station(till, form=form)
    order = served(till)
    views = wall(till)
    assert said(views) == [["2 POISSON"], ["1 POISSON"], ["1 Steak"]]
    assert len({view.id for view in views}) == 3
    assert all(view.id.split("|")[:3] == [order, "hot", "mains"] for view in views)
    assert [view.lines[0].seat for view in views] == ["P1·2", "P3", "P4"]


def test_the_card_of_a_dish_leaves_alone(till: Till) -> None:
    station(till, form="items", merged=False)
    order = served(till)
    first, *others = wall(till)
    (line,) = first.lines
    till.do(BumpDishes(order=order, station="hot", dishes=(line.id,)))
    states = {view.id: view.state for view in wall(till)}
    assert states == {first.id: "ready"} | {view.id: "new" for view in others}
    till.do(ServeDishes(order=order, dishes=(line.id,)))
    assert [view.id for view in wall(till)] == [view.id for view in others]


def test_a_stop_is_on_the_card_of_its_dish(till: Till) -> None:
    station(till, form="items", merged=False)
    order = served(till)
    line = till.world.book.orders[order].lines[3]
    till.do(VoidLine(order=order, line=line, reason="Erreur"))
    stopped = [view for view in wall(till) if view.lines[0].kind == "stop"]
    assert said(tuple(stopped)) == [["1 Steak"]]
    assert stopped[0].id.endswith(f"|{line}.0")


def test_an_option_stands_out_as_the_house_wants(till: Till) -> None:
    option(till, "cooking", "rare", colour="sky", icon="flag", weight="inverse")
    served(till)
    steak = wall(till)[0].lines[-1]
    assert steak.said == (
        Said("inverse", "S", "flag", "mark_sky"),
        Said("without", "SANS BEURRE"),
    )
    assert steak.modifiers == ()


def test_an_answer_of_another_question_has_a_look_of_its_own(till: Till) -> None:
    """ "Saignant" is asked of two articles by two questions."""
    cooking = till.world.catalogue.groups["cooking"]
    rare = replace(cooking.options[0], colour="sky", icon="flag", weight="bold")
    for key in ("aaa", "zzz"):
        till.do(SetCatalogue(event=replace(cooking, id=key, options=(rare,))))
    served(till)
    assert wall(till)[0].lines[-1].modifiers == ("S",)
    steak = till.world.catalogue.articles["steak"]
    till.do(SetCatalogue(event=replace(steak, groups=("zzz", "sides"))))
    assert Said("bold", "S", "flag", "mark_sky") in wall(till)[0].lines[-1].said


def test_a_look_of_its_own_goes_before_what_the_words_say(till: Till) -> None:
    option(till, "sides", "no_butter", colour="pink", icon="warning", weight="bold")
    served(till)
    (ticket,) = [e for e in till.last if isinstance(e, TicketIssued)]
    steak = wall(till)[0].lines[-1]
    assert steak.said == (Said("bold", "SANS BEURRE", "warning", "mark_pink"),)
    assert ticket.lines[-1].modifiers == ("S", "Sans beurre")
    assert ticket.lines[-1].weights == ("", "bold")


@pytest.mark.parametrize(
    "wishes",
    [
        {"colour": "sky"},
        {"colour": "sky", "icon": "flag"},
        {"colour": "red", "icon": "flag", "weight": "bold"},
        {"colour": "sky", "icon": "skull", "weight": "bold"},
        {"colour": "sky", "icon": "flag", "weight": "huge"},
        {"station": "nowhere"},
        {"kitchen": "a" * 61},
        {"kitchens": (KitchenName(language="xx", text="A"),)},
        {"kitchens": (KitchenName(language="pt", text=" "),)},
        {"kitchens": PT * 2},
    ],
)
def test_what_a_card_cannot_show_is_not_saved(till: Till, wishes) -> None:
    group = till.world.catalogue.groups["cooking"]
    first, *rest = group.options
    changed = (replace(first, **wishes), *rest)
    assert till.refuses(SetCatalogue(event=replace(group, options=changed)))
    assert till.world.catalogue.groups["cooking"] == group


@pytest.mark.parametrize("wishes", [{"form": "half"}, {"language": "klingon"}])
def test_a_station_has_a_form_and_a_language_that_are_there(till, wishes) -> None:
    hot = till.world.catalogue.stations["hot"]
    assert till.refuses(SetCatalogue(event=replace(hot, **wishes)))


def test_cooks_read_their_own_language_and_the_cards_words_where_it_has_none(
    till: Till,
) -> None:
    station(till, language="pt")
    steak = till.world.catalogue.articles["steak"]
    till.do(SetCatalogue(event=replace(steak, kitchens=PT)))
    rare = (KitchenName(language="pt", text="Malpassado"),)
    option(till, "cooking", "rare", kitchens=rare)
    served(till)
    (ticket,) = [e for e in till.last if isinstance(e, TicketIssued)]
    assert [line.label for line in ticket.lines] == [*["POISSON"] * 3, "BIFE"]
    assert ticket.lines[-1].modifiers == ("Malpassado", "Sans beurre")
    assert said(wall(till)) == [["2 POISSON", "1 POISSON", "1 BIFE"]]
    line = wall(till)[0].lines[-1]
    assert line.modifiers == ("MALPASSADO",)
    assert line.said == (Said("without", "SANS BEURRE"),)


def test_a_screen_of_its_own_language_has_it_for_every_station(till: Till) -> None:
    steak = till.world.catalogue.articles["steak"]
    till.do(SetCatalogue(event=replace(steak, kitchens=PT)))
    served(till)
    found = cards(till.world, "", till.now)
    views = present_cards(
        till.world, found, till.now, lambda *_: "", str.title, language="pt"
    )
    assert said(views)[0][-1] == "1 BIFE"
    rows = present_all_day(till.world, found, "", till.now, "pt").rows
    assert [row.dish for row in rows] == ["POISSON", "BIFE"]


def test_another_station_goes_on_reading_the_card(till: Till) -> None:
    steak = till.world.catalogue.articles["steak"]
    till.do(SetCatalogue(event=replace(steak, kitchens=PT)))
    served(till)
    assert said(wall(till))[0][-1] == "1 Steak"


def test_an_option_that_left_the_card_keeps_the_words_it_was_taken_with(
    till: Till,
) -> None:
    order = served(till)
    group = till.world.catalogue.groups["cooking"]
    other = (ModifierOption(id="raw", name="Cru"),)
    till.do(SetCatalogue(event=replace(group, options=other)))
    assert wall(till)[0].lines[-1].modifiers == ("S",)
    assert order
