"""What the till's side sheets offer for a line, an order, an article or a table."""

from collections.abc import Iterator
from dataclasses import dataclass

from app.domain.catalogue.events import ArticleSet
from app.domain.catalogue.state import DIRECT
from app.domain.floor.events import TableSet
from app.domain.orders.billing import order_due
from app.domain.orders.coursing import movable
from app.domain.orders.discounts import kinds
from app.domain.orders.mixing import may_mix
from app.domain.orders.sending import unsent_lines
from app.domain.orders.state import Line, Order
from app.domain.orders.table_orders import guests_serve_themselves
from app.domain.orders.taking import MAX_NOTE
from app.domain.settings import COMP_BUDGET, GUESTS_ORDER, GUESTS_PAY, Settings
from app.domain.vocabulary import MILLI
from app.domain.world import World
from app.presenters.pos.allergens import allergen_words, no_allergen_words
from app.presenters.pos.order import last_seat, since_words
from app.presenters.pos.words import (
    Sight,
    course_name,
    joined,
    named_seat,
    pieces,
    place_words,
    seat_allergy,
    seat_name,
)
from resources.texts import amount, percent, price, tr, trn
from widgets.choices import Choice

STYLE = "style:"
"""Before the layout that an act of the ⋮ leads to."""
VOID_REASONS = (
    "Erreur de saisie",
    "Le client a changé d'avis",
    "Trop long",
    "Plat raté ou renvoyé",
    "Rupture en cuisine",
    "Doublon",
)
COMP_REASONS = (
    "Geste commercial",
    "Maison",
    "Personnel",
    "Casse ou renversé",
    "Attente",
)
DISCOUNT_REASONS = (
    "Geste commercial",
    "Fidélité",
    "Personnel",
    "Attente",
    "Accord direction",
)
MOST_REASONS = 9
"""As many as there are digits to choose them by."""
CANCEL_REASONS = ("Clients partis", "Erreur de table", "Ouverte pour rien")
PERCENTS = (500, 1000, 2000, 5000)
"""Discounts one tap away, hundredths of a percent."""
KITCHEN_NOTES = ("Urgent", "À partager", "Bien chaud", "À part", "En même temps")
GUEST_NOTES = ("Anniversaire", "Invité de la maison", "Facture demandée")


def discount_reasons(settings: Settings) -> dict[str, str]:
    """Why something may be taken off -> what is said beside it: those that have a limit
    of their own first."""
    said = {
        reason: tr("{most} au plus", most=percent(most))
        if most
        else tr("un responsable")
        for reason, most in kinds(settings).items()
    }
    more = dict.fromkeys(DISCOUNT_REASONS, "")
    return dict(list((said | more | said).items())[:MOST_REASONS])


def comp_words(world: World, person: str, bday: str, cents: int) -> str:
    """What a line costs, and what its giver gave away today of a day's budget."""
    budget = world.settings.number(COMP_BUDGET)
    if not budget:
        return price(cents)
    given = world.offers.of(person, bday)
    return tr(
        "{price} · offert aujourd'hui {given} sur {budget}",
        price=price(cents),
        given=amount(given),
        budget=price(budget),
    )


def note_refusal(text: str) -> str:
    """Why a note cannot be taken as it is, "" when it can.

    What cannot be printed is left out in silence; words are never cut in silence.
    """
    length = len(" ".join("".join(c if c.isprintable() else " " for c in text).split()))
    if length <= MAX_NOTE:
        return ""
    return tr("Trop long : {n} caractères, {most} au plus.", n=length, most=MAX_NOTE)


@dataclass(frozen=True, slots=True, kw_only=True)
class Act:
    """A row of a sheet: what can be done. `off` says why it cannot."""

    key: str
    title: str
    icon: str
    subtitle: str = ""
    off: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class LineSheetView:
    """What can be done with a line.

    Attributes:
        quantity: pieces; 0 when the quantity cannot be changed here.
        seats: seat segments, those it is for named in `chosen_seats`.
        courses: suites it may go to; none once it stands on the pass.
    """

    title: str
    subtitle: str
    quantity: int
    seats: tuple[Choice, ...]
    chosen_seats: tuple[int, ...]
    courses: tuple[Choice, ...]
    course: str
    kitchen_note: str
    guest_note: str
    acts: tuple[Act, ...]


