"""`sotto hub` and `sotto join`: a hub without windows, and becoming a terminal of one."""

import json
import logging
import os
import secrets
import signal
import socket
import sys
import time
from collections.abc import Callable
from contextlib import suppress
from functools import partial
from queue import Empty, Queue, SimpleQueue

from typing_extensions import override

from app.arrival import Arrival
from app.bootstrap import SOFTWARE, Opened, open_house
from app.caretaker import LOOK_S, Caretaker
from app.devices import DeviceRoom
from app.domain.environment import SANDBOX, Environment, Mark
from app.domain.settings import EventRecorded, Settings
from app.domain.terminals.events import HubSet
from app.fiscal.checking import open_reading
from app.followers.cards import CardFollower
from app.house_thread import HouseThread, collect_rarely
from app.hub.pairing import CODE_DIGITS, OFFER_FILE, OPEN_S
from app.logs import logging_to
from app.network import NetworkRoom
from app.rooms.invoice import InvoiceRoom
from app.services.duty import Duty
from app.services.house import SYSTEM, Actor, House, facts_of
from app.services.pacer import Pacer
from app.services.ports import Post
from app.services.site import console_url
from app.services.starts import local_zone, note_start, note_stop
from app.starting import ProfileInUseError, disk_told, held
from app.telling import notifier_of
from db.database import Database
from db.errors import KnownError
from db.profile import Profile, ProfileLock
from resources.texts import tr

_log = logging.getLogger("sotto.hub")
_TOLD = ("event.recorded", "hub.set")
_LOOK_S = 0.1
"""How often a process looks what others wrote into the same database, unasked."""


class AlreadyUsedError(KnownError):
    """The profile has a journal of its own, so it cannot become part of another one."""

    @override
    def text(self) -> str:
        return tr(
            "Ce profil a déjà son propre journal : donnez-en un nouveau avec --profile."
        )


Ending = SimpleQueue[None]
"""Something lies in it once it is over. A signal may interrupt the handler of another:
an `Event` waits for itself then, this does not."""


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
    over: Ending = SimpleQueue()
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, lambda *_: over.put(None))
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
            collect_rarely()
            _tell_mark(opened.house.mark)
            room = NetworkRoom(opened, thread.post)
            notifier = partial(notifier_of, opened)
            caretaker = Caretaker(opened, daily=True, notifier=notifier)
            invoices = InvoiceRoom(opened, thread.post, notifier)
            thread.ask(partial(note_start, opened.house, SOFTWARE, local_zone()))
            thread.ask(caretaker.start)
            thread.ask(invoices.start)
            thread.ask(room.start)
            stop_driving = thread.ask(partial(drive, opened, thread.post))
            try:
                if not _carries(room, opened, thread, port, over):
                    return 1
                _stay(opened, thread, room, caretaker, over)
                return 0
            finally:
                thread.ask(room.stop)
                thread.ask(caretaker.stop)
                thread.ask(invoices.stop)
                thread.ask(stop_driving)
                thread.ask(partial(note_stop, opened.house, SOFTWARE, local_zone()))
    finally:
        lock.release()


def _ended(over: Ending, seconds: float) -> bool:
    """Whether a signal came, now or within this time."""
    try:
        over.get(timeout=seconds)
    except Empty:
        return False
    over.put(None)  # whoever asks next hears it too
    return True


def _tell_mark(mark: Mark | None) -> None:
    """Whoever meant to open a restaurant sees that this is none."""
    if mark is not None:
        print(f"sotto: {tr(mark.name)}, {tr(mark.effect)}", file=sys.stderr)


def drive(opened: Opened, post: Post) -> Callable[[], None]:
    """Drives what hangs on this machine: nothing, but in a sandbox what is simulated.

    Returns: what ends it.
    """
    if opened.house.environment != SANDBOX:
        return drive_no_terminal(opened.house, post)
    spool = opened.profile.spool
    devices = DeviceRoom(opened.house, spool, post, lambda: None, SOFTWARE)
    devices.start()
    return devices.stop


