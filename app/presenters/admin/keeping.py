"""What is kept, in words: copies with their age and their key, archives, the form."""

from dataclasses import dataclass
from datetime import date
from pathlib import Path

from app.domain.settings import (
    ARCHIVE_EVERY,
    ARCHIVE_FOLDER,
    BACKUP_DAYS,
    BACKUP_FOLDER,
    BACKUP_KEY,
    Settings,
)
from app.presenters.admin.drafts import changed_fields, values_of
from app.presenters.admin.settings import MAX_TEXT
from resources.texts import short_date, tr
from widgets.dropdown import Entry

KEYS: dict[str, str] = {
    "backups": BACKUP_FOLDER,
    "days": BACKUP_DAYS,
    "archives": ARCHIVE_FOLDER,
    "every": ARCHIVE_EVERY,
}
"""Field of the form -> key of the setting."""
MOST_DAYS = 365
_TAIL, _HEAD, _GROUP = 6, len("AGE-SECRET-KEY-1"), 4


@dataclass(frozen=True, slots=True, kw_only=True)
class KeepingDraft:
    """Where copies and archives go, as typed."""

    backups: str
    days: str
    archives: str
    every: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Kept:
    """What lies in the backups folder: names of the newest backup and of the last one that
    was copied, "" for none."""

    newest: str
    copied: str


def keeping_draft(settings: Settings) -> KeepingDraft:
    """The form as stored."""
    return KeepingDraft(**{name: settings.text(key) for name, key in KEYS.items()})


def keeping_errors(draft: KeepingDraft) -> dict[str, str]:
    """Field -> what is wrong with it."""
    errors = {}
    for name in ("backups", "archives"):
        folder = getattr(draft, name).strip()
        if len(folder) > MAX_TEXT:
            errors[name] = tr("{n} caractères au plus", n=MAX_TEXT)
        elif folder and not Path(folder).is_absolute():
            errors[name] = tr("Le chemin entier du dossier")
    days = draft.days.strip()
    right = days.isascii() and days.isdigit() and len(days) < 4
    if not right or not 1 <= int(days) <= MOST_DAYS:
        errors["days"] = tr("De {least} à {most}", least=1, most=MOST_DAYS)
    return errors


def keeping_values(draft: KeepingDraft, stored: KeepingDraft) -> dict[str, str]:
    """Key -> value of every setting that was changed."""
    values = values_of(draft)
    changed = changed_fields(draft, stored)
    return {KEYS[name]: str(values[name]).strip() for name in changed}


def every_entries() -> tuple[Entry, ...]:
    """How often archives are made by themselves."""
    return (
        Entry("month", tr("Chaque mois")),
        Entry("year", tr("Chaque exercice")),
        Entry("never", tr("À la main")),
    )


def backup_words(settings: Settings, kept: Kept, today: date) -> str:
    """How old the last backup is, and whether it would outlive this machine."""
    if not kept.newest:
        return tr("Aucune sauvegarde encore : une à chaque clôture.")
    made = tr("Dernière sauvegarde : {when}.", when=_age(kept.newest, today))
    folder = settings.text(BACKUP_FOLDER)
    if not folder:
        return tr("{made} Elle est sur ce seul disque.", made=made)
    if kept.copied == kept.newest:
        return tr("{made} Copiée dans {folder}.", made=made, folder=folder)
    if not kept.copied:
        return tr("{made} Jamais copiée : {folder}.", made=made, folder=folder)
    when = _age(kept.copied, today)
    return tr("{made} La copie date d'avant : {when}.", made=made, when=when)


def in_groups(secret: str) -> str:
    """A recovery key as one writes it down; typed like that it opens as well."""
    head, body = secret[:_HEAD], secret[_HEAD:]
    groups = [body[place : place + _GROUP] for place in range(0, len(body), _GROUP)]
    return " ".join((head, *groups))


def _age(name: str, today: date) -> str:
    """ "20261120-233015-Z0042.db" as "hier à 23:30"."""
    day, time = date.fromisoformat(name[:8]), f"{name[9:11]}:{name[11:13]}"
    days = (today - day).days
    if days <= 1:
        words = tr("hier") if days else tr("aujourd'hui")
        return tr("{day} à {time}", day=words, time=time)
    return tr("{day}, il y a {n} jours", day=short_date(day), n=days)


def seal_words(settings: Settings) -> str:
    """Whether the copies are sealed, and what that means."""
    key = settings.text(BACKUP_KEY)
    if not key:
        return tr("Les copies du second dossier se lisent sans clé.")
    return tr(
        "Les copies sont chiffrées (clé …{tail}). Sans leur clé de secours, personne ne "
        "les ouvre, nous non plus.",
        tail=key[-_TAIL:],
    )
