"""Guests order and pay at their table by telephone: `/table/<number>`, behind a code of 4
digits.

The table is opened by the team, the code is another one each time. Who tries five wrong
ones waits; nothing is known of anybody, and nothing stays on the telephone.
"""

import re
import time
from collections import deque
from collections.abc import Iterator, Mapping
from typing import Final
from urllib.parse import parse_qs

from starlette.requests import Request
from starlette.responses import Response

from app.domain.catalogue.events import ArticleSet
from app.domain.orders.billing import order_due
from app.domain.orders.commands import AddLine, GuestOrder, Pick, SendOrder
from app.domain.orders.events import LineAdded, added
from app.domain.orders.state import Order
from app.domain.orders.table_orders import (
    GUEST,
    admits,
    guests_serve_themselves,
    orderable,
    pickable,
    waiting_lines,
)
from app.domain.orders.taking import new_line
from app.domain.rules import decide
from app.domain.settings import GUESTS_ORDER
from app.domain.vocabulary import ALLERGENS, MILLI, Refusal
from app.domain.wire import stream_of
from app.hub.api.api import Api
from app.hub.api.gate import AsgiApp, Gate, Receive, Scope, Send
from app.hub.api.problems import ProblemError, language_of
from app.hub.pay_pages import PagesDesk
from app.hub.table_pay import Going, TablePay, can_pay
from app.reports.bill_page import POLICY, SCRIPT, bill_button
from app.reports.menu import allergen_word
from app.reports.table_page import (
    Choice,
    Question,
    card_body,
    code_body,
    done_body,
    page,
    review_body,
)
from app.services.answers import RepeatedError, note_of, request_of
from app.services.house import Actor, Alongside, Fact, House
from app.services.ids import new_id
from resources.texts import GUESTS, language, price, speaking, tr

PREFIX: Final = "/table"
MOST_WRONG, WAIT_S = 5, 300.0
"""Wrong codes at a table, or from an address, before it has to wait so long."""
_MOST_FIELDS, _MOST_EACH = 600, 20
_HEADERS: Final[Mapping[str, str]] = {
    "Content-Security-Policy": "default-src 'none'; style-src 'unsafe-inline'; {live}"
    "base-uri 'none'; form-action 'self'; frame-ancestors 'none'",
    "Referrer-Policy": "no-referrer",
    "Cache-Control": "no-store",
}
Fields = Mapping[str, list[str]]


class Tries:
    """Wrong codes of the last minutes, by whoever gave them."""

    def __init__(self) -> None:
        self._wrong: dict[str, deque[float]] = {}

    def must_wait(self, *who: str) -> bool:
        """Whether any of them gave too many."""
        now = time.monotonic()
        for each in who:
            came = self._wrong.get(each, deque())
            while came and came[0] <= now - WAIT_S:
                came.popleft()
            if len(came) >= MOST_WRONG:
                return True
        return False

    def note(self, *who: str) -> None:
        """One more."""
        if len(self._wrong) > 10_000:
            self._wrong.clear()
        for each in who:
            self._wrong.setdefault(each, deque()).append(time.monotonic())


def table_pages(api: Api, desk: PagesDesk) -> dict[str, AsgiApp]:
    """Prefix -> what is mounted there."""
    tries, paying = Tries(), TablePay(api, desk)

    async def serve(scope: Scope, receive: Receive, send: Send) -> None:
        request = Request(scope, receive)
        if request.method not in ("GET", "HEAD", "POST"):
            raise ProblemError(405, headers={"Allow": "GET, HEAD, POST"})
        number = scope["path"].removeprefix(PREFIX).strip("/")
        body = (await request.body()).decode("utf-8", "replace")
        try:
            fields = parse_qs(body, max_num_fields=_MOST_FIELDS)
        except ValueError as error:
            raise ProblemError(413) from error
        asked = _first(fields, "langue") or request.query_params.get("langue", "")
        accepted = request.headers.get("accept-language", "")
        chosen = asked if asked in GUESTS else language_of(accepted, GUESTS)
        address = request.client.host if request.client else ""
        scanned = request.query_params.get("code", "")
        scanned = scanned if re.fullmatch("[0-9]{4}", scanned) else ""
        part = _first(fields, "part") or request.query_params.get("part", "")

        def act(house: House) -> str | Going:
            with speaking(chosen):
                if part:
                    stop = _first(fields, "step") == "stop"
                    return _part(paying, house, number, part, stop=stop)
                serve = guests_serve_themselves(house.world.settings)
                if not serve or not _first(fields, "code"):
                    return _asks(house, number, scanned)
                return _answer(api, paying, house, tries, number, fields, address)

        found = await api.ask(act)
        if isinstance(found, Going):
            here = f"https://{request.url.netloc}{request.url.path}"
            body = await paying.go(found, chosen, here, fields)

            def titled(house: House) -> str:
                with speaking(chosen):
                    return _page(house, number, body)

            found = await api.ask(titled)
        if part and _first(fields, "step") == "stop":
            paying.give_up(part)
        await _told(found)(scope, receive, send)

    return {PREFIX: Gate(serve, api, None, forms=True)}


