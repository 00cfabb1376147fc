"""Puts each step of the till on its page, through the presenters."""

from typing import TYPE_CHECKING, Literal

from app.domain.till.events import (
    DayClosed,
    ForeignCount,
    TenderCheck,
    TillReported,
)
from app.domain.till.foreign import rates_now
from app.fiscal.closing import sums_of
from app.presenters.till.closing_figures import figure_groups
from app.presenters.till.page import (
    FLOAT,
    MoveRow,
    TillView,
    closing_share,
    closing_steps,
    float_counts,
    kept_words,
    present_difference,
    present_till,
    report_lines,
    worth,
)
from app.presenters.till.tenders import TenderRow, checks_of, foreign_of, rates_words
from app.projections.queries import Sums, day_sums
from app.services.house import Fact
from app.windows.desk import Desk
from app.windows.till.tenders import TendersPane
from resources.texts import amount, price, tr
from widgets.painting import Segment

if TYPE_CHECKING:
    from app.windows.till.page import TillPage

Step = Literal["overview", "open", "orders", "count", "tenders", "difference", "done"]
_CLOSING: dict[Step, int] = {
    "orders": 1,
    "count": 2,
    "tenders": 3,
    "difference": 4,
    "done": 5,
}


class TillShowing:
    """Presents and displays; decides nothing."""

    def __init__(self, desk: Desk, page: "TillPage") -> None:
        self._desk, self._page = desk, page
        self._progress: tuple[Segment, ...] = ()
        self._tenders: tuple[TenderRow, ...] = ()
        self.moves: tuple[MoveRow, ...] = ()

    def show(self, step: Step, report: Fact | None) -> None:
        """A step; `report` is the X or Z that was made last."""
        page, house = self._page, self._desk.house
        now = house.business_day(house.clock())
        with house.database.read() as connection:
            sums = day_sums(connection, now, terminal=house.terminal)
            cards = day_sums(connection, now, family="terminal")
        day = report.meta.bday if report is not None and step == "done" else ""
        view = present_till(house, sums, day, cards)
        number = _CLOSING.get(step, 0)
        rows = closing_steps(house, number, view) if number else ()
        words = tr("Clôture") if number else tr("Caisse")
        page.show_steps(words, f"{view.name} · {self._desk.name}", rows)
        share = 1.0 if step == "done" else None
        self._progress = closing_share(number, share) if number else ()
        match step:
            case "overview":
                self._show_overview(view, sums)
            case "open":
                self._show_open()
            case "orders":
                self._show_orders(view)
            case "count":
                self._show_count()
            case "tenders":
                self._show_tenders(view)
            case "difference":
                self._show_difference()
            case "done":
                if report is not None:
                    self.show_report(report)

    def _show_overview(self, view: TillView, sums: Sums) -> None:
        page = self._page
        page.show_heading(view.title, view.subtitle)
        if view.open:
            acts = (
                ("cash_in", tr("Entrée d'espèces"), "add"),
                ("cash_out", tr("Sortie d'espèces"), "remove"),
                ("x", tr("Lire la caisse (X)"), "query_stats"),
            )
            self.moves = view.moves
            page.show_acts(acts, view.moves)
            page.show_next(tr("Clôturer la journée"))
        else:
            page.show_acts((), ())
            page.show_next(tr("Ouvrir la caisse"))
        lines = report_lines(sums)
        page.show_figures([(name, value, "body_strong") for name, value in lines])

    def _show_open(self) -> None:
        page = self._page
        rates = rates_words(rates_now(self._desk.world))
        page.show_heading(
            tr("Compter le fond de caisse"),
            tr("Cours du jour : {rates}", rates=rates)
            if rates
            else tr("Billets, puis pièces. ↵ passe au suivant."),
        )
        page.show_count("")
        page.count.show_counts(float_counts())

    def _show_orders(self, view: TillView) -> None:
        page = self._page
        page.tenders = TendersPane()  # what was told is of another closing
        page.show_heading(
            tr("Tables et ventes ouvertes"),
            tr("Réglez-les, ou laissez-les au service suivant."),
        )
        page.show_orders(view.orders)
        page.show_figures((), self._progress)
        page.show_next(tr("Suivant : tiroir"))

    def _show_count(self) -> None:
        page = self._page
        page.show_heading(
            tr("Compter le tiroir"), tr("Billets, puis pièces. ↵ passe au suivant.")
        )
        page.show_count(
            tr(
                "Le montant attendu reste caché jusqu'à la signature. "
                "Comptez ce que vous voyez."
            )
        )
        page.count.show_counts({})

    def _show_tenders(self, view: TillView) -> None:
        page = self._page
        page.show_heading(
            tr("Cartes et titres"),
            tr("Comparez avec le total de chaque terminal et les titres en main."),
        )
        self._tenders = tuple(view.tenders)
        page.show_tenders(self._tenders)
        page.show_figures((), self._progress)
        page.show_next(tr("Suivant : signer"))

    def checked(self) -> tuple[TenderCheck, ...]:
        """The tenders whose other paper was typed."""
        return checks_of(self._tenders, self._page.tenders.told)

    def foreign(self) -> tuple[ForeignCount, ...]:
        """The notes of other currencies that were counted."""
        return foreign_of(self._tenders, self._page.tenders.told)

    def _show_difference(self) -> None:
        page = self._page
        page.show_heading(
            tr("Écart et signature"), tr("Signé par {name}", name=self._desk.name)
        )
        found = present_difference(self._desk.house)
        if found is not None:
            page.show_difference(found)
        page.show_figures((), self._progress)
        page.show_next(tr("Faire le Z"))

    def show_report(self, report: Fact) -> None:
        """The X or Z that was just made, beside the steps as they are."""
        page, event = self._page, report.event
        title = tr("X de la journée")
        if isinstance(event, DayClosed):
            title = tr("Z n° {number}", number=f"{event.number:04d}")
        page.show_heading(title, kept_words(self._desk.world))
        figures = event.figures if isinstance(event, DayClosed | TillReported) else ()
        page.show_result(figure_groups(self._desk.house, sums_of(figures)))
        page.show_figures((), self._progress)
        page.show_next(tr("Terminer"))

    def show_counted(self, step: Step) -> None:
        """What the pieces come to so far."""
        counted = worth(self._page.count.counts)
        if step == "open":
            self._page.show_figures([(tr("Fond de caisse"), price(counted), "h2")])
            words = tr("Ouvrir avec {amount}", amount=price(counted))
            self._page.show_next(words)
        elif step == "count":
            self._page.show_figures(
                [
                    (tr("Compté"), price(counted), "h2"),
                    (tr("Fond de caisse à laisser"), amount(FLOAT), "body_strong"),
                    (tr("Attendu"), tr("après signature"), "hidden"),
                ],
                closing_share(2, self._page.count.share),
            )
            self._page.show_next(tr("Suivant : cartes"))
