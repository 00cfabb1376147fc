"""What the sites of a head office took: side by side, and each thing by site.

Sums of each site's own documents as its journal has them here; nothing is computed again
(fiscal rule C-05). A site that is away counts with what had come up from it.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from io import BytesIO

from app.domain.payments.decide import METHODS
from app.projections.queries import Sums, category_names, day_sums, newest_closing
from app.projections.takings import Takings, takings
from app.reports.cells import TEXT, WHOLE, Column, Table, Value, euros, fill
from app.services.sites import SiteSource
from resources.texts import percent, tr

DIMENSIONS = ("category", "tender", "vat_rate")
_MEASURES = {"category": "ttc", "tender": "amount", "vat_rate": "ttc"}


@dataclass(frozen=True, slots=True)
class SiteFigures:
    """What a site took in a period, in cents.

    Attributes:
        since: when the newest entry that counts here was written, ISO 8601.
        closed: when a till there last closed its day, "" for never.
    """

    site: str
    name: str
    ttc: int
    ht: int
    receipts: int
    covers: int
    since: str = ""
    closed: str = ""

    @property
    def average(self) -> int:
        """Cents with VAT for a receipt, rounded down; 0 without any."""
        return self.ttc // self.receipts if self.receipts else 0


@dataclass(frozen=True, slots=True)
class Share:
    """One category, tender or rate of VAT: what it came to at each site, in cents."""

    item: str
    name: str
    by_site: tuple[int, ...]

    @property
    def total(self) -> int:
        """Of all sites."""
        return sum(self.by_site)


@dataclass(frozen=True, slots=True)
class SitesReport:
    """The sites side by side, `first` to `last` (business days, inclusive).

    Attributes:
        shares: dimension (see `DIMENSIONS`) -> its rows, the largest first.
    """

    first: str
    last: str
    sites: tuple[SiteFigures, ...]
    shares: dict[str, tuple[Share, ...]]


def sites_report(sources: Sequence[SiteSource], first: str, last: str) -> SitesReport:
    """The figures of sites.

    Raises:
        KnownError: one of them cannot be read.
    """
    sites: list[SiteFigures] = []
    sums: list[Sums] = []
    categories: dict[str, str] = {}
    for source in sources:
        with source.database.read() as connection:
            sums.append(day_sums(connection, first, last))
            taken = takings(connection, first, last=last)
            categories |= category_names(connection)
            closed = newest_closing(connection)
        sites.append(_figures(source, sums[-1], taken, closed))
    names: dict[str, Callable[[str], str]] = {
        "category": lambda item: categories.get(item) or tr("Sans catégorie"),
        "tender": lambda item: tr(METHODS.get(item, item)),
        "vat_rate": lambda item: percent(int(item)),
    }
    shares = {each: _shares(each, names[each], sums) for each in DIMENSIONS}
    return SitesReport(first, last, tuple(sites), shares)


def _figures(
    source: SiteSource, sums: Sums, taken: Takings, closed: str
) -> SiteFigures:
    ht = sum(sums.get(("document", kind, "ht"), 0) for kind in ("sale", "refund"))
    return SiteFigures(
        source.site,
        source.name,
        taken.ttc,
        ht,
        taken.receipts,
        taken.covers,
        source.heard(),
        closed,
    )


def _shares(
    family: str, name_of: Callable[[str], str], sums: Sequence[Sums]
) -> tuple[Share, ...]:
    measure = _MEASURES[family]
    items = {item for one in sums for kind, item, _ in one if kind == family}
    rows = [
        Share(
            item,
            name_of(item),
            tuple(one.get((family, item, measure), 0) for one in sums),
        )
        for item in items
    ]
    return tuple(sorted(rows, key=lambda row: (-row.total, row.name)))


def dimension_word(dimension: str) -> str:
    """A dimension as people call it."""
    return {
        "category": tr("Catégorie"),
        "tender": tr("Moyen de paiement"),
        "vat_rate": tr("Taux de TVA"),
    }[dimension]


def sites_workbook(report: SitesReport, mark: str = "") -> bytes:
    """The report as an .xlsx file, in the language in force.

    Args:
        mark: what every page bears where nothing of it is real trade.
    """
    from openpyxl import Workbook

    book = Workbook()
    book.properties.creator = "Sotto"
    book.properties.title = f"{tr('Établissements')} {report.first} – {report.last}"
    book.remove(book.worksheets[0])
    tables = [_sites(report), *(_by_site(report, name) for name in DIMENSIONS)]
    for table in tables:
        sheet = book.create_sheet(table.title)
        fill(sheet, table)
        if mark and sheet.oddHeader is not None:
            sheet.oddHeader.center.text = mark
    buffer = BytesIO()
    book.save(buffer)
    return buffer.getvalue()


def _sites(report: SitesReport) -> Table:
    columns = (
        Column(tr("Établissement"), TEXT, 30),
        Column(tr("Tickets"), WHOLE, 10),
        Column(tr("Couverts"), WHOLE, 10),
        Column(tr("HT")),
        Column(tr("TTC")),
        Column(tr("Moyenne par ticket"), width=20),
    )
    rows = [
        (s.name, s.receipts, s.covers, euros(s.ht), euros(s.ttc), euros(s.average))
        for s in report.sites
    ]
    whole = total_of(report)
    totals = (
        tr("Total"),
        whole.receipts,
        whole.covers,
        euros(whole.ht),
        euros(whole.ttc),
        euros(whole.average),
    )
    return Table(title=tr("Établissements"), columns=columns, rows=rows, totals=totals)


def _by_site(report: SitesReport, dimension: str) -> Table:
    word = dimension_word(dimension)
    names = [site.name for site in report.sites]
    columns = (Column(word, TEXT, 30), *map(Column, names), Column(tr("Total")))
    shares = report.shares[dimension]
    rows = [_line(row.name, row.by_site) for row in shares]
    totals = _line(
        tr("Total"), [sum(row.by_site[n] for row in shares) for n in range(len(names))]
    )
    return Table(title=word, columns=columns, rows=rows, totals=totals)


def _line(name: str, by_site: Sequence[int]) -> tuple[Value, ...]:
    return name, *(euros(cents) for cents in by_site), euros(sum(by_site))


def total_of(report: SitesReport) -> SiteFigures:
    """All sites together."""
    sites = report.sites
    return SiteFigures(
        "",
        tr("Total"),
        sum(site.ttc for site in sites),
        sum(site.ht for site in sites),
        sum(site.receipts for site in sites),
        sum(site.covers for site in sites),
    )
