"""Sites that are not who they say, heads that are gone or damaged: others go on."""

import json
import subprocess
import sys
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

import pytest
from hub_kit import MANAGER, paired, soon
from line_kit import HELLO, line
from sites_kit import Place, place

from app.domain.orders.commands import OpenOrder
from app.domain.terminals.decide import AttachTo
from app.domain.terminals.events import HEAD_OFFICE
from app.domain.till.decide import OpenTill
from app.domain.vocabulary import Refusal
from app.services.site import Site, own_chain
from app.services.sites import member_profile
from db import reading
from db.database import Database
from db.errors import KnownError
from db.profile import Profile

pytestmark = [pytest.mark.logs, pytest.mark.usefixtures("caplog")]


@pytest.fixture
def street(tmp_path: Path) -> Iterator[tuple[Place, Place, Place]]:
    """A head office and two restaurants; only the first is attached."""
    with ExitStack() as stack:
        office, bastille, clichy = (
            stack.enter_context(place(tmp_path / name))
            for name in ("office", "bastille", "clichy")
        )
        bastille.attach(office, "Bastille")
        soon(bastille.linked)
        yield office, bastille, clichy


def sell(site: Place) -> None:
    if not site.house.world.till("C1").session:
        site.machine.do(OpenTill(coins=()))
    site.machine.do(OpenOrder(mode="takeaway", name="42"))


Street = tuple[Place, Place, Place]


def test_a_site_that_was_never_attached_gets_nothing(street: Street) -> None:
    office, _, clichy = street
    clichy.machine.do(
        AttachTo(chain="C2", x="x", y="y", name="X", address=f"127.0.0.1:{office.port}")
    )
    soon(lambda: clichy.room.status().upstream.link == "turned_away")
    assert clichy.room.status().upstream.reason == "site"
    assert clichy.room.status().link == "carrying"
    sell(clichy)
    assert [site.name for site in office.room.sites.seen()] == ["Bastille"]


def test_a_site_that_says_that_it_is_another_proves_nothing(street: Street) -> None:
    office, bastille, clichy = street
    hub, signer = office.room._hub, clichy.machine.node.signer
    assert hub is not None
    with line(hub) as far:
        far.say({**HELLO, "site": bastille.machine.node.site_id, "chain": "C1"})
        far.say({"proof": far.proof(signer, "C1", far.hear()), "have": {}})
        assert far.end() == "proof"
    assert office.site("Bastille").linked  # and the right one stays
    soon(lambda: office.has_all_of("Bastille", bastille))


def test_nobody_takes_the_place_of_a_site_with_a_code_for_another(
    street: Street,
) -> None:
    office, bastille, clichy = street
    key = clichy.machine.node.signer.jwk
    taken = bastille.machine.node.site_id
    claim = Site(taken, "C2", "C1", key["x"], key["y"], "", clichy.house.environment)
    attach = office.room.sites.attach

    done = attach(claim, "Clichy", b"pepper", MANAGER)
    assert isinstance(done, Refusal)
    assert done.code == "site_taken"
    assert bastille.linked()

    office.stop()
    office.room.sites._troubles[taken] = KnownError("damaged")
    office.room.sites.welcome(taken)  # sets it aside
    done = attach(claim, "Clichy", b"pepper", MANAGER)
    assert isinstance(done, Refusal)
    assert done.code == "site_taken"


def test_a_damaged_member_leaves_the_others_alone_and_is_attached_again(
    street: Street, tmp_path: Path
) -> None:
    office, bastille, clichy = street
    clichy.attach(office, "Clichy")
    soon(clichy.linked)
    sell(bastille)
    soon(lambda: office.has_all_of("Bastille", bastille))
    port, site, chain = office.port, office.site("Bastille").site, "C2"
    assert office.member("Bastille").house.terminal == chain
    office.stop()
    member = member_profile(office.machine.opened.profile, site)
    for wal in member.folder.glob("sotto.db-*"):
        wal.unlink()
    member.database.write_bytes(b"not a database" * 4096)

    office.again(port)
    soon(clichy.linked)
    assert office.site("Clichy").member is not None
    soon(lambda: office.site("Bastille").trouble)
    assert not office.site("Bastille").linked
    soon(lambda: "SITE_FAILED" in office.house.world.settings.alarms)
    sell(bastille)

    bastille.attach(office, "Bastille")
    soon(bastille.linked)
    soon(lambda: office.has_all_of("Bastille", bastille))
    fresh = office.member("Bastille")
    assert len(fresh.house.world.book.orders) == 2
    assert fresh.house.terminal != chain
    known = bastille.house.world.terminals.known
    assert not known[chain].active
    assert known[fresh.house.terminal].role == HEAD_OFFICE
    assert len(list(member.folder.parent.glob(f"{site}.damaged-*"))) == 1


def test_a_terminal_that_the_head_office_never_met_takes_the_hub_over(
    street: Street, tmp_path: Path
) -> None:
    office, bastille, _ = street
    port = office.port
    soon(lambda: office.has_all_of("Bastille", bastille))
    office.stop()
    hub = bastille.room._hub
    assert hub is not None
    paired(tmp_path / "bar", hub, hub.desk.open("Bar", "pos", MANAGER).code)
    with place(tmp_path / "bar", carries=False) as bar:
        soon(lambda: bar.room.status().link == "linked")
        soon(lambda: bar.machine.vector == bastille.machine.vector)
        bar.carry()
        bastille.stop()
        sell_at_bar = bar.machine.do(OpenOrder(table="t7", covers=2))
        assert sell_at_bar

        office.again(port)
        soon(bar.linked)
        soon(lambda: office.has_all_of("Bastille", bar))
        assert office.site("Bastille").linked


@contextmanager
def running_office(folder: Path, port: int) -> Iterator[subprocess.Popen[str]]:
    """`sotto hub` in a process of its own."""
    sotto = "import sys; from app.cli.main import main; sys.exit(main(sys.argv[1:]))"
    command = [sys.executable, "-c", sotto, "--profile", f"{folder}/", "hub"]
    with subprocess.Popen(
        [*command, "--port", str(port)], stdout=subprocess.PIPE, text=True
    ) as process:
        try:
            assert process.stdout is not None
            assert process.stdout.readline()
            yield process
        finally:
            process.kill()


def test_a_head_office_that_is_killed_has_everything_in_the_end(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    from app.cli.main import main

    port, office = _free_port(), tmp_path / "office"
    with place(tmp_path / "site") as site:
        with running_office(office, port) as process:
            main(["--profile", f"{office}/", "hub", "site", "--name", "Bastille"])
            code = "".join(c for c in capsys.readouterr().out if c.isdigit())[:6]
            site.room.upstream.attach_now(f"127.0.0.1:{port}", code, MANAGER)
            soon(site.linked)
            sell(site)
            process.kill()
        soon(lambda: not site.linked())
        for _ in range(20):
            sell(site)
        with running_office(office, port):
            soon(site.linked)
            main(["--profile", f"{office}/", "sites", "--json"])
            (told,) = json.loads(capsys.readouterr().out)
            assert told["name"] == "Bastille"
            member = member_profile(Profile(office), told["site"])
            database = Database.open(member.database, read_only=True)
            # Both ways: what the head office says comes down at its own time.
            soon(lambda: reading.vector(database) == site.machine.vector)
            assert own_chain(member.keys) in reading.vector(database)
            database.close()


def _free_port() -> int:
    import socket

    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port
