"""How a simulated terminal's answer goes over its socket: whole, in pieces, cut short."""

import socket
from threading import Event

from hardware.terminals.customer import Behaviour, Cut
from hardware.terminals.loopback import break_off_on_close


def say(link: socket.socket, answer: bytes, behaviour: Behaviour, off: Event) -> None:
    """Writes `answer` as `behaviour` has it befall; `off` ends a wait.

    Raises:
        OSError: the till is gone.
    """
    cut = behaviour.cut if behaviour.cut and behaviour.cut.side == "answer" else None
    if cut is not None:
        answer = answer[: cut.at]
    size = behaviour.chunk or max(1, len(answer))
    for start in range(0, len(answer), size):
        link.sendall(answer[start : start + size])
        off.wait(behaviour.gap_s)
    if cut is not None:
        break_line(link, cut, off)
    elif not behaviour.hangs_up:
        until_the_till_leaves(link, off)


def break_line(link: socket.socket, cut: Cut, off: Event) -> None:
    """Has the network fail, once the link is closed."""
    if cut.how == "reset":
        break_off_on_close(link)
    elif cut.how == "silent":
        until_the_till_leaves(link, off)


def until_the_till_leaves(link: socket.socket, off: Event) -> None:
    """Waits until the other side hangs up; the link's own timeout is how often it looks."""
    while not off.is_set():
        try:
            if not link.recv(4096):
                return
        except TimeoutError:
            continue
        except OSError:
            return