def _told(page: str) -> Response:
    """A page; one that is kept up to date may run its script, and no other."""
    live = POLICY if f"<script>{SCRIPT}</script>" in page else ""
    policy = _HEADERS["Content-Security-Policy"].format(live=live)
    headers = {**_HEADERS, "Content-Security-Policy": policy}
    return Response(page, media_type="text/html", headers=headers)


def _part(paying: TablePay, house: House, number: str, part: str, *, stop: bool) -> str:
    body = paying.outcome(house, part, stop=stop)
    if body is None:
        raise ProblemError(404)
    return _page(house, number, body)


def _asks(house: House, number: str, scanned: str) -> str:
    """What whoever comes to a table reads first."""
    world = house.world
    if world.floor.by_number(number) is None:
        raise ProblemError(404)
    if not guests_serve_themselves(world.settings):
        body = f"<p>{tr('Ici, la commande se prend à table.')}</p>"
        return _page(house, number, body)
    return _page(house, number, code_body(pays=can_pay(house), code=scanned))


def _answer(
    api: Api,
    paying: TablePay,
    house: House,
    tries: Tries,
    number: str,
    fields: Fields,
    address: str,
) -> str | Going:
    world = house.world
    table = world.floor.by_number(number)
    if table is None:
        raise ProblemError(404)
    code = _first(fields, "code")
    pays = can_pay(house)
    who = f"table {table.id}", f"address {address}"
    if tries.must_wait(*who):
        words = tr("Trop d'essais : demandez le code à votre serveur, dans 5 minutes.")
        return _page(house, number, code_body(words, pays=pays))
    order = admits(world, table.id, code)
    if order is None:
        tries.note(*who)
        words = tr("Ce code n'est pas celui de la table. Il est sur le papier reçu.")
        return _page(house, number, code_body(words, pays=pays))
    orders = world.settings.text(GUESTS_ORDER) != "no"
    steps = fields.get("step", [])
    if pays and ("bill" in steps or "pay" in steps or not orders):
        if "pay" not in steps:
            return _page(house, number, paying.bill(house, order, fields))
        done = paying.pay(house, order, table.id, fields)
        return done if isinstance(done, Going) else _page(house, number, done)
    body = _ordered(api, paying, house, order, table.id, fields)
    return _page(house, number, body)


def _ordered(
    api: Api,
    paying: TablePay,
    house: House,
    order: Order,
    table: str,
    fields: Fields,
) -> str:
    step, code = _first(fields, "step"), _first(fields, "code")
    if step not in ("review", "send"):
        card = card_body(code, _chapters(house, order), order.covers)
        left = order_due(house.world.book, order) if can_pay(house) else 0
        return f"{bill_button(code, left)}{card}" if left > 0 else card
    lines = tuple(_lines(house, order, fields))
    command = GuestOrder(table=table, code=code, lines=lines)
    once = _first(fields, "once")
    if step == "review" or not once:
        return _review(house, order, command, fields)
    done = _once(api, house, order, command, once)
    if isinstance(done, Refusal):  # something is gone since they looked it over
        return _review(house, order, command, fields)
    made = tuple(line.line for fact in done for line in added(fact.event))
    how = house.world.settings.text(GUESTS_ORDER)
    if how == "paid" and can_pay(house):
        return paying.of_lines(house, order, fields, made)
    if made and how == "send":
        # In the name of who serves the table: the house wants it so.
        house.run(SendOrder(order=order.id, lines=made), Actor(order.waiter, "table"))
    return done_body(code, sent=not waiting_lines(house.world.book, order))


def _once(
    api: Api, house: House, order: Order, command: GuestOrder, once: str
) -> tuple[Fact, ...] | Refusal:
    """Takes it down; nothing where that was done before, under the same word: a tap that
    comes twice, a page that is loaded anew."""
    asked = request_of(order.id, PREFIX, once, b"", api.pepper)
    if api.answers.find(asked) is not None:
        return ()
    more = Alongside(
        lambda events: (note_of(asked, stream_of(events[0])),),
        lambda connection: api.answers.check(connection, asked),
    )
    try:
        with house.alongside(more):
            return house.run(command, Actor(GUEST, "table"))
    except RepeatedError:
        house.catch_up()
        return ()


def _review(house: House, order: Order, command: GuestOrder, fields: Fields) -> str:
    """What it will cost, and what is not possible, before anything is written."""
    world, names = house.world, house.world.guest_names
    context = house.context(Actor(GUEST, "table"))
    shown, total, wrong = [], 0, ""
    for line in command.lines:
        usual = world.catalogue.articles[line.article].name
        name = names.of("article", line.article, language(), usual)
        made = new_line(world, order, line, context)
        if isinstance(made, Refusal):
            wrong = wrong or _why(name, made)
            continue
        cents = made.price * made.quantity // MILLI
        total += cents
        words = f"{made.quantity // MILLI} × {name}"
        shown.append((words, " · ".join(_chosen(house, made)), cents))
    whole = decide(world, command, context)
    if not command.lines:
        wrong = tr("Rien n'est choisi.")
    elif isinstance(whole, Refusal):
        wrong = wrong or tr(whole.text, **dict(whole.values))
    return review_body(fields, shown, total, wrong, once=new_id())


