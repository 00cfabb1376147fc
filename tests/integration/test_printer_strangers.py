"""Our simulated printer, driven by the client of somebody else: receiptio.

It knows the wire from other sources than we do, so that what it says of our printer is
worth more than what our own driver says of it.
"""

import json
import os
import subprocess
from collections.abc import Iterator

import pytest
from node_kit import NODE, node_tools
from PIL import Image

from hardware.printers.paper import Ticket
from hardware.printers.paper_picture import render
from hardware.printers.simulator import SimulatedPrinter

_PORT = 9100  # receiptio knows no other
_RECEIPT = """^^^LE MOULIN

Crème brûlée à l'œuf | 8,50 €
{code:2012345001237; option:ean,hri}
{code:https://levieuxmoulin.example; option:qrcode}"""


class Receiptio:
    """One receiptio that stays open, and the printer it speaks with."""

    def __init__(self, process: "subprocess.Popen[str]", host: str) -> None:
        self._process, self._host = process, host

    def ask(self, what: str = "printer") -> str:
        """What it says of the printer, or of the drawer."""
        return self._say("", f"-q {what}")

    def print(self, markdown: str) -> str:
        """How it says that printing ended."""
        return self._say(markdown, "-l fr -t 5")

    def _say(self, markdown: str, options: str) -> str:
        question, answer = self._process.stdin, self._process.stdout
        assert question is not None
        assert answer is not None
        question.write(json.dumps([markdown, f"-d {self._host} {options}"]) + "\n")
        question.flush()
        return answer.readline().strip()


@pytest.fixture
def host() -> str:
    """A loopback address of this process's own, since the port is everybody's."""
    high, low = divmod(os.getpid(), 250)
    return f"127.9.{high % 250}.{low + 1}"


@pytest.fixture
def printer(host: str) -> Iterator[SimulatedPrinter]:
    simulated = SimulatedPrinter(host=host, port=_PORT)
    try:
        simulated.start()
    except OSError:
        pytest.skip("port 9100 is taken, or this system has one loopback address")
    yield simulated
    simulated.stop()


@pytest.fixture
def receiptio(host: str) -> Iterator[Receiptio]:
    with subprocess.Popen(
        [node_tools(), str(NODE / "receiptio.mjs")],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    ) as process:
        yield Receiptio(process, host)
        process.kill()


def codes_on(ticket: Ticket) -> set[tuple[str, str]]:
    """What a scanner reads on a ticket."""
    decode = pytest.importorskip("pyzbar.pyzbar", exc_type=ImportError).decode
    paper = render(ticket).convert("L")
    framed = Image.new("L", (paper.width + 80, paper.height + 80), 255)
    framed.paste(paper, (40, 40))
    return {(code.type, code.data.decode()) for code in decode(framed)}


def test_a_stranger_reads_how_our_printer_is(
    printer: SimulatedPrinter, receiptio: Receiptio
) -> None:
    assert receiptio.ask() == "online"
    printer.open_cover()
    assert receiptio.ask() == "coveropen"
    printer.close_cover()
    printer.remove_paper()
    assert receiptio.ask() == "paperempty"
    printer.load_paper()
    printer.near_end(on=True)
    assert receiptio.ask() == "online"
    printer.power_off()
    assert receiptio.ask() == "disconnect"
    printer.power_on()
    printer.jam_cutter()
    assert receiptio.print(_RECEIPT) == "error"
    assert receiptio.ask() == "error"
    printer.clear_cutter()
    assert printer.wait_for_tickets(1)
    assert receiptio.ask() == "online"


def test_a_stranger_hears_of_the_drawer(
    printer: SimulatedPrinter, receiptio: Receiptio
) -> None:
    assert receiptio.ask("drawer") == "drawerclosed"
    assert receiptio.ask("drawer2") == "draweropen"  # wired the other way round
    assert receiptio.print("{command:\\x1bp\\x00\\x32\\x32}") == "success"
    assert printer.kicks == 1
    assert receiptio.ask("drawer") == "draweropen"
    printer.close_drawer()
    assert receiptio.ask("drawer") == "drawerclosed"


def test_a_stranger_s_ticket_is_printed_whole_though_paper_ends_inside_it(
    printer: SimulatedPrinter, receiptio: Receiptio
) -> None:
    assert receiptio.print(_RECEIPT) == "success"
    first = printer.tickets[0]
    assert first.text.split("\n")[:3] == ["LE MOULIN", "", "Crème brûlée à l'œuf8,50 €"]
    assert codes_on(first) == {
        ("EAN13", "2012345001237"),
        ("QRCODE", "https://levieuxmoulin.example"),
    }
    printer.paper_out_after(2)
    assert receiptio.print(_RECEIPT) == "paperempty"
    assert len(printer.tickets) == 1
    printer.load_paper()
    assert printer.wait_for_tickets(2)
    assert printer.tickets[1].text == first.text
