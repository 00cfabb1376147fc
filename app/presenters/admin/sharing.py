"""Several sites in the forms: what is the head office's here, and at which sites ours is."""

from collections.abc import Mapping
from dataclasses import dataclass

from app.domain.catalogue.events import OWN_FIELDS
from app.domain.staff.events import StaffSet
from app.domain.world import World
from app.services.people import CodeKey
from resources.texts import amount, tr

_LABELS = {
    "price": "Prix TTC",
    "button": "Touche caisse",
    "kitchen": "Bon de cuisine",
    "station": "Poste",
    "course": "Suite",
    "minutes": "Temps prévu",
    "cost": "Coût matière",
    "favourite": "Favoris",
    "active": "En vente",
}
"""Field of `OWN_FIELDS` -> what the form calls it."""
_THEIRS = frozenset(
    (
        *("name", "vat", "vat_away", "category", "spoken", "barcodes", "allergens"),
        *("groups", "goods", "alcohol", "weighed", "open_price"),
        *("no_allergens", "legal_warranty", "tare", "origin", "apart", "kitchens"),
    )
)
"""Fields of the form that are the head office's alone."""


@dataclass(frozen=True, slots=True)
class OwnRow:
    """A field that this site has its own way: what it says here, and at the head office."""

    field: str
    label: str
    words: str


@dataclass(frozen=True, slots=True)
class OfficeView:
    """An article of the head office in the form of a site.

    Attributes:
        words: whose it is, and what may be ours.
        rows: what is.
        locked: fields of the form that are changed at the head office.
    """

    words: str
    rows: tuple[OwnRow, ...]
    locked: frozenset[str]


@dataclass(frozen=True, slots=True)
class SitesView:
    """At which sites something of the head office is.

    Attributes:
        everywhere: at all of them, those to come too.
        sites: (id, name, whether it is there).
    """

    everywhere: bool
    sites: tuple[tuple[str, str, bool], ...]


def office_view(world: World, article: str) -> OfficeView | None:
    """What is the head office's of an article; None where it is all ours."""
    catalogue, upstream = world.catalogue, world.terminals.upstream
    office = catalogue.office.get(article)
    if upstream is None or office is None:
        return None
    own, name = catalogue.own_of(article), upstream.name
    rows = tuple(
        OwnRow(
            field,
            tr(_LABELS[field]),
            tr(
                "{here} ici, {there} au siège",
                here=_words(world, field, own[field]),
                there=_words(world, field, getattr(office, field)),
            ),
        )
        for field in OWN_FIELDS
        if field in own
    )
    words = (
        tr("Article du siège ({name}). Prix, touche, poste et vente se règlent ici.")
        if catalogue.own_prices
        else tr(
            "Article du siège ({name}), prix compris. Touche, poste et vente : ici."
        )
    )
    locked = _THEIRS if catalogue.own_prices else _THEIRS | {"price"}
    return OfficeView(words.format(name=name), rows, locked)


def _words(world: World, field: str, value: object) -> str:
    catalogue, nothing = world.catalogue, "—"
    match field, value:
        case (("price" | "cost"), int(cents)):
            return f"{amount(cents)} €"
        case "minutes", int(minutes):
            return f"{minutes} min"
        case "station", str(key):
            station = catalogue.stations.get(key)
            return station.name if station else key or nothing
        case "course", str(key):
            course = catalogue.courses.get(key)
            return course.name if course else tr("Direct")
        case (("favourite" | "active"), _):
            return tr("oui") if value else tr("non")
        case _:
            return str(value) or nothing


def sites_view(
    world: World, chosen: Mapping[str, tuple[str, ...]], thing: str
) -> SitesView | None:
    """At which sites an article or a person is; None where there are no sites.

    Args:
        chosen: thing -> sites, of those that are not everywhere.
    """
    known = [site for site in world.terminals.sites.values() if site.active]
    if not known:
        return None
    here = chosen.get(thing)
    known.sort(key=lambda site: site.name.casefold())
    return SitesView(
        everywhere=here is None,
        sites=tuple(
            (site.site, site.name, here is None or site.site in here) for site in known
        ),
    )


def person_words(world: World, person: StaffSet, key: CodeKey) -> str:
    """What there is to say of somebody whom several sites have, "" for nothing.

    Args:
        key: with what this house keys codes.
    """
    upstream = world.terminals.upstream
    if upstream is not None and world.staff.of_office(person):
        return tr(
            "De l'équipe du siège ({name}) : tout se change là-bas.", name=upstream.name
        )
    sites = [site for site in world.terminals.sites.values() if site.active]
    old = [h for h in (person.pin, person.badge) if h and not key.made(h)]
    if sites and old:
        return tr(
            "Code d'avant : redonnez-le pour qu'il ouvre aussi les établissements."
        )
    return ""
