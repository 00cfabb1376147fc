"""The menu: what is sold, at which price in force, and what is left of it."""

from dataclasses import replace
from typing import Annotated

from fastapi import APIRouter, Query
from pydantic import BaseModel, Field
from starlette.responses import Response

from app.domain.catalogue.decide import (
    ARTICLE_UNKNOWN,
    FollowOffice,
    SetAvailability,
    SetCatalogue,
)
from app.domain.catalogue.events import ArticleSet
from app.hub.api.pages import After, linked, page
from app.hub.api.problems import refused
from app.hub.api.shapes import (
    Amount,
    Count,
    Level,
    Sent,
    ServedAs,
    Told,
    cents,
    euros,
    units,
)
from app.hub.api.visit import Visiting, Write, carried_out, opened_by
from app.services.house import House

router = APIRouter(prefix="/menu", tags=["menu"])

_MOST = 500
"""Items of one page: more would keep the windows of the house waiting."""
_CALLED = {"active": "listed"}
"""Field of an article -> what programs call it, where it is another word."""

Mode = Annotated[ServedAs, Query(description="Prices may differ by how it is served.")]


class OptionShape(BaseModel):
    """An answer to a question about an item; its id is a modifier of an order."""

    modifier_id: str = Field(examples=["medium_rare"])
    name: str = Field(examples=["Saignant"])
    price: Told


class GroupShape(BaseModel):
    """A question about an item, with its least and greatest number of answers."""

    group_id: str
    name: str = Field(examples=["Cuisson"])
    minimum: int
    maximum: int
    modifiers: list[OptionShape]


class StepChoiceShape(BaseModel):
    """What may be chosen at a step of a formule."""

    menu_item_id: str
    supplement: Told


class StepShape(BaseModel):
    """A step of a formule."""

    name: str
    optional: bool
    choices: list[StepChoiceShape]


class MenuItemShape(BaseModel):
    """Something that is sold."""

    menu_item_id: str = Field(examples=["burger_1"])
    name: str = Field(examples=["Burger Classique"])
    category_id: str
    price: Told
    price_includes_tax: bool
    tax_rate: Told = Field(examples=[10])
    unit: str = Field(examples=["piece"])
    open_price: bool
    available: bool
    remaining: Level | None = Field(None, description="Null without a countdown.")
    group_ids: list[str]
    allergens: list[str] = Field(examples=[["gluten", "milk?"]])
    no_allergens: bool = Field(
        examples=[False],
        description="None of the 14, as somebody has checked; else an empty list "
        "says nothing.",
    )
    legal_warranty: bool = Field(examples=[False])
    steps: list[StepShape]
    of_head_office: bool = Field(
        examples=[False], description="It comes from the head office of this site."
    )
    own: list[str] = Field(
        examples=[["price"]], description="What this site then has its own way."
    )


class CategoryShape(BaseModel):
    """A part of the menu."""

    category_id: str
    name: str
    rank: int


class MenuShape(BaseModel):
    """The menu, page by page."""

    categories: list[CategoryShape]
    items: list[MenuItemShape]
    groups: list[GroupShape]
    next: str | None = None


class NewAvailability(Sent):
    """How much is left: 0 is sold out, null is no limit."""

    remaining: Count | None = Field(ge=0, le=100_000, examples=[12])


class ItemChange(Sent):
    """What is to be different; what is not named stays."""

    name: str | None = Field(None, max_length=60, examples=["Burger Classique"])
    button: str | None = Field(None, max_length=40, examples=["Burger"])
    price: Amount | None = None
    listed: bool | None = Field(
        None, strict=True, examples=[True], description="It is on the menu at all."
    )


@router.get("", response_model=MenuShape, **opened_by("menu:read"))
async def show_menu(
    visit: Visiting,
    mode: Mode = "dine_in",
    limit: Annotated[int, Query(ge=1, le=_MOST)] = _MOST,
    after: After = "",
) -> Response:
    """The menu, up to 500 items a page; ask with `If-None-Match` to hear only of
    changes."""

    def view(house: House) -> MenuShape:
        catalogue = house.world.catalogue
        articles = [a for a in catalogue.articles.values() if a.active]
        found, following = page(articles, lambda a: a.id, after, limit)
        categories = [c for c in catalogue.categories.values() if c.active]
        return MenuShape(
            categories=[
                CategoryShape(category_id=c.id, name=c.name, rank=c.rank)
                for c in sorted(categories, key=lambda c: (c.rank, c.id))
            ],
            items=[item_shape(house, article, mode) for article in found],
            groups=[
                GroupShape(
                    group_id=group.id,
                    name=group.name,
                    minimum=group.minimum,
                    maximum=group.maximum,
                    modifiers=[
                        OptionShape(modifier_id=o.id, name=o.name, price=euros(o.price))
                        for o in group.options
                    ],
                )
                for group in catalogue.groups.values()
            ],
            next=following,
        )

    return await visit.read(view, linked(visit.request))


