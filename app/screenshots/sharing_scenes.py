"""The forms of a house that is a site of a head office, or a head office itself."""

from app.domain.catalogue.decide import SetCatalogue
from app.domain.catalogue.events import (
    ArticleOwn,
    ArticleSites,
    OfficeArticle,
)
from app.domain.staff.events import OfficePerson
from app.domain.terminals.events import SiteSet, UpstreamSet
from app.domain.wire import as_kind
from app.screenshots.studio import Stage
from resources.texts import tr

_DISH, _COOK = "entrecote", "lea"


def _site(stage: Stage) -> None:
    """The dish and somebody of the team come from the head office; the price is ours."""
    house = stage.house
    dish = house.world.catalogue.articles[_DISH]
    house.record(
        [
            UpstreamSet(site="lyon", chain="C9", name="Maison Vidal", address=""),
            as_kind(dish, OfficeArticle),
            as_kind(house.world.staff.people[_COOK], OfficePerson),
            ArticleOwn(article=_DISH, field="price", value=dish.price - 200),
            ArticleOwn(article=_DISH, field="button", value="Entrecôte"),
        ]
    )


def article_of_office(stage: Stage) -> None:
    """At a site: what is the head office's, and what is ours."""
    _site(stage)
    stage.window("admin", f"articles:{_DISH}", person="marc")


def person_of_office(stage: Stage) -> None:
    """At a site: somebody of the head office's team, to be read."""
    _site(stage)
    stage.window("admin", f"team:{_COOK}", person="marc")


def _office(stage: Stage) -> None:
    names = {"lyon": "Lyon Bellecour", "nice": "Nice Vieux-Port", "brest": "Brest"}
    stage.house.record([SiteSet(site=site, name=names[site]) for site in names])


def sites_of_article(stage: Stage) -> None:
    """At a head office: where an article is sold."""
    _office(stage)
    stage.run(SetCatalogue(event=ArticleSites(id=_DISH, sites=("lyon",))), "marc")
    stage.window("admin", f"articles:{_DISH}", person="marc")
    stage.tap(tr("Options"))


def sites_of_person(stage: Stage) -> None:
    """At a head office: where somebody works."""
    _office(stage)
    stage.window("admin", f"team:{_COOK}", person="marc")