def present_line_sheet(
    world: World, order: Order, line: Line, sight: Sight, row: str = ""
) -> LineSheetView:
    """What can be done with a line now; `row` is the dish of a formule that was touched."""
    fresh = not line.sent and not line.receipts
    count = pieces(line.quantity, line.unit)
    dish = next((d for d in line.dishes if d.id == row), line.dishes[0])
    seats = range(1, last_seat(world, order) + 1) if order.table else ()
    state = tr("à envoyer") if not line.sent else stage_words(line.stage)
    return LineSheetView(
        title=f"{count} {line.label}",
        subtitle=joined(
            [
                *([place_words(line.seats)] if order.table else []),
                state,
                price(line.net),
            ]
        ),
        quantity=count if fresh and line.unit == "piece" else 0,
        seats=tuple(
            Choice(
                str(n),
                " · ".join(filter(None, (str(n), seat_name(order, n, sight)))),
                mark="warning" if n in order.allergies else "",
            )
            for n in seats
        ),
        chosen_seats=line.seats,
        courses=()
        if not movable(dish) or not order.table
        else tuple(
            Choice(course.id, course.name)
            for course in sorted(world.catalogue.courses.values(), key=lambda c: c.rank)
        ),
        course=dish.course if dish.course in world.catalogue.courses else DIRECT,
        kitchen_note=line.kitchen_note,
        guest_note=line.guest_note,
        acts=tuple(_line_acts(world, line, fresh=fresh)),
    )


def stage_words(stage: str) -> str:
    """How far a dish is, in a word."""
    return {
        "held": tr("à suivre"),
        "sent": tr("envoyé"),
        "started": tr("en préparation"),
        "ready": tr("prêt"),
        "served": tr("servi"),
    }.get(stage, tr("à envoyer"))


def _line_acts(world: World, line: Line, *, fresh: bool) -> list[Act]:
    article = world.catalogue.articles.get(line.article)
    acts = []
    asks = article is not None and (article.groups or article.steps)
    if fresh and asks and not line.dishes[0].ordered.mixed:
        acts.append(Act(key="edit", title=tr("Modifier les choix"), icon="tune"))
    glass = bool(line.dishes[0].ordered.mixed)
    words = tr("TVA du verre") if glass else tr("TVA de la formule")
    vat = [Act(key="vat", title=words, icon="calculate")]
    vat = vat if line.formule else []
    if line.receipts:
        return [Act(key="none", title=tr("Ligne encaissée"), icon="lock"), *vat]
    if line.formule and not fresh and article is not None and article.steps:
        acts.append(Act(key="swap", title=tr("Changer un plat"), icon="swap_horiz"))
    unread = fresh and not line.shown
    if unread and glass:
        acts.append(Act(key="separate", title=tr("Séparer"), icon="call_split"))
    elif unread and may_mix(world, line):
        acts.append(Act(key="mix", title=tr("Assembler…"), icon="call_merge"))
    if article is not None and article.active:
        acts.append(Act(key="again", title=tr("Encore une fois"), icon="add_circle"))
    if line.unit == "piece" and line.quantity > MILLI:
        acts.append(Act(key="divide", title=tr("En séparer 1"), icon="call_split"))
    void = tr("Retirer") if fresh and not line.shown else tr("Annuler…")
    acts.append(Act(key="void", title=void, icon="delete"))
    if line.discounts:
        acts.append(
            Act(
                key="undiscount",
                title=tr("Remettre au prix"),
                icon="money_off",
                subtitle=price(line.gross),
            )
        )
    else:
        acts.append(Act(key="comp", title=tr("Offrir…"), icon="redeem"))
        acts.append(Act(key="discount", title=tr("Remise…"), icon="percent"))
    acts.append(Act(key="move", title=tr("Changer de table…"), icon="move_group"))
    return [*acts, *vat]


