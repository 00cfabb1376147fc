"""The journal read backwards: pages, filters, windows."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from gui_kit import FixedClock, demo_house

from app.bootstrap import Opened
from app.domain.catalogue.decide import SetAvailability
from app.domain.vocabulary import Refusal
from app.projections.browsing import Wanted, entries_of_day, page, search
from app.services.house import Actor

CHAIN = "C1"


@pytest.fixture(scope="module")
def opened(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Opened]:
    clock = FixedClock()
    folder = tmp_path_factory.mktemp("browsing")
    with demo_house(folder, clock, open_till=False) as house:
        for number, person in enumerate(("lea", "marc", "lea")):
            command = SetAvailability(article="magret", remaining=number)
            done = house.house.run(command, Actor(person))
            assert not isinstance(done, Refusal), done
        clock.forward(days=1)
        late = SetAvailability(article="risotto", remaining=3)
        done = house.house.run(late, Actor("lea"))
        assert not isinstance(done, Refusal), done
        yield house


def newest(opened: Opened) -> int:
    return opened.house.journal.head().seq + 1


def test_a_page_holds_the_newest_entries_first(opened: Opened) -> None:
    before = newest(opened)
    found = page(opened.database, CHAIN, Wanted(), before=before, limit=5)
    assert [e.seq for e in found.entries] == list(range(before - 1, before - 6, -1))
    assert found.older == before - 5


def test_the_pages_together_hold_every_entry_once(opened: Opened) -> None:
    before, seen = newest(opened), []
    while before:
        found = page(opened.database, CHAIN, Wanted(), before=before, limit=37)
        seen += [entry.seq for entry in found.entries]
        before = found.older
    assert seen == list(range(newest(opened) - 1, 0, -1))


def test_a_small_window_says_where_to_go_on(opened: Opened) -> None:
    wanted = Wanted(types=("staff.set",))
    first = page(opened.database, CHAIN, wanted, before=newest(opened), window=3)
    assert first.entries == ()
    assert first.older == newest(opened) - 3


def test_a_search_goes_on_through_the_windows(opened: Opened) -> None:
    wanted = Wanted(types=("staff.set",))
    found = search(opened.database, CHAIN, wanted, before=newest(opened), limit=4)
    assert {entry.type for entry in found.entries} == {"staff.set"}
    assert len(found.entries) == 4
    assert found.older == found.entries[-1].seq


def test_a_search_that_is_stopped_keeps_what_it_found(
    opened: Opened, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("app.projections.browsing.WINDOW", 2)
    reached: list[int] = []

    def go_on(number: int) -> bool:
        reached.append(number)
        return len(reached) < 3

    wanted = Wanted(types=("staff.set",))
    found = search(opened.database, CHAIN, wanted, before=newest(opened), go_on=go_on)
    assert found.older == reached[-1] == newest(opened) - 6


def test_a_stream_holds_only_its_own_entries(opened: Opened) -> None:
    wanted = Wanted(stream="article/magret")
    found = search(opened.database, CHAIN, wanted, before=newest(opened))
    assert {entry.stream for entry in found.entries} == {"article/magret"}
    assert len(found.entries) == 4  # set once, then three availabilities
    assert found.older == 0


def test_a_person_is_found_in_the_entries_themselves(opened: Opened) -> None:
    wanted = Wanted(person="lea")
    found = search(opened.database, CHAIN, wanted, before=newest(opened))
    assert [entry.op for entry in found.entries] == ["lea"] * 3
    assert found.older == 0


def test_filters_add_up(opened: Opened) -> None:
    wanted = Wanted(
        person="marc", stream="article/magret", types=("article.availability_set",)
    )
    found = search(opened.database, CHAIN, wanted, before=newest(opened))
    assert [entry.data["remaining"] for entry in found.entries] == [1]


def test_a_day_holds_its_entries_oldest_first(opened: Opened) -> None:
    found = entries_of_day(opened.database, "2026-11-20", ("article.availability_set",))
    mine = [e.data["remaining"] for e in found if e.stream == "article/magret"]
    assert mine == [0, 1, 2]
    later = entries_of_day(opened.database, "2026-11-21", ("article.availability_set",))
    assert [entry.stream for entry in later] == ["article/risotto"]


def test_nothing_lies_before_the_first_entry(opened: Opened) -> None:
    found = page(opened.database, CHAIN, Wanted(), before=2)
    assert [entry.seq for entry in found.entries] == [1]
    assert found.older == 0
    assert page(opened.database, CHAIN, Wanted(), before=1).entries == ()


def test_the_cost_of_a_page_is_bounded_by_its_window(
    opened: Opened, tmp_path: Path
) -> None:
    found = page(
        opened.database, CHAIN, Wanted(person="nobody"), before=newest(opened), window=5
    )
    assert found.entries == ()
    assert found.older == newest(opened) - 5
