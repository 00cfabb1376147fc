"""The figures of an X, a Z or a longer closing in words, each with what it is a figure of.

A figure is named as the closing stores it (family, item, measure); who taps it is shown the
entries that add to it (`behind`).
"""

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from app.domain.payments.commands import METHODS
from app.fiscal.beside import beside_figures, site_figures
from app.presenters.pay.words import method_name, terminal_name
from app.projections.queries import Sums
from app.reports.words import due_by_words
from app.reports.z_currencies import currency_lines
from app.reports.z_report import CONTROLS, hours_of
from app.services.house import House
from app.services.people import person_name
from resources.texts import amount, percent, price, tr

Figure = tuple[str, str, str]
"""(family, item, measure) of `projections.sums`."""

SALES: Figure = ("document", "sale", "ttc")
REFUNDS: Figure = ("document", "refund", "ttc")
MOVED: tuple[Figure, ...] = tuple(
    ("cash", item, "amount")
    for item in ("float", "sales", "refunds", "in", "out", "foreign")
)
"""What makes up what must be in the drawer."""


class FigureRow(NamedTuple):
    """One figure; `figures` add up to it, none for what has no entries of its own."""

    name: str
    value: str
    figures: tuple[Figure, ...] = ()


class FigureGroup(NamedTuple):
    """Figures under one title."""

    title: str
    rows: tuple[FigureRow, ...]


def figure_groups(
    house: House, sums: Sums, *, of_one: bool = True
) -> list[FigureGroup]:
    """All figures of a closing, in the order of its paper; empty groups are left out.

    Args:
        of_one: of one day of one till.
    """
    groups = (
        (tr("Chiffre d'affaires"), turnover_rows(sums)),
        (tr("TVA"), _vat(sums)),
        (tr("Encaissements"), _tenders(sums)),
        (tr("Cartes par terminal"), _terminals(house, sums)),
        (tr("Bons, acomptes et comptes"), _beside(sums)),
        (tr("Espèces"), _cash(sums)),
        (tr("Devises"), _currencies(sums, of_one=of_one)),
        (tr("Contrôles"), _controls(sums)),
        (tr("Par personne"), _people(house, sums)),
        (tr("Par heure"), _hours(sums)),
        (tr("Par catégorie"), _categories(house, sums)),
    )
    made = (FigureGroup(title, tuple(rows)) for title, rows in groups)
    return [group for group in made if group.rows]


def turnover_rows(sums: Sums) -> list[FigureRow]:
    """The few figures that come first."""
    net = sums.get(SALES, 0) + sums.get(REFUNDS, 0)
    rows = [
        _money(sums, tr("Ventes"), SALES),
        _money(sums, tr("Remboursements"), REFUNDS),
        FigureRow(tr("Total net"), price(net), (SALES, REFUNDS)),
        _count(sums, tr("Tickets"), ("document", "sale", "count")),
    ]
    for name, figure in (
        (tr("Tickets de remboursement"), ("document", "refund", "count")),
        (tr("Couverts"), ("document", "covers", "count")),
        (tr("Lignes"), ("document", "lines", "count")),
        (tr("Articles"), ("document", "articles", "count")),
    ):
        if sums.get(figure):
            rows.append(_count(sums, name, figure))
    return rows


def net_rows(rows: Sequence[tuple[str, str]]) -> tuple[FigureRow, ...]:
    """Running totals: the documents of the period are what they went on with."""
    return tuple(FigureRow(name, value, (SALES, REFUNDS)) for name, value in rows)


def _money(sums: Sums, name: str, figure: Figure) -> FigureRow:
    return FigureRow(name, price(sums.get(figure, 0)), (figure,))


def _count(sums: Sums, name: str, figure: Figure) -> FigureRow:
    return FigureRow(name, str(sums.get(figure, 0)), (figure,))


def _items(sums: Sums, family: str) -> set[str]:
    return {item for name, item, _ in sums if name == family}


def _vat(sums: Sums) -> Iterator[FigureRow]:
    for rate in sorted(map(int, _items(sums, "vat_rate"))):
        said = percent(rate)
        for name, measure in (
            (tr("TVA {rate}", rate=said), "tva"),
            (tr("HT à {rate}", rate=said), "ht"),
            (tr("TTC à {rate}", rate=said), "ttc"),
        ):
            yield _money(sums, name, ("vat_rate", str(rate), measure))