def present_order_acts(
    world: World, order: Order | None, *, style: str = "classic"
) -> tuple[Act, ...]:
    """What the ⋮ offers in a layout; express has no button of its own for sending."""
    reprint = Act(
        key="reprint", title=tr("Réimprimer le dernier ticket"), icon="receipt"
    )
    keys = Act(
        key="keys", title=tr("Raccourcis du clavier"), icon="keyboard", subtitle="F1"
    )
    if order is None:
        return (*_beside_acts(world), reprint, *_style_acts(style), keys)
    lines = world.book.lines_of(order)
    acts: list[Act] = []
    if style == "express" and any(
        dish.station in world.catalogue.stations
        for line in unsent_lines(world, order)
        for dish in line.dishes
    ):
        acts.insert(0, Act(key="send", title=tr("Envoyer"), icon="send"))
    if lines:
        words = price(order_due(world.book, order))
        acts.append(
            Act(
                key="addition",
                title=tr("Imprimer l'addition"),
                icon="receipt_long",
                subtitle=words,
            )
        )
    if order.table:
        covers = trn(order.covers, "{n} couvert", "{n} couverts")
        acts += [
            Act(key="covers", title=tr("Couverts"), icon="group", subtitle=covers),
            Act(key="allergy", title=tr("Allergies et noms"), icon="warning"),
            Act(key="move", title=tr("Déplacer ou réunir"), icon="move_group"),
        ]
        if guests_serve_themselves(world.settings):
            words = guests_words(world.settings)
            acts.append(Act(key="guests", title=words, icon="qr_code_2"))
    acts.append(reprint)
    acts += _client_acts(world, order)
    acts.append(Act(key="note", title=tr("Notes de la commande"), icon="edit_note"))
    if lines:
        acts += [
            Act(key="transfer", title=tr("Transférer des lignes"), icon="move_down"),
            Act(key="discount", title=tr("Remise sur la commande"), icon="percent"),
        ]
        acts.append(Act(key="empty", title=tr("Annuler la commande"), icon="delete"))
    else:
        title = tr("Libérer la table") if order.table else tr("Abandonner la vente")
        acts.append(Act(key="release", title=title, icon="door_front"))
    return (*acts, *_beside_acts(world), *_style_acts(style), keys)


def guests_words(settings: Settings) -> str:
    """What the guests of a table do with their telephones."""
    orders, pays = (settings.text(key) != "no" for key in (GUESTS_ORDER, GUESTS_PAY))
    if orders and pays:
        return tr("Les clients commandent et paient eux-mêmes")
    if pays:
        return tr("Les clients voient et paient leur addition")
    return tr("Les clients commandent eux-mêmes")


def _style_acts(style: str) -> Iterator[Act]:
    """The other layouts; the order stays as it is."""
    acts = (
        ("classic", tr("Passer en mode Classique"), tr("Commander, puis encaisser")),
        (
            "express",
            tr("Passer en mode Express"),
            tr("Commander et encaisser ensemble"),
        ),
        (
            "flexible",
            tr("Passer en mode Flexible"),
            tr("Envoyer et encaisser ensemble"),
        ),
    )
    for key, title, subtitle in acts:
        if key != style:
            icon = "view_list" if key == "classic" else "point_of_sale"
            yield Act(key=f"{STYLE}{key}", title=title, icon=icon, subtitle=subtitle)


def _client_acts(world: World, order: Order) -> Iterator[Act]:
    """Whose note it is, where the house has clients."""
    if any(client.active for client in world.credits.clients.values()):
        yield Act(key="client", title=tr("Client de la note"), icon="person")
    if order.client:
        yield Act(key="no_client", title=tr("Retirer le client"), icon="person_off")