def drive_no_terminal(house: House, post: Post) -> Callable[[], None]:
    """No card terminal hangs on this machine: who asks for one hears so at once.

    Returns: what ends it.
    """
    cards = CardFollower(house, {}, post, lambda ask: ask())
    cards.catch_up()
    return house.follow(cards.follow)


def _carries(
    room: NetworkRoom,
    opened: Opened,
    thread: HouseThread,
    port: int,
    over: Ending,
) -> bool:
    """Carries the hub and says where; False, with why on stderr, when it cannot."""
    carried = opened.house.world.terminals.hub
    shared = opened.database.shared
    if shared or carried is None or carried.chain != opened.house.terminal:
        heard: Queue[str] = Queue()
        thread.ask(partial(room.carry, Actor(SYSTEM), heard.put, (port,)))
        words = heard.get()
        if words:
            print(f"sotto: {words}", file=sys.stderr)
            return False
    while not _ended(over, 0.1):
        address = room.status().address
        if address:
            words = tr("Hub à l'écoute sur {address}", address=address)
            print(words, flush=True)
            page = tr("Console des développeurs : {url}", url=console_url(address))
            print(page, flush=True)
            _tell_manager(f"READY=1\nSTATUS={words}")
            break
    return True


def _stay(
    opened: Opened,
    thread: HouseThread,
    room: NetworkRoom,
    caretaker: Caretaker,
    over: Ending,
) -> None:
    """Looks after the house until it is over."""
    shared, due = opened.database.shared, 0.0
    pacer = Pacer(opened.house, Duty(opened.house, room.status))
    while not _ended(over, _LOOK_S if shared else LOOK_S):
        looks = []
        if shared:
            looks.append(opened.house.catch_up)
        if time.monotonic() >= due:
            due = time.monotonic() + LOOK_S
            looks += [caretaker.look, pacer.look]
        for look in looks:
            try:
                thread.ask(look)
            except KnownError as error:  # the next look may find the server again
                _log.info("not looked after: %s", type(error).__name__)
            except Exception:  # noqa: BLE001  a bug must not take the hub away
                _log.exception("the caretaker failed")
        _tell_manager("WATCHDOG=1")  # the house answered


def _tell_manager(words: str) -> None:
    """Tells systemd, where it started us and wants to hear (sd_notify(3))."""
    place = os.environ.get("NOTIFY_SOCKET", "")
    if not place:
        return
    with suppress(OSError), socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as line:
        line.sendto(words.encode(), place.replace("@", "\0", 1))


def status(profile: Profile) -> int:
    """Says how a hub stands, whether it runs or not.

    Returns:
        0 when it runs and no alarm is open, else 1.

    Raises:
        KnownError: its data cannot be read.
    """
    lock = ProfileLock(profile)
    runs = not lock.acquire()
    lock.release()
    with open_reading(profile) as journal:
        own = journal.chain
        facts = list(facts_of(journal.entries(types=_TOLD, readable=True)))
    settings, addresses = Settings(), ""
    noted: dict[str, str] = {}
    for event, meta in (fact.parts for fact in facts):
        if isinstance(event, HubSet):
            addresses = ", ".join(event.addresses) if event.chain == own else ""
        elif isinstance(event, EventRecorded):
            settings.evolve(event)
            if meta.chain == own:
                noted[event.code] = f"{meta.ts[:16].replace('T', ' ')}, {event.detail}"
    lines = [
        tr("Le hub tourne.") if runs else tr("Le hub ne tourne pas."),
        tr("Adresses : {list}", list=addresses or "-"),
        tr("Dernière vérification : {what}", what=noted.get("VERIFY_OK", "-")),
        tr("Dernière copie : {what}", what=noted.get("BACKUP", "-")),
    ]
    for code, details in settings.alarms.items():
        lines += [tr("Alarme {code} : {detail}", code=code, detail=d) for d in details]
    print("\n".join(lines))
    return 0 if runs and not settings.alarms else 1


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
