"""Mixes as the back office keeps them: what goes into one glass, and what that costs."""

from dataclasses import dataclass, replace

from app.domain.catalogue.mixes import BASE, FIXED, MAX_NAME, SUM, MixSet
from app.domain.catalogue.ranks import ranked
from app.domain.vocabulary import MILLI
from app.domain.world import World
from app.presenters.admin.schedule import category_names
from resources.texts import amount, percent, price, tr
from widgets.amount_entry import parse_cents
from widgets.table_model import Cell, Column, Row

_PERCENT = MILLI // 100


def mix_rules() -> tuple[tuple[str, str], ...]:
    """(rule, words) of what a glass costs."""
    return ((SUM, tr("Somme")), (BASE, tr("Base + …")), (FIXED, tr("Prix fixe")))


def mix_columns() -> tuple[Column, ...]:
    """The columns."""
    return (
        Column("rank", tr("Ordre"), 72),
        Column("name", tr("Assemblage"), style="strong"),
        Column("what", tr("Quoi"), 260, drop=1),
        Column("price", tr("Prix"), 170),
        Column("state", tr("État"), 130),
    )


def mix_rows(world: World) -> list[Row]:
    """Every rule, the one that goes before the others first."""
    return [
        Row(
            each.id,
            (
                Cell(str(place), sort=place),
                each.name,
                what_words(world, each),
                price_words(each),
                Cell(tr("en vigueur"), icon="check")
                if each.active
                else Cell(tr("arrêté"), icon="edit"),
            ),
        )
        for place, each in enumerate(ranked(world.catalogue.mixes.values()), 1)
    ]


def what_words(world: World, each: MixSet) -> str:
    """ "Bar + Coca-Cola 33 cl, Limonade"."""
    return " + ".join(
        ", ".join(_names(world, categories, articles)) or "…"
        for categories, articles in (
            (each.base_categories, each.bases),
            (each.mixer_categories, each.mixers),
        )
    )


def _names(
    world: World, categories: tuple[str, ...], articles: tuple[str, ...]
) -> list[str]:
    known = world.catalogue.articles
    named = [known[key].name for key in articles if key in known]
    return category_names(world, categories) + named


def price_words(each: MixSet) -> str:
    """ "somme des deux", "base + 2,00 €", "9,50 €"; how much is poured."""
    words = {
        SUM: tr("somme des deux"),
        BASE: tr("base + {amount}", amount=price(each.amount)),
    }.get(each.rule, price(each.amount))
    if each.portion < MILLI:
        return f"{words} · {percent(each.portion * 10)}"
    return words


@dataclass(frozen=True, slots=True, kw_only=True)
class MixDraft:
    """A rule as it stands in the form; numbers as they are typed."""

    name: str
    rule: str
    amount: str
    portion: str
    base_categories: tuple[str, ...]
    bases: tuple[str, ...]
    mixer_categories: tuple[str, ...]
    mixers: tuple[str, ...]
    active: bool


def mix_draft(each: MixSet) -> MixDraft:
    """The form of a rule as stored."""
    return MixDraft(
        name=each.name,
        rule=each.rule,
        amount=amount(each.amount) if each.amount else "",
        portion=str(each.portion // _PERCENT),
        base_categories=each.base_categories,
        bases=each.bases,
        mixer_categories=each.mixer_categories,
        mixers=each.mixers,
        active=each.active,
    )


def _cents(draft: MixDraft) -> int | None:
    return parse_cents(draft.amount) if draft.amount.strip() else 0


def _portion(draft: MixDraft) -> int | None:
    typed = draft.portion.replace("%", "").strip()
    whole = typed.isascii() and typed.isdigit() and 0 < int(typed) <= 100
    return int(typed) * _PERCENT if whole else None


def mix_errors(draft: MixDraft) -> dict[str, str]:
    """Field -> what is wrong with it."""
    errors = {}
    if not 0 < len(draft.name.strip()) <= MAX_NAME:
        errors["name"] = tr("1 à {most} caractères", most=MAX_NAME)
    cents = _cents(draft)
    if draft.rule != SUM and (cents is None or cents < 0):
        errors["amount"] = tr("En euros : 12,50")
    if draft.rule == FIXED and not cents:
        errors["amount"] = tr("En euros : 12,50")
    if _portion(draft) is None:
        errors["portion"] = tr("De 1 à {most}", most=100)
    return errors


def mix_from(draft: MixDraft, stored: MixSet) -> MixSet:
    """The rule as the form says, once it has no errors."""
    return replace(
        stored,
        name=draft.name.strip(),
        rule=draft.rule,
        amount=0 if draft.rule == SUM else _cents(draft) or 0,
        portion=_portion(draft) or MILLI,
        base_categories=draft.base_categories,
        bases=draft.bases,
        mixer_categories=draft.mixer_categories,
        mixers=draft.mixers,
        active=draft.active,
    )
