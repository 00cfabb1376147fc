"""Finding printers: where is looked, who is asked, and what names are believed to mean."""

import socket
import threading
from collections.abc import Iterator

import pytest

from hardware.printers.discovery import (
    announced,
    around,
    asked_name,
    believed,
    listeners,
)
from hardware.printers.profiles import PROFILES
from hardware.printers.simulator import SimulatedPrinter


@pytest.fixture
def printer() -> Iterator[SimulatedPrinter]:
    made = SimulatedPrinter("simulated")
    made.start()
    yield made
    made.stop()


def place(printer: SimulatedPrinter) -> tuple[str, int]:
    host, _, port = printer.address.removeprefix("tcp://").partition(":")
    return host, int(port)


@pytest.mark.parametrize(
    ("own", "count"),
    [("192.168.1.20", 253), ("10.0.7.9", 253), ("127.0.0.1", 0), ("8.8.8.8", 0)],
)
def test_only_the_neighbours_of_the_own_network_are_tried(own: str, count: int) -> None:
    hosts = around(own)
    assert len(hosts) == count
    assert own not in hosts
    assert all(host.rpartition(".")[0] == own.rpartition(".")[0] for host in hosts)


def test_a_printer_that_listens_says_who_it_is_and_prints_nothing(
    printer: SimulatedPrinter,
) -> None:
    host, port = place(printer)
    assert listeners([host], port) == [host]
    assert asked_name(host, port)
    assert not printer.tickets


def test_nobody_listens_where_nobody_is() -> None:
    with socket.create_server(("127.0.0.1", 0)) as server:
        port = server.getsockname()[1]
    assert listeners(["127.0.0.1"], port) == []
    assert asked_name("127.0.0.1", port) == ""


@pytest.mark.parametrize(
    ("maker", "model", "name"),
    [
        (b"_EPSON\x00", b"_TM-m30II\x00", "EPSON TM-m30II"),
        (b"\x14\x00\x00\x00_Star\x00", b"_Star TSP143\x00", "Star TSP143"),
        (b"", b"", ""),
    ],
)
def test_what_a_printer_answers_is_its_name(
    maker: bytes, model: bytes, name: str
) -> None:
    with socket.create_server(("127.0.0.1", 0)) as server:

        def answer() -> None:
            link, _ = server.accept()
            with link:
                for part in (maker, model):
                    link.recv(16)
                    link.sendall(part)

        thread = threading.Thread(target=answer)
        thread.start()
        assert asked_name(*server.getsockname()) == name
        thread.join()


@pytest.mark.parametrize(
    ("name", "profile"),
    [
        ("EPSON TM-m30II", "epson_tm_m30"),
        ("EPSON TM-T88VI", "epson_tm_t88"),
        ("Star TSP143IV", "star_escpos"),
        ("CITIZEN CT-S801", "citizen_ct"),
        ("BIXOLON SRP-350plusIII", "bixolon_srp"),
        ("XP-58IIH", "xprinter_58"),
        ("POS-80", "generic_80"),
    ],
)
def test_a_name_is_believed_to_mean_a_model(name: str, profile: str) -> None:
    assert believed(name) == profile
    assert profile in PROFILES


def test_an_office_printer_is_told_by_its_languages() -> None:
    laser = announced(
        "10.0.0.9", 9100, "x", {"ty": "HP LaserJet", "pdl": "application/postscript"}
    )
    assert laser.office
    till = announced("10.0.0.8", 9100, "TM-m30._pdl-datastream._tcp.local.", {})
    assert (till.name, till.office) == ("TM-m30", False)
