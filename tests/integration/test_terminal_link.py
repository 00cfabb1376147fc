"""How far did the question get? The boundary between not sent and unknown."""

import socket
from collections.abc import Iterator
from threading import Event

import pytest

from hardware.terminals.dialogue import LostError, NotSentError, Turn
from hardware.terminals.link import Line, _read, _write, connect, exchange

FRAME = b"CZ0040320CJ012012345678901CA00201CD001I"
LINE = Line(host="127.0.0.1", port=0, connect_s=0.2, answer_s=0.2, silence_s=0.02)


@pytest.fixture
def pair() -> Iterator[tuple[socket.socket, socket.socket]]:
    ours, theirs = socket.socketpair()
    with ours, theirs:
        ours.settimeout(0.1)
        yield ours, theirs


Pair = tuple[socket.socket, socket.socket]


def test_a_link_that_takes_no_byte_was_not_asked(pair: Pair) -> None:
    ours, _ = pair
    ours.shutdown(socket.SHUT_WR)
    with pytest.raises(NotSentError) as caught:
        _write(ours, FRAME)
    assert caught.value.reason == "unreachable"


def test_a_link_that_takes_some_bytes_was_asked(pair: Pair) -> None:
    ours, _ = pair
    with pytest.raises(LostError) as caught:
        _write(ours, b"x" * 10_000_000)  # more than any buffer: nobody reads
    assert caught.value.reason == "link_lost"


def test_nobody_listens() -> None:
    with socket.create_server(("127.0.0.1", 0)) as server:
        port = server.getsockname()[1]
    with pytest.raises(NotSentError):
        connect(Line(host="127.0.0.1", port=port))


def test_whoever_says_no_before_the_first_byte_sends_none() -> None:
    with socket.create_server(("127.0.0.1", 0)) as server:
        line = Line(host="127.0.0.1", port=server.getsockname()[1])
        with pytest.raises(NotSentError) as caught:
            exchange(line, FRAME, Turn(Event(), may_send=lambda: False))
        assert caught.value.reason == "cancelled"
        link, _ = server.accept()
        with link:
            assert link.recv(100) == b""


def test_a_terminal_that_never_stops_talking_runs_out_of_time(pair: Pair) -> None:
    ours, theirs = pair
    theirs.sendall(b"CZ0040320CA0")
    with pytest.raises(LostError) as caught:
        _read(ours, LINE, Turn(Event()))
    assert caught.value.reason == "no_answer"


def test_waiting_ends_when_told_to_stop(pair: Pair) -> None:
    ours, _ = pair
    stop = Event()
    stop.set()
    with pytest.raises(LostError) as caught:
        _read(ours, LINE, Turn(stop))
    assert caught.value.reason == "stopped"


def test_silence_ends_an_answer_on_an_open_link(pair: Pair) -> None:
    ours, theirs = pair
    theirs.sendall(b"CZ0040320AE00210")
    assert _read(ours, LINE, Turn(Event())).items()["AE"] == "10"


def test_closing_ends_an_answer_at_once(pair: Pair) -> None:
    ours, theirs = pair
    theirs.sendall(b"CZ0040320AE00210")
    theirs.close()
    patient = Line(host="", port=0, answer_s=60.0, silence_s=60.0)
    assert _read(ours, patient, Turn(Event())).items()["AE"] == "10"
