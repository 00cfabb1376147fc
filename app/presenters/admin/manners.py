"""How the till works in each room and on each terminal, as the back office keeps it."""

from dataclasses import dataclass, replace

from app.domain.manners import ROOM, STYLES, TERMINAL, MannerSet, answers
from app.domain.payments.commands import METHODS
from app.domain.terminals.events import HEAD_OFFICE
from app.domain.world import World
from app.presenters.admin.drafts import with_field
from app.presenters.floor.room import rooms_of
from app.presenters.network import terminal_words
from resources.texts import tr
from widgets.dropdown import Entry
from widgets.table_model import Cell, Column, Row

TAKE = "take_"
"""Before a tender: the switch that says whether it is taken."""


def style_words(style: str) -> str:
    """What a layout is called."""
    return {
        "classic": tr("Classique"),
        "express": tr("Express"),
        "flexible": tr("Flexible"),
    }.get(style, tr("comme la salle"))


def manner_columns() -> tuple[Column, ...]:
    """The columns; the first page goes first where there is no room."""
    return (
        Column("place", tr("Où"), style="strong"),
        Column("style", tr("Mode"), 150),
        Column("tenders", tr("Moyens de paiement"), 210),
        Column("category", tr("Première page"), 150, drop=1),
        Column("covers", tr("Couverts"), 140),
    )


def places(world: World, own: str) -> list[tuple[str, str, str]]:
    """(kind, id, name) of the rooms, then of the terminals with a till; `own` is this one,
    which is not enrolled while it is the only one."""
    rooms = [(ROOM, room.id, room.name) for room in rooms_of(world)]
    known = world.terminals.known.values()
    tills = {
        each.chain
        for each in known
        if each.active and each.role not in (HEAD_OFFICE, "hub", "kitchen")
    }
    chains = sorted(tills or {own})
    return [*rooms, *((TERMINAL, c, terminal_words(world, c)) for c in chains)]


def key_of(kind: str, thing: str) -> str:
    """A place as rows name it."""
    return f"{kind}:{thing}"


def manner_rows(world: World, own: str) -> list[Row]:
    """Every room and terminal; `own` as in `places`."""
    return [_row(world, *place) for place in places(world, own)]


def _row(world: World, kind: str, thing: str, name: str) -> Row:
    said = answers(world, kind, thing)
    draft = manner_draft(said)
    taken = [tr(METHODS.get(method, method)) for method in draft.tenders]
    words = tr("tous") if len(taken) == len(METHODS) else ", ".join(taken)
    if kind == TERMINAL and not said.tenders:
        words = tr("comme la salle")
    category = world.catalogue.categories.get(draft.category)
    covers = {"yes": tr("demandés"), "no": tr("non")}
    return Row(
        key_of(kind, thing),
        (
            Cell(name, icon="tablet" if kind == TERMINAL else "table_restaurant"),
            style_words(draft.style),
            words,
            category.name if category else tr("Favoris"),
            covers.get(draft.covers, tr("comme la salle")),
        ),
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class MannerDraft:
    """A room or a terminal as it stands in the form; `tenders` are those that are taken."""

    style: str
    category: str
    covers: str
    tenders: tuple[str, ...]


def manner_draft(said: MannerSet) -> MannerDraft:
    """The form of a room or a terminal; a terminal may leave it to rooms."""
    return MannerDraft(
        style=said.style,
        category=said.category,
        covers=said.covers,
        tenders=said.tenders or tuple(METHODS),
    )


def draft_values(draft: MannerDraft) -> dict[str, object]:
    """Control -> what it shows: one switch a tender."""
    switches = {TAKE + method: method in draft.tenders for method in METHODS}
    return {"style": draft.style, "category": draft.category} | {
        "covers": draft.covers,
        **switches,
    }


def edited(draft: MannerDraft, name: str, value: object) -> MannerDraft:
    """The draft after a control says something else."""
    if not name.startswith(TAKE):
        return with_field(draft, name, value)
    changed = name.removeprefix(TAKE)
    taken = {*draft.tenders} - {changed} | ({changed} if value else set())
    return replace(draft, tenders=tuple(each for each in METHODS if each in taken))


def manner_errors(draft: MannerDraft) -> dict[str, str]:
    """Field -> what is wrong with it."""
    return {} if draft.tenders else {"tenders": tr("Il en faut au moins un")}


def manner_of(draft: MannerDraft, stored: MannerSet) -> MannerSet:
    """What the form says of a place."""
    return replace(
        stored,
        style=draft.style,
        covers=draft.covers,
        category=draft.category,
        tenders=() if draft.tenders == tuple(METHODS) else draft.tenders,
    )


def style_entries(kind: str) -> tuple[Entry, ...]:
    """The layouts; a terminal may have that of the room."""
    entries = tuple(Entry(style, style_words(style)) for style in STYLES)
    own = (Entry("", tr("Comme la salle")),)
    return (*own, *entries) if kind == TERMINAL else entries


def covers_entries(kind: str) -> tuple[Entry, ...]:
    """Whether covers are asked; a terminal may have it as the room."""
    entries = (Entry("yes", tr("Demandés")), Entry("no", tr("Pas demandés")))
    own = (Entry("", tr("Comme la salle")),)
    return (*own, *entries) if kind == TERMINAL else entries


def category_entries(world: World) -> tuple[Entry, ...]:
    """The pages of tiles, after the favourites."""
    known = sorted(world.catalogue.categories.values(), key=lambda each: each.rank)
    pages = (Entry(each.id, each.name) for each in known if each.active)
    return (Entry("", tr("Favoris")), *pages)


def tender_words() -> tuple[tuple[str, str], ...]:
    """(switch, name) of each tender."""
    return tuple((TAKE + m, tr(name)) for m, name in METHODS.items())
