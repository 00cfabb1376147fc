"""The sites of a head office: which there are, how they stand, what they took."""

from datetime import date
from typing import Annotated

from fastapi import APIRouter, Query
from pydantic import BaseModel, Field
from starlette.responses import Response

from app.domain.vocabulary import Refusal
from app.hub.api.problems import refused
from app.hub.api.shapes import Told, euros
from app.hub.api.visit import Visiting, opened_by
from app.reports.sites import sites_report
from app.services.house import House
from app.services.sites import SiteSource

router = APIRouter(tags=["sites"])

SITE_UNKNOWN = Refusal("site_unknown", "Cet établissement n'existe pas.")
SITE_CLOSED = Refusal(
    "site_closed", "Les données de cet établissement ne sont pas ouvertes ici."
)
PERIOD_INVALID = Refusal(
    "period_invalid", "Une période va d'un jour à un jour d'après, un an au plus."
)
_MOST_DAYS = 366

Day = Annotated[date, Query(description="A business day.", examples=["2026-11-20"])]


class SiteShape(BaseModel):
    """A site of the head office that answers here."""

    site_id: str = Field(examples=["01M8KPSCMRFJKD0VZ8RQ3GWCBS"])
    name: str = Field(examples=["Bastille"])
    attached: bool
    linked: bool = Field(description="It is connected at this moment.")
    last_heard_at: str | None = Field(
        description="When the newest entry that came up was written.",
        examples=["2026-11-20T22:41:07.120+01:00"],
    )


class SitesShape(BaseModel):
    """The sites, by name."""

    sites: list[SiteShape]


class CategoryFigure(BaseModel):
    """What was sold of one category."""

    category_id: str = Field(examples=["plats"])
    name: str = Field(examples=["Plats"])
    amount: Told


class TenderFigure(BaseModel):
    """What was paid in one way."""

    method: str = Field(examples=["cash"])
    amount: Told


class RateFigure(BaseModel):
    """What was sold at one rate of VAT."""

    rate: Told = Field(examples=[10])
    gross: Told


class SiteReportShape(BaseModel):
    """What a site took from a business day to another, both included."""

    site_id: str = Field(examples=["01M8KPSCMRFJKD0VZ8RQ3GWCBS"])
    name: str = Field(examples=["Bastille"])
    first_day: str = Field(examples=["2026-11-01"])
    last_day: str = Field(examples=["2026-11-30"])
    total: Told
    subtotal: Told
    receipts: int
    covers: int
    average: Told
    categories: list[CategoryFigure]
    methods: list[TenderFigure]
    taxes: list[RateFigure]
    last_heard_at: str | None = Field(examples=["2026-11-20T22:41:07.120+01:00"])
    last_closed_at: str | None = Field(examples=["2026-11-20T23:52:10.004+01:00"])


@router.get("/sites", response_model=SitesShape, **opened_by("sites:read"))
async def list_sites(visit: Visiting) -> Response:
    """The sites of this head office; none where it is none."""

    def view(_: House) -> SitesShape:
        return SitesShape(
            sites=[
                SiteShape(
                    site_id=site.site,
                    name=site.name,
                    attached=site.active,
                    linked=site.linked,
                    last_heard_at=(site.source.heard() or None)
                    if site.source is not None
                    else None,
                )
                for site in visit.api.sites()
            ]
        )

    return await visit.look(view)


@router.get(
    "/sites/{site_id}/report",
    response_model=SiteReportShape,
    **opened_by("sites:read", 404, 409),
)
async def show_site_report(
    site_id: str,
    visit: Visiting,
    first: Annotated[Day, Query(alias="from")],
    last: Annotated[Day, Query(alias="to")],
) -> Response:
    """The sums of a site's documents, as far as they have come up."""
    if not 0 <= (last - first).days < _MOST_DAYS:
        raise refused(PERIOD_INVALID)
    found = {site.site: site for site in visit.api.sites()}.get(site_id)
    if found is None:
        raise refused(SITE_UNKNOWN)
    source = found.source
    if source is None:
        raise refused(SITE_CLOSED)
    return await visit.look(
        lambda _: _shape(source, first.isoformat(), last.isoformat())
    )


def _shape(source: SiteSource, first: str, last: str) -> SiteReportShape:
    report = sites_report([source], first, last)
    (figures,) = report.sites
    return SiteReportShape(
        site_id=figures.site,
        name=figures.name,
        first_day=first,
        last_day=last,
        total=euros(figures.ttc),
        subtotal=euros(figures.ht),
        receipts=figures.receipts,
        covers=figures.covers,
        average=euros(figures.average),
        categories=[
            CategoryFigure(category_id=s.item, name=s.name, amount=euros(s.total))
            for s in report.shares["category"]
        ],
        methods=[
            TenderFigure(method=s.item, amount=euros(s.total))
            for s in report.shares["tender"]
        ],
        taxes=[
            RateFigure(rate=euros(int(s.item)), gross=euros(s.total))
            for s in report.shares["vat_rate"]
        ],
        last_heard_at=figures.since or None,
        last_closed_at=figures.closed or None,
    )
