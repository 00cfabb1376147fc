"""Devices as the windows see them: how each is, what waits, what can be asked of it."""

from collections.abc import Callable, Mapping, Sequence
from datetime import UTC, datetime
from functools import partial
from typing import Protocol

from PySide6.QtCore import QObject, Signal

from app.services.ports import Heard
from hardware.health import DeviceState, Health
from hardware.printers.document import Document
from hardware.printers.jobs import Job
from hardware.scales.weighing import Asked, Reading
from hardware.terminals.model import Service

Weigher = Callable[[Reading | None], None]
"""Told what lies on the plate, None once the scale answers no more."""

_UNKNOWN = Health(
    state=DeviceState.OFFLINE,
    reasons=frozenset(),
    since=datetime.fromtimestamp(0, UTC),
    detail="",
)


class Counter(Protocol):
    """What the board asks of what stands on the counter."""

    def away(self) -> tuple[float, int] | None:
        """(seconds since nobody is in front of this machine, seconds after which it
        locks); None where nothing says so for sure."""
        ...

    def weigh(self, asked: Asked, heard: Weigher) -> bool:
        """Has the scale weigh until `rest`; whether there is one that answers."""
        ...

    def rest(self, heard: Weigher, *, sold: bool = False) -> None:
        """Whoever asked with `heard` weighs no more; what lies there was `sold`."""
        ...


class Devices(Protocol):
    """What the board asks of the drivers behind it (built by `bootstrap`)."""

    def healths(self) -> Mapping[str, Health]:
        """Device id -> how it is now."""
        ...

    def cancel_card(self, payment: str) -> bool:
        """Wishes a running card payment away; False when only its red key can."""
        ...

    def look_up(self, payment: str, heard: Callable[[str], None]) -> None:
        """Asks the terminal again what became of a payment; never charges. `heard` gets
        its word when that settles nothing."""
        ...

    def test(self, device: str, heard: Heard) -> None:
        """Asks a device to show that it works; `heard` gets its answer when it comes."""
        ...

    def serve(self, device: str, service: Service, heard: Heard) -> None:
        """Has a card terminal do what moves no money; `heard` gets what came of it."""
        ...

    def secrets_kept(self, device: str) -> frozenset[str]:
        """Names of the keys and passphrases that are kept for a card terminal."""
        ...

    def keep_secrets(self, device: str, secrets: Mapping[str, str]) -> None:
        """Keeps keys and passphrases of a card terminal, beside those it has.

        Raises:
            OSError: they could not be kept.
        """
        ...

    def hand_over(self, old: str, new: str) -> None:
        """One device is in another's place: it has its waiting papers and its keys."""
        ...

    @property
    def counter(self) -> "Counter":
        """What stands on the counter."""
        ...

    def jobs(self) -> Sequence[Job]:
        """Papers that are queued, sent or in doubt, oldest first."""
        ...

    def papers(self) -> Sequence[Job]:
        """Papers of this day that are out or were given up, oldest first."""
        ...

    def print_paper(self, printer: str, paper: Document) -> bool:
        """Queues what a person asks for; False when it could not be queued."""
        ...

    def confirm_job(self, job: int) -> bool:
        """A person has the paper of a waiting or doubtful job in hand."""
        ...

    def reprint_job(self, job: int) -> bool:
        """Prints a doubtful or finished job again, marked as a second print."""
        ...

    def drop_job(self, job: int) -> bool:
        """Gives up a waiting or doubtful job."""
        ...

    def move_job(self, job: int, printer: str) -> bool:
        """Takes a waiting or doubtful job to another printer."""
        ...


class DeviceBoard(QObject):
    """The devices of this machine.

    Signals:
        changed: the health of some device, or its queue, is not what it was.
        unsettled(str, str): a terminal was asked again about this payment, and what it
            says settles nothing; its word.
    """

    changed = Signal()
    unsettled = Signal(str, str)

    def __init__(self, devices: Devices | None = None) -> None:
        super().__init__()
        self._devices = devices

    def health(self, device: str) -> Health:
        """How a device is; offline when nobody drives it."""
        known = self._devices.healths() if self._devices else {}
        return known.get(device, _UNKNOWN)

    def cancel_card(self, payment: str) -> bool:
        """Wishes a running card payment away; False when only its red key can."""
        return self._devices.cancel_card(payment) if self._devices else False

    def look_up(self, payment: str) -> None:
        """Asks the terminal again what became of a payment."""
        if self._devices:
            self._devices.look_up(payment, partial(self.unsettled.emit, payment))

    def test(self, device: str, heard: Heard) -> None:
        """Asks a device to show that it works; `heard` gets its answer when it comes."""
        if self._devices:
            self._devices.test(device, heard)

    def serve(self, device: str, service: Service, heard: Heard) -> None:
        """Has a card terminal do what moves no money; `heard` gets what came of it."""
        if self._devices:
            self._devices.serve(device, service, heard)

    def secrets_kept(self, device: str) -> frozenset[str]:
        """Names of the keys and passphrases that are kept for a card terminal."""
        return self._devices.secrets_kept(device) if self._devices else frozenset()

    def keep_secrets(self, device: str, secrets: Mapping[str, str]) -> None:
        """Keeps keys and passphrases of a card terminal, beside those it has.

        Raises:
            OSError: they could not be kept.
        """
        if self._devices:
            self._devices.keep_secrets(device, secrets)

    def hand_over(self, old: str, new: str) -> None:
        """One device is in another's place: it has its waiting papers and its keys."""
        if self._devices:
            self._devices.hand_over(old, new)

    def away(self) -> tuple[float, int] | None:
        """See `Counter`."""
        return self._devices.counter.away() if self._devices else None

    def weigh(self, asked: Asked, heard: Weigher) -> bool:
        """Has the scale weigh until `rest_scale`; whether there is one that answers."""
        return bool(self._devices and self._devices.counter.weigh(asked, heard))

    def rest_scale(self, heard: Weigher, *, sold: bool = False) -> None:
        """Whoever asked with `heard` weighs no more; what lies there was `sold`."""
        if self._devices:
            self._devices.counter.rest(heard, sold=sold)

    def jobs(self) -> Sequence[Job]:
        """Papers that are queued, sent or in doubt, oldest first."""
        return self._devices.jobs() if self._devices else ()

    def doubtful_jobs(self) -> Sequence[Job]:
        """Those of which nobody knows whether they are on paper."""
        return [job for job in self.jobs() if job.state == "unknown"]

    def papers(self) -> Sequence[Job]:
        """Papers of this day that are out or were given up, oldest first."""
        return self._devices.papers() if self._devices else ()

    def print_paper(self, printer: str, paper: Document) -> bool:
        """Queues what a person asks for; False when it could not be queued."""
        return bool(self._devices and self._devices.print_paper(printer, paper))

    def confirm_job(self, job: int) -> bool:
        """The paper of a waiting or doubtful job is there; False when it moved on."""
        return bool(self._devices and self._devices.confirm_job(job))

    def reprint_job(self, job: int) -> bool:
        """Prints a doubtful or finished job again, marked; False when it moved on."""
        return bool(self._devices and self._devices.reprint_job(job))

    def drop_job(self, job: int) -> bool:
        """Gives up a waiting or doubtful job; False when it moved on."""
        return bool(self._devices and self._devices.drop_job(job))

    def move_job(self, job: int, printer: str) -> bool:
        """Takes a waiting or doubtful job elsewhere; False when it moved on."""
        return bool(self._devices and self._devices.move_job(job, printer))