def _beside_acts(world: World) -> Iterator[Act]:
    """What money is taken for besides what is sold."""
    yield Act(key="gift", title=tr("Vendre un bon cadeau"), icon="redeem")
    if any(credit.kind == "gift" for credit in world.credits.own):
        yield Act(key="top_up", title=tr("Recharger un bon cadeau"), icon="add_circle")
    yield Act(key="deposit", title=tr("Prendre un acompte"), icon="savings")
    if world.credits.clients:
        icon = "account_balance_wallet"
        yield Act(key="settle", title=tr("Régler un compte client"), icon=icon)


@dataclass(frozen=True, slots=True, kw_only=True)
class ArticleSheetView:
    """An article held under the finger."""

    title: str
    subtitle: str
    allergens: str
    acts: tuple[Act, ...]


def present_article_sheet(
    world: World, article: ArticleSet, served: str, sight: Sight
) -> ArticleSheetView:
    """What can be done with an article besides selling one."""
    catalogue = world.catalogue
    left = catalogue.remaining.get(article.id)
    acts = []
    if left is None or left > 0:
        acts.append(Act(key="86", title=tr("Rupture (86)"), icon="block"))
    if left is not None:
        acts.append(
            Act(key="unlimited", title=tr("Remettre en vente"), icon="check_circle")
        )
    words = tr("reste {n}", n=left // MILLI) if left is not None and left > 0 else ""
    acts.append(
        Act(key="count", title=tr("Compter ce qui reste…"), icon="tune", subtitle=words)
    )
    if left is None or left > 0:
        apart = Act(
            key="apart", title=tr("Prendre sur une ligne à part"), icon="playlist_add"
        )
        acts.insert(0, apart)
    acts.insert(
        0, Act(key="choose", title=tr("Choisir quantité et options"), icon="add_circle")
    )
    cents = price(
        catalogue.price_of(
            article, served, sight.now, room=sight.room, client=sight.client
        )
    )
    station = catalogue.stations.get(article.station)
    where = station.name if station else ""
    return ArticleSheetView(
        title=article.name,
        subtitle=" · ".join(
            part
            for part in (cents, course_name(world, catalogue.course_of(article)), where)
            if part
        ),
        allergens=allergen_words(article) or no_allergen_words(article),
        acts=tuple(acts),
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class TableView:
    """A table one could go to. `taken` is the order on it, "" when it is free."""

    id: str
    title: str
    subtitle: str
    taken: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class RoomView:
    """The tables of a room."""

    name: str
    tables: tuple[TableView, ...]


def present_rooms(
    world: World, sight: Sight, *, without: str = ""
) -> tuple[RoomView, ...]:
    """Every table by room, except the table `without` and those joined to it."""
    skipped = set(world.floor.group(without)) if without else set()
    rooms = sorted(
        (room for room in world.floor.rooms.values() if room.active),
        key=lambda room: room.rank,
    )
    tables = [
        t for t in world.floor.tables.values() if t.active and t.id not in skipped
    ]
    return tuple(
        RoomView(
            name=room.name,
            tables=tuple(
                _table(world, table, sight)
                for table in sorted(tables, key=_by_number)
                if table.room == room.id
            ),
        )
        for room in rooms
    )


def _by_number(table: TableSet) -> tuple[int, str]:
    return (int(table.number) if table.number.isdecimal() else 1_000_000, table.number)


def _table(world: World, table: TableSet, sight: Sight) -> TableView:
    order = world.order_on(table.id)
    if order is None:
        return TableView(id=table.id, title=table.number, subtitle=tr("libre"))
    due = amount(order_due(world.book, order))
    since = since_words(sight.minutes_since(order.opened))
    return TableView(
        id=table.id, title=table.number, subtitle=f"{due} · {since}", taken=order.id
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class SeatView:
    """A seat, who sits there and what they cannot eat."""

    seat: int
    title: str
    allergy: str
    name: str


def present_seats(world: World, order: Order, sight: Sight) -> tuple[SeatView, ...]:
    """The whole table, then every seat."""
    return tuple(
        SeatView(
            seat=seat,
            title=named_seat(order, seat, sight) if seat else tr("Toute la table"),
            allergy=seat_allergy(order, seat, sight),
            name=seat_name(order, seat, sight),
        )
        for seat in range(last_seat(world, order) + 1)
    )
