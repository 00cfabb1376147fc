"""Deciding about what is sold: 86, countdowns, prices, articles."""

import re

from app.domain.catalogue.events import (
    ArticleSet,
    AvailabilitySet,
    CategorySet,
    CourseSet,
    ModifierGroupSet,
    PriceListSet,
    StationSet,
    VatSet,
)
from app.domain.vocabulary import Context, Refusal, command, need
from app.domain.world import World

Decision = tuple[object, ...] | Refusal
MAX_PRICE = 10_000_000
MAX_NAME = 60
MAX_RATE = 10_000
"""100 % in hundredths of a percent."""


@command
class SetAvailability:
    """86 (`remaining` 0), a countdown, or no limit any more (-1)."""

    article: str
    remaining: int


@command
class SetCatalogue:
    """Change a category, article, group, course, station, VAT rate or price list."""

    event: (
        ArticleSet
        | CategorySet
        | ModifierGroupSet
        | CourseSet
        | StationSet
        | VatSet
        | PriceListSet
    )


CatalogueCommand = SetAvailability | SetCatalogue


def decide(world: World, command: CatalogueCommand, context: Context) -> Decision:
    """What changed in the catalogue, or why it cannot."""
    if isinstance(command, SetCatalogue):
        refused = need(
            context, "catalogue.edit", "Modifier la carte demande un responsable."
        )
        return refused or _event_refusal(world, command.event) or (command.event,)
    refused = need(
        context, "catalogue.availability", "Passer en rupture demande un droit."
    )
    if refused:
        return refused
    if command.article not in world.catalogue.articles:
        return Refusal("article_unknown", "Cet article n'est pas à la carte.")
    if not -1 <= command.remaining <= 9999:
        return Refusal("quantity_out_of_range", "Le compte va de 0 à 9 999.")
    return (AvailabilitySet(article=command.article, remaining=command.remaining),)


def _event_refusal(world: World, event: object) -> Refusal | None:
    """Why something of the menu cannot be saved as it is, None when it can."""
    match event:
        case ArticleSet():
            return article_refusal(world, event)
        case VatSet():
            day = re.fullmatch(r"\d{4}-\d{2}-\d{2}", event.since, re.ASCII)
            if not day or not 0 <= event.rate <= MAX_RATE:
                return Refusal("vat_invalid", "Ce taux de TVA n'est pas possible.")
        case PriceListSet():
            if not all(0 <= listed.price <= MAX_PRICE for listed in event.prices):
                return Refusal("price_out_of_range", "Ce prix n'est pas possible.")
        case ModifierGroupSet():
            if not 0 <= event.minimum <= event.maximum:
                return Refusal("group_invalid", "Le minimum dépasse le maximum.")
        case _:
            pass
    return None


def article_refusal(world: World, article: ArticleSet) -> Refusal | None:
    """Why an article cannot be saved as it is, None when it can."""
    name = article.name.strip()
    if not name or len(name) > MAX_NAME:
        return Refusal("name_invalid", "Le nom a de 1 à 60 caractères.")
    if not 0 <= article.price <= MAX_PRICE:
        return Refusal("price_out_of_range", "Ce prix n'est pas possible.")
    if article.price == 0 and not article.open_price:
        return Refusal(
            "price_zero", "Un prix de 0 demande « prix libre », ou offrez l'article."
        )
    if article.category not in world.catalogue.categories:
        return Refusal("category_unknown", "Choisissez une catégorie.")
    if article.station and article.station not in world.catalogue.stations:
        return Refusal("station_unknown", "Choisissez un poste.")
    for code in (article.vat_on_site, article.vat_takeaway):
        if code not in world.catalogue.vat:
            return Refusal("vat_unknown", "Choisissez un taux de TVA.")
    for barcode in article.barcodes:
        owner = world.catalogue.barcodes.get(barcode)
        if owner not in (None, article.id):
            values = (("code", barcode),)
            text = "Le code {code} est déjà celui d'un autre article."
            return Refusal("barcode_taken", text, values=values)
    for choice in (c for step in article.steps for c in step.choices):
        component = world.catalogue.articles.get(choice.article)
        if component is None or component.price <= 0:
            return Refusal(
                "component_unpriced",
                "Chaque plat d'une formule doit avoir un prix à la carte.",
            )
    return None
