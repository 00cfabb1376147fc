"""The till's school: a chain of its own, and nothing of it in the house."""

from dataclasses import replace
from pathlib import Path

import pytest
from fiscal_kit import FLOAT, MARC, close, sell
from PySide6.QtCore import QProcess
from pytestqt.qtbot import QtBot

from app.bootstrap import open_house
from app.domain.catalogue.decide import SetCatalogue
from app.domain.catalogue.terms import SetTerms, TermsSet
from app.domain.staff.decide import SetStaff
from app.domain.till.decide import OpenTill
from app.domain.training.decide import EndTraining, StartTraining
from app.domain.vocabulary import Refusal
from app.fiscal.closing import figures_so_far
from app.services.house import SYSTEM, Actor, House
from app.services.people import check_pin, code_keys, person_name
from app.starting import held
from app.training import NoSessionError, TrainingRoom, documents_of, prepare
from db import reading
from db.profile import Profile

TRAINEE = Actor("tom", "pos", "marc")
"""Marc stands beside him."""


def codes(house: House, chain: str) -> list[str]:
    entries = reading.entries(house.database, after={}, readable=True)
    return [each.type for each in entries if each.chain == chain]


def test_what_is_practised_is_in_no_total_of_the_house(tmp_path: Path) -> None:
    real = Profile(tmp_path / "real")
    with open_house(real) as opened:
        assert isinstance(opened.house.run(StartTraining(), Actor("tom")), Refusal)
        (begun,) = opened.house.run(StartTraining(), TRAINEE)  # type: ignore[misc]
        assert (begun.event.trainee, begun.event.manager) == ("tom", "marc")
        again = opened.house.run(StartTraining(), TRAINEE)
        assert isinstance(again, Refusal)
        assert again.code == "training_open"
        before = len(codes(opened.house, "C1"))

        with open_house(prepare(real)) as school:  # while the till is open
            assert school.house.terminal == "C1-X"
            assert school.house.mark is not None
            assert school.house.mark.word == "FACTICE"
            assert not isinstance(
                school.house.run(OpenTill(coins=FLOAT), MARC), Refusal
            )
            for _ in range(3):
                sell(school)
            world = school.house.world
            assert world.till("C1-X").totals.perpetual_net > 0
            assert {d.address for d in world.settings.devices.values()} == {"sim://"}
            assert world.training["C1"].manager == "marc"
            assert codes(school.house, "C1-X").count("receipt.issued") == 3
            inside = school.house.run(StartTraining(), TRAINEE)
            assert isinstance(inside, Refusal)
            assert inside.code == "training_here"

        assert len(codes(opened.house, "C1")) == before
        assert opened.house.world.till("C1").totals.perpetual_net == 0
        documents = documents_of(Profile(real.folder / "training"))
        assert documents == 3
        opened.house.run(EndTraining(documents=documents), Actor(SYSTEM))
        assert not opened.house.world.training
        assert opened.house.run(EndTraining(documents=1), Actor(SYSTEM)) == ()
        assert not isinstance(opened.house.run(OpenTill(coins=FLOAT), MARC), Refusal)
        sell(opened)
        told = {figure.key: figure.value for figure in figures_so_far(opened.house)}
        assert told["control.training.count"] == 3
        close(opened)


def test_the_school_has_the_card_and_the_team_of_the_day(tmp_path: Path) -> None:
    real = Profile(tmp_path / "real")
    with pytest.raises(NoSessionError), open_house(real):
        prepare(real)
    with open_house(real) as opened:
        opened.house.run(StartTraining(), TRAINEE)
    with open_house(prepare(real)) as school:
        house, keys = school.house, code_keys(school.house.world.staff, school.pepper)
        assert person_name(house, "lea") == "Léa"
        assert check_pin("1111", house.world.staff.people["lea"].pin, keys)
        seen = len(codes(house, "C1-X"))

    with open_house(prepare(real)) as school:  # nothing changed but who practises
        assert len(codes(school.house, "C1-X")) == seen + 1

    with open_house(real) as opened:
        world = opened.house.world
        burger = next(iter(world.catalogue.articles.values()))
        dearer = replace(burger, price=burger.price + 100)
        opened.house.run(SetCatalogue(event=dearer), Actor("marc"))
        never = TermsSet(kind="article", id=burger.id, discount="no")
        opened.house.run(SetTerms(event=never), Actor("marc"))
        gone = replace(world.staff.people["lea"], active=False)
        opened.house.run(SetStaff(event=gone), Actor("marc"))
    with open_house(prepare(real)) as school:
        world = school.house.world
        assert world.catalogue.articles[burger.id].price == dearer.price
        assert not world.terms.allows(dearer, "discount")
        assert not world.staff.people["lea"].active
        assert world.staff.people["marc"].active


def test_a_session_ends_when_its_windows_are_shut(
    tmp_path: Path, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[list[str]] = []
    monkeypatch.setattr(QProcess, "startDetached", lambda _, given: asked.append(given))
    with open_house(Profile(tmp_path / "real")) as opened:
        house, school = opened.house, Profile(tmp_path / "real" / "training")
        room = TrainingRoom(opened)
        house.run(StartTraining(), TRAINEE)
        assert asked == [["-m", "app", "--profile", str(tmp_path / "real"), "training"]]
        with held(school):
            qtbot.wait(1200)
            assert "C1" in house.world.training
        qtbot.waitUntil(lambda: not house.world.training, timeout=5000)
        room.stop()

        house.run(StartTraining(), TRAINEE)  # and the machine lost power
        room = TrainingRoom(opened)
        room.start()
        qtbot.waitUntil(lambda: not house.world.training, timeout=5000)
        room.stop()
