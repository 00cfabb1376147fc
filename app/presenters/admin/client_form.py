"""One client who pays later: the form, what is owed by its age, what can be done."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from app.domain.credits.events import ClientSet
from app.domain.credits.items import AGES
from app.presenters.admin.days import day_typed
from app.reports.sepa import (
    MANDATE_MOST,
    compact,
    right_bic,
    right_iban,
    right_mandate,
)
from app.services.clients import Contact
from resources.texts import amount, month_name, price, short_date, tr
from widgets.amount_entry import parse_cents

CLOSE, REOPEN, FORGET, PDF, EXCEL = "close", "reopen", "forget", "pdf", "excel"
COLLECTED, REFUSED = "collected", "refused"


@dataclass(frozen=True, slots=True, kw_only=True)
class ClientDraft:
    """A client as typed; `ceiling` is an amount, "" for none; `signed` is "03/02/2026",
    `born` "03/02"."""

    name: str = ""
    ceiling: str = ""
    mail: str = ""
    iban: str = ""
    bic: str = ""
    mandate: str = ""
    signed: str = ""
    born: str = ""


def client_draft(
    client: ClientSet | None, name: str, contact: Contact | None = None
) -> ClientDraft:
    """A client as stored; None for a new one."""
    cents = client.ceiling if client else 0
    known = contact or Contact()
    signed = short_date(date.fromisoformat(known.signed)) if known.signed else ""
    return ClientDraft(
        name=name,
        ceiling=amount(cents) if cents else "",
        mail=known.mail,
        iban=_in_fours(known.iban),
        bic=known.bic,
        mandate=known.mandate,
        signed=signed,
        born="/".join(reversed(known.born.split("-"))),
    )


def contact_of(draft: ClientDraft) -> Contact:
    """The contact of a draft without errors."""
    day = day_typed(draft.signed)
    return Contact(
        mail=draft.mail.strip(),
        iban=compact(draft.iban),
        bic=compact(draft.bic),
        mandate=draft.mandate.strip(),
        signed=day.isoformat() if day else "",
        born=birthday_typed(draft.born) or "",
    )


def _in_fours(iban: str) -> str:
    return " ".join(iban[n : n + 4] for n in range(0, len(iban), 4))


def birthday_typed(text: str) -> str | None:
    """ "3/2", "3/2/1990" -> "02-03"; "" for nothing typed, None when it is no day."""
    if not text.strip():
        return ""
    day_month = "/".join(text.strip().split("/")[:2])  # the year is not kept
    day = day_typed(f"{day_month}/2024")  # one with a 29 February
    return None if day is None else f"{day:%m-%d}"


def client_errors(draft: ClientDraft) -> dict[str, str]:
    """Field -> what is wrong with it."""
    errors = {}
    if not draft.name.strip():
        errors["name"] = tr("Donnez le nom du client.")
    if draft.ceiling.strip() and (parse_cents(draft.ceiling) or 0) <= 0:
        errors["ceiling"] = tr("Un montant, par exemple 24,50")
    if birthday_typed(draft.born) is None:
        errors["born"] = tr("Un jour et un mois, par exemple 03/02")
    return errors | _contact_errors(draft)


def _contact_errors(draft: ClientDraft) -> dict[str, str]:
    name, at, domain = draft.mail.strip().partition("@")
    mail_right = not draft.mail.strip() or (name and at and "." in domain)
    iban, mandate = compact(draft.iban), draft.mandate.strip()
    wrong = {
        "mail": "" if mail_right else tr("nom@exemple.fr"),
        "iban": tr("Cet IBAN est mal tapé.") if iban and not right_iban(iban) else "",
        "bic": tr("Ce BIC est mal tapé.")
        if draft.bic.strip() and not right_bic(compact(draft.bic))
        else "",
        "mandate": tr("{n} lettres et chiffres au plus", n=MANDATE_MOST)
        if mandate and not right_mandate(mandate)
        else "",
        "signed": tr("Un jour, par exemple 03/02/2026")
        if draft.signed.strip() and day_typed(draft.signed) is None
        else "",
    }
    if iban and not mandate:
        wrong["mandate"] = tr("Sans mandat, la banque ne prélève pas.")
    if iban and mandate and not draft.signed.strip():
        wrong["signed"] = tr("Le jour où le mandat a été signé")
    return {field: words for field, words in wrong.items() if words}


def ceiling_of(draft: ClientDraft) -> int:
    """The ceiling of a draft without errors, 0 for none."""
    return parse_cents(draft.ceiling) or 0


def owed_pairs(owed: int, ages: Sequence[int]) -> list[tuple[str, str]]:
    """What is owed, and since when, as (name, value)."""
    first, second, third = AGES
    names = (
        tr("depuis moins de {n} jours", n=first),
        tr("de {n} à {m} jours", n=first, m=second),
        tr("de {n} à {m} jours", n=second, m=third),
        tr("depuis plus de {n} jours", n=third),
    )
    parts = [(name, price(a)) for name, a in zip(names, ages, strict=True) if a]
    name = tr("Doit") if owed >= 0 else tr("Payé d'avance")
    return [(name, price(abs(owed))), *parts]


def kept_pair(owed: int, until: str) -> tuple[str, str]:
    """How long a client's name is kept, as (name, value).

    Args:
        until: "YYYY-MM-DD", when it is forgotten if nothing happens before.
    """
    if owed:
        return tr("Nom gardé"), tr("tant qu'il doit")
    month = f"{month_name(int(until[5:7]))} {until[:4]}"
    return tr("Nom gardé"), tr("jusqu'en {month}", month=month)


def client_acts(
    client: ClientSet, owed: int, *, debited: bool = False
) -> list[tuple[str, str]]:
    """(key, words) of what can be done with an account besides saving it."""
    acts = []
    if debited:
        acts += [
            (COLLECTED, tr("Prélèvement encaissé")),
            (REFUSED, tr("Prélèvement rejeté")),
        ]
    if client.active:
        acts.append((CLOSE, tr("Fermer le compte")))
    else:
        acts.append((REOPEN, tr("Rouvrir le compte")))
    if not owed:
        acts.append((FORGET, tr("Oublier ce client")))
    return acts


def statement_acts() -> tuple[tuple[str, str], ...]:
    """(kind, words) of the files that a statement can be."""
    return (PDF, tr("Relevé PDF")), (EXCEL, tr("Relevé Excel"))
