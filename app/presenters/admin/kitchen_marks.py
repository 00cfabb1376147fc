"""What of the card stands out in the kitchen, as a form: options, looks, names, examples."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import replace
from textwrap import shorten

from app.domain.catalogue.decide import MAX_NAME
from app.domain.catalogue.events import (
    ArticleSet,
    KitchenName,
    ModifierGroupSet,
    ModifierOption,
)
from app.domain.catalogue.marks import COLOURS, ICONS, LANGUAGES, Answers
from app.domain.catalogue.state import Catalogue
from app.domain.kitchen.events import TicketIssued, TicketLine
from app.domain.orders.events import Modifier
from app.domain.settings import Settings
from app.domain.vocabulary import MILLI
from app.domain.world import World
from app.followers.paper.kitchen import kitchen_papers
from app.presenters.kitchen.reading import Reading
from hardware.printers.document import Document
from resources.texts import tr, trn
from widgets.choices import Choice
from widgets.dropdown import Entry
from widgets.kitchen_wall_views import CardLineView, CardView
from widgets.list_row import RowView
from widgets.swatches import SwatchView

NONE = ""
_ENTRY = 30
_TS = "2026-07-14T20:31:00+02:00"
_FIRST_ICON, _FIRST_WEIGHT = ICONS[0], "plain"


def group_entries(catalogue: Catalogue) -> tuple[Entry, ...]:
    """The questions, by name; several of one name with their first answers."""
    named = Counter(group.name for group in catalogue.groups.values())
    words = {
        group.id: _told_apart(group) if named[group.name] > 1 else group.name
        for group in catalogue.groups.values()
    }
    ranked = sorted(words, key=lambda group: words[group].casefold())
    return tuple(Entry(group, words[group]) for group in ranked)


def _told_apart(group: ModifierGroupSet) -> str:
    answers = ", ".join(option.name for option in group.options)
    return shorten(f"{group.name} : {answers}", _ENTRY, placeholder="…")


def option_row(option: ModifierOption) -> RowView:
    """An option, and how it stands out."""
    return RowView(option.name, subtitle=look_words(option))


def look_words(option: ModifierOption) -> str:
    """ "Rose · Attention · Bloc", "" for an option that does not stand out."""
    if not option.colour:
        return ""
    words = (
        {view.key: view.name for view in colour_views(option.icon)},
        icon_names(),
        {choice.key: choice.text for choice in weight_choices()},
    )
    mark = option.colour, option.icon, option.weight
    return " · ".join(names[key] for names, key in zip(words, mark, strict=True))


def icon_names() -> dict[str, str]:
    """Sign -> its name."""
    return {
        "flag": tr("Drapeau"),
        "star": tr("Étoile"),
        "warning": tr("Attention"),
        "block": tr("Interdit"),
        "add_circle": tr("En plus"),
        "local_fire_department": tr("Feu"),
        "thermostat": tr("Cuisson"),
        "straighten": tr("Taille"),
        "eco": tr("Végétal"),
        "child_care": tr("Enfant"),
    }


def colour_views(icon: str) -> tuple[SwatchView, ...]:
    """None, and the colours, with the sign that goes with them."""
    names = {
        "sky": tr("Ciel"),
        "orange": tr("Orange"),
        "green": tr("Vert"),
        "pink": tr("Rose"),
        "violet": tr("Violet"),
    }
    return (
        SwatchView(NONE, tr("Sans couleur"), "close"),
        *(
            SwatchView(key, names[key], icon or _FIRST_ICON, f"mark_{key}")
            for key in COLOURS
        ),
    )


def icon_views() -> tuple[SwatchView, ...]:
    """The signs."""
    return tuple(SwatchView(key, icon_names()[key], key) for key in ICONS)


def weight_choices() -> tuple[Choice, ...]:
    """How loud."""
    return (
        Choice("plain", tr("Simple")),
        Choice("bold", tr("En gras")),
        Choice("inverse", tr("Bloc")),
    )


def station_entries(catalogue: Catalogue) -> tuple[Entry, ...]:
    """Where a part may be made that is not made with the dish."""
    ranked = sorted(catalogue.stations.values(), key=lambda station: station.rank)
    first = Entry(NONE, tr("Au poste du plat"))
    return (first, *(Entry(station.id, station.name) for station in ranked))


# What is typed


def with_option(group: ModifierGroupSet, option: ModifierOption) -> ModifierGroupSet:
    """The question with one of its options in another form."""
    options = (option if each.id == option.id else each for each in group.options)
    return replace(group, options=tuple(options))


def spread(
    groups: Iterable[ModifierGroupSet], option: ModifierOption
) -> list[ModifierGroupSet]:
    """The questions in which an answer of the same name looks otherwise, with this look
    and these names."""
    found = []
    for group in groups:
        options = tuple(_alike(each, option) for each in group.options)
        if options != group.options:
            found.append(replace(group, options=options))
    return found


def _alike(each: ModifierOption, option: ModifierOption) -> ModifierOption:
    if each.name.casefold() != option.name.casefold():
        return each
    return replace(
        each,
        colour=option.colour,
        icon=option.icon,
        weight=option.weight,
        kitchens=option.kitchens,
    )


def spread_words(count: int) -> str:
    """The button that gives the look to answers of the same name."""
    if not count:
        return tr("Pareil partout")
    return trn(count, "Pareil, {n} autre question", "Pareil, {n} autres questions")


def with_colour(option: ModifierOption, colour: str) -> ModifierOption:
    """An option in a colour, with a sign and a weight at first; in none it has neither."""
    if not colour:
        return replace(option, colour="", icon="", weight="")
    icon, weight = option.icon or _FIRST_ICON, option.weight or _FIRST_WEIGHT
    return replace(option, colour=colour, icon=icon, weight=weight)


def with_name(
    names: Iterable[KitchenName], language: str, text: str
) -> tuple[KitchenName, ...]:
    """The names with another one in a language; an empty one is none."""
    kept = [name for name in names if name.language != language]
    if text.strip():
        kept.append(KitchenName(language=language, text=text.strip()))
    order = list(LANGUAGES)
    return tuple(sorted(kept, key=lambda name: order.index(name.language)))


def languages(world: World, names: Iterable[KitchenName]) -> tuple[str, ...]:
    """Those that some station or screen reads, and those that have a name already."""
    read = {station.language for station in world.catalogue.stations.values()}
    read |= {screen.language for screen in world.terminals.screens().values()}
    wanted = read | {name.language for name in names}
    return tuple(language for language in LANGUAGES if language in wanted)


def words_error(option: ModifierOption) -> str:
    """What is wrong with an option's words on the ticket, "" for nothing."""
    long = len(option.kitchen) > MAX_NAME
    return tr("{n} caractères au plus", n=MAX_NAME) if long else ""


