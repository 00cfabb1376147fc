"""A new key: announced by the old one, taken by all others, kill-safe; and a lost one."""

import json
from collections.abc import Iterator
from pathlib import Path

import pytest
from fiscal_kit import archive, close, open_next, sell
from gui_kit import FixedClock, demo_house
from hub_kit import MANAGER, Machine, machine, pair_of_machines, paired, soon
from journal_kit import signer

from app.bootstrap import open_house
from app.cli.main import main
from app.domain.integrity import KEY_LOST
from app.domain.orders.commands import OpenOrder
from app.domain.till.decide import OpenTill
from app.fiscal import verifier_sotto
from app.hub.introducing import meet
from app.services.house import SYSTEM, Actor, journal_types
from app.services.keys import rotate_key
from db.device_key import open_device_key, prepare_next
from db.errors import KeyElsewhereError, KeyUnavailableError
from db.keys import KEY_FILE, store_key
from db.profile import Profile
from db.reading import keyring
from db.shelf import project_nothing
from db.verify import verify

US = Actor(SYSTEM)


@pytest.fixture
def pair(tmp_path: Path) -> Iterator[tuple[Machine, Machine]]:
    with pair_of_machines(tmp_path) as machines:
        yield machines


def rotate(machine: Machine) -> str:
    opened = machine.opened
    folder, key = opened.profile.keys, opened.signer
    machine.ask(lambda: rotate_key(machine.house, folder, key, US, "yearly"))
    return key.kid


def level(one: Machine, two: Machine) -> None:
    soon(lambda: one.house.journal.vector() == two.house.journal.vector())


def test_hub_and_terminal_change_their_keys_and_go_on(
    pair: tuple[Machine, Machine], tmp_path: Path
) -> None:
    one, two = pair
    two.links()
    level(one, two)
    kids = {rotate(one), rotate(two)}  # while they are connected
    level(one, two)
    assert two.link is not None
    two.link.stop()
    rotate(one)
    rotate(two)  # while they are apart, and once more
    kids |= {rotate(one), rotate(two)}
    two.do(OpenTill(coins=()))
    two.links()
    level(one, two)
    assert len(kids) == 4
    for each in pair:
        report = verify(each.house.database, types=journal_types())
        assert (report.errors, report.warnings) == ((), ())
    # One that is new takes the whole chains, with all keys they have had.
    assert one.hub is not None
    paired(tmp_path / "three", one.hub, one.hub.desk.open("Bar", "pos", MANAGER).code)
    with machine(tmp_path / "three") as three:
        three.links()
        level(one, three)
        two.do(OpenOrder(table="t12", covers=2))
        level(two, three)
        assert len(keyring(three.house.database, "C2").keys) == 4


def test_a_stranger_cannot_show_a_change_of_key(pair: tuple[Machine, Machine]) -> None:
    one, two = pair
    two.links()
    level(one, two)
    before = one.node.jwk("C2")
    two.ask(
        lambda: two.house.journal.change_key(
            signer("new"), reason="", bday="2026-11-20", project=project_nothing
        )
    )
    (entry,) = two.house.journal.entries(types=["journal.key_changed"])
    head, body, _ = entry.jws.split(".")
    foreign = signer("stranger").sign(f"{head}.{body}".encode()).hex()
    assert two.link is not None
    two.link.stop()
    one.node.renewed.clear()
    for shown in (f"{head}.{body}.", f"{head}.{body}.{foreign}", "x", None, {}):
        meet(one.node, "C2", [shown])
        assert not one.node.renewed
    assert before is not None


def test_a_power_cut_between_key_and_journal(tmp_path: Path) -> None:
    folder = tmp_path / "profile"
    with demo_house(folder, FixedClock()) as opened:
        first = opened.signer.kid
        keys = opened.profile.keys
        prepare_next(keys, name="Sotto C1", now=opened.house.clock())  # and then dark
    with open_house(Profile(folder)) as opened:
        assert opened.signer.kid == first
        house = opened.house
        made = prepare_next(keys, name="Sotto C1", now=house.clock())
        house.journal.change_key(
            made, reason="", bday="2026-11-20", project=project_nothing
        )  # and then dark
    with open_house(Profile(folder)) as opened:
        assert opened.signer.kid == made.kid
        opened.house.note("APP_START")
        assert opened.house.journal.unsigned is None
        assert verify(opened.database, types=journal_types()).exit_code == 0
    assert not (keys / "next").exists()


