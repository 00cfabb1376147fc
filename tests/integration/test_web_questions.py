"""A question by HTTPS: how far it got decides what may be said about the money."""

import socket
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from threading import Event, Thread

import pytest

from hardware.errors import ProtocolError
from hardware.terminals.dialogue import LostError, NotSentError, Turn
from hardware.terminals.web import Place, Question, ask

POST = Question(method="POST", path="/pay", body=b"{}")


@contextmanager
def server(
    answer: bytes | None, *, hangs: Event | None = None, answer_s: float = 10.0
) -> Iterator[Place]:
    """Somebody who reads one request and says `answer`; None hangs up before reading.

    Args:
        hangs: the link stays open until it is set.
    """
    with socket.create_server(("127.0.0.1", 0)) as listening:

        def serve() -> None:
            link, _ = listening.accept()
            with link:
                if answer is None:
                    return
                received = b""
                while not received.endswith(b"{}"):  # unread, they would reset the link
                    received += link.recv(65536)
                with suppress(OSError):  # the till has heard enough
                    link.sendall(answer)
                if hangs is not None:
                    hangs.wait(10.0)

        thread = Thread(target=serve)
        thread.start()
        port = listening.getsockname()[1]
        yield Place(base=f"http://127.0.0.1:{port}", answer_s=answer_s)
        thread.join()


@pytest.mark.parametrize(
    "answer",
    [
        b"",
        None,
        b"HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\nhalf",
        b"SSH-2.0-OpenSSH\r\n",
        b"HTTP/1.1 200 OK\r\nContent-Length: x\r\n\r\n",
    ],
)
def test_an_answer_that_is_none_settles_nothing(answer: bytes | None) -> None:
    with server(answer) as place, pytest.raises(LostError):
        ask(place, POST, Turn(Event()))


def test_an_answer_that_does_not_come_is_not_waited_for_for_ever() -> None:
    over = Event()
    with server(b"HTTP/1.1 200 OK\r\n", hangs=over, answer_s=0.2) as place:
        with pytest.raises(LostError) as lost:
            ask(place, POST, Turn(Event()))
        over.set()
        assert lost.value.reason == "no_answer"


def test_an_answer_without_an_end_is_cut_off() -> None:
    whole = b"HTTP/1.1 200 OK\r\n\r\n" + b"x" * (1 << 21)
    with server(whole) as place, pytest.raises(ProtocolError, match="does not end"):
        ask(place, POST, Turn(Event()))


def test_a_shop_that_closes_waits_no_longer() -> None:
    stopping, over = Event(), Event()
    with server(b"HTTP/1.1 200 OK\r\n", hangs=over) as place:
        with pytest.raises(LostError) as lost:
            ask(place, POST, Turn(stopping), sent=stopping.set)
        over.set()
        assert lost.value.reason == "stopped"


def test_nobody_there_is_not_sent() -> None:
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    with pytest.raises(NotSentError, match=r"."):
        ask(Place(base=f"http://127.0.0.1:{port}"), POST, Turn(Event()))
    with pytest.raises(NotSentError, match=r"."):
        ask(Place(base="http://no such host"), POST, Turn(Event()))


def test_a_name_server_that_does_not_answer_is_not_waited_for(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    answers = Event()

    def getaddrinfo(*_args: object, **_kwargs: object) -> list[object]:
        answers.wait(10.0)
        answers.set()
        raise socket.gaierror

    monkeypatch.setattr(socket, "getaddrinfo", getaddrinfo)
    place = Place(base="https://api.example.com", connect_s=0.1)
    with pytest.raises(NotSentError):
        ask(place, POST, Turn(Event()))
    assert not answers.is_set()  # and nobody waited for it
    answers.set()


def test_what_is_cancelled_before_its_first_byte_is_not_sent() -> None:
    turn = Turn(Event(), may_send=lambda: False)
    with socket.create_server(("127.0.0.1", 0)) as listening:
        place = Place(base=f"http://127.0.0.1:{listening.getsockname()[1]}")
        with pytest.raises(NotSentError) as error:
            ask(place, POST, turn, begin=turn.begin)
        assert error.value.reason == "cancelled"
        link, _ = listening.accept()
        with link:
            assert link.recv(10) == b""


def test_a_shop_that_closes_hangs_up_on_who_does_not_shake_hands() -> None:
    stopping = Event()
    with socket.create_server(("127.0.0.1", 0)) as listening:
        place = Place(base=f"https://127.0.0.1:{listening.getsockname()[1]}")

        def hear(heard: list[bytes]) -> None:
            link, _ = listening.accept()
            with link:
                heard.append(link.recv(1))
                stopping.set()
                while link.recv(65536):
                    pass
                heard.append(b"hung up")

        heard: list[bytes] = []
        thread = Thread(target=hear, args=(heard,))
        thread.start()
        with pytest.raises(NotSentError):
            ask(place, POST, Turn(stopping))
        thread.join(10.0)
        assert heard == [b"\x16", b"hung up"]
