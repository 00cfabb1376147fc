"""The attestation as a PDF: the publisher's part, the user's part, lines to sign.

Always French: it is handed to the French administration. Source: `fiscal.md` A-01.
"""

import hashlib
from dataclasses import replace
from pathlib import Path

from app.fiscal.attestation import Attestation, attest, user_of
from app.fiscal.core import core
from app.reports.ink import Ink
from app.reports.layout import INNER, MARGIN, Band, lay_out
from app.reports.letterhead import plain_head
from app.reports.prose import Signature, prose
from app.services.house import Actor, House
from db import reading
from db.whole_file import write_whole

_TOP = 138.0


def write_attestation(house: House, folder: Path, actor: Actor) -> Path:
    """Makes the attestation of what runs here for this house, and keeps it in `folder`.

    Raises:
        AttestationError: the user is not named, or the country knows none.
        JournalError: nothing could be written down.
        OSError: the disk refused.
    """
    settings = house.world.settings.values
    user = user_of(settings, reading.first_day(house.database, {}))
    made = attest(core(), user, settings)
    file = attestation_pdf(replace(made, mark=house.mark.word if house.mark else ""))
    write_whole(folder / made.file, file)
    house.note("EXPORT", f"{made.file} {hashlib.sha256(file).hexdigest()}", actor)
    return folder / made.file


def attestation_pdf(attestation: Attestation) -> bytes:
    """The file; the same attestation gives the same bytes."""
    ink = Ink("Attestation individuelle", "Sotto")
    foot = f"Modèle {attestation.model} · {attestation.label} · volet"
    word = attestation.mark or ("PROJET" if attestation.draft else "")

    def before(ink: Ink) -> None:
        if word:
            ink.watermark(word)

    half = (INNER - 26) / 2
    draft = f"Projet, sans valeur : {attestation.draft}." if attestation.draft else ""
    first: list[Band] = [
        *([[prose(ink, "", [draft], INNER)]] if draft else []),
        [prose(ink, "Volet 1 : l'éditeur", attestation.publisher, INNER)],
        [
            prose(
                ink,
                "Le logiciel satisfait aux conditions",
                attestation.conditions,
                INNER,
                bullet="·",
            )
        ],
        [
            prose(ink, "Fonctions visées", attestation.covered, half, bullet="·"),
            prose(ink, "Fonctions non visées", attestation.excluded, half, bullet="·"),
        ],
        [Signature(attestation.place, "Signature du représentant légal de l'éditeur")],
        [prose(ink, "", [attestation.warning], INNER, quiet=True)],
    ]
    second: list[Band] = [
        [prose(ink, "Volet 2 : l'utilisateur", attestation.user, INNER)],
        [Signature("", "Signature de l'utilisateur ou de son représentant légal")],
        [prose(ink, "", [attestation.warning], INNER, quiet=True)],
    ]
    for number, bands in enumerate((first, second), start=1):
        if number > 1:
            ink.next_page()
        before(ink)
        _head(ink, attestation)
        lay_out(ink, bands, top=_TOP, foot=f"{foot} {number}", before=before)
    return ink.finished()


def _head(ink: Ink, attestation: Attestation) -> None:
    plain_head(ink, "Attestation individuelle", right=attestation.version)
    about = prose(ink, "", [attestation.about], INNER, quiet=True)
    about.draw(ink, MARGIN, 78, INNER)
