"""What can be done with a table that is held, and what becomes of two notes in one."""

from dataclasses import dataclass
from typing import Literal

from app.domain.kitchen.decide import at_work, rushed
from app.domain.orders.sending import next_held, unsent_lines
from app.domain.orders.state import Order
from app.domain.world import World
from app.presenters.floor.acts import note_title, plates_words
from app.presenters.floor.leaving import departure, end_words, must_words
from app.presenters.floor.stage import TableStage
from app.presenters.floor.standing import Standing
from app.presenters.pos.words import Sight, course_name, lowered, pieces
from app.presenters.reservations.page import guest_name
from resources.texts import price, tr, trn

MenuKey = Literal[
    "fire",
    "serve",
    "send",
    "rush",
    "calm",
    "open",
    "addition",
    "pay",
    "covers",
    "move",
    "join",
    "apart",
    "release",
    "clear",
    "block",
    "unblock",
    "seat",
    "guests",
    "reservation",
]


@dataclass(frozen=True, slots=True)
class MenuAct:
    """An act of the menu; one of them at most is loud."""

    key: MenuKey
    text: str
    icon: str
    loud: bool = False


@dataclass(frozen=True, slots=True)
class MenuView:
    """What a held table offers; `note` says by when it has to be free."""

    title: str
    subtitle: str
    acts: tuple[MenuAct, ...]
    note: str = ""


def present_menu(floor: Standing, table: str, sight: Sight) -> MenuView:
    """The acts of a table."""
    number = floor.world.floor.number(table)
    order = floor.on.get(table)
    if order is not None:
        return present_order_menu(floor, order, sight)
    seats = floor.world.floor.tables[table].seats
    acts: list[MenuAct] = []
    if floor.stage(table).state == "blocked":
        text = tr("Rendre la table au service")
        acts.append(MenuAct("unblock", text, "check", loud=True))
        title = tr("Table {number}", number=number)
        return MenuView(title, floor.world.floor.blocked[table], tuple(acts))
    stage = floor.stage(table)
    if stage.need == "serve":
        text = tr("Servi : {plates}", plates=plates_words(floor.world, stage))
        acts.append(MenuAct("serve", text, "done_all", loud=True))
    if table in floor.paid:
        text, left = tr("Débarrassée et redressée"), stage.need == "clear"
        acts.append(MenuAct("clear", text, "cleaning_services", loud=left))
    expected = floor.next.get(table)
    if expected is not None:
        name = guest_name(sight, expected)
        text = tr("Placer {name} · {n}", name=name, n=expected.covers)
        acts.append(MenuAct("guests", text, "event_seat", loud=not acts))
        acts.append(MenuAct("reservation", tr("Voir la réservation"), "event"))
    text = tr("Installer d'autres clients") if expected else tr("Installer des clients")
    loud = not acts
    acts.append(MenuAct("seat", text, "group_add" if expected else "event_seat", loud))
    acts += _tables(floor.world, table)
    acts.append(MenuAct("block", tr("Bloquer la table"), "block"))
    return MenuView(
        title=tr("Table {number}", number=number),
        subtitle=trn(seats, "{n} place", "{n} places"),
        acts=tuple(acts),
    )


def present_order_menu(floor: Standing, order: Order, sight: Sight) -> MenuView:
    """The acts of an open note, at a table or at the bar."""
    acts = [*_meal(floor.world, order, floor.stages[order.id])]
    acts.append(MenuAct("open", tr("Ouvrir la commande"), "edit_note", loud=not acts))
    acts += _kitchen(floor.world, order)
    acts += _money(floor, order)
    if order.table:
        acts.append(MenuAct("covers", tr("Changer les couverts"), "group"))
        text = tr("Déplacer, ou réunir deux notes")
    else:
        text = tr("Mettre sur une table")
    acts.append(MenuAct("move", text, "move_up"))
    if order.table:
        acts += _tables(floor.world, order.table)
    if not floor.world.book.lines_of(order) and not order.receipts:
        acts.append(MenuAct("release", tr("Libérer la table"), "event_available"))
    parts = [sight.name_of(order.waiter)]
    if order.covers:
        parts.append(trn(order.covers, "{n} couvert", "{n} couverts"))
    parts.append(price(floor.due[order.id]))
    found = departure(floor, order.table)
    return MenuView(
        title=note_title(floor.world, order, sight),
        subtitle=" · ".join(parts),
        note=f"{must_words(found)} · {end_words(found)}" if found else "",
        acts=tuple(acts),
    )


