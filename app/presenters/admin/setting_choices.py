"""What may be chosen in the settings of the house, in words."""

from app.domain.profile import PROFILES, profile_named
from app.domain.profile.contract import EXEMPT, NORMAL
from resources.texts import month_name, tr
from widgets.dropdown import Entry


def profile_entries() -> tuple[Entry, ...]:
    """The countries; those in which nothing can be sold yet say so."""
    return tuple(
        Entry(key, tr("{country} · essai", country=tr(profile.name)))
        if profile.missing
        else Entry(key, tr(profile.name))
        for key, profile in PROFILES.items()
    )


def territory_entries(profile: str) -> tuple[Entry, ...]:
    """The parts of a country that have VAT rates of their own."""
    places = profile_named(profile).territories
    return tuple(Entry(key, tr(place.name)) for key, place in places.items())


def regime_entries(profile: str) -> tuple[Entry, ...]:
    """How a house may stand to VAT."""
    exempt = (Entry(EXEMPT, tr("Franchise : aucune TVA")),)
    known = profile_named(profile).exemption
    return (Entry(NORMAL, tr("TVA à déclarer")), *(exempt if known else ()))


def mode_entries() -> tuple[Entry, ...]:
    """What may be paid in cash on a bill above the ceiling."""
    return (
        Entry("strict", tr("Rien en espèces")),
        Entry("partial", tr("Le plafond en espèces")),
    )


def year_entries() -> tuple[Entry, ...]:
    """The months with which a fiscal year may begin."""
    months = [month_name(number) for number in range(1, 13)]
    return tuple(Entry(str(n), name) for n, name in enumerate(months, start=1))


def private_entries() -> tuple[Entry, ...]:
    """Where webhooks may go."""
    return (
        Entry("no", tr("Internet, chiffrées")),
        Entry("yes", tr("Machines d'ici aussi")),
    )


def weighed_entries() -> tuple[Entry, ...]:
    """Whether the receipt of what is sold by weight is printed unasked."""
    return (
        Entry("yes", tr("Ticket imprimé d'office")),
        Entry("no", tr("Ticket sur demande")),
    )


def photo_entries() -> tuple[Entry, ...]:
    """What the tiles of the till show; with photographs fewer fit a page."""
    return (
        Entry("no", tr("Nom et prix")),
        Entry("yes", tr("Photo, nom et prix")),
    )


def together_entries() -> tuple[Entry, ...]:
    """When the dishes of a course are begun."""
    return (
        Entry("no", tr("Tout commence à la réclame")),
        Entry("yes", tr("Tout finit ensemble : l'heure est dite")),
        Entry("hold", tr("Tout finit ensemble : bons retenus")),
    )


def limit_entries() -> tuple[Entry, ...]:
    """By what a card of the kitchen is late."""
    return (
        Entry("typed", tr("Passé le délai de sa suite")),
        Entry("learned", tr("Passé le temps habituel des plats")),
    )


def pass_entries() -> tuple[Entry, ...]:
    """Where what is made counts as served."""
    return (
        Entry("one", tr("Un seul passe : prêt, puis servi")),
        Entry("two", tr("Deux : le second sert en salle")),
    )


def course_pace_entries() -> tuple[Entry, ...]:
    """When one course goes."""
    return (Entry("", tr("Comme la maison")), *pace_entries())


def pace_entries() -> tuple[Entry, ...]:
    """When a held course goes; one that goes by itself can be stopped at the till."""
    return (
        Entry("call", tr("Quand on la réclame")),
        Entry("ready", tr("Seule, la précédente prête")),
        Entry("fired", tr("Seule, la précédente réclamée")),
    )


def guest_entries() -> tuple[Entry, ...]:
    """Whether guests order at their table by telephone."""
    return (
        Entry("no", tr("Non")),
        Entry("review", tr("Oui, le serveur envoie")),
        Entry("send", tr("Oui, tout part aussitôt")),
        Entry("paid", tr("Oui, tout part une fois payé")),
    )


def site_gift_entries() -> tuple[Entry, ...]:
    """Whether one site of this head office takes the vouchers of another."""
    return (
        Entry("yes", tr("Valables partout")),
        Entry("no", tr("Là où ils sont vendus")),
    )


def guest_pay_entries() -> tuple[Entry, ...]:
    """Whether guests see, split and pay their bill by telephone."""
    return (
        Entry("no", tr("Non")),
        Entry("till", tr("Vue et partagée, payée à la caisse")),
        Entry("online", tr("Payée aussi au téléphone")),
    )


def guest_fetch_entries() -> tuple[Entry, ...]:
    """Whether guests order and pay by telephone what they fetch."""
    return (
        Entry("no", tr("Non")),
        Entry("yes", tr("Oui, payé d'avance")),
    )


def own_price_entries() -> tuple[Entry, ...]:
    """Whether the sites of this head office may have prices of their own."""
    return (
        Entry("yes", tr("Chacun peut avoir les siens")),
        Entry("no", tr("Ceux du siège, partout")),
    )
