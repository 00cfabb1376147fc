"""Closings as entries for the accountant: one for each closing of a day of the
establishment, balanced to the cent. With one terminal these are its Zs; with several, the
closings that add their Zs up, and a Z that none has added up yet waits for it.

A till is not the accounting software: these are entries to import, and only that
software's file is "the FEC". Every amount comes from a stored closing and is never computed
again. An entry's number depends on the closings before it alone, so that an export done
again is the same to the byte.

Source: `fiscal.md` 8 (I-01 to I-04), LPF A. 47 A-1, BOI-CF-IOR-60-40-20 nos 60 and 65.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Final

from typing_extensions import override

from app.domain.accounts import JOURNAL, Account, account_of
from app.domain.credits.state import KINDS as CREDITS
from app.domain.payments.commands import METHODS
from app.domain.till.events import DayClosed, EstablishmentDayClosed
from app.domain.vocabulary import Meta
from app.fiscal.beside import deposit_vat
from app.fiscal.closing import sums_of
from app.fiscal.establishment import second_day
from app.projections.queries import Sums
from app.services.facts import facts_of
from app.services.site import FIRST_CHAIN
from db import reading
from db.database import Database
from db.errors import KnownError
from db.series import numbered
from resources.texts import tr

WHOLE: Final = "E/"
"""Before the terminal that made them: the journal of the establishment's closings."""
CASH: Final = "account.tender.cash"
Amounts = Sequence[tuple[str, int]]
"""(setting of an account, cents): a debit is positive, a credit negative."""


class AccountMissingError(KnownError):
    """Figures of closings have no account; `keys` are the settings that would name them."""

    def __init__(self, keys: Sequence[str]) -> None:
        super().__init__(", ".join(keys))
        self.keys = keys

    @override
    def text(self) -> str:
        return tr(
            "Il manque un compte pour : {items}.",
            items=", ".join(map(item_words, self.keys)),
        )


class ClosingUnbalancedError(KnownError):
    """A closing whose takings are not its turnover with tips: it was tampered with."""

    @override
    def text(self) -> str:
        return tr(
            "La clôture {name} ne tombe pas juste : vérifiez le journal.", name=self
        )


@dataclass(frozen=True, slots=True)
class ClosedDay:
    """A stored closing.

    Attributes:
        day: business day; closed: date of the closing itself.
        series: "Z" of a terminal, "E" of the establishment, made by the terminal `chain`.
        complement: of the establishment, 0 or n for the nth that completes its day.
        parts: of the establishment, the Zs that it adds up (terminal, number).
    """

    chain: str
    number: int
    day: str
    closed: str
    sums: Sums
    series: str = "Z"
    complement: int = 0
    parts: tuple[tuple[str, int], ...] = ()

    @property
    def piece(self) -> str:
        """How an accountant refers to it: "Z-C1-000123"."""
        return f"{self.series}-{self.chain}-{self.number:06d}"


@dataclass(frozen=True, slots=True)
class Line:
    """One account of an entry; `debit` or `credit` in cents, the other 0."""

    account: Account
    debit: int
    credit: int


@dataclass(frozen=True, slots=True)
class Posting:
    """An entry of the books.

    Attributes:
        journal: its code and name; number: in the journal, from 1 without a gap.
        label: what it says beside each line.
    """

    journal: Account
    number: int
    closing: ClosedDay
    label: str
    lines: tuple[Line, ...]


@dataclass(frozen=True, slots=True)
class Books:
    """The closings of some days and what they come to in the books."""

    first: str
    last: str
    closings: tuple[ClosedDay, ...]
    postings: tuple[Posting, ...]


def books_of(
    database: Database, settings: Mapping[str, str], first: str, last: str
) -> Books:
    """The entries of the business days `first` to `last`, inclusive; any thread.

    Raises:
        AccountMissingError, ClosingUnbalancedError: nothing can be exported.
        KnownError: the data cannot be read.
    """
    return keep_books(booked(database), settings, first, last)


def booked(database: Database) -> dict[str, list[ClosedDay]]:
    """The closings that have entries: by terminal its Zs, up to the day from which on the
    establishment has closings; by "E/" and terminal those of the establishment that it
    made. A Z is in one of them, or waits for the establishment's closing.

    Raises:
        KnownError: the data cannot be read.
    """
    chains = sorted(reading.vector(database))
    own = {chain: list(closed_days(database, chain)) for chain in chains}
    whole = {chain: list(closed_establishment(database, chain)) for chain in chains}
    added = {part for made in whole.values() for each in made for part in each.parts}
    begin = min(
        (made[0].day for made in whole.values() if made),
        default=second_day(made[0].day for made in own.values() if made),
    )
    alone = {
        chain: [
            each
            for each in days
            if each.day < begin and (chain, each.number) not in added
        ]
        for chain, days in own.items()
    }
    return alone | {f"{WHOLE}{chain}": made for chain, made in whole.items()}


