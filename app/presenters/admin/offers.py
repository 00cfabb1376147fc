"""Offers as the back office keeps them (`domain/catalogue/promotions.py`), and what one
would have given in the last month."""

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace

from app.domain.catalogue.events import ArticleSet
from app.domain.catalogue.promotions import (
    BIRTHDAY,
    BOUGHT,
    FIRST,
    MAX_BOUGHT,
    MAX_NAME,
    MAX_SPAN,
    Piece,
    PromotionSet,
    earnings,
)
from app.domain.catalogue.ranks import ranked
from app.domain.catalogue.state import Catalogue, holds
from app.domain.money import WHOLE_RATE
from app.domain.vocabulary import MILLI
from app.domain.world import World
from app.presenters.admin.days import day_of, typed_day
from app.presenters.admin.prices import Trial, no_trial, trial_of
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
from resources.texts import percent, tr, trn
from widgets.amount_entry import parse_cents
from widgets.table_model import Cell, Column, Row


def offer_kinds() -> tuple[tuple[str, str], ...]:
    """(kind, words) of the kinds of offers."""
    return (
        (BOUGHT, tr("N + 1")),
        (FIRST, tr("1re visite")),
        (BIRTHDAY, tr("Anniversaire")),
    )


def offer_columns() -> tuple[Column, ...]:
    """The columns; where it holds goes first where there is no room."""
    return (
        Column("rank", tr("Ordre"), 72),
        Column("name", tr("Offre"), style="strong"),
        Column("gives", tr("Donne"), 230),
        Column("when", tr("Quand"), 200, drop=1),
        Column("where", tr("Où"), 150, drop=2),
        Column("state", tr("État"), 130),
    )


def offer_rows(world: World, today: str) -> list[Row]:
    """Every offer, the one that goes before the others first."""
    offers = ranked(world.catalogue.promotions.values())
    return [
        Row(
            each.id,
            (
                Cell(str(place), sort=place),
                each.name,
                gives_words(world, each),
                when_words(each),
                where_words(world, each),
                state_cell(each, today),
            ),
        )
        for place, each in enumerate(offers, 1)
    ]


def gives_words(world: World, each: PromotionSet) -> str:
    """ "2 achetés, 1 offert · Boissons", "1re visite : −10 % · toute la carte"."""
    free = each.cut == WHOLE_RATE
    off = tr("offert") if free else f"−{percent(each.cut)}"
    if each.kind == BOUGHT:
        rule = trn(each.bought, "{n} acheté, 1 {off}", "{n} achetés, 1 {off}", off=off)
    else:
        rule = tr("{kind} : {off}", kind=dict(offer_kinds())[each.kind], off=off)
    return f"{rule} · {counts_words(world, each)}"


def counts_words(world: World, each: PromotionSet) -> str:
    """What it is about: "Boissons, Café", "toute la carte"; the gift after an arrow."""
    known = world.catalogue.articles
    gifts = ", ".join(known[key].name for key in each.gifts if key in known)
    if gifts and each.kind != BOUGHT:
        return gifts
    names = category_names(world, each.categories)
    names += [known[key].name for key in each.articles if key in known]
    words = ", ".join(names) or tr("toute la carte")
    return f"{words} → {gifts}" if gifts else words


@dataclass(frozen=True, slots=True, kw_only=True)
class OfferDraft:
    """An offer as it stands in the form; numbers, hours and dates as they are typed."""

    name: str
    kind: str
    bought: str
    cut: str
    span: str
    categories: tuple[str, ...]
    articles: tuple[str, ...]
    gifts: tuple[str, ...]
    days: tuple[int, ...]
    hours: str
    since: str
    until: str
    rooms: tuple[str, ...]
    modes: tuple[str, ...]
    active: bool


def offer_draft(each: PromotionSet) -> OfferDraft:
    """The form of an offer as stored."""
    return OfferDraft(
        name=each.name,
        kind=each.kind,
        bought=str(each.bought) if each.bought else "",
        cut=short_number(each.cut, 2),
        span=str(each.span) if each.span else "",
        categories=each.categories,
        articles=each.articles,
        gifts=each.gifts,
        days=each.weekdays,
        hours=hours_text(each),
        since=typed_day(each.since),
        until=typed_day(each.until),
        rooms=each.rooms,
        modes=each.modes,
        active=each.active,
    )


