"""The strip says what is wrong with its effect; the login names people."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from gui_kit import EVENING, FixedClock, demo_house

from app.bootstrap import Opened
from app.domain.settings import DeviceSet
from app.domain.staff.decide import LogIn
from app.presenters.people import initials_of, last_place, present_login
from app.presenters.pos.drawer import present_drawers
from app.presenters.strip import present_alarms, present_problems, present_strip
from app.services.house import Actor
from hardware.health import DeviceState, Health
from resources.texts import set_language

SINCE = datetime(2026, 11, 20, tzinfo=UTC)


def health(state: DeviceState, *reasons: str) -> Health:
    return Health(state=state, reasons=frozenset(reasons), since=SINCE)


@pytest.fixture
def opened(tmp_path: Path) -> Iterator[Opened]:
    set_language("fr")
    with demo_house(tmp_path, FixedClock()) as house:
        yield house


def test_what_is_fine_shows_only_its_icon(opened: Opened) -> None:
    items = present_strip(
        opened.house.world, lambda _: health(DeviceState.READY), journal_ok=True
    )
    assert [(item.word, item.state) for item in items] == [
        ("Chaud", "fine"),
        ("Froid", "fine"),
        ("Bar", "fine"),
        ("TPE 1", "fine"),
        ("Journal", "fine"),
    ]
    assert not present_problems(opened.house.world, lambda _: health(DeviceState.READY))


def test_a_breach_is_told_in_words_and_what_not_to_do(opened: Opened) -> None:
    opened.house.note("INTEGRITY_BREACH", "C1 9468 BAD_SIG, C1 9469 LINK_BROKEN")
    (row,) = present_alarms(opened.house)
    assert "N’effacez rien, appelez le support : écriture 9468" in row.effect
    assert "BAD_SIG" not in row.effect


def test_a_gun_shows_beside_the_terminals_and_says_what_to_do_without_it(
    opened: Opened,
) -> None:
    gun = DeviceSet(id="d1", kind="scanner", name="Boutique", profile="", address="")
    opened.house.world.settings.evolve(gun)

    def of(device: str) -> Health:
        gone = device == "d1"
        return (
            health(DeviceState.OFFLINE, "unplugged")
            if gone
            else health(DeviceState.READY)
        )

    items = present_strip(opened.house.world, of, journal_ok=True)
    assert [item.word for item in items[-3:]] == ["TPE 1", "Boutique", "Journal"]
    assert items[-2].state == "lost"
    (problem,) = present_problems(opened.house.world, of)
    assert problem.title == "Douchette Boutique : câble ou courant coupé"
    assert problem.effect == "Tapez le code de l’article, ou cherchez-le par son nom."
    assert problem.act == ""
    opened.house.world.settings.evolve(replace(gun, name="Douchette 2"))
    (problem,) = present_problems(opened.house.world, of)
    assert problem.title == "Douchette 2 : câble ou courant coupé"
    assert present_problems(opened.house.world, of, place="kitchen") == []


def test_a_printer_without_paper_names_who_takes_over(opened: Opened) -> None:
    def of(device: str) -> Health:
        out = device == "chaud"
        return (
            health(DeviceState.HELD, "paper_out") if out else health(DeviceState.READY)
        )

    (problem,) = present_problems(opened.house.world, of)
    assert problem.title == "Imprimante Chaud : plus de papier"
    assert problem.effect == "Les bons sortent sur Bar."
    assert (problem.act, problem.severity) == ("Papier remis", "warning")
    items = {item.key: item for item in present_strip(opened.house.world, of, True)}  # noqa: FBT003
    assert (items["chaud"].word, items["chaud"].state) == ("Chaud → Bar", "degraded")


def test_the_stand_in_of_a_stand_in_takes_over(opened: Opened) -> None:
    def of(device: str) -> Health:
        down = device in ("chaud", "bar")
        return health(DeviceState.OFFLINE) if down else health(DeviceState.READY)

    effects = {p.key: p.effect for p in present_problems(opened.house.world, of)}
    assert effects["chaud"] == "Les bons sortent sur Caisse."


def test_with_every_printer_down_the_tickets_wait(opened: Opened) -> None:
    problems = present_problems(
        opened.house.world, lambda _: health(DeviceState.OFFLINE)
    )
    effects = {p.key: p.effect for p in problems}
    assert effects["chaud"].startswith("Les bons attendent")
    assert effects["caisse"].startswith("Les tickets attendent")
    severities = {p.key: p.severity for p in problems}
    assert severities["chaud"] == "danger"
    assert severities["tpe1"] == "warning"


def test_papers_that_cannot_be_queued_say_what_to_do(opened: Opened) -> None:
    full = health(DeviceState.FAULT, "disk_full")
    problems = {p.key: p for p in present_problems(opened.house.world, lambda _: full)}
    assert problems["caisse"].title == "Imprimante Caisse : disque plein"
    assert problems["caisse"].effect == "Libérez de la place : les papiers attendent."


def test_a_journal_that_cannot_be_written_comes_first(opened: Opened) -> None:
    problems = present_problems(
        opened.house.world,
        lambda _: health(DeviceState.OFFLINE),
        "Le disque est plein.",
    )
    assert (problems[0].key, problems[0].title) == ("journal", "Le disque est plein.")


@pytest.mark.parametrize(
    ("name", "initials"), [("Léa", "LÉ"), ("Da Silva", "DS"), ("Jo", "JO")]
)
def test_initials_are_two_capitals(name: str, initials: str) -> None:
    assert initials_of(name) == initials


def test_the_login_greets_by_the_hour_and_names_the_team(opened: Opened) -> None:
    view = present_login(opened.house, EVENING)
    assert view.greeting == "Bonsoir, qui sert ?"
    assert view.subtitle.startswith("Vendredi 20 novembre · service du soir")
    assert [person.name for person in view.people][:3] == ["Léa", "Karim", "Inès"]
    noon = present_login(opened.house, EVENING.replace(hour=11))
    assert noon.greeting == "Bonjour, qui sert ?"


def test_who_logged_in_is_shown_on_duty_since_then(opened: Opened) -> None:
    opened.house.run(LogIn(person="lea", window="pos"), Actor("lea"))
    view = present_login(opened.house, EVENING)
    lea = next(person for person in view.people if person.id == "lea")
    assert lea.subtitle.endswith("depuis 20:26")
    assert "1 personne en service" in view.subtitle


def test_a_person_without_open_table_comes_back_to_nothing(opened: Opened) -> None:
    assert last_place(opened.house, "lea") == ""


def test_entries_that_are_refused_name_their_terminal(opened: Opened) -> None:
    opened.house.note("ENTRIES_REFUSED", "C2 7 FORK")
    (problem,) = [p for p in present_alarms(opened.house) if "ENTRIES" in p.key]
    assert problem.effect.startswith("Caisse 2, entrée 7 :")


def test_a_drawer_that_is_left_open_is_said_after_a_minute(opened: Opened) -> None:
    devices = opened.house.world.settings.devices
    drawers = [key for key, device in devices.items() if device.drawer]
    since = datetime(2026, 11, 20, 19, 0, tzinfo=UTC)
    left = Health(
        state=DeviceState.READY, reasons=frozenset({"drawer_open"}), since=since
    )
    shut = Health(state=DeviceState.READY, since=since)
    later, world = since + timedelta(minutes=1), opened.house.world
    assert not present_drawers(world, lambda _: left, since + timedelta(seconds=59))
    assert not present_drawers(world, lambda _: shut, later)
    problems = present_drawers(world, lambda _: left, later)
    assert [p.key for p in problems] == [f"drawer:{key}" for key in drawers]