def booked_days(database: Database, first: str, last: str) -> list[ClosedDay]:
    """The closings of some business days that have entries; any thread.

    Raises:
        KnownError: the data cannot be read.
    """
    found = [
        each
        for closings in booked(database).values()
        for each in closings
        if first <= each.day <= last
    ]
    return sorted(found, key=lambda each: (each.day, each.chain, each.number))


def keep_books(
    closed: Mapping[str, Iterable[ClosedDay]],
    settings: Mapping[str, str],
    first: str,
    last: str,
) -> Books:
    """The entries of some days.

    Args:
        closed: every closing of each journal from its first on, in order (`booked`).
        settings: by key, those of `ACCOUNTS` among them.

    Raises:
        AccountMissingError, ClosingUnbalancedError: nothing can be exported.
    """
    closings: list[ClosedDay] = []
    postings: list[Posting] = []
    missing: dict[str, None] = {}
    for chain, days in closed.items():
        journal, number = _journal(settings, chain), 0
        for closing in days:
            wanted = first <= closing.day <= last
            closings += [closing] if wanted else []
            for label, amounts in parts_of(closing):
                number += 1
                if not wanted:
                    continue
                missing |= dict.fromkeys(
                    key for key, _ in amounts if not settings.get(key, "")
                )
                if not missing:
                    lines = tuple(_lines(amounts, settings))
                    postings.append(Posting(journal, number, closing, label, lines))
    if missing:
        raise AccountMissingError(tuple(missing))
    closings.sort(key=lambda each: (each.day, each.chain))
    postings.sort(key=lambda each: (each.closing.day, each.journal.number, each.number))
    return Books(first, last, tuple(closings), tuple(postings))


def closings_of(database: Database, first: str, last: str) -> list[ClosedDay]:
    """The closings of some business days on every terminal; any thread.

    Raises:
        KnownError: the data cannot be read.
    """
    found = [
        closing
        for chain in reading.vector(database)
        for closing in closed_days(database, chain)
        if first <= closing.day <= last
    ]
    return sorted(found, key=lambda closing: (closing.day, closing.chain))


def closed_days(database: Database, chain: str) -> Iterator[ClosedDay]:
    """Every closing of a terminal, the oldest first."""
    for fact in facts_of(numbered(database, chain, "Z")):
        if isinstance(fact.event, DayClosed) and fact.meta.chain == chain:
            yield closed_day(fact.event, fact.meta)


def closed_establishment(database: Database, chain: str) -> Iterator[ClosedDay]:
    """Every closing of a day of the establishment that a terminal made, in order."""
    for fact in facts_of(numbered(database, chain, "E")):
        event = fact.event
        if isinstance(event, EstablishmentDayClosed):
            yield ClosedDay(
                *(chain, event.number, event.last_day, fact.meta.ts[:10]),
                sums_of(event.figures),
                series="E",
                complement=event.complement,
                parts=tuple((part.chain, part.number) for part in event.parts),
            )


def closed_day(event: DayClosed, meta: Meta) -> ClosedDay:
    """A closing with its sums."""
    sums = sums_of(event.figures)
    return ClosedDay(meta.chain, event.number, event.day, meta.ts[:10], sums)


def parts_of(closing: ClosedDay) -> Iterator[tuple[str, Amounts]]:
    """(label, amounts) of each entry of a closing: turnover, cash moved, difference.

    Raises:
        ClosingUnbalancedError: its takings are not its turnover with tips.
    """
    sums = closing.sums
    name = f"Z {date.fromisoformat(closing.day):%d/%m/%Y}"
    if closing.complement:
        name = f"{name} complément {closing.complement}"
    turnover = [(key, cents) for key, cents in _turnover(sums) if cents]
    if sum(cents for _, cents in turnover):
        raise ClosingUnbalancedError(closing.piece)
    if turnover:
        yield name, turnover
    moved = sum(sums.get(("cash", way, "amount"), 0) for way in ("in", "out"))
    if moved:
        yield f"Espèces {name}", ((CASH, moved), ("account.moved", -moved))
    expired = [
        (f"account.tender.{kind}", -sums.get(("credit", kind, "expired"), 0))
        for kind in CREDITS
    ]
    if gone := sum(cents for _, cents in expired):
        yield f"Bons périmés {name}", (*expired, ("account.expired", -gone))
    booked = sum(sums[key] for key in sums if key[0] == "site")
    if booked:
        amounts = (("account.site", booked), ("account.tender.gift", -booked))
        yield f"Bons entre établissements {name}", amounts
    difference = sums.get(("cash", "difference", "amount"), 0)
    if difference < 0:
        yield (
            f"Manquant {name}",
            (("account.shortage", -difference), (CASH, difference)),
        )
    elif difference > 0:
        yield f"Excédent {name}", ((CASH, difference), ("account.overage", -difference))