def _meal(world: World, order: Order, stage: TableStage) -> list[MenuAct]:
    """What the kitchen and the guests wait for; the first is the loud one."""
    acts: list[MenuAct] = []
    if stage.need == "serve":
        text = tr("Servi : {plates}", plates=plates_words(world, stage))
        acts.append(MenuAct("serve", text, "done_all", loud=True))
    if held := next_held(world, order):
        course = lowered(course_name(world, held))
        text = tr("Réclamer : {course}", course=course)
        acts.append(MenuAct("fire", text, "local_fire_department", loud=not acts))
    if lines := unsent_lines(world, order):
        count = sum(pieces(line.quantity, line.unit) for line in lines)
        text = trn(count, "Envoyer {n} article", "Envoyer {n} articles")
        acts.append(MenuAct("send", text, "send", loud=not acts))
    return acts


def _kitchen(world: World, order: Order) -> list[MenuAct]:
    """What is being made goes before the others, or takes its turn again."""
    if rushed(world, order):
        return [MenuAct("calm", tr("Lever la priorité en cuisine"), "bolt")]
    if at_work(world, order):
        return [MenuAct("rush", tr("Faire passer devant en cuisine"), "bolt")]
    return []


def _money(floor: Standing, order: Order) -> list[MenuAct]:
    due = floor.due[order.id]
    if due <= 0:
        return []
    return [
        MenuAct("addition", tr("Imprimer l'addition"), "receipt_long"),
        MenuAct("pay", tr("Encaisser {amount}", amount=price(due)), "payments"),
    ]


def _tables(world: World, table: str) -> list[MenuAct]:
    acts = [MenuAct("join", tr("Rapprocher une autre table"), "link")]
    if len(world.floor.cluster(table)) > 1:
        acts.append(MenuAct("apart", tr("Séparer les tables"), "link_off"))
    return acts


# Two notes in one


@dataclass(frozen=True, slots=True)
class MergeChoice:
    """On which table the one note stands: `order` goes to `table`."""

    order: str
    table: str
    text: str


@dataclass(frozen=True, slots=True)
class MergeView:
    """What becomes of two notes.

    Attributes:
        rows: (note, covers, amount) of both, then of the one they become.
        choices: where it may stand, the table it was dropped on first.
        joins: the tables can be pushed together as well.
    """

    title: str
    rows: tuple[tuple[str, str, str], ...]
    choices: tuple[MergeChoice, ...]
    joins: tuple[str, ...]
    hint: str


def present_merge(
    floor: Standing, order: Order, other: Order, sight: Sight
) -> MergeView:
    """`order` was dropped on `other`."""
    world = floor.world
    mine, theirs = (note_title(world, each, sight) for each in (order, other))
    covers = order.covers + other.covers
    total = floor.due[order.id] + floor.due[other.id]
    choices = [_choice(world, order, other)]
    if order.table:
        choices.append(_choice(world, other, order))
    return MergeView(
        title=tr("Une seule note ?"),
        rows=(
            (mine, _covers(order.covers), price(floor.due[order.id])),
            (theirs, _covers(other.covers), price(floor.due[other.id])),
            (tr("Ensemble"), _covers(covers), price(total)),
        ),
        choices=tuple(choices),
        joins=_joinable(world, order.table, other.table),
        hint=tr(
            "Les lignes, les couverts et les allergies suivent ; la cuisine est "
            "prévenue. Les places de la note déplacée viennent après les autres."
        ),
    )


def _choice(world: World, moved: Order, kept: Order) -> MergeChoice:
    number = world.floor.number(kept.table)
    return MergeChoice(
        order=moved.id,
        table=kept.table,
        text=tr("Note sur la table {number}", number=number),
    )


def _covers(covers: int) -> str:
    return trn(covers, "{n} couvert", "{n} couverts") if covers else ""


def _joinable(world: World, table: str, other: str) -> tuple[str, ...]:
    """Both groups as one, when they stand in one room and are apart."""
    if not table or not other:
        return ()
    groups = world.floor.group(table), world.floor.group(other)
    rooms = {world.floor.tables[each].room for group in groups for each in group}
    if len(rooms) > 1 or table in groups[1]:
        return ()
    return (*groups[1], *groups[0])