def _cut_of(text: str) -> int | None:
    """ "50" -> 5000, hundredths of a percent; None when it is none, or over 100 %."""
    found = parse_cents(text.replace("%", ""))
    return found if found is not None and 0 < found <= WHOLE_RATE else None


def _count_of(text: str, most: int) -> int | None:
    typed = text.strip() or "0"
    whole = typed.isascii() and typed.isdigit() and int(typed) <= most
    return int(typed) if whole else None


def offer_errors(draft: OfferDraft) -> dict[str, str]:
    """Field -> what is wrong with it."""
    errors = schedule_errors(draft)
    if not 0 < len(draft.name.strip()) <= MAX_NAME:
        errors["name"] = tr("1 à {most} caractères", most=MAX_NAME)
    if draft.kind == BOUGHT and not _count_of(draft.bought, MAX_BOUGHT):
        errors["bought"] = tr("De 1 à {most}", most=MAX_BOUGHT)
    if _cut_of(draft.cut) is None:
        errors["cut"] = tr("Jusqu'à 100")
    if draft.kind == BIRTHDAY and _count_of(draft.span, MAX_SPAN) is None:
        errors["span"] = tr("De 0 à {most}", most=MAX_SPAN)
    return errors


def offer_of(draft: OfferDraft, stored: PromotionSet) -> PromotionSet:
    """The offer as the form says, once it has no errors."""
    start, end = hours_of(draft.hours) or (0, DAY)
    return replace(
        stored,
        name=draft.name.strip(),
        kind=draft.kind,
        bought=(_count_of(draft.bought, MAX_BOUGHT) or 0)
        if draft.kind == BOUGHT
        else 0,
        cut=_cut_of(draft.cut) or WHOLE_RATE,
        span=(_count_of(draft.span, MAX_SPAN) or 0) if draft.kind == BIRTHDAY else 0,
        categories=draft.categories,
        articles=draft.articles,
        gifts=draft.gifts,
        weekdays=draft.days,
        start=start,
        end=end,
        since=day_of(draft.since) or "",
        until=day_of(draft.until) or "",
        rooms=draft.rooms,
        modes=draft.modes,
        active=draft.active,
    )


def chosen_of(
    before: tuple[str, ...], shown: Iterable[ArticleSet], now: tuple[str, ...]
) -> tuple[str, ...]:
    """Articles that are chosen once those on show were chosen anew."""
    here = {article.id for article in shown}
    return (*(key for key in before if key not in here), *now)


def try_offer(world: World, each: PromotionSet, sold: Iterable[Sale]) -> Trial:
    """What an N + 1 would have given for as much as was sold: guests are counted at the
    hour at which they came, articles at the prices of today's card.

    Of a guest whom a receipt does not name nobody knows whether they came before.
    """
    if each.kind != BOUGHT:
        return no_trial()
    tried = replace(each, active=True)
    differences, pieces = Counter[str](), Counter[str]()
    names: dict[str, str] = {}
    before = concerned = total = 0
    for sale in sold:
        amount = sum(line.total for line in sale.lines)
        total += amount
        table = world.floor.by_number(sale.table)
        if not holds(tried, sale.mode, sale.opened, table.room if table else ""):
            continue
        found = list(earnings(tried, list(_pieces(world.catalogue, sale))))
        for earning in found:
            free = earning.free.article
            names[free] = world.catalogue.articles[free].name
            differences[free] -= earning.off
            pieces[free] += MILLI
        before += amount if found else 0
        concerned += bool(found)
    return trial_of(total, before, concerned, differences, pieces, names)


def _pieces(catalogue: Catalogue, sale: Sale) -> Iterator[Piece]:
    """What was sold by the piece and may be reduced."""
    for line in sale.lines:
        article = catalogue.articles.get(line.article)
        if (
            article is not None
            and article.unit == "piece"
            and article.price > 0
            and catalogue.terms.allows(article, "discount")
        ):
            piece = Piece("", article.id, article.category, article.price)
            yield from [piece] * max(0, line.milli // MILLI)
