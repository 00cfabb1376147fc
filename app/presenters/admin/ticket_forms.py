"""How a station's tickets are composed, as choices and as an example of its own dishes."""

from collections.abc import Sequence
from itertools import islice

from app.domain.catalogue.events import ArticleSet, ModifierOption, StationSet
from app.domain.catalogue.marks import LANGUAGES, said_in
from app.domain.catalogue.state import Catalogue
from app.domain.kitchen.events import TicketIssued, TicketLine
from app.domain.vocabulary import MILLI
from app.domain.world import World
from app.followers.paper.kitchen import kitchen_papers
from hardware.printers.document import Document
from hardware.printers.profiles import PROFILES, Profile, profile
from resources.texts import tr
from widgets.dropdown import Entry

_USUAL = "generic_80"
_TS = "2026-07-14T20:31:00+02:00"
_TABLE, _NUMBER = "12", 214
_WANTED = ((2, (1, 2)), (1, (3,)), (1, (4,)))
"""Pieces and seats of each line of the example: the first dish twice, then another."""


def form_entries() -> tuple[Entry, ...]:
    """The forms."""
    return (
        Entry("whole", tr("Un bon pour tout l'envoi")),
        Entry("items", tr("Un bon par plat")),
        Entry("master", tr("Un bon maître, puis un par plat")),
    )


def form_words(station: StationSet) -> str:
    """What a form comes to on the screen, where what was ordered at once is touched at
    once; "" for the usual one."""
    if station.form == "whole":
        words = tr("À l'écran : une ligne par ligne de commande.")
        return "" if station.merged else words
    if station.merged:
        return tr("À l'écran : une carte par plat.")
    return tr("À l'écran : une carte par ligne de commande.")


def language_entries(usual: str = "") -> tuple[Entry, ...]:
    """In which language cooks read; `usual` says what no language of its own is."""
    return (
        Entry("", usual or tr("Comme sur la carte")),
        *(Entry(key, name) for key, name in LANGUAGES.items()),
    )


def paper_model(world: World, station: StationSet) -> Profile:
    """The model on which its tickets come out, else one with 80 mm paper."""
    device = world.settings.devices.get(station.printer)
    known = device.profile if device and device.profile in PROFILES else _USUAL
    return profile(known)


def sample_papers(world: World, station: StationSet) -> tuple[Document, ...]:
    """What the printer of a station would put out for an order of its own dishes."""
    dishes = _dishes(world.catalogue, station.id)
    course = world.catalogue.courses.get(world.catalogue.course_of(dishes[0]))
    return kitchen_papers(
        TicketIssued(
            station=station.id,
            number=_NUMBER,
            order="",
            kind="new",
            course=course.id if course else "",
            table=_TABLE,
            covers=4,
            lines=_lines(world.catalogue, station.language, dishes),
            form=station.form,
            merged=station.merged,
        ),
        world.settings,
        station=station.name.strip() or tr("Poste"),
        course=course.name if course else "",
        waiter="Léa",
        ts=_TS,
        allergies={},
        limit=course.limit if course else 0,
    )


def _lines(
    catalogue: Catalogue, language: str, dishes: Sequence[ArticleSet]
) -> tuple[TicketLine, ...]:
    wanted = (dishes[0], dishes[0], dishes[-1])
    return tuple(
        _line(catalogue, language, article, number, pieces, seats)
        for number, (article, (pieces, seats)) in enumerate(
            zip(wanted, _WANTED, strict=True)
        )
    )


def _dishes(catalogue: Catalogue, station: str) -> Sequence[ArticleSet]:
    """Two dishes that it makes, those of which most is said first."""
    made = [
        article
        for article in catalogue.articles.values()
        if article.active and not article.steps and article.unit == "piece"
    ]
    here = [article for article in made if article.station == station] or made
    here.sort(key=lambda a: (-len(_first_answers(catalogue, a)), a.name))
    example = ArticleSet(id="", name=tr("Un plat"), category="", price=0)
    return list(islice(here, 2)) or [example]


def _line(
    catalogue: Catalogue,
    language: str,
    article: ArticleSet,
    number: int,
    pieces: int,
    seats: tuple[int, ...],
) -> TicketLine:
    options = _first_answers(catalogue, article)
    name = article.kitchen or article.name
    weights = tuple(option.weight for option in options)
    return TicketLine(
        dish=str(number),
        quantity=pieces * MILLI,
        label=said_in(article.kitchens, language, name),
        modifiers=tuple(
            said_in(o.kitchens, language, o.kitchen or o.name) for o in options
        ),
        weights=weights if any(weights) else (),
        seats=seats,
    )


def _first_answers(catalogue: Catalogue, article: ArticleSet) -> list[ModifierOption]:
    """What a guest might say: to each question that must be answered the first answer,
    and the first one that stands out."""
    groups = [
        catalogue.groups[key] for key in article.groups if key in catalogue.groups
    ]
    answers = [group.options[0] for group in groups if group.minimum and group.options]
    free = (group for group in groups if not group.minimum)
    loud = next((o for group in free for o in group.options if o.colour), None)
    return [*answers, loud] if loud else answers
