"""What a person sees when the world breaks: the strip, one row in words, one act."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

import pytest
from app_kit import read_only
from gui_kit import FixedClock, board, demo_house
from PySide6.QtCore import QObject, QTimer, Slot
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from app.bootstrap import Opened
from app.crash import CrashGuard, guarding
from app.domain.orders.commands import AddLine, OpenOrder
from app.domain.orders.events import OrderCreated
from app.domain.vocabulary import Refusal
from app.fiscal.backups import keep_backup
from app.fiscal.closing import close_left_open
from app.fiscal.copies import copy_newest, new_recovery_key, newest_copy
from app.services.demo import DEMO_PINS
from app.services.house import Actor
from app.starting import ProfileInUseError
from app.windows.desk import Desk, HouseSignals, Said
from app.windows.page import Page
from app.windows.shell import Shell
from app.windows.start_trouble import StartTrouble, ask_way_out
from app.windows.till.page import TillPage
from db.database import Database
from db.errors import DatabaseDamagedError, DiskFullError, KnownError
from db.profile import Profile
from resources.texts import set_language
from widgets.problem_stack import ProblemRow
from widgets.theme import Mode, apply_theme


class PlainPage(Page):
    """A page without anything on it."""

    key = "pos"


@dataclass
class Bench:
    """A window on the demo house with Léa at it, a table open."""

    shell: Shell
    opened: Opened
    clock: FixedClock
    order: str
    said: list[Said]

    def tap_dish(self) -> int:
        """Takes a coffee; how many facts that made."""
        return len(self.shell.desk.run(AddLine(order=self.order, article="cafe")))

    def row(self, key: str) -> ProblemRow | None:
        """The row of a problem, if it is on show."""
        rows = [row for row in self.shell.problems.rows if row.problem.key == key]
        return rows[0] if rows else None

    def journal_sign(self) -> str:
        """How the strip shows the journal."""
        return self.shell.strip.item_widget("journal").item.state

    def tick(self) -> None:
        """A second passes."""
        self.shell.standing.on_tick()


@pytest.fixture
def bench(tmp_path: Path, qtbot: QtBot, qapp: QApplication) -> Iterator[Bench]:
    set_language("fr")
    apply_theme(qapp, Mode.LIGHT)
    clock = FixedClock()
    with demo_house(tmp_path, clock) as opened:
        made = opened.house.run(OpenOrder(table="t12", covers=2), Actor("lea"))
        assert not isinstance(made, Refusal)
        created = made[0].event
        assert isinstance(created, OrderCreated)
        signals = HouseSignals(opened.house)
        desk = Desk(opened.house, signals, "pos")
        shell = Shell(
            desk, board(), {"pos": PlainPage, "till": TillPage}, opened.pepper
        )
        qtbot.addWidget(shell)
        shell.resize(1366, 768)
        shell.show()
        shell.resume("lea")
        said: list[Said] = []
        desk.said.connect(said.append)
        # Without devices every one of them is a problem: fold those away.
        for row in list(shell.problems.rows):
            shell.problems._on_row_folded(row.problem.key)
        while shell.problems.rows:
            shell.problems._on_row_folded(shell.problems.rows[0].problem.key)
        yield Bench(shell, opened, clock, created.order, said)
        shell.close()
        signals.close()


# --- the journal takes nothing


def test_a_tap_that_cannot_be_written_is_answered_at_once_in_words(
    bench: Bench,
) -> None:
    assert bench.journal_sign() == "fine"
    with read_only(bench.opened.house):
        assert bench.tap_dish() == 0
        assert bench.said[-1].tone == "error"
        assert "lecture seule" in bench.said[-1].text
        assert bench.journal_sign() == "lost"
        row = bench.row("journal")
        assert row is not None
        assert "rien de nouveau ne peut être enregistré" in row.problem.effect
        assert row.problem.act == "Réessayer"
        assert bench.opened.house.world.book.orders[bench.order].lines == []


def test_retrying_says_whether_the_disk_is_back(bench: Bench) -> None:
    with read_only(bench.opened.house):
        bench.tap_dish()
        row = bench.row("journal")
        assert row is not None
        row.act.click()
        assert bench.said[-1].tone == "error"
        assert bench.journal_sign() == "lost"
    row = bench.row("journal")
    assert row is not None
    row.act.click()
    assert bench.said[-1].text == "Le journal enregistre de nouveau."
    assert (bench.row("journal"), bench.journal_sign()) == (None, "fine")


def test_the_next_tap_sells_again_without_any_retry(bench: Bench, qtbot: QtBot) -> None:
    with read_only(bench.opened.house):
        bench.tap_dish()
    assert bench.tap_dish() > 0
    qtbot.waitUntil(lambda: bench.journal_sign() == "fine", timeout=2000)
    assert bench.row("journal") is None


def test_a_failure_of_another_window_shows_within_a_second(bench: Bench) -> None:
    house = bench.opened.house
    with read_only(house), pytest.raises(KnownError):
        house.run(AddLine(order=bench.order, article="cafe"), Actor("karim"))
    bench.tick()
    assert bench.journal_sign() == "lost"
    assert house.retry()
    bench.tick()
    assert bench.journal_sign() == "fine"


# --- alarms


def test_an_alarm_stays_until_a_manager_has_seen_it(bench: Bench, qtbot: QtBot) -> None:
    house = bench.opened.house
    house.note("CHAIN_ROLLBACK", "C1: witnessed 12, stored 10")
    bench.tick()
    row = bench.row("alarm:CHAIN_ROLLBACK")
    assert row is not None
    assert row.problem.severity == "danger"
    row.act.click()
    sheet = bench.shell._approval.sheet  # Léa may not: a manager is asked
    assert sheet is not None
    assert "CHAIN_ROLLBACK" in house.world.settings.alarms
    sheet.choose("marc")
    for digit in DEMO_PINS["marc"]:
        sheet.pad.press(digit)
    qtbot.waitUntil(lambda: not house.world.settings.alarms, timeout=5000)
    bench.tick()
    assert bench.row("alarm:CHAIN_ROLLBACK") is None


def test_cards_that_went_through_late_are_named_with_their_money(bench: Bench) -> None:
    for detail in ("C1-000012 650", "0007 2840"):
        bench.opened.house.note("CARD_LATE", detail)
    bench.tick()
    row = bench.row("alarm:CARD_LATE")
    assert row is not None
    told = row.problem.effect.replace("\u00a0", " ")
    assert told.startswith("C1-000012 (6,50 €), 0007 (28,40 €) : l’argent")


def test_a_clock_set_back_shows_a_row_in_words_while_selling(bench: Bench) -> None:
    bench.clock.forward(hours=-1)
    assert bench.tap_dish() > 0
    bench.tick()
    row = bench.row("alarm:CLOCK_BACKWARD")
    assert row is not None
    assert row.problem.title == "L’horloge a reculé"
    assert row.problem.effect.startswith("Du 20/11/2026 ")
    assert bench.tap_dish() > 0


def test_nobody_acts_on_a_problem_from_the_login(bench: Bench) -> None:
    bench.opened.house.note("CLOCK_BACKWARD", "3600 s")
    bench.shell.lock()
    bench.tick()
    row = bench.row("alarm:CLOCK_BACKWARD")
    assert row is not None
    row.act.click()
    assert "CLOCK_BACKWARD" in bench.opened.house.world.settings.alarms


# --- the end of the day


def at(text: str) -> datetime:
    return datetime.fromisoformat(f"{text}:00+01:00")


def test_an_open_till_is_told_half_an_hour_before_the_cut_off(bench: Bench) -> None:
    bench.clock.now = at("2026-11-21T04:20")
    bench.tick()
    assert bench.row("day:close") is None
    bench.clock.now = at("2026-11-21T04:31")
    bench.tick()
    row = bench.row("day:close")
    assert row is not None
    assert row.problem.title == "La journée se clôture seule à 05:00"
    row.act.click()
    assert isinstance(bench.shell.page, TillPage)


def test_a_forgotten_till_sells_again_after_one_tap(bench: Bench) -> None:
    house = bench.opened.house
    bench.clock.now = at("2026-11-21T11:00")
    assert not isinstance(close_left_open(house), Refusal)
    bench.tick()
    row = bench.row("day:open")
    assert row is not None
    assert row.problem.title == "La journée du 20/11 s’est clôturée seule"
    assert house.world.till("C1").session == ""
    row.act.click()
    assert house.world.till("C1").session
    bench.tick()
    assert bench.row("day:open") is None


# --- our own mistakes


class Clumsy(QObject):
    """A slot with a bug."""

    @Slot()
    def fall(self) -> None:
        raise KeyError("Léa")


@pytest.mark.logs
def test_a_slot_that_raises_is_said_and_selling_goes_on(
    bench: Bench, qtbot: QtBot
) -> None:
    folder = bench.opened.profile.logs
    guard = CrashGuard(folder, "Sotto", bench.shell.desk.say)
    clumsy = Clumsy()
    with guarding(guard):
        QTimer.singleShot(0, clumsy.fall)
        qtbot.waitUntil(lambda: guard.count == 1, timeout=2000)
        assert bench.said[-1].text.startswith("Erreur interne")
        assert bench.tap_dish() > 0
    (report,) = folder.glob("crash-*.json")
    text = report.read_text(encoding="utf-8")
    assert "test_troubles.py" in text
    assert "Léa" not in text


def test_a_disk_failure_that_nobody_caught_is_no_crash(bench: Bench) -> None:
    guard = CrashGuard(bench.opened.profile.logs, "Sotto", bench.shell.desk.say)
    guard.heed(DiskFullError("no room"))
    assert "Le disque est plein" in bench.said[-1].text
    assert list(bench.opened.profile.logs.glob("crash-*")) == []


# --- no start


def pressing(name: str, qtbot: QtBot) -> Callable[[], None]:
    """Waits for the small window as its event loop would, and presses a button of it."""

    def wait() -> None:
        windows = QApplication.topLevelWidgets()
        (window,) = [
            w for w in windows if isinstance(w, StartTrouble) and w.isVisible()
        ]
        button = getattr(window, name)
        qtbot.waitUntil(button.isVisible, timeout=10_000)
        button.click()

    return wait


@pytest.fixture
def damaged(tmp_path: Path) -> Profile:
    """A profile with one backup, whose database is torn since."""
    with demo_house(tmp_path, FixedClock()) as opened:
        keep_backup(opened.database, opened.profile.backups, 1, FixedClock()())
    profile = Profile(tmp_path)
    profile.database.write_bytes(b"\xff" * 9000)
    return profile


def test_a_damaged_database_names_the_backup_and_takes_it_back(
    damaged: Profile, qtbot: QtBot
) -> None:
    obstacle = DatabaseDamagedError("torn")
    name = ask_way_out(damaged, obstacle, pressing("restore", qtbot))
    assert name == "20261120-202600-Z0001.db"
    Database.open(damaged.database).close()
    aside = [p for p in damaged.folder.iterdir() if ".damaged-" in p.name]
    assert [p.read_bytes() for p in aside] == [b"\xff" * 9000]  # nothing is thrown away


def test_a_sealed_copy_is_taken_back_with_its_key(
    damaged: Profile, qtbot: QtBot, tmp_path: Path
) -> None:
    key, stick = new_recovery_key(), tmp_path / "stick"
    stick.mkdir()
    copy_newest(damaged, stick, "C1", key.public)
    copy = newest_copy(stick / "C1")
    assert copy is not None
    asked: list[str] = []

    def wait() -> None:
        windows = QApplication.topLevelWidgets()
        (window,) = [
            w for w in windows if isinstance(w, StartTrouble) and w.isVisible()
        ]
        qtbot.waitUntil(lambda: bool(asked) or window.restore.isVisible())
        window.offer(copy)
        assert window.secret.isVisible()
        window.secret.set_text(key.secret if asked else "AGE-SECRET-KEY-1")
        asked.append(window.hint.text())
        window.take.click()

    assert ask_way_out(damaged, DatabaseDamagedError("torn"), wait) == copy.name
    assert len(asked) == 2
    Database.open(damaged.database).close()


def test_leaving_changes_nothing(damaged: Profile, qtbot: QtBot) -> None:
    before = sorted(damaged.folder.rglob("*"))
    with pytest.raises(DatabaseDamagedError):
        ask_way_out(damaged, DatabaseDamagedError("torn"), pressing("leave", qtbot))
    assert sorted(damaged.folder.rglob("*")) == before
    assert damaged.database.read_bytes() == b"\xff" * 9000


def test_what_can_pass_can_be_tried_again(tmp_path: Path, qtbot: QtBot) -> None:
    again = pressing("again", qtbot)
    assert ask_way_out(Profile(tmp_path), DiskFullError("full"), again) == ""
    assert ask_way_out(Profile(tmp_path), ProfileInUseError("x"), again) == ""


def test_without_a_sound_backup_none_is_offered(tmp_path: Path, qtbot: QtBot) -> None:
    window: list[StartTrouble] = []

    def wait() -> None:
        windows = QApplication.topLevelWidgets()
        window[:] = [
            w for w in windows if isinstance(w, StartTrouble) and w.isVisible()
        ]
        hint = window[0].hint
        qtbot.waitUntil(lambda: "Aucune sauvegarde" in hint.text(), timeout=5000)
        assert not window[0].restore.isVisible()
        window[0].close()

    with pytest.raises(DatabaseDamagedError):
        ask_way_out(Profile(tmp_path), DatabaseDamagedError("torn"), wait)


@pytest.mark.parametrize("name", ["fr", "en"])
def test_the_small_window_cuts_no_word(qtbot: QtBot, name: str) -> None:
    set_language(name)
    try:
        for obstacle in (DatabaseDamagedError(""), ProfileInUseError("")):
            window = StartTrouble(obstacle.text(), lambda: ("x " * 120, True))
            qtbot.addWidget(window)
            window.show()
            qtbot.waitUntil(window.restore.isVisible, timeout=5000)
            needed = window.layout().totalHeightForWidth(window.width())
            assert window.height() == needed
            assert window.restore.geometry().right() < window.width()
            window.close()
    finally:
        set_language("fr")