def _chosen(house: House, line: LineAdded) -> Iterator[str]:
    """What was chosen of a dish or a formule, as its guest reads it."""
    names = house.world.guest_names
    for dish in line.dishes:
        if line.formule:
            yield names.of("article", dish.article, language(), dish.label)
        for choice in dish.modifiers:
            yield names.of("option", choice.id, language(), choice.name)


def _why(dish: str, refused: Refusal) -> str:
    values = dict(refused.values)
    match refused.code:
        case "choice_missing" if "group" in values:
            return tr("{dish} : {group}, à choisir.", dish=dish, **values)
        case "too_many_choices":
            return tr("{dish} : {group}, trop de choix.", dish=dish, **values)
        case "option_unknown":
            return tr("{dish} : ce choix n'est plus possible.", dish=dish)
        case _:
            return tr(refused.text, **values)


def _lines(house: House, order: Order, fields: Fields) -> Iterator[AddLine]:
    """What was chosen, dish by dish, also what is gone since: the house says so. The note
    goes with the first."""
    seat, note = _number(_first(fields, "seat")), _first(fields, "note")[:100]
    seats = (seat,) if 0 < seat <= order.covers else ()
    for key, values in fields.items():
        article = house.world.catalogue.articles.get(key.removeprefix("q."))
        count = _number(values[0]) if key.startswith("q.") else 0
        if article is None or not 0 < count <= _MOST_EACH:
            continue
        chosen = [
            option
            for name in article.groups
            for option in fields.get(f"o.{article.id}.{name}", [])
        ]
        yield AddLine(
            order="",
            article=article.id,
            quantity=count * MILLI,
            options=tuple(chosen),
            picks=tuple(_picks(article, fields)),
            seats=seats,
            kitchen_note=note,
            merge=False,
        )
        note = ""


def _chapters(house: House, order: Order) -> Iterator[tuple[str, list[Choice]]]:
    catalogue, names = house.world.catalogue, house.world.guest_names
    for category in sorted(catalogue.categories.values(), key=lambda c: c.rank):
        choices = [
            _choice(house, order, article)
            for article in catalogue.articles.values()
            if article.category == category.id and orderable(house.world, article.id)
        ]
        if choices:
            yield names.of("category", category.id, language(), category.name), choices


def _choice(house: House, order: Order, article: ArticleSet) -> Choice:
    catalogue, names = house.world.catalogue, house.world.guest_names
    held = [key for key in ALLERGENS if key in article.allergens]
    words = tr("Allergènes : non renseigné")
    if held:
        listed = ", ".join(map(allergen_word, held))
        words = tr("Contient : {names}", names=listed)
    elif article.no_allergens:
        words = tr("Aucun des 14 allergènes")
    room = house.world.floor.room(order.table)
    cents = catalogue.price_of(
        article,
        order.served,
        house.clock(),
        order.prices,
        room=room,
        client=order.client,
    )
    return Choice(
        article.id,
        names.of("article", article.id, language(), article.name),
        price(cents),
        words,
        (
            *_steps(house, article),
            *(
                Question(
                    f"o.{article.id}.{group.id}",
                    group.name,
                    group.minimum,
                    group.maximum,
                    tuple(
                        (
                            o.id,
                            names.of("option", o.id, language(), o.name),
                            price(o.price) if o.price else "",
                        )
                        for o in group.options
                    ),
                )
                for name in article.groups
                if (group := catalogue.groups.get(name)) is not None
            ),
        ),
    )


def _steps(house: House, article: ArticleSet) -> Iterator[Question]:
    """What is chosen at each step of a formule."""
    articles, names = house.world.catalogue.articles, house.world.guest_names
    for number, step in enumerate(article.steps):
        yield Question(
            f"p.{article.id}.{number}",
            step.name,
            0 if step.optional else 1,
            1,
            tuple(
                (
                    choice.article,
                    names.of("article", choice.article, language(), usual),
                    price(choice.supplement) if choice.supplement else "",
                )
                for choice in pickable(house.world, step)
                for usual in [articles[choice.article].name]
            ),
        )


def _picks(article: ArticleSet, fields: Fields) -> Iterator[Pick]:
    for number in range(len(article.steps)):
        if wanted := _first(fields, f"p.{article.id}.{number}"):
            yield Pick(step=number, article=wanted)


def _page(house: House, number: str, body: str) -> str:
    name = house.world.settings.text("house.name")
    return page(name, tr("Table {table}", table=number), body, house.mark)


def _first(fields: Fields, name: str) -> str:
    return fields.get(name, [""])[0]


def _number(text: str) -> int:
    """What somebody typed, at most 4 digits; 0 for anything else."""
    text = text.strip()
    return int(text) if re.fullmatch("[0-9]{1,4}", text) else 0
