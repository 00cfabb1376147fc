"""`sotto hub` and `sotto join`: a hub without windows, and becoming a terminal of one."""

import json
import os
import secrets
import signal
import sys
import threading
import time
from collections.abc import Callable
from contextlib import suppress
from functools import partial
from queue import Queue

from typing_extensions import override

from app.arrival import Arrival
from app.bootstrap import Opened, open_house
from app.domain.environment import Environment, Mark
from app.followers.cards import CardFollower
from app.house_thread import HouseThread
from app.hub.pairing import CODE_DIGITS, OFFER_FILE, OPEN_S
from app.logs import logging_to
from app.network import NetworkRoom
from app.services.house import SYSTEM, Actor, House
from app.services.ports import Post
from app.starting import ProfileInUseError, disk_told, held
from db.database import Database
from db.errors import KnownError
from db.profile import Profile, ProfileLock
from resources.texts import tr

_LOOK_S = 0.1
"""How often a process looks what others wrote into the same database, unasked."""


class AlreadyUsedError(KnownError):
    """The profile has a journal of its own, so it cannot become part of another one."""

    @override
    def text(self) -> str:
        return tr(
            "Ce profil a déjà son propre journal : donnez-en un nouveau avec --profile."
        )


def run_hub(
    profile: Profile,
    port: int,
    server: str = "",
    environment: Environment | None = None,
) -> int:
    """Carries the hub until it is told to stop (SIGINT, SIGTERM).

    Args:
        environment: as `open_house`.
        server: address of the database where the journal lies; others may carry the
            hub there as well.
    """
    over = threading.Event()
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, lambda *_: over.set())
    lock = ProfileLock(profile)
    with disk_told():
        if not lock.acquire():
            raise ProfileInUseError(str(profile.folder))
        profile.logs.mkdir(mode=0o700, parents=True, exist_ok=True)
    try:
        with (
            logging_to(profile.logs),
            open_house(profile, environment=environment, server=server) as opened,
            HouseThread() as thread,
        ):
            _tell_mark(opened.house.mark)
            room = NetworkRoom(opened, thread.post)
            thread.ask(partial(drive_no_terminal, opened.house, thread.post))
            thread.ask(room.start)
            try:
                return _stay(room, opened, thread, port, over)
            finally:
                thread.ask(room.stop)
    finally:
        lock.release()


def _tell_mark(mark: Mark | None) -> None:
    """Whoever meant to open a restaurant sees that this is none."""
    if mark is not None:
        print(f"sotto: {tr(mark.name)}, {tr(mark.effect)}", file=sys.stderr)


def drive_no_terminal(house: House, post: Post) -> Callable[[], None]:
    """No card terminal hangs on this machine: who asks for one hears so at once.

    Returns: what ends it.
    """
    cards = CardFollower(house, {}, post, lambda ask: ask())
    cards.catch_up()
    return house.follow(cards.follow)


def _stay(
    room: NetworkRoom,
    opened: Opened,
    thread: HouseThread,
    port: int,
    over: threading.Event,
) -> int:
    """Carries the hub until it is over; 1 when it cannot."""
    carried = opened.house.world.terminals.hub
    shared = opened.database.shared
    if shared or carried is None or carried.chain != opened.house.terminal:
        heard: Queue[str] = Queue()
        thread.ask(partial(room.carry, Actor(SYSTEM), heard.put, port))
        words = heard.get()
        if words:
            print(f"sotto: {words}", file=sys.stderr)
            return 1
    while not over.wait(0.1):
        address = room.status().address
        if address:
            print(tr("Hub à l'écoute sur {address}", address=address), flush=True)
            break
    while not over.wait(_LOOK_S if shared else None):
        with suppress(KnownError):  # the next look may find the server again
            thread.ask(opened.house.catch_up)
    return 0


def pair(profile: Profile, name: str, role: str) -> int:
    """Opens a code for a new terminal at the running hub."""
    return leave_offer(profile, OFFER_FILE, name, role)


def leave_offer(profile: Profile, file: str, name: str, role: str) -> int:
    """Leaves an offer where the running hub finds it: who can write there may pair.

    Args:
        file: name of the file in the key folder.
    """
    code = "".join(secrets.choice("0123456789") for _ in range(CODE_DIGITS))
    offer = {"code": code, "name": name, "role": role}
    beside = profile.keys / f"{file}.new"
    with disk_told():
        handle = os.open(beside, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
        with os.fdopen(handle, "w") as written:
            json.dump({**offer, "until": time.time() + OPEN_S}, written)
        beside.replace(profile.keys / file)
    minutes = OPEN_S // 60
    print(tr("Code {code}, valable {minutes} minutes", code=code, minutes=minutes))
    return 0


def join(
    profile: Profile,
    address: str,
    code: str,
    server: str = "",
    environment: Environment | None = None,
) -> int:
    """Pairs, then receives the restaurant, so that its people can log in.

    Args:
        environment: as `Arrival`.
        server: address of the database that holds the restaurant already.
    """
    if profile.database.exists():
        raise AlreadyUsedError(profile.database.name)
    if server:
        Database.open(server, read_only=True).close()  # before the code is used up
    arrival = Arrival(profile, environment)
    arrival.join(address, code.replace(" ", ""))
    if server:
        with held(profile), open_house(profile, server=server) as opened:
            house = opened.house
            _tell_joined(house.terminal, house.world.settings.text("house.name"))
        return 0
    arrived = arrival.receive()
    if not arrived.whole:
        print(f"sotto: {tr('Le hub ne répond plus.')}", file=sys.stderr)
        return 1
    _tell_joined(arrived.chain, arrived.house)
    return 0


def _tell_joined(terminal: str, house: str) -> None:
    print(tr("{terminal} fait partie de {name}", terminal=terminal, name=house))
