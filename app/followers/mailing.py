"""Documents go by mail to guests who asked for them (`fiscal.md` E-06).

What is still to be sent is what the journal asks for and whose address can still be
read: the key of an address lies on this terminal alone and is destroyed with the end of
its mail, so a kill loses nothing and nobody remembers the address. A mail server that
does not answer is asked again, later each time and for a day at most.
"""

import logging
import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import partial
from typing import Final

from app.domain.receipts.events import MailAsked, MailEnded, ReceiptRefunded, total_of
from app.followers.paper.mark import marked
from app.followers.paper.stored import stored_paper
from app.projections.queries import StoredDocument, document
from app.services.documents import MAILS, mail_key
from app.services.house import Fact, House, facts_of
from app.services.ports import Notifier, NotToldError, Post
from db.errors import KnownError
from resources.texts import price, short_date, tr

_log = logging.getLogger("sotto.mail")

ALARM: Final = "MAIL_FAILED"
_AGAIN_S: Final = (10.0, 60.0, 300.0, 1800.0, 3600.0)
"""Until a mail that did not go out is tried again."""
_GIVEN_UP: Final = timedelta(days=1)
"""After they asked nobody waits for it any more, and the address is not kept longer."""


@dataclass(slots=True)
class _Open:
    """A mail that is not over."""

    asked: MailAsked
    since: datetime
    due: float
    tries: int = 0
    busy: bool = False


class MailingFollower:
    """The mails of this terminal. All but the errands is called in the house's thread.

    Args:
        notifier: makes what mails.
        post: hands a function to the thread of the house.
        elsewhere: runs what takes its time.
        clock: seconds that never go back.
    """

    def __init__(
        self,
        house: House,
        notifier: Callable[[], Notifier],
        post: Post,
        elsewhere: Callable[[Callable[[], None]], object],
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self._house, self._notifier = house, notifier
        self._post, self._elsewhere, self._clock = post, elsewhere, clock
        self._open: dict[str, _Open] = {}

    def start(self) -> None:
        """Takes up what was not sent when Sotto ended."""
        for key in self._house.sealer.persons(MAILS):
            order, _, mail = key.removeprefix(MAILS).partition("/")
            entries = self._house.journal.entries(
                stream=f"order/{order}",
                types=["receipt.mail_asked", "receipt.mail_ended"],
                readable=True,
            )
            facts = [
                f for f in facts_of(entries) if getattr(f.event, "mail", "") == mail
            ]
            if any(isinstance(fact.event, MailEnded) for fact in facts):
                self._house.sealer.erase(key)  # a kill came in between
            elif facts:  # else it is being asked for at this moment, by another process
                self._take(facts[0])

    def follow(self, facts: tuple[Fact, ...]) -> None:
        """Takes up what is asked for from now on."""
        asked = [fact for fact in facts if isinstance(fact.event, MailAsked)]
        for fact in asked:
            self._take(fact)
        if asked:
            self.look()

    def _take(self, fact: Fact) -> None:
        if (
            isinstance(fact.event, MailAsked)
            and fact.meta.chain == self._house.terminal
        ):
            asked = datetime.fromisoformat(fact.meta.ts)
            self._open.setdefault(
                fact.event.mail, _Open(fact.event, asked, self._clock())
            )

    def look(self) -> None:
        """Sends what is due."""
        now = self._clock()
        for each in tuple(self._open.values()):
            if not each.busy and each.due <= now:
                each.busy = True
                self._start_errand(each.asked)

    def _start_errand(self, asked: MailAsked) -> None:
        house = self._house
        try:
            to = house.sealer.unseal(mail_key(asked.order, asked.mail), asked.to)
            with house.database.read() as connection:
                stored = document(connection, asked.receipt)
            if stored is None or not to:
                self._heard(asked, "unknown", final=True)
                return
            paper = marked(stored_paper(house, stored, asked.copy), house.mark)
        except KnownError as error:
            self._heard(asked, type(error).__name__, final=False)
            return
        name = house.world.settings.text("house.name")
        subject, text = _words(name, stored)

        def send() -> None:
            """Elsewhere."""
            from app.reports.paper_pdf import paper_pdf

            why, final = "", False
            try:
                file = paper_pdf(paper, subject, name)
                self._notifier().mail_file(
                    to, subject, text, f"{stored.number}.pdf", file
                )
            except NotToldError as error:
                why, final = str(error), error.final
            except (OSError, KnownError) as error:
                why = type(error).__name__
            except Exception as error:  # noqa: BLE001  a bug must not end the others
                _log.exception("not mailed: %s", asked.number)
                why, final = type(error).__name__, True
            self._post(partial(self._heard, asked, why, final=final))

        self._elsewhere(send)

    def _heard(self, asked: MailAsked, why: str, *, final: bool) -> None:
        known = self._open.get(asked.mail)
        if known is None:
            return
        young = self._house.clock() - known.since < _GIVEN_UP
        if why and not final and young:
            _log.info("mail waits: %s", why)
            known.due = self._clock() + _AGAIN_S[min(known.tries, len(_AGAIN_S) - 1)]
            known.tries += 1
            known.busy = False
            return
        self._end(asked, why)

    def _end(self, asked: MailAsked, why: str) -> None:
        house = self._house
        ended = MailEnded(
            mail=asked.mail,
            receipt=asked.receipt,
            order=asked.order,
            number=asked.number,
            failure=why,
        )
        try:
            house.record([ended])
            house.sealer.erase(mail_key(asked.order, asked.mail))
        except KnownError as error:  # the next start sends it again
            _log.info("not noted: %s", type(error).__name__)
        self._open.pop(asked.mail, None)
        if why:
            house.note_soon(ALARM, asked.number)


def _words(house: str, stored: StoredDocument) -> tuple[str, str]:
    """Subject and text of a mail."""
    written = stored.document
    title = (
        tr("Remboursement {number}", number=stored.number)
        if isinstance(written, ReceiptRefunded)
        else tr("Ticket {number}", number=stored.number)
    )
    told = tr(
        "Bonjour,\n\nVous trouverez ci-joint : {title}, du {day}, {amount}.\n\n"
        "Votre adresse n'a servi qu'à cet envoi ; elle n'est pas gardée.\n\n{house}",
        title=title,
        day=short_date(datetime.fromisoformat(stored.ts).date()),
        amount=price(total_of(written)),
        house=house,
    )
    return f"{house} · {title}", told