def _turnover(sums: Sums) -> Iterator[tuple[str, int]]:
    """What was taken, then what it was for."""
    tips = excess = 0
    for method in METHODS:
        taken = {
            measure: sums.get(("tender", method, measure), 0)
            for measure in ("amount", "tip", "excess")
        }
        yield f"account.tender.{method}", sum(taken.values())
        tips, excess = tips + taken["tip"], excess + taken["excess"]
    for nature in ("GOODS", "SERVICE"):
        for rate in _rates(sums):
            ht = sums.get(("vat", f"{rate}.{nature}", "ht"), 0)
            yield f"account.sale.{nature}.{rate}", -ht
    for rate in _rates(sums):
        yield f"account.vat.{rate}", -sums.get(("vat_rate", str(rate), "tva"), 0)
    for kind in ("gift", "deposit", "account"):
        yield f"account.tender.{kind}", -sums.get(("beside", kind, "amount"), 0)
    for rate, _, _, tva in deposit_vat(sums):
        yield "account.tender.deposit", tva
        yield f"account.vat.{rate}", -tva
    # Change in euros for foreign notes: they are worth that much more than they paid.
    change = sums.get(("cash", "foreign", "amount"), 0)
    yield CASH, change
    yield "account.tender.foreign", -change
    yield "account.tip", -tips
    yield "account.excess", -excess
    yield "account.rounding", -sums.get(("beside", "rounding", "amount"), 0)


def _rates(sums: Sums) -> list[int]:
    return sorted({int(item) for family, item, _ in sums if family == "vat_rate"})


def _lines(amounts: Amounts, settings: Mapping[str, str]) -> Iterator[Line]:
    """One line for each account, in the order in which they come first."""
    totals: dict[Account, int] = {}
    for key, cents in amounts:
        account = account_of(settings[key])
        if account is not None:
            totals[account] = totals.get(account, 0) + cents
    for account, cents in totals.items():
        if cents:
            yield Line(account, max(cents, 0), max(-cents, 0))


def _journal(settings: Mapping[str, str], chain: str) -> Account:
    """The journal of a terminal: "CA"; the others have their number behind two letters,
    so that each journal counts without a gap whenever another terminal's entries come.
    That of the establishment is "CE"."""
    journal = account_of(settings[JOURNAL]) or Account("CA", "Caisse")
    if chain.startswith(WHOLE):
        maker = chain.removeprefix(WHOLE)
        apart = "" if maker == FIRST_CHAIN else maker.removeprefix("C")
        return Account(f"{journal.number[:1]}E{apart}", f"{journal.name} établissement")
    if chain == FIRST_CHAIN:
        return journal
    return Account(
        journal.number[:2] + chain.removeprefix("C"), f"{journal.name} {chain}"
    )


def item_words(key: str) -> str:
    """What an account of `ACCOUNTS` is for, in words."""
    family, _, item = key.removeprefix("account.").partition(".")
    if family == "tender":
        return tr(METHODS.get(item, item))
    if family == "sale":
        nature, _, rate = item.partition(".")
        words = (
            tr("Ventes à emporter {rate}")
            if nature == "GOODS"
            else tr("Sur place {rate}")
        )
        return words.format(rate=_percent(rate))
    if family == "vat":
        return tr("TVA {rate}", rate=_percent(item))
    return {
        "journal": tr("Journal"),
        "tip": tr("Pourboires"),
        "excess": tr("Excédents de titres"),
        "rounding": tr("Arrondis des espèces"),
        "expired": tr("Bons périmés"),
        "site": tr("Liaison des établissements"),
        "moved": tr("Entrées et sorties d'espèces"),
        "shortage": tr("Manquant de caisse"),
        "overage": tr("Excédent de caisse"),
    }.get(family, key)


def _percent(rate: str) -> str:
    from resources.texts import percent

    return percent(int(rate))


def marked(books: Books, word: str) -> Books:
    """The books with a word before every label: what is imported by mistake is seen."""
    postings = (replace(each, label=f"{word} {each.label}") for each in books.postings)
    return replace(books, postings=tuple(postings))


def balance(postings: Iterable[Posting]) -> list[tuple[Account, int, int]]:
    """(account, debit, credit) of all entries together, by number."""
    sums: dict[Account, tuple[int, int]] = {}
    for posting in postings:
        for line in posting.lines:
            debit, credit = sums.get(line.account, (0, 0))
            sums[line.account] = debit + line.debit, credit + line.credit
    ordered = sorted(sums.items(), key=lambda each: (each[0].number, each[0].name))
    return [(account, *sides) for account, sides in ordered]
