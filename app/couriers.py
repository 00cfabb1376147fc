"""Brings invoices and reports to the approved platform, and asks what became of them.

What is to be brought stands in the journal (`flow.stated`), so a kill or a cut loses
nothing; before a file is handed over the platform is asked whether it has it already, so
none arrives twice. A failure is tried again, later each time; a file that was refused
waits for a person.
"""

import logging
import time
from collections.abc import Callable
from concurrent.futures import Executor
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Final

from app.domain.invoices.events import CREDIT, InvoiceIssued
from app.domain.invoices.reports import (
    REFUSED,
    SENT,
    TAKEN,
    WAITING,
    FlowStated,
    ReportMade,
)
from app.fiscal.issuing import InvoiceFileError, kept
from app.projections.invoices import flows, invoice_named
from app.services.house import Fact, House, facts_of
from app.services.ports import NotSentError, Post
from db.errors import KnownError

if TYPE_CHECKING:  # it brings the HTTP client along
    from app.connectors.platform import PlatformClient

_log = logging.getLogger("sotto.platform")

ALARM: Final = "FLOW_REFUSED"
_AGAIN_S: Final = (5.0, 30.0, 120.0, 600.0, 1800.0, 3600.0)
"""Until a failed deposit is tried again, or a flow under way is asked about again."""
_UNDER_WAY: Final = (WAITING, SENT)
_STATES: Final = {"Ok": TAKEN, "Error": REFUSED}
INVOICE_TOLD: Final = {
    "flowSyntax": "Factur-X",
    "processingRule": "B2B",
    "flowProfile": "CIUS",
}
REPORT_TOLD: Final = {"flowSyntax": "FRR", "processingRule": "B2C"}


@dataclass(slots=True)
class _Open:
    """A flow that is not over: how it stands, when it is looked at next."""

    stated: FlowStated
    due: float = 0.0
    tries: int = 0
    busy: bool = False


class Courier:
    """The files of this terminal. All but the errands is called in the house's thread.

    Args:
        folder: where the files lie.
        client: the platform as it is set; None while nothing may go out.
        clock: seconds that never go back.
    """

    def __init__(
        self,
        house: House,
        folder: Path,
        client: "Callable[[], PlatformClient | None]",
        post: Post,
        worker: Executor,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self._house, self._folder, self._client = house, folder, client
        self._post, self._worker, self._clock = post, worker, clock
        self._open: dict[str, _Open] = {}

    def start(self) -> None:
        """Takes up what was not over when Sotto ended."""
        with self._house.database.read() as connection:
            known = flows(connection)
        for stated in known.values():
            if stated.state in _UNDER_WAY:
                self._take(stated)

    def follow(self, facts: tuple[Fact, ...]) -> None:
        """Takes up what waits from now on."""
        stated = [f.event for f in facts if isinstance(f.event, FlowStated)]
        for each in stated:
            self._take(each)
        if stated:
            self.look()

    def look(self) -> None:
        """Runs the errands that are due."""
        now = self._clock()
        due = [o for o in self._open.values() if not o.busy and o.due <= now]
        client = self._client() if due else None
        if client is None:
            return
        for each in due:
            each.busy = True
            self._worker.submit(self._errand, client, each.stated)

    def hurry(self) -> None:
        """Everything is due now: somebody looks, or what was wrong is right again."""
        for each in self._open.values():
            each.due = 0.0
        self.look()

    def _take(self, stated: FlowStated) -> None:
        known = self._open.get(stated.subject)
        if stated.state not in _UNDER_WAY:
            self._open.pop(stated.subject, None)
            return
        if known is None:
            event = self._subject(stated.subject)
            if event is None or event.terminal != self._house.terminal:
                return  # its file is elsewhere, and so is who brings it
        if known is None or known.stated.state != stated.state:
            delay = _AGAIN_S[0] if stated.state == SENT else 0.0
            self._open[stated.subject] = _Open(stated, self._clock() + delay)
        else:
            known.stated = stated

    # In the worker's thread

    def _errand(self, client: "PlatformClient", stated: FlowStated) -> None:
        try:
            told = self._brought(client, stated)
        except NotSentError as error:
            state = REFUSED if error.final else stated.state
            told = FlowStated(
                subject=stated.subject, state=state, flow=stated.flow, detail=str(error)
            )
        except Exception:  # noqa: BLE001  a bug must not end the others
            _log.exception("not brought: %s", stated.subject)
            told = stated
        self._post(partial(self._heard, stated, told))

    def _brought(self, client: "PlatformClient", stated: FlowStated) -> FlowStated:
        subject = stated.subject
        if stated.state == SENT:
            answer = client.status(stated.flow)
        else:
            found = client.find(subject)
            if found is None:
                file, content, told = self._file(subject)
                flow = client.deposit(file, content, subject, told)
                return FlowStated(subject=subject, state=SENT, flow=flow)
            answer = found
        return FlowStated(
            subject=subject,
            state=_STATES.get(answer.state, SENT),
            flow=answer.flow,
            detail=answer.detail,
        )

    def _file(self, subject: str) -> tuple[str, bytes, dict[str, str]]:
        """Name and content of what goes, and what is told of it."""
        event = self._subject(subject)
        if event is None:
            raise NotSentError("unknown here", final=True)
        try:
            content = kept(self._folder, event)
        except InvoiceFileError as error:
            raise NotSentError(f"file {error}", final=True) from error
        told = INVOICE_TOLD if isinstance(event, InvoiceIssued) else REPORT_TOLD
        return event.file, content, told

    def _subject(self, subject: str) -> InvoiceIssued | ReportMade | None:
        with self._house.database.read() as connection:
            invoice = invoice_named(connection, subject)
        if invoice is not None:
            return invoice.event
        entries = self._house.journal.entries(stream="ereport", readable=True)
        made = (fact.event for fact in facts_of(entries))
        wanted = (e for e in made if isinstance(e, ReportMade) and e.report == subject)
        return next(wanted, None)

    # Back in the house's thread

    def _heard(self, before: FlowStated, told: FlowStated) -> None:
        known = self._open.get(before.subject)
        if known is None:
            return
        known.busy = False
        moved = told.state != before.state
        known.tries = 0 if moved else known.tries + 1
        known.due = self._clock() + _AGAIN_S[min(known.tries, len(_AGAIN_S) - 1)]
        if told == before:
            return
        try:
            self._house.record([told])
            if told.state == REFUSED:
                self._house.note_soon(ALARM, f"{self._name(told)} : {told.detail}.")
        except KnownError as error:
            _log.info("not noted: %s", type(error).__name__)

    def _name(self, told: FlowStated) -> str:
        event = self._subject(told.subject)
        if isinstance(event, InvoiceIssued):
            return f"{'Avoir' if event.type == CREDIT else 'Facture'} {event.number}"
        return told.subject
