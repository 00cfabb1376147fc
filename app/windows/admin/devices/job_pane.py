"""One paper of the spool: what is known of it, and what a person decides."""

from collections.abc import Sequence

from PySide6.QtCore import Signal, Slot
from PySide6.QtGui import QAction

from app.presenters.admin.jobs import CONFIRM, DROP, MOVE, REPRINT, JobView
from app.windows.admin.form import SidePane, act_menu
from resources.texts import tr
from widgets import theme
from widgets.button import Button
from widgets.text import Label


class JobPane(SidePane):
    """A paper and the acts on it.

    Signals:
        decided(str): CONFIRM, REPRINT, DROP, or MOVE with the id of a printer.
    """

    decided = Signal(str)

    def __init__(self) -> None:
        super().__init__()
        self._printers: Sequence[tuple[str, str]] = ()
        self.words = Label(style="body", wrap=True)
        self.confirm = Button(tr("Il est imprimé"), icon="check")
        self.reprint = Button(tr("Réimprimer, marqué"), kind="tonal", icon="print")
        self.move_to = Button(tr("Envoyer ailleurs…"), kind="outlined", icon="move_up")
        self.drop_button = Button(
            tr("Abandonner ce papier"), kind="outlined", icon="close"
        )
        column = self.pages[0].content
        column.setSpacing(theme.SPACE.m)
        column.addWidget(self.words)
        for button in (self.confirm, self.reprint, self.move_to, self.drop_button):
            column.addWidget(button)
        column.addStretch(1)
        self.foot_pane.setVisible(False)
        self.confirm.clicked.connect(self._on_confirm_clicked)
        self.reprint.clicked.connect(self._on_reprint_clicked)
        self.drop_button.clicked.connect(self._on_drop_clicked)
        self.move_to.clicked.connect(self._on_move_clicked)

    def display(self, view: JobView) -> None:
        """Shows a paper."""
        self.show_heading(view.title, view.subtitle)
        self.words.show_text(view.words)
        self._printers = view.printers
        self.confirm.setVisible(view.doubtful)
        self.reprint.setVisible(view.again)
        self.move_to.setVisible(view.waiting and bool(view.printers))
        self.drop_button.setVisible(view.waiting)

    @Slot()
    def _on_confirm_clicked(self) -> None:
        self.decided.emit(CONFIRM)

    @Slot()
    def _on_reprint_clicked(self) -> None:
        self.decided.emit(REPRINT)

    @Slot()
    def _on_drop_clicked(self) -> None:
        self.decided.emit(DROP)

    @Slot()
    def _on_move_clicked(self) -> None:
        menu = act_menu(self, self._printers)
        menu.triggered.connect(self._on_move_triggered)
        menu.popup(self.move_to.mapToGlobal(self.move_to.rect().bottomLeft()))

    @Slot(QAction)
    def _on_move_triggered(self, action: QAction) -> None:
        self.decided.emit(f"{MOVE}{action.data()}")
