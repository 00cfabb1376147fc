"""The sites of a head office: how each stands, what it took, and of what it is made."""

from calendar import monthrange
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Literal

from app.presenters.admin.day import TENDER_ICONS
from app.presenters.admin.network import Question
from app.presenters.admin.words import capital, moment_words
from app.reports.sites import SiteFigures, SitesReport, total_of
from app.services.sites import SiteSeen
from resources.texts import amount, long_date, price, short_date, tr, trn
from widgets.chart import FiletRowView
from widgets.choices import Choice
from widgets.figure_card import FigureView
from widgets.table_model import Cell, Column, Row

Span = Literal["day", "week", "month"]
_ICONS = {"category": "sell", "vat_rate": "percent"}
_ROLES = {"category": "primary", "tender": "course_3", "vat_rate": "course_2"}


@dataclass(frozen=True, slots=True)
class SitesView:
    """The sites as the page shows them.

    Attributes:
        title, note: of the period and of the sites.
        whose: what the figures and shares are of: all sites, or one of them.
        one: a site is chosen.
        shares: dimension -> its rows.
    """

    title: str
    note: str
    whose: str
    one: bool
    figures: tuple[FigureView, ...]
    rows: tuple[Row, ...]
    shares: Mapping[str, tuple[FiletRowView, ...]]


def span_choices() -> tuple[Choice, ...]:
    """How long a period is."""
    return (
        Choice("day", tr("Jour")),
        Choice("week", tr("Semaine")),
        Choice("month", tr("Mois")),
    )


def period(day: date, span: Span) -> tuple[date, date]:
    """The first and last day of the day, week (from Monday) or month with this day."""
    if span == "week":
        first = day - timedelta(days=day.weekday())
        return first, first + timedelta(days=6)
    if span == "month":
        return day.replace(day=1), day.replace(day=monthrange(day.year, day.month)[1])
    return day, day


def period_words(first: date, last: date) -> str:
    """A period as a headline."""
    if first == last:
        return capital(f"{long_date(first)} {first.year}")
    return tr("Du {first} au {last}", first=short_date(first), last=short_date(last))


def site_columns() -> tuple[Column, ...]:
    """The columns of the sites."""
    return (
        Column("name", tr("Établissement"), style="strong"),
        Column("state", tr("État"), 210),
        Column("ttc", tr("CA TTC"), 120, "end", "plain"),
        Column("receipts", tr("Tickets"), 84, "end", drop=2),
        Column("covers", tr("Couverts"), 92, "end", drop=3),
        Column("average", tr("Moyenne"), 100, "end", drop=4),
        Column("closed", tr("Dernière clôture"), 160, drop=1),
    )


def present_sites(
    sites: Sequence[SiteSeen],
    report: SitesReport,
    chosen: str,
    now: datetime,
) -> SitesView:
    """The page.

    Args:
        chosen: the site whose figures are shown, "" for all of them.
    """
    figures = {site.site: site for site in report.sites}
    names = {site.site: site.name for site in sites}
    shown = figures.get(chosen) or total_of(report)
    linked = sum(site.linked for site in sites)
    active = sum(site.active for site in sites)
    first, last = map(date.fromisoformat, (report.first, report.last))
    return SitesView(
        title=period_words(first, last),
        note=trn(linked, "{n} relié sur {all}", "{n} reliés sur {all}", all=active)
        if active
        else "",
        whose=names.get(chosen, tr("Tous les établissements")),
        one=chosen in names,
        figures=_cards(shown),
        rows=tuple(_row(site, figures.get(site.site), now) for site in sites),
        shares={
            dimension: _shares(report, dimension, chosen) for dimension in report.shares
        },
    )


def _cards(shown: SiteFigures) -> tuple[FigureView, ...]:
    return (
        FigureView(tr("Chiffre d'affaires TTC"), price(shown.ttc)),
        FigureView(tr("Tickets"), str(shown.receipts)),
        FigureView(tr("Couverts"), str(shown.covers)),
        FigureView(
            tr("Moyenne par ticket"), price(shown.average) if shown.receipts else "—"
        ),
    )


