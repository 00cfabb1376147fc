"""Price lists and promotions as the back office keeps them, and what one would have changed."""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date, timedelta

from app.domain.catalogue.events import ArticleSet, ListedPrice, PriceListSet
from app.domain.catalogue.ranks import ranked
from app.domain.catalogue.state import cut_price, holds
from app.domain.money import rhu
from app.domain.vocabulary import MILLI
from app.domain.world import World
from app.presenters.admin.days import day_of, typed_day
from app.presenters.admin.drafts import with_field
from app.presenters.admin.schedule import (
    DAY,
    category_names,
    hours_of,
    hours_text,
    schedule_errors,
    short_number,
    state_cell,
    when_words,
    where_words,
)
from app.projections.sales import Sale
from resources.texts import amount, percent, price, tr, trn
from widgets.amount_entry import parse_cents
from widgets.table_model import Cell, Column, Row

MAX_NAME = 60
PRICE = "price:"
"""Before an article: the field of the form with its price."""
TRIED_DAYS = 30
"""Days up to today on which a list is tried."""
_MOST_ROWS = 6


def price_list_columns() -> tuple[Column, ...]:
    """The columns; where it holds goes first where there is no room."""
    return (
        Column("rank", tr("Ordre"), 72),
        Column("name", tr("Tarif"), style="strong"),
        Column("prices", tr("Prix"), 190),
        Column("when", tr("Quand"), 220, drop=1),
        Column("where", tr("Où"), 170, drop=2),
        Column("state", tr("État"), 130),
    )


def price_list_rows(world: World, today: str) -> list[Row]:
    """Every list, the one that goes before the others first."""
    lists = ranked(world.catalogue.price_lists.values())
    return [
        Row(
            each.id,
            (
                Cell(str(place), sort=place),
                each.name,
                prices_words(world, each),
                when_words(each),
                where_words(world, each),
                state_cell(each, today),
            ),
        )
        for place, each in enumerate(lists, 1)
    ]


def prices_words(world: World, each: PriceListSet) -> str:
    """ "−20 % · Vins, Boissons", "12 prix"."""
    parts = []
    if each.cut:
        names = category_names(world, each.categories)
        where = ", ".join(names) or tr("toute la carte")
        parts.append(f"−{percent(each.cut)} · {where}")
    if each.prices:
        parts.append(trn(len(each.prices), "{n} prix fixé", "{n} prix fixés"))
    return " · ".join(parts) or "—"


@dataclass(frozen=True, slots=True, kw_only=True)
class PriceListDraft:
    """A list as it stands in the form; hours, dates and amounts as they are typed.

    Attributes:
        prices: article -> what was typed, without those left empty.
    """

    name: str
    days: tuple[int, ...]
    hours: str
    since: str
    until: str
    rooms: tuple[str, ...]
    modes: tuple[str, ...]
    cut: str
    categories: tuple[str, ...]
    prices: tuple[tuple[str, str], ...]
    active: bool
    clients: tuple[str, ...] = ()


def price_list_draft(each: PriceListSet) -> PriceListDraft:
    """The form of a list as stored."""
    return PriceListDraft(
        name=each.name,
        days=each.weekdays,
        hours=hours_text(each),
        since=typed_day(each.since),
        until=typed_day(each.until),
        rooms=each.rooms,
        modes=each.modes,
        cut=short_number(each.cut, 2) if each.cut else "",
        categories=each.categories,
        prices=tuple((p.article, amount(p.price)) for p in each.prices),
        active=each.active,
        clients=each.clients,
    )


def edited(draft: PriceListDraft, name: str, value: object) -> PriceListDraft:
    """The draft after a field got another value; an empty price is none."""
    if not name.startswith(PRICE):
        return with_field(draft, name, value)
    typed = dict(draft.prices) | {name.removeprefix(PRICE): str(value)}
    return replace(draft, prices=tuple((k, v) for k, v in typed.items() if v.strip()))


def _cut_of(text: str) -> int | None:
    """ "20" -> 2000, hundredths of a percent; None when it is no percentage below 100."""
    if not text.strip():
        return 0
    found = parse_cents(text.replace("%", ""))
    return found if found is not None and 0 <= found < 10_000 else None


def price_list_errors(draft: PriceListDraft) -> dict[str, str]:
    """Field -> what is wrong with it."""
    errors = schedule_errors(draft)
    if not 0 < len(draft.name.strip()) <= MAX_NAME:
        errors["name"] = tr("1 à {most} caractères", most=MAX_NAME)
    if _cut_of(draft.cut) is None:
        errors["cut"] = tr("De 0 à 99,99")
    for article, text in draft.prices:
        cents = parse_cents(text)
        if cents is None or cents < 0:
            errors[PRICE + article] = tr("En euros : 12,50")
    return errors


