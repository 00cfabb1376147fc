"""Drives the papers of the spool: those that wait, those done, and what becomes of them."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Slot

from app.presenters.admin.jobs import (
    CONFIRM,
    DROP,
    MOVE,
    REPRINT,
    affected,
    bulk_acts,
    done_words,
    in_doubt,
    job_rows,
    paper_rows,
    present_job,
)
from app.windows.board import DeviceBoard
from app.windows.desk import Desk
from hardware.printers.jobs import Job
from resources.texts import tr

if TYPE_CHECKING:
    from app.windows.admin.devices.page import DevicesSection

JOBS, PAPERS = "jobs", "papers"


class PapersController(QObject):
    """Both lists of papers, and the paper that was opened last."""

    def __init__(
        self, desk: Desk, board: DeviceBoard, section: "DevicesSection"
    ) -> None:
        super().__init__(section)
        self._desk, self._board, self._section = desk, board, section
        self._job = 0
        section.opened.connect(self._on_opened)
        section.kind_shown.connect(self.show)
        section.bulk_requested.connect(self._on_bulk_requested)
        section.bulk_decided.connect(self._on_bulk_decided)
        section.job_pane.decided.connect(self._on_decided)

    @Slot()
    def show(self) -> None:
        """Shows how the papers stand now."""
        world, now = self._desk.world, self._desk.house.clock()
        jobs = self._board.jobs()
        doubts = sum(in_doubt(job, now) for job in jobs)
        self._section.show_jobs(job_rows(world, jobs, now), doubts)
        if self._section.kind == PAPERS:
            done = self._board.papers()
            self._section.show_papers(paper_rows(world, done, now))
            jobs = [*jobs, *done]
        self._show_job(jobs)

    def _show_job(self, jobs: Sequence[Job]) -> None:
        section = self._section
        found = next((job for job in jobs if job.id == self._job), None)
        if found is not None:
            now = self._desk.house.clock()
            section.job_pane.display(
                present_job(self._desk.world, self._desk.house.terminal, found, now)
            )
        elif self._job:
            self._job = 0
            if section.panes.currentWidget() is section.job_pane:
                section.close_pane()

    @Slot(str, str)
    def _on_opened(self, kind: str, key: str) -> None:
        if kind in (JOBS, PAPERS):
            self._job = int(key)
            self.show()
            self._section.open_pane(self._section.job_pane)

    def _listed(self) -> list[Job]:
        """The waiting papers that the list shows, which a search may have narrowed."""
        shown = self._section.jobs_shown()
        return [job for job in self._board.jobs() if str(job.id) in shown]

    @Slot()
    def _on_bulk_requested(self) -> None:
        house, jobs = self._desk.house, self._listed()
        acts = bulk_acts(house.world, house.terminal, jobs, house.clock())
        if acts:
            self._section.show_bulk_acts(acts)
        else:
            self._desk.say(tr("Aucun papier n'attend une décision."), tone="refused")

    @Slot(str)
    def _on_bulk_decided(self, act: str) -> None:
        jobs = affected(self._listed(), act, self._desk.house.clock())
        self._tell(act, sum(self._done(job.id, act) for job in jobs))

    @Slot(str)
    def _on_decided(self, act: str) -> None:
        self._tell(act, int(self._done(self._job, act)))

    def _tell(self, act: str, count: int) -> None:
        if count:
            self._desk.say(done_words(act, count))
        else:
            self._desk.say(tr("Ce papier vient de changer d'état."), tone="refused")
        self.show()

    def _done(self, job: int, act: str) -> bool:
        if act == CONFIRM:
            return self._board.confirm_job(job)
        if act == REPRINT:
            return self._board.reprint_job(job)
        if act == DROP:
            return self._board.drop_job(job)
        return self._board.move_job(job, act.removeprefix(MOVE))
