"""A hub that is killed while guests pay: what was paid is in the journal once, and sound."""

import json
import re
import socket
import ssl
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from threading import Event

import httpx2
from hub_kit import machine, soon

from app.connectors.pages_simulator import PagesSimulator
from app.connectors.pay_pages import SERVICE, pages_of
from app.domain.orders.commands import AddLine, LetGuestsIn, OpenOrder
from app.domain.rules import SetSetting
from app.domain.till.decide import OpenTill
from app.services.house import Actor, journal_types
from db.verify import verify

CODE, SHARES = "4821", 4
LEA = Actor("lea")


@contextmanager
def hub_of(folder: Path, port: int) -> Iterator[subprocess.Popen[bytes]]:
    """`sotto hub`, until it is killed."""
    program = "import sys; from app.cli.main import main; sys.exit(main())"
    arguments = ("--profile", str(folder), "hub", "--port", str(port))
    hub = subprocess.Popen(
        [sys.executable, "-c", program, *arguments],
        cwd=Path(__file__).parents[2],
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    try:
        yield hub
    finally:
        hub.kill()
        hub.wait()


def asks(folder: Path, port: int) -> None:
    """A guest takes a share of four and goes to the page."""
    trusted = ssl.create_default_context(cafile=folder / "keys" / "hub.crt")
    url = f"https://127.0.0.1:{port}/table/12"
    with httpx2.Client(verify=trusted, timeout=30) as phone:
        told = {"code": CODE, "step": "bill", "mode": "equal", "parts": str(SHARES)}
        page = phone.post(url, data=told).text
        kept = dict(re.findall(r'name="(phone|share)" value="([^"]*)"', page))
        answer = phone.post(url, data=told | kept | {"step": "pay"})
        assert "On vous emm" in answer.text, answer.text


def answers(folder: Path, port: int) -> bool:
    try:
        with socket.create_connection(("127.0.0.1", port), 1):
            return (folder / "keys" / "hub.crt").exists()
    except OSError:
        return False


def test_four_guests_pay_and_the_hub_is_killed_each_time(tmp_path: Path) -> None:
    folder, provider = tmp_path / "one", PagesSimulator("stripe")
    with machine(folder) as one:
        one.do(OpenTill(coins=()))
        one.do(SetSetting(key="guests.pay", value="online"))
        one.do(OpenOrder(table="t12", covers=SHARES, order="o1"), LEA)
        one.do(AddLine(order="o1", article="terrine", quantity=3000), LEA)
        one.do(LetGuestsIn(order="o1", code=CODE), LEA)
        port = one.carries_hub().port
    provider.start()
    try:
        account = json.dumps({SERVICE: provider.account})
        (folder / "keys" / "accounts.json").write_text(account)
        for number in range(SHARES):
            with hub_of(folder, port):
                soon(lambda: answers(folder, port), 60)
                asks(folder, port)
            assert len(provider.sessions) == number + 1
            assert provider.pay(list(provider.sessions)[number])
        with machine(folder) as one:
            one.carries_hub(pages=lambda: pages_of(provider.account, Event()))
            order = one.house.world.book.orders["o1"]
            soon(lambda: one.ask(lambda: len(order.receipts)))
            taken = one.house.journal.entries(types=["payment.completed"])
            kept = [entry for entry in taken if entry.data["method"] == "online"]
            documents = one.house.journal.entries(types=["receipt.issued"])
            assert len([e for e in documents if e.data["order"] == "o1"]) == 1
            assert verify(one.opened.database, types=journal_types()).errors == ()
        assert sum(entry.data["amount"] for entry in kept) == provider.paid()
        assert len(kept) == len(provider.sessions) == SHARES
    finally:
        provider.stop()
