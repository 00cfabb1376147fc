"""What has to hang where guests pay: one A4 page a notice.

Sources: code de l'environnement D. 541-371 (no ticket printed unasked, the notice of the
décret 2022-1565); arrêté 83-50/A of 3 October 1983 (when a note is due, itself posted);
règlement (UE) 1169/2011 and décret 2015-447 (allergens). `fiscal.md` E-02, E-03, K-01.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from app.reports.ink import WIDTH, Ink
from app.reports.layout import FOOT, INNER, MARGIN
from app.reports.letterhead import establishment_of
from app.reports.prose import wrapped
from app.reports.tokens import BOLD, MEDIUM, ON, ON_VAR, PRIMARY, REGULAR
from resources.texts import price

_TITLE, _BODY, _NOTE = 44.0, 22.0, 11.0


@dataclass(frozen=True, slots=True)
class _Poster:
    """A notice: its headline, its words, and the text behind it."""

    title: str
    words: tuple[str, ...]
    source: str


def posters_pdf(
    settings: Mapping[str, str], *, menu_address: str = "", order_address: str = ""
) -> bytes:
    """The notices of this house, in French as the law has them.

    Args:
        menu_address: where guests read the allergens on their telephones, "" for
            nowhere.
        order_address: where they order what they fetch, "" where they do not.
    """
    house = establishment_of(settings)
    ink = Ink("Affiches", house.name)
    posters = _posters(settings)
    if menu_address:
        posters.append(_ALLERGENS)
    if order_address:
        posters.append(_FETCH)
    codes = {_ALLERGENS: menu_address, _FETCH: order_address}
    for number, poster in enumerate(posters):
        if number:
            ink.next_page()
        _draw(ink, poster, house.name, codes.get(poster, ""))
    return ink.finished()


_UNASKED = (
    "À compter du 1er août 2023, sauf exception légale, l'impression et la remise "
    "systématiques des tickets de caisse, des tickets de carte bancaire et des bons "
    "d'achat sont supprimées, sauf demande du client."
)
_ALLERGENS = _Poster(
    "Allergènes et carte",
    (
        "Ce que contiennent nos plats se lit ici, sans rien demander.",
        "Une allergie ? Dites-la aussi à la commande.",
    ),
    "Règlement (UE) n° 1169/2011 ; code de la consommation, R. 412-12 et suivants",
)


_FETCH = _Poster(
    "Commandez d'ici",
    (
        "Choisissez et payez sur votre téléphone ; on vous appelle par votre numéro.",
        "Choose and pay on your phone; we call your number.",
    ),
    "",
)


def _posters(settings: Mapping[str, str]) -> list[_Poster]:
    unasked = _Poster(
        "Votre ticket, si vous le voulez",
        (
            _UNASKED,
            "Demandez-le : sur papier, par e-mail ou à lire sur votre téléphone.",
        ),
        "Code de l'environnement, L. 541-15-10 et D. 541-371",
    )
    if settings["house.sector"] != "restaurant":
        return [unasked]
    threshold = int(settings["note.threshold"])
    due = (
        f"Une note vous est remise dès que le prix de la prestation atteint "
        f"{price(threshold, lang='fr')}, toutes taxes comprises."
        if threshold
        else "Une note vous est remise pour toute prestation."
    )
    note = _Poster(
        "Votre note",
        (
            due,
            *(("En dessous, elle vous est remise sur demande.",) if threshold else ()),
            "Elle porte votre nom si vous le souhaitez.",
            "Nos prix sont nets : taxes et service compris.",
        ),
        "Arrêté n° 83-50/A du 3 octobre 1983",
    )
    return [unasked, note]


def _draw(ink: Ink, poster: _Poster, house: str, code: str) -> None:
    ink.mark(MARGIN, 64, 56)
    y = 190.0
    for line in wrapped(ink, poster.title, INNER * 0.8, _TITLE):
        ink.text(MARGIN, y, line, face=BOLD, size=_TITLE, colour=PRIMARY)
        y += _TITLE * 1.15
    ink.filet(MARGIN, y - 14, 64, thick=6)
    y += 34
    for place, words in enumerate(poster.words):
        face = MEDIUM if place == 0 else REGULAR
        for line in wrapped(ink, words.replace("'", "’"), INNER - 30, _BODY):
            ink.text(MARGIN, y, line, face=face, size=_BODY, colour=ON)
            y += _BODY * 1.45
        y += 12
    if code:
        ink.qr(MARGIN, y + 6, 190, code)
        ink.text(MARGIN, y + 222, code, size=_NOTE, colour=ON_VAR, room=INNER)
    ink.rule(MARGIN, FOOT - 22, INNER)
    ink.text(MARGIN, FOOT - 4, house, face=BOLD, size=_NOTE)
    ink.text(
        WIDTH - MARGIN, FOOT - 4, poster.source, size=9, colour=ON_VAR, align="right"
    )
