"""One article as a form: what is typed, what is wrong with it, the fact it becomes."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from textwrap import shorten

from app.domain.catalogue.decide import MAX_NAME, MAX_PRICE, article_refusal
from app.domain.catalogue.events import ArticleSet, KitchenName
from app.domain.catalogue.state import Catalogue
from app.domain.money import rhu
from app.domain.vocabulary import ALLERGENS
from app.domain.world import World
from app.presenters.admin.articles import cost_percent
from app.presenters.admin.kitchen_marks import name_errors
from resources.texts import amount, percent, tr, trn
from widgets.amount_entry import parse_cents
from widgets.dropdown import Entry

MOST_MINUTES = 90
MAX_SHORT = 40
MAX_SPOKEN = 200
_ENTRY = 34
TABS = ("general", "options", "recipe", "names")
FIELD_TABS = {
    "name": "general",
    "button": "general",
    "kitchen": "general",
    "price": "general",
    "vat": "general",
    "station": "general",
    "minutes": "general",
    "tare": "options",
    "origin": "recipe",
    "category": "options",
    "vat_away": "options",
    "course": "options",
    "cost": "recipe",
    "spoken": "names",
    "barcodes": "names",
    "kitchens": "names",
}
"""Field -> page of the form on which it is, for those that can be wrong."""
_REFUSED = {
    "name_invalid": "name",
    "price_out_of_range": "price",
    "price_zero": "price",
    "category_unknown": "category",
    "station_unknown": "station",
    "vat_unknown": "vat",
    "barcode_taken": "barcodes",
    "tare_out_of_range": "tare",
    "origin_invalid": "origin",
    "component_unpriced": "price",
    "language_unknown": "kitchens",
}
"""Refusal of the domain -> the field that it is about."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ArticleDraft:
    """An article as it stands in the form; texts are as they were typed.

    Attributes:
        vat, vat_away: codes. `spoken` and `barcodes` are lists with commas.
        allergens: keys, with "?" after those that may be in it.
    """

    name: str
    button: str
    kitchen: str
    price: str
    vat: str
    station: str
    minutes: str
    tare: str
    origin: str
    category: str
    vat_away: str
    course: str
    cost: str
    spoken: str
    barcodes: str
    allergens: tuple[str, ...] = ()
    groups: tuple[str, ...] = ()
    favourite: bool = False
    goods: bool = False
    alcohol: bool = False
    weighed: bool = False
    open_price: bool = False
    no_allergens: bool = False
    legal_warranty: bool = False
    apart: bool = False
    kitchens: tuple[KitchenName, ...] = ()


def draft_of(article: ArticleSet) -> ArticleDraft:
    """The form of an article as it is stored."""
    return ArticleDraft(
        name=article.name,
        button=article.button,
        kitchen=article.kitchen,
        price=amount(article.price) if article.price else "",
        vat=article.vat_on_site,
        station=article.station,
        minutes=str(article.minutes or ""),
        tare=str(article.tare or ""),
        origin=article.origin,
        category=article.category,
        vat_away=article.vat_takeaway,
        course=article.course,
        cost=amount(article.cost) if article.cost else "",
        spoken=", ".join(article.spoken),
        barcodes=", ".join(article.barcodes),
        allergens=article.allergens,
        groups=article.groups,
        favourite=article.favourite > 0,
        goods=article.goods,
        alcohol=article.alcohol,
        weighed=article.unit == "kg",
        open_price=article.open_price,
        no_allergens=article.no_allergens,
        legal_warranty=article.legal_warranty,
        apart=article.apart,
        kitchens=article.kitchens,
    )


def article_of(
    draft: ArticleDraft, stored: ArticleSet, catalogue: Catalogue
) -> ArticleSet:
    """The fact that the form becomes; what is typed wrong counts as nothing."""
    favourite = stored.favourite if draft.favourite else 0
    if draft.favourite and not favourite:
        ranks = (a.favourite for a in catalogue.articles.values())
        favourite = max(ranks, default=0) + 1
    return replace(
        stored,
        name=draft.name.strip(),
        button=draft.button.strip(),
        kitchen=draft.kitchen.strip(),
        price=parse_cents(draft.price) or 0,
        vat_on_site=draft.vat,
        vat_takeaway=draft.vat_away,
        station=draft.station,
        course=draft.course,
        minutes=_number(draft.minutes) or 0,
        tare=_number(draft.tare) or 0,
        origin=draft.origin.strip(),
        category=draft.category,
        cost=parse_cents(draft.cost) or 0,
        spoken=_listed(draft.spoken),
        barcodes=_listed(draft.barcodes),
        allergens=draft.allergens,
        groups=draft.groups,
        favourite=favourite,
        goods=draft.goods,
        alcohol=draft.alcohol,
        unit="kg" if draft.weighed else "piece",
        open_price=draft.open_price,
        no_allergens=draft.no_allergens and not draft.allergens,
        legal_warranty=draft.legal_warranty,
        apart=draft.apart,
        kitchens=draft.kitchens,
    )