def _tenders(sums: Sums) -> Iterator[FigureRow]:
    used = _items(sums, "tender")
    for method in [*METHODS, *sorted(used - METHODS.keys())]:
        if method not in used:
            continue
        name = method_name(method)
        yield _money(sums, name, ("tender", method, "amount"))
        for words, measure in (
            (tr("Pourboires"), "tip"),
            (tr("Excédent"), "excess"),
            (tr("Relevé"), "told"),
            (tr("Écart"), "off"),
        ):
            figure = ("tender", method, measure)
            if sums.get(figure):
                yield _money(sums, f"{words} · {name}", figure)


def _terminals(house: House, sums: Sums) -> Iterator[FigureRow]:
    for device in sorted(_items(sums, "terminal")):
        name = terminal_name(house.world, device)
        yield _money(sums, name, ("terminal", device, "amount"))
        for words, measure in ((tr("Relevé"), "told"), (tr("Écart"), "off")):
            figure = ("terminal", device, measure)
            if sums.get(figure):
                yield _money(sums, f"{words} · {name}", figure)


def _beside(sums: Sums) -> Iterator[FigureRow]:
    for name, cents, figures in beside_figures(sums):
        yield FigureRow(tr(name), price(cents), figures)
    for site, cents, figure in site_figures(sums):
        yield FigureRow(due_by_words(site), price(cents), (figure,))
    for item in sorted(_items(sums, "deposit")):
        what, _, rate = item.partition(".")
        words = tr("TVA des acomptes reçus") if what == "taken" else tr("TVA déduite")
        said = f"{words} · {percent(int(rate))}"
        yield _money(sums, said, ("deposit", item, "tva"))


def _cash(sums: Sums) -> Iterator[FigureRow]:
    if not _items(sums, "cash"):
        return
    for name, item in (
        (tr("Fond de caisse"), "float"),
        (tr("Ventes en espèces"), "sales"),
        (tr("Remboursements en espèces"), "refunds"),
        (tr("Entrées d'espèces"), "in"),
        (tr("Sorties d'espèces"), "out"),
        (tr("Rendu sur devises"), "foreign"),
    ):
        figure = ("cash", item, "amount")
        if sums.get(figure):
            yield _money(sums, name, figure)
    expected = price(sums.get(("cash", "expected", "amount"), 0))
    yield FigureRow(tr("Attendu dans le tiroir"), expected, MOVED)
    # A figure of 0 is not kept: one of the two is there once it was counted.
    if {"counted", "difference"} & _items(sums, "cash"):
        yield _money(sums, tr("Compté"), ("cash", "counted", "amount"))
        yield _money(sums, tr("Écart"), ("cash", "difference", "amount"))


def _currencies(sums: Sums, *, of_one: bool) -> Iterator[FigureRow]:
    """What must be there has no entries of its own: it was there before."""
    for line in currency_lines(sums, of_one=of_one):
        behind = () if line.figure[2] == "expected" else (line.figure,)
        value = f"{amount(line.value)} {line.unit}"
        yield FigureRow(f"{line.of} · {tr(line.name)}", value, behind)


def _controls(sums: Sums) -> Iterator[FigureRow]:
    for item, name in CONTROLS.items():
        if sums.get(("control", item, "count")):
            yield _count(sums, tr(name), ("control", item, "count"))
            if sums.get(("control", item, "amount")):
                words = tr("{name}, montant", name=tr(name))
                yield _money(sums, words, ("control", item, "amount"))


def _people(house: House, sums: Sums) -> Iterator[FigureRow]:
    figures = [("operator", person, "ttc") for person in _items(sums, "operator")]
    for figure in sorted(figures, key=lambda figure: -sums.get(figure, 0)):
        yield _money(sums, person_name(house, figure[1]), figure)


def _hours(sums: Sums) -> Iterator[FigureRow]:
    for hour in hours_of(sums):
        words = tr("{hour} h", hour=f"{hour:02d}")
        yield _money(sums, words, ("hour", str(hour), "ttc"))


def _categories(house: House, sums: Sums) -> Iterator[FigureRow]:
    known = house.world.catalogue.categories
    figures = [("category", item, "ttc") for item in _items(sums, "category")]
    for figure in sorted(figures, key=lambda figure: -sums.get(figure, 0)):
        category = known.get(figure[1])
        name = category.name if category else figure[1] or tr("sans catégorie")
        yield _money(sums, name, figure)
