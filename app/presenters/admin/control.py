"""What a control asks for, in words: versions and attestations, the form of the user,
what the law is about to change."""

from dataclasses import dataclass

from app.domain.profile import Notice
from app.domain.profile.choosing import profile_of
from app.domain.settings import CONFIRMED, Settings
from app.fiscal.attestation import user_of
from app.fiscal.control import MISSING, SIGNED, UNSIGNED, Trail, state_of
from app.fiscal.core import core
from app.presenters.admin.days import day_error, day_of, typed_day
from app.presenters.admin.drafts import changed_fields, values_of
from app.presenters.admin.settings import MAX_TEXT
from app.presenters.admin.verify import Verdict
from app.services.house import House
from resources.texts import tr
from widgets.table_model import Cell, Column, Row

_DAYS = ("acquired", "started")


def notice_of(house: House, day: str) -> Notice | None:
    """What the law is about to change on a day, until a manager has confirmed it; what is
    late cannot be confirmed. Beside real trade nothing is told."""
    if house.mark:
        return None
    settings = house.world.settings
    for notice in profile_of(settings).notices_on(day):
        if notice.grave or notice.since > settings.text(CONFIRMED):
            return notice
    return None


def control_columns() -> tuple[Column, ...]:
    """The columns of the versions."""
    return (
        Column("version", tr("Version"), style="strong"),
        Column("first", tr("Du"), 116, drop=2),
        Column("last", tr("Au"), 116, drop=1),
        Column("chains", tr("Caisses"), 100, drop=3),
        Column("attestation", tr("Attestation"), 180),
    )


def control_rows(told: Trail, names: list[str]) -> list[Row]:
    """Versions that wrote here, the newest first, each with its attestation."""
    states = {
        SIGNED: Cell(tr("signée"), icon="verified"),
        UNSIGNED: Cell(tr("à signer"), tag="warning", icon="draw"),
        MISSING: Cell(tr("manquante"), tag="danger", icon="error"),
    }
    return [
        Row(
            used.software,
            (
                used.software,
                Cell(typed_day(used.first[:10]), sort=used.first),
                Cell(typed_day(used.last[:10]), sort=used.last),
                ", ".join(used.chains),
                states[state_of(used.version, names)],
            ),
        )
        for used in reversed(told.versions)
    ]


def core_words() -> str:
    """The version that runs, and whether the publisher attests it."""
    here = core()
    if here.attested:
        return tr("{version}, attestée par l'éditeur", version=here.version)
    return tr("{version}, non attestée par l'éditeur", version=here.version)


def control_verdict(path: str) -> Verdict:
    """What came of a control folder."""
    words = tr("Dossier de contrôle écrit : {path}", path=path)
    return Verdict(tone="success", words=words, lines=())


# ------------------------------------------------------------------ the user


@dataclass(frozen=True, slots=True, kw_only=True)
class UserDraft:
    """The user of an attestation as typed; days are "20/11/2026"."""

    name: str
    licence: str
    acquired: str
    distributor: str
    started: str


def user_draft(settings: Settings) -> UserDraft:
    """The user as stored."""
    user = user_of(settings.values)
    return UserDraft(
        name=user.name,
        licence=user.licence,
        acquired=typed_day(user.acquired),
        distributor=user.distributor,
        started=typed_day(user.started),
    )


def user_errors(draft: UserDraft) -> dict[str, str]:
    """Field -> what is wrong with it."""
    errors = {name: day_error(getattr(draft, name)) for name in _DAYS}
    if not draft.name.strip():
        errors["name"] = tr("Celle de l'extrait Kbis")
    for name in ("name", "licence", "distributor"):
        if len(getattr(draft, name)) > MAX_TEXT:
            errors[name] = tr("{n} caractères au plus", n=MAX_TEXT)
    return {name: words for name, words in errors.items() if words}


def user_values(draft: UserDraft, stored: UserDraft) -> dict[str, str]:
    """Key -> value of the settings that were changed."""
    values = values_of(draft)
    return {
        f"attestation.{name}": day_of(str(values[name])) or ""
        if name in _DAYS
        else str(values[name]).strip()
        for name in changed_fields(draft, stored)
    }
