"""Hub processes on one database: programs and terminals may come to any of them."""

import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from itertools import count
from pathlib import Path
from threading import Event, Thread

import pytest
from api_kit import Served
from hub_kit import MANAGER, machine, paired, soon
from mariadb_kit import empty_database, mariadb
from sites_kit import Place

from app.cli import main as cli
from app.domain.webhooks.decide import CreateWebhook
from app.hub.pairing import OFFER_FILE
from app.hub.standby import Standby
from app.services.house import journal_types
from db.database import Database
from db.profile import Profile
from db.verify import verify

ROOT = Path(__file__).parents[2]
RUN = "import sys; from app.cli.main import main; sys.exit(main())"
_numbers = count(1)


@pytest.fixture(scope="module")
def socket(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    with mariadb(tmp_path_factory.mktemp("mariadb")) as door:
        yield door


@pytest.fixture
def url(socket: Path) -> str:
    return empty_database(socket, f"workers{next(_numbers)}")


@pytest.fixture
def unlooking(url: str, tmp_path: Path) -> Iterator[tuple[Served, Served]]:
    """The process that founded the hub, and one that was paired with it; neither looks by
    itself what the other wrote."""
    with ExitStack() as stack:
        one = Served(stack.enter_context(machine(tmp_path / "one", server=url)))
        offer = one.hub.desk.open("API", "hub", MANAGER)
        paired(tmp_path / "two", one.hub, offer.code)
        yield one, Served(stack.enter_context(machine(tmp_path / "two", server=url)))


@pytest.fixture
def pair(unlooking: tuple[Served, Served]) -> Iterator[tuple[Served, Served]]:
    """The same as they run: each looks all the time."""
    with ExitStack() as stack:
        for served in unlooking:
            stack.enter_context(looking(served))
        yield unlooking


@contextmanager
def looking(served: Served) -> Iterator[None]:
    """Looks what others wrote, as `sotto hub` does by itself."""
    over = Event()

    def look() -> None:
        while not over.wait(0.05):
            served.machine.ask(served.house.catch_up)

    thread = Thread(target=look)
    thread.start()
    yield
    over.set()
    thread.join()


def test_what_a_program_did_at_one_it_finds_at_the_other(
    pair: tuple[Served, Served],
) -> None:
    one, two = pair
    assert (one.house.terminal, two.house.terminal) == ("C1", "C2")
    key, once = one.key(), {"Idempotency-Key": "k1"}
    article = next(iter(one.house.world.catalogue.articles))
    item = {"menu_item_id": article, "quantity": 1}
    order = {"table_id": "12", "items": [item]}
    soon(lambda: one.machine.vector == two.machine.vector)
    with one.client(key) as first, two.client(key) as second:
        made = first.post("/orders", json=order, headers=once)
        assert made.status_code == 201, made.text
        again = second.post("/orders", json=order, headers=once)
        seen = second.get(f"/orders/{made.json()['order_id']}")

    assert again.status_code == 201, again.text
    assert again.headers["Idempotency-Replayed"] == "true"
    assert again.json()["order_id"] == made.json()["order_id"]
    assert seen.status_code == 200, seen.text
    hub = two.house.world.terminals.hub
    assert hub is not None
    assert {place.rpartition(":")[2] for place in hub.addresses} == {
        str(one.hub.port),
        str(two.hub.port),
    }


def test_a_terminal_paired_a_moment_ago_is_known_at_the_other(
    unlooking: tuple[Served, Served], tmp_path: Path
) -> None:
    one, two = unlooking
    offer = two.hub.desk.open("Bar", "pos", MANAGER)
    paired(tmp_path / "bar", two.hub, offer.code)
    with machine(tmp_path / "bar") as bar:
        bar.links(f"127.0.0.1:{one.hub.port}")
        soon(lambda: bar.house.world.staff.people)


def test_a_terminal_may_come_to_either(
    pair: tuple[Served, Served], tmp_path: Path
) -> None:
    one, two = pair
    offer = two.hub.desk.open("Bar", "pos", MANAGER)
    paired(tmp_path / "bar", two.hub, offer.code)
    with machine(tmp_path / "bar") as bar:
        bar.links(f"127.0.0.1:{one.hub.port}")
        soon(lambda: bar.house.world.staff.people)
        two.set("house.name", "Chez Deux")
        soon(lambda: bar.house.world.settings.text("house.name") == "Chez Deux")
        soon(lambda: one.machine.vector == bar.vector)


@pytest.mark.logs
@pytest.mark.usefixtures("caplog")
def test_another_process_tells_the_webhooks_when_the_one_that_did_is_gone(
    url: str, tmp_path: Path
) -> None:
    with ExitStack() as stack:
        one = Place(stack.enter_context(machine(tmp_path / "one", server=url)))
        stack.callback(one.stop)
        one.carry()
        assert one.room._hub is not None
        offer = one.room._hub.desk.open("API", "hub", MANAGER)
        paired(tmp_path / "two", one.room._hub, offer.code)
        two = Place(stack.enter_context(machine(tmp_path / "two", server=url)))
        stack.callback(two.stop)
        two.carry()
        told = CreateWebhook(
            webhook="w1", event="order.created", target_url="https://a.eu/", sealed="x"
        )
        two.machine.do(told)

        def named() -> str:
            one.machine.ask(one.house.catch_up)
            hub = one.house.world.terminals.hub
            return hub.chain if hub else ""

        def tells(place: Place) -> bool:
            place.machine.ask(place.house.catch_up)
            hub = place.room._hub
            assert hub is not None
            assert hub.api is not None
            return bool(hub.api.webhooks._listening())

        assert named() == "C2"
        assert (tells(one), tells(two)) == (False, True)
        now = [0.0]
        one.room._standby = Standby(one.room._node, lambda: now[0])
        for _ in range(6):  # two lives: nothing happens for as long as it does
            two.room._look_after()
            one.room._look_after()
            now[0] += 20
            assert named() == "C2"
        two.stop()
        one.room._look_after()
        assert named() == "C2"
        now[0] += 20
        one.room._look_after()
        soon(lambda: named() == "C1")
        assert tells(one)


class Process:
    """`sotto hub` in a process of its own."""

    def __init__(self, folder: Path, *arguments: str) -> None:
        self.child = subprocess.Popen(
            [sys.executable, "-c", RUN, "--profile", str(folder), *arguments],
            stdout=subprocess.PIPE,
            text=True,
            cwd=ROOT,
            env=os.environ | {"LANG": "fr_FR.UTF-8"},
        )
        assert self.child.stdout
        self.line = self.child.stdout.readline()
        self.address = self.line.split()[-1] if self.line else ""

    def stop(self) -> int:
        self.child.send_signal(signal.SIGTERM)
        code = self.child.wait(30)
        assert self.child.stdout
        self.child.stdout.close()
        return code


def test_the_commands_found_join_verify_and_move(
    url: str, socket: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    def sotto(profile: str, *arguments: str) -> int:
        return cli.main(["--profile", str(tmp_path / profile), *arguments])

    on_server = ("--database", url)
    with ExitStack() as stack:
        one = Process(tmp_path / "one", "hub", "--port", "0", *on_server)
        stack.callback(one.stop)
        assert one.address, "it did not start"
        assert sotto("one", "hub", "pair", "--name", "API", "--role", "hub") == 0
        code = capsys.readouterr().out.split()[1].rstrip(",")
        assert (Profile(tmp_path / "one").keys / OFFER_FILE).exists()
        assert sotto("two", "join", one.address, code, *on_server) == 0
        assert "C2" in capsys.readouterr().out
        two = Process(tmp_path / "two", "hub", "--port", "0", *on_server)
        stack.callback(two.stop)
        assert two.address not in ("", one.address)
        assert one.child.poll() is None
    assert not Profile(tmp_path / "one").database.exists()
    database = Database.open(url, read_only=True)
    report = verify(database, types=journal_types())
    assert report.errors == ()
    assert set(report.chains) == {"C1", "C2"}
    database.close()

    assert sotto("one", "journal", "verify", "--deep", *on_server) == 0
    before = capsys.readouterr().out
    file = str(tmp_path / "moved.db")
    assert sotto("one", "hub", "export", file, *on_server) == 0
    assert sotto("one", "hub", "import", file) == 0
    assert sotto("one", "hub", "import", file) == 2  # there is one by now
    assert sotto("one", "hub", "import", file, *on_server) == 2
    capsys.readouterr()
    assert sotto("one", "journal", "verify", "--deep") == 0
    assert capsys.readouterr().out == before

    own = Profile(tmp_path / "one").database
    elsewhere = ("--database", empty_database(socket, f"workers{next(_numbers)}"))
    assert sotto("one", "hub", "import", str(own), *elsewhere) == 0
    capsys.readouterr()
    assert sotto("one", "journal", "verify", "--deep", *elsewhere) == 0
    assert capsys.readouterr().out == before
    assert not own.exists()
    assert own.with_name("sotto.db.moved").is_file()