def _row(site: SiteSeen, figures: SiteFigures | None, now: datetime) -> Row:
    name = Cell(site.name, icon="storefront")
    state = state_cell(site, figures.since if figures else "", now)
    if figures is None:
        return Row(site.site, (name, state, *["—"] * 5))
    return Row(
        site.site,
        (
            name,
            state,
            Cell(amount(figures.ttc), sort=figures.ttc),
            Cell(str(figures.receipts), sort=figures.receipts),
            Cell(str(figures.covers), sort=figures.covers),
            Cell(
                amount(figures.average) if figures.receipts else "—",
                sort=figures.average,
            ),
            Cell(_when(figures.closed, now) or "—", sort=figures.closed),
        ),
    )


def state_cell(site: SiteSeen, since: str, now: datetime) -> Cell:
    """Whether a site is there, and if not, up to when its figures are.

    Args:
        since: when its newest entry was written, ISO 8601.
    """
    if not site.active:
        return Cell(tr("détaché"), sort=4, tag="neutral", icon="link_off")
    if site.trouble:
        return Cell(tr("pas ouvert"), sort=1, tag="danger", icon="error")
    if site.linked:
        return Cell(tr("relié"), sort=3, icon="check")
    when = _when(since, now)
    words = tr("dernière nouvelle {when}", when=when) if when else tr("pas relié")
    return Cell(words, sort=2, tag="warning")


def _when(ts: str, now: datetime) -> str:
    if not ts:
        return ""
    return moment_words(datetime.fromisoformat(ts).astimezone(now.tzinfo), now)


def _shares(
    report: SitesReport, dimension: str, chosen: str
) -> tuple[FiletRowView, ...]:
    place = next((n for n, s in enumerate(report.sites) if s.site == chosen), None)
    values = [
        (row, row.total if place is None else row.by_site[place])
        for row in report.shares[dimension]
    ]
    values = sorted((v for v in values if v[1]), key=lambda value: -value[1])
    most = max((abs(value) for _, value in values), default=1)
    return tuple(
        FiletRowView(
            id=row.item,
            icon=_icon(dimension, row.item),
            label=row.name,
            value_text=amount(value),
            share=max(0, value) / most,
            role=_ROLES[dimension],
        )
        for row, value in values
    )


def _icon(dimension: str, item: str) -> str:
    if dimension == "tender":
        return TENDER_ICONS.get(item, "payments")
    return _ICONS[dimension]


def end_words(site: SiteSeen) -> str:
    """What stands where a site is let go of."""
    if not site.active:
        return tr(
            "Détaché : ses chiffres restent ici. Un nouveau code le rattache, et ce "
            "qu'il a vendu depuis remonte."
        )
    return tr(
        "Fermé, vendu ou perdu : détaché, il n'échange plus rien avec le siège. Ses "
        "chiffres restent ici."
    )


def ask_let_go(site: SiteSeen) -> Question:
    """Before the head office lets go of a site: what is lost by it, and what is not."""
    told = tr(
        "Ce qui est remonté reste ici et se lit toujours. L'établissement, s'il tourne "
        "encore, garde sa carte et son équipe et continue de vendre ; le siège n'en "
        "reçoit plus rien et ne lui dit plus rien, jusqu'à un nouveau code."
    )
    unheard = tr(
        "Il n'est pas relié : ce qu'il a vendu depuis sa dernière nouvelle n'est pas "
        "encore ici."
    )
    return Question(
        tr("Détacher {name} ?", name=site.name),
        told if site.linked else f"{told} {unheard}",
        tr("Détacher"),
    )


def trouble_words(site: SiteSeen) -> str:
    """What stands in the way of a site's figures, "" when nothing does."""
    return f"{site.name} : {site.trouble}" if site.trouble else ""
