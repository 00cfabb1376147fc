"""The till's school (`fiscal.md` B-11): the house again, on a chain of its own.

A session begins with a manager's word in the till's journal. Then a second process opens
the windows of the school: a profile in the folder of the real one, with its card, rooms
and team as they are now, simulated devices and a journal that nothing else adds up. What
is done there never reaches the house, and the house goes on selling beside it.
"""

import sys
from collections.abc import Iterator
from dataclasses import replace
from time import monotonic
from typing import Final

from PySide6.QtCore import QObject, QProcess, QTimer, Slot
from typing_extensions import override

from app.bootstrap import Opened, open_house, wall_clock
from app.domain.environment import TRAINING
from app.domain.training.decide import EndTraining
from app.domain.training.events import TrainingStarted
from app.domain.wire import from_data
from app.projections.queries import load_things
from app.services.house import SYSTEM, Actor, Fact, House
from app.services.site import own_chain, school_of
from app.services.structure import Structure, structure_of
from app.starting import disk_told, held
from db import reading
from db.database import Database
from db.errors import KnownError
from db.profile import Profile, ProfileLock
from db.whole_file import write_whole
from resources.texts import tr

_DOCUMENTS: Final = ("receipt.issued", "receipt.refunded")
_STARTS_WITHIN_S: Final = 30.0
"""How long the windows of the school may take to open."""
_LOOK_MS: Final = 1000


class NoSessionError(KnownError):
    """Nobody opened the school."""

    @override
    def text(self) -> str:
        return tr(
            "L'école de caisse s'ouvre dans le menu de la caisse, avec l'accord d'un "
            "responsable."
        )


def prepare(profile: Profile) -> Profile:
    """The school of a profile, with the card, rooms and team of this moment.

    Raises:
        NoSessionError: the till's journal knows of no open session.
        ProfileInUseError: the school is open. KnownError: one cannot be read or made.
    """
    school = school_of(profile)
    found = structure_of(profile)
    session = _session(profile)
    with disk_told():
        school.create()
        write_whole(school.keys / "pepper", (profile.keys / "pepper").read_bytes())
    with (
        held(school),
        open_house(
            school, environment=TRAINING, demo=False, clock=wall_clock
        ) as opened,
    ):
        opened.house.record([session, *_news(opened.house, found)])
    return school


def _session(profile: Profile) -> TrainingStarted:
    stream = f"training/{own_chain(profile.keys)}"
    database = Database.open(profile.database, read_only=True)
    try:
        entries = list(reading.entries(database, stream=stream, after={}))
    finally:
        database.close()
    last = entries[-1] if entries else None
    event = from_data(last.type, last.v, last.data) if last else None
    if not isinstance(event, TrainingStarted):
        raise NoSessionError(str(profile.folder))
    return event


def _news(house: House, found: Structure) -> Iterator[object]:
    """What of the house is not in the school as it stands."""
    with house.database.read() as connection:
        known = set(load_things(connection))
    yield from (each for each in (*found.things, *found.code_keys) if each not in known)
    people = dict(house.world.staff.people)
    for person in found.team:
        key = f"staff/{person.id}"
        there = people.pop(person.id, None)
        name = house.sealer.unseal(key, there.name) if there else None
        if there is None or replace(there, name=name or "") != person:
            yield replace(person, name=house.sealer.seal(key, person.name))
    yield from (replace(each, active=False) for each in people.values() if each.active)


class TrainingRoom(QObject):
    """Opens the school's windows when a session begins, and notes when they are shut.

    Lives in the process of the till. A session that outlived it is ended by the next
    start, or when its windows are shut.
    """

    def __init__(self, opened: Opened) -> None:
        super().__init__()
        self._house, self._profile = opened.house, opened.profile
        self._school = school_of(opened.profile)
        self._due = 0.0
        self._timer = QTimer(self, interval=_LOOK_MS)
        self._timer.timeout.connect(self._look)
        self._stop = opened.house.follow(self._on_facts)

    def start(self) -> None:
        """Takes up a session that is still open."""
        if self._house.terminal in self._house.world.training:
            self._timer.start()

    def stop(self) -> None:
        """Follows nothing any more; the school's windows stay."""
        self._timer.stop()
        self._stop()

    def _on_facts(self, facts: tuple[Fact, ...]) -> None:
        here = self._house.terminal
        if any(
            isinstance(fact.event, TrainingStarted) and fact.meta.chain == here
            for fact in facts
        ):
            module = [] if getattr(sys, "frozen", False) else ["-m", "app"]
            folder = ["--profile", str(self._profile.folder)]
            QProcess.startDetached(sys.executable, [*module, *folder, "training"])
            self._due = monotonic() + _STARTS_WITHIN_S
            self._timer.start()

    @Slot()
    def _look(self) -> None:
        lock = ProfileLock(self._school)
        try:
            free = lock.acquire()
        except OSError:
            return  # the disk says so elsewhere
        lock.release()
        if not free:
            self._due = 0.0  # from now on it is over as soon as nobody has it
        elif monotonic() >= self._due:
            self._end()

    def _end(self) -> None:
        try:
            command = EndTraining(documents=documents_of(self._school))
            self._house.run(command, Actor(SYSTEM))
        except KnownError:
            return  # tried again at the next look
        self._timer.stop()


def documents_of(school: Profile) -> int:
    """Receipts and refunds of the last session of a school.

    Raises:
        KnownError: its journal cannot be read.
    """
    if not school.database.is_file():
        return 0
    database = Database.open(school.database, read_only=True)
    try:
        begun = list(reading.entries(database, after={}, types=("training.started",)))
        after = {each.chain: each.seq for each in begun}
        return sum(1 for _ in reading.entries(database, after=after, types=_DOCUMENTS))
    finally:
        database.close()