def article_errors(
    draft: ArticleDraft, stored: ArticleSet, world: World
) -> dict[str, str]:
    """Field -> what is wrong with it, in words; empty when it can be saved."""
    errors = _text_errors(draft) | _number_errors(draft, stored)
    codes = _barcode_error(_listed(draft.barcodes), stored.id, world.catalogue)
    if codes:
        errors["barcodes"] = codes
    refused = article_refusal(world, article_of(draft, stored, world.catalogue))
    if refused is not None:
        words = tr(refused.text, **dict(refused.values))
        errors.setdefault(_REFUSED.get(refused.code, "name"), words)
    if name_errors(draft.kitchens):
        errors["kitchens"] = tr("{n} caractères au plus", n=MAX_NAME)
        errors.pop("name", None)
    if draft.vat_away not in world.catalogue.vat:
        errors["vat_away"] = tr("Choisissez un taux de TVA.")
    return errors


def _text_errors(draft: ArticleDraft) -> dict[str, str]:
    errors = {
        name: tr("{n} caractères au plus", n=most)
        for name, most in (
            ("button", MAX_SHORT),
            ("kitchen", MAX_SHORT),
            ("spoken", MAX_SPOKEN),
        )
        if len(getattr(draft, name).strip()) > most
    }
    if not 0 < len(draft.name.strip()) <= MAX_NAME:
        errors["name"] = tr("De 1 à {n} caractères", n=MAX_NAME)
    return errors


def _number_errors(draft: ArticleDraft, stored: ArticleSet) -> dict[str, str]:
    errors: dict[str, str] = {}
    price, cost = parse_cents(draft.price), parse_cents(draft.cost)
    if draft.price.strip() and price is None:
        errors["price"] = tr("Un montant, par exemple 24,50")
    elif price is not None and not 0 <= price <= MAX_PRICE:
        errors["price"] = tr("Ce prix n'est pas possible.")
    elif not price and not draft.open_price:
        errors["price"] = tr("Un prix au-dessus de 0")
    if draft.cost.strip() and (cost is None or not 0 <= cost <= MAX_PRICE):
        errors["cost"] = tr("Un montant, par exemple 7,02")
    if draft.minutes.strip() or stored.minutes:
        minutes = _number(draft.minutes)
        if minutes is None or not 1 <= minutes <= MOST_MINUTES:
            errors["minutes"] = tr("De 1 à {n} minutes", n=MOST_MINUTES)
    if draft.tare.strip() and _number(draft.tare) is None:
        errors["tare"] = tr("Un poids en grammes")
    return errors


def _barcode_error(codes: tuple[str, ...], article: str, catalogue: Catalogue) -> str:
    for number, code in enumerate(codes):
        owner = catalogue.barcodes.get(code)
        if owner not in (None, article):
            found = catalogue.articles.get(owner) if owner else None
            name = found.name if found else str(owner)
            return tr("{code} est déjà celui de {name}", code=code, name=name)
        if code in codes[:number]:
            return tr("{code} est là deux fois", code=code)
        if not _is_barcode(code):
            return tr("{code} n'est pas un code-barres", code=code)
    return ""


def _is_barcode(code: str) -> bool:
    """Whether a code can be printed and read; GTINs end with their check digit."""
    if not (code.isascii() and code.isalnum() and 4 <= len(code) <= 48):
        return False
    if not code.isdigit() or len(code) not in (8, 12, 13, 14):
        return True
    digits = [int(digit) for digit in reversed(code)]
    return (sum(digits[0::2]) + 3 * sum(digits[1::2])) % 10 == 0


def _number(text: str) -> int | None:
    plain = text.strip()
    return (
        int(plain) if plain.isascii() and plain.isdigit() and len(plain) < 6 else None
    )