def name_errors(names: Iterable[KitchenName]) -> dict[str, str]:
    """Language -> what is wrong with the name in it."""
    return {
        name.language: tr("{n} caractères au plus", n=MAX_NAME)
        for name in names
        if len(name.text) > MAX_NAME
    }


# Examples


def asking(catalogue: Catalogue, group: str) -> ArticleSet | None:
    """An article about which a question is asked, by itself or after another answer."""
    parents = {
        parent.id
        for parent in catalogue.groups.values()
        if any(group in option.groups for option in parent.options)
    }
    asked = {group, *parents}
    found = (
        article
        for article in catalogue.articles.values()
        if article.active and asked & set(article.groups)
    )
    return next(found, None)


def sample_card(
    catalogue: Catalogue, group: ModifierGroupSet, option: ModifierOption
) -> CardView:
    """A card of the wall with the option on it."""
    reading = Reading(catalogue, Answers(catalogue), "")
    article = asking(catalogue, group.id)
    choice = _choice(option)
    look = reading.look(option, choice)
    line = CardLineView(
        id="sample",
        quantity="1",
        name=(article.kitchen or article.name) if article else tr("Un plat"),
        modifiers=() if look else (reading.words(option, choice),),
        said=(look,) if look else (),
    )
    return CardView(
        id="sample",
        table="12",
        course=_course(catalogue, article),
        covers="2",
        waiter="Léa",
        sent_seconds=125,
        fired_seconds=95,
        lines=(line,),
    )


def sample_paper(
    catalogue: Catalogue,
    group: ModifierGroupSet,
    option: ModifierOption,
    settings: Settings,
) -> Document:
    """A ticket with the option on it."""
    article = asking(catalogue, group.id)
    station = catalogue.stations.get(article.station) if article else None
    line = TicketLine(
        dish="sample",
        quantity=MILLI,
        label=(article.kitchen or article.name) if article else tr("Un plat"),
        modifiers=(option.kitchen or option.name,),
        weights=(option.weight,),
    )
    (paper,) = kitchen_papers(
        TicketIssued(
            station="",
            number=214,
            order="",
            kind="new",
            course="",
            table="12",
            covers=2,
            lines=(line,),
        ),
        settings,
        station=station.name if station else tr("Poste"),
        course=_course(catalogue, article),
        waiter="Léa",
        ts=_TS,
        allergies={},
    )
    return paper


def _choice(option: ModifierOption) -> Modifier:
    kitchen = option.kitchen or option.name
    return Modifier(id=option.id, name=option.name, kitchen=kitchen, price=option.price)


def _course(catalogue: Catalogue, article: ArticleSet | None) -> str:
    course = catalogue.course_of(article) if article else ""
    found = catalogue.courses.get(course)
    return found.name if found else ""
