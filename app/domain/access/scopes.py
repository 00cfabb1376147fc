"""What a program may be given, and what a person needs for the same thing."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Scope:
    """One part of the house that can be opened to a program.

    Attributes:
        text: what it allows, in French.
        carries: rights that a program acts with.
        rights: a person needs one of these; none for what everybody of the team sees.
    """

    text: str
    carries: tuple[str, ...] = ()
    rights: tuple[str, ...] = ()


_ORDERS = ("order.take", "payment.take", "kitchen.work")

SCOPES: dict[str, Scope] = {
    "menu:read": Scope("Lire la carte"),
    "menu:write": Scope(
        "Passer un article en rupture",
        ("catalogue.availability",),
        rights=("catalogue.availability",),
    ),
    "menu:edit": Scope(
        "Modifier la carte et les prix", ("catalogue.edit",), rights=("catalogue.edit",)
    ),
    "tables:read": Scope("Lire les salles et les tables"),
    "orders:read": Scope("Lire les commandes", rights=_ORDERS),
    "orders:write": Scope(
        "Prendre des commandes",
        ("order.take", "order.move"),
        rights=("order.take",),
    ),
    "orders:void": Scope(
        "Annuler ce qui est envoyé", ("order.void_sent",), rights=("order.void_sent",)
    ),
    "payments:read": Scope(
        "Lire les paiements", rights=("payment.take", "till.report")
    ),
    "payments:write": Scope(
        "Encaisser par carte", ("payment.take",), rights=("payment.take",)
    ),
    "payments:cash": Scope(
        "Encaisser sans terminal", ("payment.take",), rights=("payment.take",)
    ),
    "payments:refund": Scope(
        "Rembourser", ("payment.refund",), rights=("payment.refund",)
    ),
    "receipts:read": Scope("Lire les tickets", rights=("payment.take", "till.report")),
    "invoices:read": Scope("Lire les factures", rights=("payment.take", "till.report")),
    "invoices:write": Scope(
        "Établir des factures", ("payment.take",), rights=("payment.take",)
    ),
    "reports:read": Scope("Lire les chiffres", rights=("till.report", "till.close")),
    "sites:read": Scope(
        "Lire les chiffres des établissements", rights=("till.report", "till.close")
    ),
    "sessions:read": Scope("Lire les caisses", rights=("till.report", "till.close")),
    "sessions:write": Scope(
        "Ouvrir et clôturer la caisse du hub",
        ("till.open", "till.close"),
        rights=("till.open", "till.close"),
    ),
    "reservations:read": Scope("Lire les réservations", rights=("reservation.take",)),
    "reservations:write": Scope(
        "Prendre des réservations",
        ("reservation.take", "order.take"),
        rights=("reservation.take",),
    ),
    "inventory:read": Scope("Lire les stocks", rights=("stock.move", "stock.edit")),
    "inventory:write": Scope(
        "Noter les mouvements de stock", ("stock.move",), rights=("stock.move",)
    ),
    "customers:read": Scope(
        "Lire les clients et leurs coordonnées", rights=("reservation.take",)
    ),
    "events:read": Scope("Suivre le journal", rights=("journal.read",)),
    "personal:read": Scope(
        "Lire les noms et coordonnées", rights=("reservation.take", "journal.read")
    ),
    "webhooks:read": Scope("Lire les webhooks", rights=("device.edit",)),
    "webhooks:write": Scope("Régler les webhooks", rights=("device.edit",)),
    "settings:read": Scope("Lire les réglages", rights=("device.edit",)),
    "settings:write": Scope(
        "Changer les réglages", ("device.edit",), rights=("device.edit",)
    ),
    "keys:write": Scope("Gérer les clés", rights=("device.edit",)),
    "network:write": Scope("Changer les limites du réseau", rights=("device.edit",)),
}
"""Scope -> what it is."""

PEOPLE_ONLY = frozenset({"keys:write", "network:write"})
"""No program makes keys, or widens what programs may."""


def carried(scopes: tuple[str, ...]) -> frozenset[str]:
    """The rights that a program with these scopes acts with."""
    return frozenset(
        right for name in scopes if name in SCOPES for right in SCOPES[name].carries
    )


def opens(scope: str, rights: frozenset[str]) -> bool:
    """Whether a person with these rights may do what the scope allows."""
    wanted = SCOPES[scope].rights
    return not wanted or bool(rights.intersection(wanted))
