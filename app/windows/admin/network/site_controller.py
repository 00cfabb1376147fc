"""Drives the form of a site: another name, and letting go of it."""

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Slot

from app.domain.terminals.decide import SetSite
from app.presenters.admin.network import TerminalDraft, terminal_errors
from app.presenters.admin.sites import ask_let_go, end_words, state_cell
from app.services.house import Fact
from app.services.sites import SiteSeen
from app.windows.admin.network.terminal_controller import question_dialog
from app.windows.desk import Desk
from resources.texts import tr
from widgets.dialog import Dialog

if TYPE_CHECKING:
    from app.windows.admin.network.sites import SitesSection


class SiteController(QObject):
    """The site in the form, if it is open."""

    def __init__(self, desk: Desk, section: "SitesSection") -> None:
        super().__init__(section)
        self._desk, self._section = desk, section
        self._site: SiteSeen | None = None
        self._dialog: Dialog | None = None
        form = section.form
        form.save_requested.connect(self._on_save)
        form.let_go_requested.connect(self._on_let_go)

    def open(self, site: str) -> None:
        """Shows a site in the form."""
        known = {each.site: each for each in self._desk.network.sites()}
        self._site = found = known.get(site)
        if found is None:
            return
        since = found.source.heard() if found.source is not None else ""
        state = state_cell(found, since, self._desk.house.clock())
        self._section.form.display(
            found.name, state.text, end_words(found), attached=found.active
        )
        self._section.open_pane(self._section.form)
        self._section.form.name.setFocus()

    @Slot()
    def _on_save(self) -> None:
        site, form = self._site, self._section.form
        if site is None:
            return
        name = form.name.text.strip()
        errors = terminal_errors(TerminalDraft(name, ""))
        if errors:
            form.name.show_error(errors["name"])
            form.name.setFocus()
            return
        back = SetSite(site=site.site, name=site.name, active=site.active)

        def done(facts: tuple[Fact, ...]) -> None:
            words = tr("{name} enregistré", name=name)
            self._desk.say(words, undo=lambda: self._desk.run(back))
            self._section.close_pane()

        self._desk.run(SetSite(site=site.site, name=name, active=site.active), done)

    @Slot()
    def _on_let_go(self) -> None:
        if self._site is None:
            return
        self._dialog = question_dialog(
            self._section.window(),
            ask_let_go(self._site),
            icon="link_off",
            act_kind="danger",
        )
        self._dialog.accepted.connect(self._let_go)
        self._dialog.open()

    @Slot()
    def _let_go(self) -> None:
        site = self._site
        if site is None:
            return

        def done(facts: tuple[Fact, ...]) -> None:
            self._desk.say(tr("{name} est détaché", name=site.name))
            self._section.close_pane()

        self._desk.run(SetSite(site=site.site, name=site.name, active=False), done)
