"""Drives the till page: which step, what is counted, what is asked of the house."""

from pathlib import Path
from typing import TYPE_CHECKING, Literal

from platformdirs import user_documents_path
from PySide6.QtCore import QObject, Slot

from app.domain.till.decide import CountTill, MoveCash, OpenTill
from app.domain.till.events import DayClosed, TillReported
from app.domain.vocabulary import Refusal
from app.fiscal.closing import close_day, read_x, sums_of
from app.presenters.till import (
    FLOAT,
    TillView,
    closing_share,
    closing_steps,
    coins_of,
    float_counts,
    present_difference,
    present_till,
    report_lines,
    worth,
)
from app.projections.queries import Sums, day_sums
from app.reports.closing import report_for
from app.services.house import Fact
from app.windows.desk import Desk, refusal_text
from app.windows.tasks import Background
from app.windows.till.cash_sheet import CashSheet
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


class TillController(QObject):
    """One page's wishes carried out; the count lives in the page until it is signed."""

    def __init__(self, desk: Desk, page: "TillPage") -> None:
        super().__init__(page)
        self._desk, self._page = desk, page
        self._background = Background(self)
        self._step: Step = "overview"
        self._progress: tuple[Segment, ...] = ()
        self._report: Fact | None = None
        self._sheet: CashSheet | None = None
        self._connect_signals()

    def _connect_signals(self) -> None:
        self._page.act_requested.connect(self._on_act_requested)
        self._page.next_requested.connect(self._on_next_requested)
        self._page.order_requested.connect(self._on_order_requested)
        self._page.count.changed.connect(self._on_count_changed)
        self._page.count.finished.connect(self._on_next_requested)

    def begin(self, argument: str) -> None:
        """Shows the page from "", "open", "close" or "moves"."""
        till = self._desk.world.till(self._desk.house.terminal)
        if not till.session:
            self._go("open" if argument != "" else "overview")
        elif argument == "close":
            self._go("orders")
        else:
            self._go("overview")

    def _go(self, step: Step) -> None:
        self._step = step
        page, house = self._page, self._desk.house
        with house.database.read() as connection:
            sums = day_sums(
                connection, house.business_day(house.clock()), terminal=house.terminal
            )
        view = present_till(house, sums, self._day if step == "done" else "")
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
                self._show_done()

    def _show_overview(self, view: TillView, sums: Sums) -> None:
        page = self._page
        page.show_heading(view.title, view.subtitle)
        if view.open:
            acts = (
                ("cash_in", tr("Entrée d'espèces"), "add"),
                ("cash_out", tr("Sortie d'espèces"), "remove"),
                ("x", tr("Lire la caisse (X)"), "query_stats"),
            )
            page.show_acts(acts, view.moves)
            page.show_next(tr("Clôturer la journée"))
        else:
            page.show_acts((), ())
            page.show_next(tr("Ouvrir la caisse"))
        lines = report_lines(sums)
        page.show_figures([(name, value, "body_strong") for name, value in lines])

    def _show_open(self) -> None:
        page = self._page
        page.show_heading(
            tr("Compter le fond de caisse"),
            tr("Billets, puis pièces. ↵ passe au suivant."),
        )
        page.show_count("")
        page.count.show_counts(float_counts())

    def _show_orders(self, view: TillView) -> None:
        page = self._page
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
            tr("Comparez avec la télécollecte du TPE et les titres en main."),
        )
        page.show_tenders(view.tenders)
        page.show_figures((), self._progress)
        page.show_next(tr("Suivant : signer"))

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

    def _show_done(self) -> None:
        page = self._page
        if self._report is None:
            return
        event = self._report.event
        title = tr("X de la journée")
        if isinstance(event, DayClosed):
            title = tr("Z n° {number}", number=f"{event.number:04d}")
        page.show_heading(title, tr("Imprimé, signé et gardé dans le journal."))
        figures = event.figures if isinstance(event, DayClosed | TillReported) else ()
        page.show_result(report_lines(sums_of(figures)))
        page.show_figures((), self._progress)
        page.show_next(tr("Terminer"))

    @Slot()
    def _on_count_changed(self) -> None:
        counted = worth(self._page.count.counts)
        if self._step == "open":
            self._page.show_figures([(tr("Fond de caisse"), price(counted), "h2")])
            words = tr("Ouvrir avec {amount}", amount=price(counted))
            self._page.show_next(words)
        elif self._step == "count":
            self._page.show_figures(
                [
                    (tr("Compté"), price(counted), "h2"),
                    (tr("Fond de caisse à laisser"), amount(FLOAT), "body_strong"),
                    (tr("Attendu"), tr("après signature"), "hidden"),
                ],
                closing_share(2, self._page.count.share),
            )
            self._page.show_next(tr("Suivant : cartes"))

    @Slot()
    def _on_next_requested(self) -> None:
        match self._step:
            case "overview":
                open_ = self._desk.world.till(self._desk.house.terminal).session
                self._go("orders" if open_ else "open")
            case "open":
                self._desk.run(
                    OpenTill(coins=coins_of(self._page.count.counts)), self._on_opened
                )
            case "orders":
                self._go("count")
            case "count":
                self._go("tenders")
            case "tenders":
                self._desk.run(
                    CountTill(coins=coins_of(self._page.count.counts)), self._on_counted
                )
            case "difference":
                self._close()
            case "done":
                self._leave_report()

    def _leave_report(self) -> None:
        """From an X back to the till, from a Z home."""
        if self._report is not None and isinstance(self._report.event, TillReported):
            self._go("overview")
        else:
            self._desk.go("pos")

    def _on_opened(self, facts: tuple[Fact, ...]) -> None:
        total = worth(self._page.count.counts)
        self._desk.say(tr("Caisse ouverte avec {amount}", amount=price(total)))
        self._desk.go("pos")

    def _on_counted(self, facts: tuple[Fact, ...]) -> None:
        self._go("difference")

    def _close(self) -> None:
        result = close_day(self._desk.house, self._desk.actor)
        if isinstance(result, Refusal):
            self._desk.say(refusal_text(result), tone="refused")
            return
        self._report = result[0]
        self._go("done")

    @property
    def _day(self) -> str:
        """Business day of the report on show."""
        return self._report.meta.bday if self._report is not None else ""

    @Slot(str)
    def _on_order_requested(self, order: str) -> None:
        self._desk.go("pay", f"order:{order}")

    @Slot(str)
    def _on_act_requested(self, act: str) -> None:
        match act:
            case "back":
                self._back()
            case "cash_in" | "cash_out":
                self._ask_cash(out=act == "cash_out")
            case "x":
                self._read_x()
            case "pdf" | "excel":
                self._save(act)
            case _:
                pass

    def _back(self) -> None:
        earlier: dict[Step, Step] = {
            "orders": "overview",
            "count": "orders",
            "tenders": "count",
        }
        if self._step in earlier:
            counts = self._page.count.counts
            self._go(earlier[self._step])
            if self._step == "count":
                self._page.count.show_counts(counts)
        elif self._step == "done":
            self._leave_report()
        else:
            self._desk.go("pos")

    def _read_x(self) -> None:
        result = read_x(self._desk.house, self._desk.actor)
        if isinstance(result, Refusal):
            self._desk.say(refusal_text(result), tone="refused")
            return
        self._report = result[0]
        self._step = "done"
        self._show_done()

    def _ask_cash(self, *, out: bool) -> None:
        self._sheet = CashSheet(self._page, out=out)
        self._sheet.confirmed.connect(self._on_cash_confirmed)
        self._sheet.open()

    @Slot(int, str)
    def _on_cash_confirmed(self, cents: int, reason: str) -> None:
        def done(facts: tuple[Fact, ...]) -> None:
            words = tr("Sortie de {amount}") if cents < 0 else tr("Entrée de {amount}")
            self._desk.say(words.format(amount=price(abs(cents))))
            self._go("overview")

        self._desk.run(MoveCash(amount=cents, reason=reason), done)

    def _save(self, kind: str) -> None:
        fact = self._report
        if fact is None or not isinstance(fact.event, DayClosed | TillReported):
            return
        report = report_for(self._desk.house, fact.event, fact.meta)
        name = f"Z{fact.event.number:04d}" if isinstance(fact.event, DayClosed) else "X"
        suffix = "pdf" if kind == "pdf" else "xlsx"
        path = user_documents_path() / "Sotto" / f"{name}_{fact.meta.bday}.{suffix}"

        def write() -> Path:
            from app.reports.excel import z_workbook
            from app.reports.pdf import z_pdf

            content = z_pdf(report) if kind == "pdf" else z_workbook(report)
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(content)
            return path

        self._background.run(write, self._on_saved, self._on_not_saved)

    def _on_saved(self, path: Path) -> None:
        self._desk.say(tr("Enregistré : {path}", path=str(path)))

    def _on_not_saved(self, error: Exception) -> None:
        words = tr("Enregistrement impossible : {why}", why=str(error))
        self._desk.say(words, tone="error")
