"""One client who pays later: the form, what is owed by its age, what can be done."""

from collections.abc import Sequence
from dataclasses import dataclass

from app.domain.credits.events import ClientSet
from app.presenters.credits import AGES
from resources.texts import amount, month_name, price, tr
from widgets.amount_entry import parse_cents

CLOSE, REOPEN, FORGET, PDF, EXCEL = "close", "reopen", "forget", "pdf", "excel"


@dataclass(frozen=True, slots=True, kw_only=True)
class ClientDraft:
    """A client as typed; `ceiling` is an amount, "" for none."""

    name: str = ""
    ceiling: str = ""


def client_draft(client: ClientSet | None, name: str) -> ClientDraft:
    """A client as stored; None for a new one."""
    cents = client.ceiling if client else 0
    return ClientDraft(name=name, ceiling=amount(cents) if cents else "")


def client_errors(draft: ClientDraft) -> dict[str, str]:
    """Field -> what is wrong with it."""
    errors = {}
    if not draft.name.strip():
        errors["name"] = tr("Donnez le nom du client.")
    if draft.ceiling.strip() and (parse_cents(draft.ceiling) or 0) <= 0:
        errors["ceiling"] = tr("Un montant, par exemple 24,50")
    return errors


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
    return [(tr("Doit"), price(owed)), *parts]


def kept_pair(owed: int, until: str) -> tuple[str, str]:
    """How long a client's name is kept, as (name, value).

    Args:
        until: "YYYY-MM-DD", when it is forgotten if nothing happens before.
    """
    if owed:
        return tr("Nom gardé"), tr("tant qu'il doit")
    month = f"{month_name(int(until[5:7]))} {until[:4]}"
    return tr("Nom gardé"), tr("jusqu'en {month}", month=month)


def client_acts(client: ClientSet, owed: int) -> list[tuple[str, str]]:
    """(key, words) of what can be done with an account besides saving it."""
    acts = [(CLOSE, tr("Fermer le compte"))]
    if not client.active:
        acts = [(REOPEN, tr("Rouvrir le compte"))]
    if not owed:
        acts.append((FORGET, tr("Oublier ce client")))
    return acts


def statement_acts() -> tuple[tuple[str, str], ...]:
    """(kind, words) of the files that a statement can be."""
    return (PDF, tr("Relevé PDF")), (EXCEL, tr("Relevé Excel"))