def test_the_command_and_archives_over_a_change(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    folder, clock = tmp_path / "profile", FixedClock()
    with demo_house(folder, clock) as opened:
        sell(opened)
        close(opened)
        first = archive(opened, tmp_path / "usb")
    assert main(["fiscal", "rotate-key", "--profile", str(folder)]) == 0
    kid = capsys.readouterr().out.split()[-1]
    with open_house(Profile(folder), clock=clock) as opened:
        assert opened.signer.kid == kid
        open_next(opened, clock)
        sell(opened)
        close(opened)
        second = archive(opened, tmp_path / "usb")
    for made in (first, second):
        result = verifier_sotto.verify(tmp_path / "usb" / made.file)
        assert {f.code for f in result.findings} <= {"TS_BACKWARD"}
    assert result.keys["C1"][-1] == kid
    assert main(["fiscal", "verify", "--profile", str(folder)]) < 2


def test_a_lost_key_is_sold_without_and_replaced_by_a_person(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    folder, clock = tmp_path / "profile", FixedClock()
    with demo_house(folder, clock) as opened:
        sell(opened)
        keys = opened.profile.keys
    (keys / KEY_FILE).unlink()
    with open_house(Profile(folder), clock=clock) as opened:
        house = opened.house
        sell(opened, "t14")
        assert house.journal.unsigned is not None
        with pytest.raises(KeyUnavailableError):
            rotate_key(house, keys, opened.signer, US)
    assert main(["fiscal", "verify", "--profile", str(folder)]) == 1
    assert "DEGRADED" in capsys.readouterr().out
    assert main(["fiscal", "rotate-key", "--profile", str(folder)]) == 2
    assert main(["fiscal", "rotate-key", "--lost", "--profile", str(folder)]) == 0
    capsys.readouterr()
    with open_house(Profile(folder), clock=clock) as opened:
        (segment,) = opened.house.world.segments
        assert (segment.code, segment.count > 0) == (KEY_LOST, True)
        assert opened.house.journal.unsigned is None
        sell(opened, "t15")
        close(opened)
        made = archive(opened, tmp_path / "usb")
    assert main(["fiscal", "verify", "--json", "--profile", str(folder)]) == 1
    told = json.loads(capsys.readouterr().out)
    warned = {each["code"] for each in told["warnings"]} - {"TS_BACKWARD"}
    assert warned == {"SEGMENT", "DEGRADED"}
    result = verifier_sotto.verify(tmp_path / "usb" / made.file)
    warned = {f.code for f in result.findings} - {"TS_BACKWARD"}
    assert warned == {"SEGMENT", "DEGRADED"}


def test_a_key_that_comes_back_seals_what_was_sold_meanwhile(tmp_path: Path) -> None:
    folder, clock = tmp_path / "profile", FixedClock()
    with demo_house(folder, clock) as opened:
        keys = opened.profile.keys
    kept = (keys / KEY_FILE).rename(tmp_path / "stick")
    with open_house(Profile(folder), clock=clock) as opened:
        sell(opened)
        assert opened.house.journal.unsigned is not None
        kept.rename(keys / KEY_FILE)
        sell(opened, "t14")
        assert opened.house.journal.unsigned is None
        report = verify(opened.database, types=journal_types())
        assert [f.code for f in report.warnings] == ["DEGRADED"]
        assert report.errors == ()


def test_a_folder_from_another_machine_does_not_write_but_verifies(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = tmp_path / "profile"
    with demo_house(folder, FixedClock()) as opened:
        sell(opened)
        ring, keys = keyring(opened.database, "C1"), opened.profile.keys
        made = open_device_key(keys, ring, name="", now=opened.house.clock())
        assert made.kid == opened.signer.kid
    monkeypatch.setattr("db.wrapping.machine_identity", lambda: b"another machine")
    with pytest.raises(KeyElsewhereError), open_house(Profile(folder)):
        pass
    assert main(["fiscal", "verify", "--profile", str(folder)]) == 0
    # Where the house moved to another machine for good, a person says so.
    assert main(["fiscal", "rotate-key", "--lost", "--profile", str(folder)]) == 0
    with open_house(Profile(folder)) as opened:
        opened.house.note("APP_START")
        assert opened.house.world.segments[0].code == KEY_LOST


def test_a_key_of_another_chain_is_refused(tmp_path: Path) -> None:
    folder = tmp_path / "profile"
    with demo_house(folder, FixedClock()) as opened:
        keys = opened.profile.keys
    store_key(keys, signer("other"), machine=None)
    with pytest.raises(KeyUnavailableError), open_house(Profile(folder)):
        pass
