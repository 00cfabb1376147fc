"""The publisher's attestation of one user: what it says, and why it cannot be made.

It names the taxpayer, so none is ever made without their name and SIREN. While the publisher
does not attest the core that runs, or has not said who they are, it is a draft and says so.

Source: `fiscal.md` A-01; the words are the profile's.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Final

from typing_extensions import override

from app.domain.profile import FiscalProfile, profile_named
from app.domain.settings import ATTESTED, PROFILE
from app.fiscal.core import Core
from db.errors import KnownError
from resources.texts import tr

BLANK: Final = "……………………………………"
"""A line to be filled in by hand."""
_SIREN: Final = 9


class AttestationError(KnownError):
    """Nobody is named, or the country knows no attestation; the argument says it."""

    @override
    def text(self) -> str:
        return str(self.args[0])


@dataclass(frozen=True, slots=True, kw_only=True)
class User:
    """The taxpayer; days are "YYYY-MM-DD", "" to be filled in by hand."""

    name: str
    siren: str
    address: str = ""
    licence: str = ""
    acquired: str = ""
    distributor: str = ""
    started: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Attestation:
    """What goes on paper, in French.

    Attributes:
        version: of the core ("F1.0"); label: with its hash.
        draft: why it attests nothing yet, "" for one that waits only for signatures.
        publisher, user: paragraphs of the two parts.
        place: where the publisher signs, "" to be filled in.
        mark: across the pages of a house beside real trade, "" in production.
    """

    version: str
    label: str
    draft: str
    model: str
    about: str
    publisher: tuple[str, ...]
    user: tuple[str, ...]
    conditions: tuple[str, ...]
    covered: tuple[str, ...]
    excluded: tuple[str, ...]
    warning: str
    place: str
    mark: str = ""

    @property
    def file(self) -> str:
        """Its name among the house's attestations."""
        return f"attestation_{self.version}.pdf"


def user_of(settings: Mapping[str, str], started: str = "") -> User:
    """The taxpayer as the settings have it.

    Args:
        started: day of the journal's first entry, which stands until another is set.
    """
    told = {key: settings[key].strip() for key in ATTESTED}
    return User(
        name=told["attestation.name"],
        siren="".join(settings["house.siret"].split())[:_SIREN],
        address=settings["house.address"].strip(),
        licence=told["attestation.licence"],
        acquired=told["attestation.acquired"],
        distributor=told["attestation.distributor"],
        started=told["attestation.started"] or started,
    )


def attest(core: Core, user: User, settings: Mapping[str, str]) -> Attestation:
    """The attestation of the core that runs for this user.

    Raises:
        AttestationError: the user is not named, or the country knows none.
    """
    words = _profile(settings).attestation
    if words is None:
        raise AttestationError(tr("Ce pays ne connaît pas d'attestation de l'éditeur."))
    missing = [
        name
        for name, value in (
            (tr("la raison sociale"), user.name),
            (tr("le SIRET"), user.siren if len(user.siren) == _SIREN else ""),
        )
        if not value
    ]
    if missing:
        items = tr(" et ").join(missing)
        raise AttestationError(
            tr("Une attestation est nominative : renseignez {items}.", items=items)
        )
    fields = _fields(core, user)
    return Attestation(
        version=core.version,
        label=core.label,
        draft=_draft(core),
        model=words.model,
        about=words.about,
        publisher=tuple(text.format_map(fields) for text in words.publisher),
        user=tuple(text.format_map(fields) for text in words.user),
        conditions=words.conditions,
        covered=words.covered,
        excluded=words.excluded,
        warning=words.warning,
        place=core.publisher.place,
    )


def root_of(version: str) -> str:
    """The major version: "F1" of "F1.2"; its subdivisions are covered by it."""
    return version.partition(".")[0]


def _profile(settings: Mapping[str, str]) -> FiscalProfile:
    return profile_named(settings[PROFILE])


def _draft(core: Core) -> str:
    if not core.publisher.known:
        return "l'éditeur n'est pas désigné dans ce programme"
    if not core.attested:
        return "cette version n'est pas de celles que l'éditeur atteste"
    return ""


def _fields(core: Core, user: User) -> dict[str, str]:
    publisher = core.publisher
    told = {
        "representative": publisher.representative,
        "capacity": publisher.capacity or "représentant légal",
        "name": publisher.name,
        "legal_form": publisher.legal_form,
        "siren": publisher.siren,
        "address": publisher.address,
        "software": publisher.software,
        "first_marketed": day_words(publisher.first_marketed),
        "version": core.label,
        "root": root_of(core.version),
        "licence": user.licence or publisher.licence,
        "user": user.name,
        "user_siren": user.siren,
        "user_address": user.address,
        "acquired": day_words(user.acquired),
        "distributor": user.distributor,
        "started": day_words(user.started),
    }
    return {key: value or BLANK for key, value in told.items()} | {"blank": BLANK}


def day_words(day: str) -> str:
    """ "2026-11-20" as it is read in French, "" for none."""
    return f"{date.fromisoformat(day):%d/%m/%Y}" if day else ""
