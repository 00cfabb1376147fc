"""Words that every noun of the domain uses: refusals, the context of a decision, rights.

Time, ids, the person and the rights in force come to `decide` in a `Context`; the domain
itself never looks at a clock. A `Refusal` is a value: it says why in words, and which
right would allow the act, so that a manager can approve it on the spot.
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Literal, TypeVar, dataclass_transform

from app.domain.environment import PRODUCTION, Environment
from app.domain.records import record

ServiceMode = Literal["dine_in", "takeaway", "delivery", "counter"]
MODES: tuple[ServiceMode, ...] = ("dine_in", "takeaway", "delivery", "counter")
Nature = Literal["GOODS", "SERVICE"]

MILLI = 1000
"""One piece, or one kilogram: quantities are whole thousandths."""

RIGHTS: dict[str, str] = {
    "order.take": "Prendre des commandes",
    "order.void_sent": "Annuler une ligne déjà envoyée",
    "order.comp": "Offrir un article",
    "order.discount": "Accorder une remise",
    "order.over_limit": "Dépasser les plafonds de remise et d'offert",
    "order.move": "Déplacer ou réunir des tables",
    "payment.take": "Encaisser",
    "payment.refund": "Rembourser un ticket",
    "payment.refund_freely": "Rembourser sans le ticket",
    "payment.correct": "Corriger un moyen de paiement",
    "payment.account": "Mettre une note en compte client",
    "payment.resolve": "Trancher un paiement carte sans réponse",
    "credit.edit": "Tenir les bons et les comptes clients",
    "till.open": "Ouvrir la caisse",
    "till.cash_move": "Entrer ou sortir des espèces",
    "till.drawer": "Ouvrir le tiroir sans vente",
    "till.report": "Lire la caisse (X)",
    "till.close": "Clôturer la journée (Z)",
    "catalogue.availability": "Passer un article en rupture",
    "catalogue.edit": "Modifier la carte et les prix",
    "staff.edit": "Gérer l'équipe et les droits",
    "device.edit": "Régler le matériel",
    "journal.read": "Lire le journal",
    "kitchen.work": "Travailler sur l'écran de cuisine",
    "reservation.take": "Prendre et suivre les réservations",
    "reservation.overbook": "Réserver hors des horaires ou au-delà des places",
    "stock.move": "Noter livraisons, pertes et inventaires",
    "stock.edit": "Gérer les stocks et les recettes",
}
"""Right -> what it allows, in French (the source text of the interface)."""
NUMBERS: dict[str, str] = {
    "order.take": "1.1",
    "order.void_sent": "1.2",
    "order.comp": "1.3",
    "order.discount": "1.4",
    "order.over_limit": "1.5",
    "order.move": "1.6",
    "payment.take": "2.1",
    "payment.refund": "2.2",
    "payment.refund_freely": "2.3",
    "payment.correct": "2.4",
    "payment.account": "2.5",
    "payment.resolve": "2.6",
    "credit.edit": "3.1",
    "till.open": "4.1",
    "till.cash_move": "4.2",
    "till.drawer": "4.3",
    "till.report": "4.4",
    "till.close": "4.5",
    "catalogue.availability": "5.1",
    "catalogue.edit": "5.2",
    "staff.edit": "6.1",
    "device.edit": "7.1",
    "journal.read": "8.1",
    "kitchen.work": "9.1",
    "reservation.take": "10.1",
    "reservation.overbook": "10.2",
    "stock.move": "11.1",
    "stock.edit": "11.2",
}
"""Right -> the number that people and `docs/rights.md` call it by. A number stays with its
right for ever; a new right takes the next one of its noun."""


T = TypeVar("T")


@dataclass_transform(kw_only_default=True, frozen_default=True)
def command(cls: type[T]) -> type[T]:
    """Marks a command: a frozen, keyword-only dataclass, named in the imperative."""
    return record(cls)


ALLERGENS: dict[str, tuple[str, str]] = {
    "gluten": ("Gluten", "G"),
    "crustaceans": ("Crustacés", "C"),
    "eggs": ("Œufs", "Œ"),
    "fish": ("Poisson", "P"),
    "peanuts": ("Arachides", "A"),
    "soy": ("Soja", "SO"),
    "milk": ("Lait", "L"),
    "nuts": ("Fruits à coque", "F"),
    "celery": ("Céleri", "CÉ"),
    "mustard": ("Moutarde", "M"),
    "sesame": ("Sésame", "SÉ"),
    "sulphites": ("Sulfites", "SU"),
    "lupin": ("Lupin", "LU"),
    "molluscs": ("Mollusques", "MO"),
}
"""Key -> (French name, letters on a tile): annex II of Regulation (EU) 1169/2011."""


@dataclass(frozen=True, slots=True)
class Refusal:
    """Why a command was not carried out.

    Attributes:
        code: stable word for programs ("void_needs_right").
        text: French source sentence for the person, with `{name}` fields.
        right: the right that would allow it, "" when nothing would.
        values: fields of `text`.
        place: which of several things that were asked for at once, from 0; None for all.
    """

    code: str
    text: str
    right: str = ""
    values: tuple[tuple[str, str], ...] = ()
    place: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Context:
    """What a decision may know besides the state.

    Attributes:
        now: wall clock with offset.
        bday: business day, "YYYY-MM-DD".
        operator: id of the person who acts.
        rights: what this person may do, with the approver's rights added when a manager
            approved this one act.
        approver: id of that manager, "" for none.
        terminal: chain of this terminal ("C1").
        environment: where the house stands.
        new_id: makes a fresh time-ordered id.
        apart: the hub that this terminal is linked to cannot be reached, so nobody here
            knows what the others do.
        heard: the other sites of the head office that can be asked at this moment, by
            the head office's connection to each.
        documents: the receipts and refunds of an order as the journal has them, however
            old; an order that it does not know has none.
    """

    now: datetime
    bday: str
    operator: str
    rights: frozenset[str]
    terminal: str
    new_id: Callable[[], str]
    approver: str = ""
    apart: bool = False
    heard: frozenset[str] = frozenset()
    environment: Environment = PRODUCTION
    documents: Callable[[str], tuple[object, ...]] = lambda _: ()

    def lacks(self, right: str) -> bool:
        """Whether neither the person nor the approver has `right`."""
        return right not in self.rights


@dataclass(frozen=True, slots=True)
class Meta:
    """Where and when a fact was written: what `evolve` may know besides the fact.

    Attributes:
        order: canonical order of facts over all terminals, (hlc, chain, seq).
        ts: wall clock, ISO 8601 with offset.
        op: id of the person.
        tseq: number in the fact's fiscal series, 0 when it has none.
        hash: of the journal's entry.
        extract: characters 3, 7, 13 and 19 of its signature, "" when it has none
            (what a receipt shows, `fiscal.md` E-01).
        sw: software that wrote it, with its fiscal version.
    """

    order: tuple[str, str, int] = ("", "", 0)
    ts: str = ""
    op: str = ""
    appr: str = ""
    bday: str = ""
    tseq: int = 0
    hash: str = field(default="", repr=False)
    extract: str = ""
    sw: str = ""

    @property
    def chain(self) -> str:
        """Chain of the terminal that wrote the fact."""
        return self.order[1]

    @property
    def place(self) -> str:
        """Its place in canonical order, as text that sorts as it does."""
        return place_of(self.order)


def place_of(order: tuple[str, str, int]) -> str:
    """A place in canonical order, as text that sorts as it does."""
    hlc, chain, seq = order
    return f"{hlc}/{chain}/{seq:012d}"


def need(context: Context, right: str, text: str, **values: str) -> Refusal | None:
    """A refusal when `right` is lacking, else None; `values` are the fields of `text`."""
    if not context.lacks(right):
        return None
    return Refusal("right_missing", text, right, tuple(values.items()))