def price_list_of(draft: PriceListDraft, stored: PriceListSet) -> PriceListSet:
    """The list as the form says, once it has no errors."""
    start, end = hours_of(draft.hours) or (0, DAY)
    return replace(
        stored,
        name=draft.name.strip(),
        prices=tuple(
            ListedPrice(article=article, price=parse_cents(text) or 0)
            for article, text in draft.prices
        ),
        weekdays=draft.days,
        start=start,
        end=end,
        since=day_of(draft.since) or "",
        until=day_of(draft.until) or "",
        rooms=draft.rooms,
        modes=draft.modes,
        cut=_cut_of(draft.cut) or 0,
        categories=draft.categories,
        active=draft.active,
        clients=draft.clients,
    )


def articles_in(world: World, category: str) -> list[ArticleSet]:
    """What is sold of a category at a price of its own, by name."""
    found = [
        each
        for each in world.catalogue.articles.values()
        if each.active and each.category == category and not each.open_price
    ]
    return sorted(found, key=lambda each: each.name.casefold())


# What it would have changed


@dataclass(frozen=True, slots=True)
class Trial:
    """A list tried on what was sold.

    Attributes:
        headline: "−312,40 € sur 8 254,00 €".
        words: on how many sales, of how many days.
        rows: (article, how many, difference), those that change most first.
    """

    headline: str
    words: str
    rows: tuple[tuple[str, str, str], ...] = ()


def no_trial() -> Trial:
    """Of what depends on whose note it was."""
    words = tr("Les ventes passées ne disent pas à quel client.")
    return Trial(headline=tr("Rien à simuler"), words=words)


def tried_days(today: str) -> tuple[str, str]:
    """The first and the last day on which a list is tried."""
    first = date.fromisoformat(today) - timedelta(days=TRIED_DAYS - 1)
    return first.isoformat(), today


def try_list(world: World, each: PriceListSet, sold: Iterable[Sale]) -> Trial:
    """What a list would have brought, had as much been sold: guests are counted at the
    hour at which they came, articles at the prices of today's card. Whose notes they were
    nobody knows any more."""
    if each.clients:
        return no_trial()
    catalogue, tried = world.catalogue, replace(each, active=True)
    named = {listed.article: listed.price for listed in tried.prices}
    differences, pieces = Counter[str](), Counter[str]()
    names: dict[str, str] = {}
    before = concerned = total = 0
    for sale in sold:
        total += sum(line.total for line in sale.lines)
        table = world.floor.by_number(sale.table)
        room = table.room if table else ""
        if not holds(tried, sale.mode, sale.opened, room):
            continue
        touched = False
        for line in sale.lines:
            article = catalogue.articles.get(line.article)
            if article is None:
                continue
            own = article.price
            cents = named.get(article.id, cut_price(catalogue, tried, article, own))
            if cents is None:
                continue
            touched, names[article.id] = True, article.name
            before += line.total
            pieces[article.id] += line.milli
            differences[article.id] += rhu((cents - own) * line.milli, MILLI)
        concerned += touched
    return trial_of(total, before, concerned, differences, pieces, names)


def trial_of(
    total: int,
    before: int,
    concerned: int,
    differences: Mapping[str, int],
    pieces: Mapping[str, int],
    names: Mapping[str, str],
) -> Trial:
    """A trial in words, of cents and of thousandths of each article."""
    change = sum(differences.values())
    sign = "+" if change > 0 else "−" if change < 0 else ""
    rows = sorted(differences.items(), key=lambda item: (-abs(item[1]), item[0]))
    return Trial(
        headline=tr(
            "{change} sur {total}",
            change=f"{sign}{price(abs(change))}",
            total=price(total),
        ),
        words=trn(
            concerned,
            "{n} vente concernée en {days} jours, pour {before} d'articles",
            "{n} ventes concernées en {days} jours, pour {before} d'articles",
            days=TRIED_DAYS,
            before=price(before),
        ),
        rows=tuple(
            (
                names[article],
                short_number(pieces[article] * 10 // MILLI, 1),
                f"{'+' if cents > 0 else '−'}{price(abs(cents))}",
            )
            for article, cents in rows[:_MOST_ROWS]
            if cents
        ),
    )