def _listed(text: str) -> tuple[str, ...]:
    parts = (part.strip() for part in text.replace("\n", ",").split(","))
    return tuple(part for part in parts if part)


def price_help(
    draft: ArticleDraft, stored: ArticleSet, catalogue: Catalogue, day: str
) -> str:
    """ "coût 7,02 € HT · 32 %", "" when the cost is not known."""
    article = article_of(draft, stored, catalogue)
    share = cost_percent(catalogue, article, day)
    if share is None:
        return ""
    cost = amount(article.cost)
    whole = percent(rhu(share, 100) * 100)
    return tr("coût {cost} € HT · {share}", cost=cost, share=whole)


# ------------------------------------------------------------------ what can be chosen


def vat_entries(catalogue: Catalogue, day: str, chosen: str) -> tuple[Entry, ...]:
    """Rates in force, the highest first; a code that is unknown is shown as such."""
    codes = sorted(catalogue.vat, key=lambda code: -catalogue.rate(code, day))
    known = [Entry(code, percent(catalogue.rate(code, day))) for code in codes]
    return (*known, *([] if chosen in codes else [Entry(chosen, "?")]))


def learned_words(world: World, article: str) -> str:
    """ "Habituel : 12 midi, 14 soir": minutes within which it mostly is ready, "" while
    nobody knows."""
    noon, evening = (world.made.learned(article, part) for part in ("noon", "evening"))
    if noon != evening:
        return tr("Habituel : {noon} midi, {evening} soir", noon=noon, evening=evening)
    return tr("Habituel : {n} min", n=noon) if noon else ""


def station_entries(catalogue: Catalogue) -> tuple[Entry, ...]:
    """Stations, and none for what nobody makes."""
    ranked = sorted(catalogue.stations.values(), key=lambda s: s.rank)
    return (Entry("", tr("Aucun")), *(Entry(s.id, s.name) for s in ranked))


def course_entries(catalogue: Catalogue, category: str) -> tuple[Entry, ...]:
    """As the category has it, or a course of the meal of its own."""
    found = catalogue.categories.get(category)
    course = catalogue.courses.get(found.course) if found else None
    name = course.name if course else tr("Direct")
    ranked = sorted(catalogue.courses.values(), key=lambda c: c.rank)
    first = Entry("", tr("Comme sa catégorie : {course}", course=name))
    return (first, *(Entry(c.id, c.name) for c in ranked))


def group_words(catalogue: Catalogue, group: str) -> str:
    """A question and its first answers: "Cuisson : Bleu, Saignant, …"."""
    found = catalogue.groups.get(group)
    if found is None:
        return group
    names = [option.name for option in found.options[:3]]
    more = "…" if len(found.options) > len(names) else ""
    return f"{found.name} : {', '.join(names)}{more}"


def group_entries(catalogue: Catalogue, chosen: Iterable[str]) -> tuple[Entry, ...]:
    """Questions that can still be asked about the article."""
    taken = set(chosen)
    free = [g for g in catalogue.groups if g not in taken]
    free.sort(key=lambda g: group_words(catalogue, g))
    return (
        Entry("", tr("Ajouter une question…")),
        *(
            Entry(g, shorten(group_words(catalogue, g), _ENTRY, placeholder="…"))
            for g in free
        ),
    )


def step_words(catalogue: Catalogue, article: ArticleSet) -> tuple[str, ...]:
    """The steps of a formule, to be read only."""
    return tuple(
        f"{step.name} · {trn(len(step.choices), '{n} choix', '{n} choix')}"
        for step in article.steps
    )


def allergen_words(key: str) -> str:
    """ "Lait", or "Lait, traces" for what may be in it."""
    name, _ = ALLERGENS.get(key.removesuffix("?"), (key, ""))
    return tr("{name}, traces", name=tr(name)) if key.endswith("?") else tr(name)


def next_allergen(held: tuple[str, ...], key: str) -> tuple[str, ...]:
    """One tap further: not in it, in it, may be in it, not in it."""
    trace = f"{key}?"
    if key in held:
        return tuple(trace if each == key else each for each in held)
    if trace in held:
        return tuple(each for each in held if each != trace)
    known = list(ALLERGENS)
    grown = (*held, key)
    return tuple(sorted(grown, key=lambda each: known.index(each.removesuffix("?"))))