@router.get(
    "/items/{menu_item_id}",
    response_model=MenuItemShape,
    **opened_by("menu:read", 404),
)
async def show_menu_item(
    menu_item_id: str, visit: Visiting, mode: Mode = "dine_in"
) -> Response:
    """One thing that is sold."""
    return await visit.read(
        lambda house: item_shape(house, _article(house, menu_item_id), mode)
    )


@router.patch(
    "/items/{menu_item_id}/availability",
    response_model=MenuItemShape,
    **opened_by("menu:write", 404, 409, key=True),
)
async def set_availability(
    menu_item_id: str, told: NewAvailability, visit: Visiting
) -> Response:
    """Takes an item off the menu for now, counts it down, or lets it be sold again."""

    def act(house: House) -> MenuItemShape:
        _article(house, menu_item_id)
        remaining = -1 if told.remaining is None else told.remaining
        command = SetAvailability(article=menu_item_id, remaining=remaining)
        carried_out(house, command, visit.actor)
        return item_shape(house, _article(house, menu_item_id), "dine_in")

    return await visit.write(
        Write(
            act=act,
            again=lambda house, _: item_shape(
                house, _article(house, menu_item_id), "dine_in"
            ),
        )
    )


@router.patch(
    "/items/{menu_item_id}",
    response_model=MenuItemShape,
    **opened_by("menu:edit", 404, 409, key=True),
)
async def change_menu_item(
    menu_item_id: str, told: ItemChange, visit: Visiting
) -> Response:
    """Changes an item. At a site, one of the head office takes what may be the site's
    own, and refuses the rest."""

    def act(house: House) -> MenuItemShape:
        changes = told.model_dump(exclude_none=True)
        if "price" in changes:
            changes["price"] = cents(changes["price"])
        if "listed" in changes:
            changes["active"] = changes.pop("listed")
        event = replace(_known(house, menu_item_id), **changes)
        carried_out(house, SetCatalogue(event=event), visit.actor)
        return _as_it_stands(house, menu_item_id)

    return await visit.write(
        Write(act=act, again=lambda house, _: _as_it_stands(house, menu_item_id))
    )


@router.delete(
    "/items/{menu_item_id}/own",
    response_model=MenuItemShape,
    **opened_by("menu:edit", 404, key=True),
)
async def follow_head_office(menu_item_id: str, visit: Visiting) -> Response:
    """Has an item of the head office as the head office has it, in everything."""

    def act(house: House) -> MenuItemShape:
        carried_out(house, FollowOffice(article=menu_item_id), visit.actor)
        return _as_it_stands(house, menu_item_id)

    return await visit.write(
        Write(act=act, again=lambda house, _: _as_it_stands(house, menu_item_id))
    )


def _known(house: House, article_id: str) -> ArticleSet:
    """An article, also one that is not on the menu now."""
    found = house.world.catalogue.articles.get(article_id)
    if found is None:
        raise refused(ARTICLE_UNKNOWN)
    return found


def _as_it_stands(house: House, article_id: str) -> MenuItemShape:
    return item_shape(house, _known(house, article_id), "dine_in")


def _article(house: House, article_id: str) -> ArticleSet:
    found = _known(house, article_id)
    if not found.active:
        raise refused(ARTICLE_UNKNOWN)
    return found


def item_shape(house: House, article: ArticleSet, mode: str) -> MenuItemShape:
    """An article as programs see it."""
    catalogue, now = house.world.catalogue, house.clock()
    prices = catalogue.prices(mode, now)
    left = catalogue.remaining.get(article.id)
    attached = house.world.terminals.upstream is not None
    theirs = attached and article.id in catalogue.office
    return MenuItemShape(
        menu_item_id=article.id,
        name=article.name,
        category_id=article.category,
        price=euros(catalogue.price_of(article, mode, now, prices)),
        price_includes_tax=prices != "excl",
        tax_rate=euros(catalogue.rate_of(article, mode, now.date().isoformat())),
        unit=article.unit,
        open_price=article.open_price,
        available=not catalogue.sold_out(article.id),
        remaining=None if left is None else units(left),
        group_ids=list(article.groups),
        allergens=list(article.allergens),
        no_allergens=article.no_allergens,
        legal_warranty=article.legal_warranty,
        steps=[
            StepShape(
                name=step.name,
                optional=step.optional,
                choices=[
                    StepChoiceShape(
                        menu_item_id=choice.article,
                        supplement=euros(choice.supplement),
                    )
                    for choice in step.choices
                ],
            )
            for step in article.steps
        ],
        of_head_office=theirs,
        own=sorted(
            _CALLED.get(name, name)
            for name in (catalogue.own_of(article.id) if theirs else ())
        ),
    )
