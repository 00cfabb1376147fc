"""The fiscal side of the back office in words: journal of closings, accounts, archives."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from app.domain.accounts import ACCOUNTS, account_of, right_account
from app.domain.archives import ArchiveMade
from app.domain.payments.commands import METHODS
from app.fiscal.accounting import ClosedDay, item_words
from app.fiscal.archive_due import OVERDUE
from app.fiscal.verifier_sotto import Result
from app.presenters.admin.verify import Verdict
from app.services.house import Fact, House
from app.services.people import person_name
from resources.texts import amount, short_date, tr, trn
from widgets.table_model import Cell, Column, Row

KIND_WORDS = {
    "accounts": "Les comptes d'origine sont à confirmer par votre comptable.",
    "archives": "Une par an au moins, sur un support gardé ailleurs qu'ici.",
    "integrity": "Ce qui prouve que rien n'a été changé ni enlevé.",
    "control": "Ce qu'un contrôle demande à voir.",
}


def kind_words(kind: str) -> str:
    """What a page of the fiscal side is for, where its name does not say it."""
    return tr(KIND_WORDS[kind]) if kind in KIND_WORDS else ""


# ------------------------------------------------------------------ closings


def journal_columns() -> tuple[Column, ...]:
    """The columns of the closings."""
    return (
        Column("day", tr("Jour"), style="strong"),
        Column("piece", tr("Clôture"), 124, drop=1),
        Column("ht", tr("HT"), 96, "end", drop=2),
        Column("tva", tr("TVA"), 88, "end"),
        Column("ttc", tr("TTC"), 100, "end", "plain"),
        Column("taken", tr("Encaissé"), 100, "end"),
        Column("difference", tr("Écart"), 80, "end"),
    )


def journal_rows(closings: Iterable[ClosedDay]) -> list[Row]:
    """Closings as they are listed."""
    rows = []
    for closing in closings:
        ht, tva = _total(closing, "vat_rate", "ht"), _total(closing, "vat_rate", "tva")
        taken = sum(
            closing.sums.get(("tender", method, measure), 0)
            for method in METHODS
            for measure in ("amount", "tip")
        )
        difference = closing.sums.get(("cash", "difference", "amount"), 0)
        day = date.fromisoformat(closing.day)
        rows.append(
            Row(
                closing.piece,
                (
                    Cell(short_date(day), sort=closing.day),
                    closing.piece,
                    *(Cell(amount(cents), sort=cents) for cents in (ht, tva, ht + tva)),
                    Cell(amount(taken), sort=taken),
                    Cell(amount(difference, sign=True), sort=difference),
                ),
            )
        )
    return rows


def journal_words(closings: Sequence[ClosedDay]) -> str:
    """What the closings come to."""
    ttc = sum(_total(closing, "vat_rate", "ttc") for closing in closings)
    count = trn(len(closings), "{n} clôture", "{n} clôtures")
    return tr("{count} · {total} TTC", count=count, total=amount(ttc))


def _total(closing: ClosedDay, family: str, measure: str) -> int:
    return sum(
        value
        for (its_family, _, its_measure), value in closing.sums.items()
        if (its_family, its_measure) == (family, measure)
    )


def last_month(today: date) -> tuple[date, date]:
    """The first and last day of the month before: what an accountant asks for."""
    last = today.replace(day=1) - timedelta(days=1)
    return last.replace(day=1), last


def export_acts() -> tuple[tuple[str, str], ...]:
    """(kind, words) of the files that can be made of closings."""
    return (
        ("fec", tr("Écritures, disposition du FEC")),
        ("sage", tr("Écritures pour Sage (PNM)")),
        ("ciel", tr("Écritures pour Ciel (XIMPORT)")),
        ("pdf", tr("Journal en PDF")),
        ("xlsx", tr("Journal en Excel")),
    )


# ------------------------------------------------------------------ accounts


@dataclass(frozen=True, slots=True, kw_only=True)
class AccountDraft:
    """An account as it is typed."""

    number: str
    name: str


def account_columns() -> tuple[Column, ...]:
    """The columns of the accounts."""
    return (
        Column("item", tr("Pour"), style="strong"),
        Column("number", tr("Compte"), 150),
        Column("name", tr("Libellé"), 300, drop=1),
    )


def account_rows(settings: Mapping[str, str], rates: Collection[int]) -> list[Row]:
    """What each figure of a closing goes to; of rates, those of the house (hundredths of a
    percent) and those that have an account."""
    rows = []
    for key in ACCOUNTS:
        account = account_of(settings[key])
        rate = key.rpartition(".")[2]
        if account is None and rate.isdigit() and int(rate) not in rates:
            continue
        shown = (
            (account.number, account.name)
            if account is not None
            else (Cell(tr("à renseigner"), tag="warning", icon="edit"), "")
        )
        rows.append(Row(key, (item_words(key), *shown)))
    return rows


def account_draft(settings: Mapping[str, str], key: str) -> AccountDraft:
    """An account as it is stored."""
    account = account_of(settings[key])
    if account is None:
        return AccountDraft(number="", name="")
    return AccountDraft(number=account.number, name=account.name)


def account_value(draft: AccountDraft) -> str:
    """What is stored; "" for no account."""
    number, name = draft.number.strip().upper(), draft.name.strip()
    return f"{number} {name}" if number or name else ""


def account_errors(key: str, draft: AccountDraft) -> dict[str, str]:
    """Field -> what is wrong with it."""
    value = account_value(draft)
    if right_account(key, value):
        return {}
    number = account_value(AccountDraft(number=draft.number, name="x"))
    if not right_account(key, number):
        journal = key.endswith(".journal")
        words = tr("2 ou 3 lettres : CA") if journal else tr("Par exemple 706110")
        return {"number": words}
    return {"name": tr("Un libellé, sans « | »")}


# ------------------------------------------------------------------ archives


def archive_columns() -> tuple[Column, ...]:
    """The columns of the archives."""
    return (
        Column("number", tr("N°"), 84, style="strong"),
        Column("days", tr("Journées"), 220),
        Column("made", tr("Faite"), 150, drop=2),
        Column("person", tr("Par"), 110, drop=1),
        Column("state", tr("État")),
    )


def archive_rows(house: House, archives: Iterable[Fact]) -> list[Row]:
    """Archives that were made and verified, the newest first."""
    rows = []
    for fact in archives:
        made = fact.event
        if not isinstance(made, ArchiveMade):
            continue
        moment = datetime.fromisoformat(fact.meta.ts)
        anomalies = trn(made.anomalies, "{n} anomalie", "{n} anomalies")
        state = (
            Cell(anomalies, tag="warning", icon="warning")
            if made.anomalies
            else Cell(tr("relue, intacte"), icon="verified_user")
        )
        rows.append(
            Row(
                f"{made.terminal}-{made.number}",
                (
                    Cell(f"{made.terminal}-{made.number}", sort=made.number),
                    Cell(_days(made), sort=made.first_day),
                    Cell(f"{moment:%d/%m/%Y %H:%M}", sort=fact.meta.ts),
                    person_name(house, fact.meta.op),
                    state,
                ),
            )
        )
    return rows[::-1]


def _days(made: ArchiveMade) -> str:
    first, last = map(date.fromisoformat, (made.first_day, made.last_day))
    return f"{short_date(first)} – {short_date(last)}"


def archive_words(house: House, today: date) -> str:
    """How long ago the last archive was, and that one is due; "" without any."""
    done = [date.fromisoformat(made.last_day) for made in house.world.archives.values()]
    if not done:
        return ""
    last = max(done)
    if today - last > OVERDUE:
        return tr("Dernière au {date} : plus d'un an", date=short_date(last))
    return tr("Dernière au {date}", date=short_date(last))


def made_verdict(made: ArchiveMade, medium: str) -> Verdict:
    """What came of an archive."""
    text = tr("Archive n° {n} écrite et relue : {path}", n=made.number, path=medium)
    if made.anomalies:
        found = trn(made.anomalies, "{n} anomalie", "{n} anomalies")
        words = tr("{text}. Elle déclare {found} du journal.", text=text, found=found)
        return Verdict(tone="warning", words=words, lines=())
    return Verdict(tone="success", words=text, lines=())


def archive_verdict(result: Result) -> Verdict:
    """What the stand-alone verifier says of an archive."""
    lines = tuple(("", finding.line()) for finding in result.findings)
    count = trn(result.entries, "{n} écriture", "{n} écritures")
    if any(finding.code == "NOT_AN_ARCHIVE" for finding in result.findings):
        words = tr("Ce fichier n'est pas une archive de Sotto, ou il est coupé.")
        return Verdict(tone="danger", words=words, lines=lines)
    if result.errors:
        words = trn(
            len(result.errors),
            "Archive altérée : {n} constat.",
            "Archive altérée : {n} constats.",
        )
        return Verdict(tone="danger", words=words, lines=lines)
    tone = "warning" if result.findings else "success"
    return Verdict(
        tone=tone, words=tr("Archive intacte : {count}.", count=count), lines=lines
    )
