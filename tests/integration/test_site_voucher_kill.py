"""A voucher between two real hubs and a head office that is killed and comes back."""

import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

import pytest
from hub_kit import MANAGER, paired, soon
from sites_kit import Place, place

from app.domain.credits.decide import AddBeside
from app.domain.credits.events import CreditIssued
from app.domain.credits.sites import dues
from app.domain.orders.commands import AddLine, OpenOrder
from app.domain.payments.commands import TakePayment
from app.domain.till.decide import OpenTill

pytestmark = [pytest.mark.logs, pytest.mark.usefixtures("caplog")]


def sell(at: Place, cents: int) -> CreditIssued:
    order = at.machine.do(OpenOrder(mode="counter"))[0].event.order
    at.machine.do(AddBeside(order=order, kind="gift", amount=cents))
    facts = at.machine.do(TakePayment(order=order, method="cash", amount=cents))
    return next(f.event for f in facts if isinstance(f.event, CreditIssued))


def spend(at: Place, gift: CreditIssued, cents: int) -> None:
    order = at.machine.do(OpenOrder(mode="counter"))[0].event.order
    at.machine.do(AddLine(order=order, article="cafe", quantity=100_000))
    at.machine.do(
        TakePayment(order=order, method="gift", amount=cents, reference=gift.code)
    )


def knows(at: Place, gift: CreditIssued, cents: int) -> bool:
    world = at.house.world
    return gift.credit in world.credits.issued and (
        world.credits.left(gift.credit) == cents
    )


def due(at: Place) -> list[int]:
    return [each.cents for each in dues(at.house.world.credits).values() if each.cents]


@contextmanager
def head_office(folder: Path, port: int) -> Iterator["subprocess.Popen[bytes]"]:
    """The head office as a process of its own."""
    program = "import sys; from app.cli.main import main; sys.exit(main())"
    arguments = ("--profile", str(folder), "hub", "--port", str(port))
    process = subprocess.Popen(
        [sys.executable, "-c", program, *arguments],
        cwd=Path(__file__).parents[2],
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    try:
        yield process
    finally:
        if process.poll() is None:
            process.kill()
        process.wait(30)


def test_a_head_office_that_is_killed_has_told_all_in_the_end(tmp_path: Path) -> None:
    with ExitStack() as stack:
        lyon, nice = (
            stack.enter_context(place(tmp_path / n)) for n in ("lyon", "nice")
        )
        with place(tmp_path / "office") as office:
            port = office.port
            for site, name in ((lyon, "Lyon"), (nice, "Nice")):
                site.attach(office, name)
                site.machine.do(OpenTill(coins=()))
            soon(lambda: lyon.linked() and nice.linked())
            both = lyon.room._node.site_id, nice.room._node.site_id
            soon(lambda: nice.house.heard() == {both[0]})
            soon(lambda: lyon.house.heard() == {both[1]})
            gift = sell(lyon, 9000)
            soon(lambda: knows(nice, gift, 9000))
            spend(nice, gift, 1000)
            soon(lambda: knows(lyon, gift, 8000))

        soon(lambda: nice.house.heard() == set())
        spend(nice, gift, 2000)
        with head_office(tmp_path / "office", port) as process:
            soon(lambda: knows(lyon, gift, 6000), 60)
            spend(nice, gift, 1500)
            process.send_signal(signal.SIGKILL)
            process.wait(30)
        spend(lyon, gift, 500)
        late = sell(nice, 2000)
        with head_office(tmp_path / "office", port):
            soon(lambda: knows(lyon, gift, 4000) and knows(nice, gift, 4000), 60)
            soon(lambda: knows(lyon, late, 2000))
        assert due(lyon) == [-4500]
        assert due(nice) == [4500]


def test_every_till_of_a_site_hears_which_others_are_there(tmp_path: Path) -> None:
    with ExitStack() as stack:
        lyon, nice = (
            stack.enter_context(place(tmp_path / n)) for n in ("lyon", "nice")
        )
        hub = nice.room._hub
        assert hub is not None
        paired(tmp_path / "bar", hub, hub.desk.open("Bar", "pos", MANAGER).code)
        bar = stack.enter_context(place(tmp_path / "bar", carries=False))
        with place(tmp_path / "office") as office:
            nice.attach(office, "Nice")
            soon(nice.linked)
            soon(lambda: bar.room.status().link == "linked")
            assert bar.house.heard() == frozenset()
            lyon.attach(office, "Lyon")
            there = {lyon.room._node.site_id}
            soon(lambda: nice.house.heard() == bar.house.heard() == there)
            # Sites are no terminals: nobody waits for them at the hub.
            assert set(bar.room.status().connected) <= {"C1", "C2", "C3"}
            lyon.stop()
            soon(lambda: nice.house.heard() == bar.house.heard() == frozenset())
            lyon.again(0)
            soon(lambda: nice.house.heard() == bar.house.heard() == there)
        soon(lambda: nice.house.heard() == bar.house.heard() == frozenset())
