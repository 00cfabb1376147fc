"""The small window that says why Sotto did not start, and what can be done.

Looking for a backup runs in the background: a large one takes seconds to read back.
"""

from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from typing import Literal

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtWidgets import QFileDialog, QHBoxLayout, QVBoxLayout, QWidget

from app.fiscal.backups import SoundBackup
from app.fiscal.copies import is_sealed
from app.starting import (
    LOST,
    held,
    take_back,
    take_back_copy,
    way_out,
    way_out_words,
)
from app.windows.saving import file_dialog
from app.windows.tasks import Background
from db.errors import KnownError
from db.profile import Profile
from resources.texts import tr
from widgets import theme
from widgets.button import Button
from widgets.card import Pane
from widgets.dialog import Sign
from widgets.field import TextField
from widgets.nav import Wordmark
from widgets.text import Label

Choice = Literal["leave", "again", "restore", "copy"]
_WIDTH = 620


class StartTrouble(QWidget):
    """One obstacle.

    Args:
        sentence: what stands in the way.
        look: finds the way out, (words, whether a backup can be taken back); None when
            there is none to look for.

    Signals:
        chosen: "leave", "again", "restore" or "copy".

    Attributes:
        choice: the last one.
        copy: of a backup, on a second medium, that a person has found.
    """

    chosen = Signal(str)

    def __init__(
        self, sentence: str, look: Callable[[], tuple[str, bool]] | None = None
    ) -> None:
        super().__init__()
        self.choice: Choice = "leave"
        self.copy: Path | None = None
        self.background = Background(self)
        self.setWindowTitle("Sotto")
        self.setAccessibleName(sentence)
        self.hint = Label("", style="body", role="on_var", wrap=True)
        self.leave = Button(tr("Fermer"), kind="text")
        self.again = Button(tr("Réessayer"), kind="tonal", icon="refresh")
        self.restore = Button(tr("Reprendre cette sauvegarde"), icon="backup")
        self.elsewhere = Button(tr("Une copie d'ailleurs…"), kind="text", icon="folder")
        self.take = Button(tr("Reprendre cette copie"), icon="backup")
        self.secret = TextField(tr("Clé de secours"), height=48, with_help=False)
        self._build(sentence)
        self._connect_signals()
        for later in (self.restore, self.take, self.secret):
            later.hide()
        self.elsewhere.setVisible(look is not None)
        self.hint.setVisible(look is not None)
        if look is not None:
            self.hint.show_text(tr("Recherche d'une sauvegarde saine…"))
            self.background.run(look, self._on_found)
        self._fit()

    def _build(self, sentence: str) -> None:
        ground = Pane(tone="surface")
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.addWidget(ground)
        column = QVBoxLayout(ground)
        column.setContentsMargins(32, 28, 32, 24)
        column.setSpacing(theme.SPACE.m)
        column.addWidget(Wordmark(size=32))
        column.addSpacing(theme.SPACE.m)
        head = QHBoxLayout()
        head.setSpacing(theme.SPACE.m)
        head.addWidget(Sign("error", role="danger", size=28, filled=True))
        head.addWidget(Label(sentence, style="h3", wrap=True), 1)
        column.addLayout(head)
        column.addWidget(self.hint)
        column.addWidget(self.elsewhere, 0, Qt.AlignmentFlag.AlignLeft)
        column.addWidget(self.secret)
        column.addSpacing(theme.SPACE.m)
        acts = QHBoxLayout()
        acts.setSpacing(theme.TOUCH.gap)
        acts.addStretch(1)
        for button in (self.leave, self.again, self.restore, self.take):
            acts.addWidget(button)
        column.addLayout(acts)

    def _connect_signals(self) -> None:
        self.leave.clicked.connect(self._on_leave)
        self.again.clicked.connect(self._on_again)
        self.restore.clicked.connect(self._on_restore)
        self.elsewhere.clicked.connect(self._on_elsewhere)
        self.take.clicked.connect(self._on_take)

    def ask(self) -> None:
        """Shows it; who closes it leaves."""
        self.choice = "leave"
        self.show()

    def say(self, words: str) -> None:
        """What came of a try."""
        self.hint.show_text(words)
        self._fit()

    def offer(self, copy: Path) -> None:
        """A copy that a person has found; a sealed one takes its key."""
        self.copy = copy
        self.hint.show_text(copy.name)
        self.secret.setVisible(is_sealed(copy))
        for button in (self.again, self.restore):
            button.hide()
        self.take.show()
        self._fit()

    def _on_found(self, found: tuple[str, bool]) -> None:
        words, restorable = found
        if self.copy is not None:
            return  # somebody was faster
        self.hint.show_text(words)
        self.restore.setVisible(restorable)
        self._fit()

    def _fit(self) -> None:
        """As high as the wrapped sentences need."""
        layout = self.layout()
        if layout is not None:
            layout.activate()
            self.setFixedSize(_WIDTH, layout.totalHeightForWidth(_WIDTH))

    @Slot()
    def _on_leave(self) -> None:
        self._choose("leave")

    @Slot()
    def _on_again(self) -> None:
        self._choose("again")

    @Slot()
    def _on_restore(self) -> None:
        self._choose("restore")

    @Slot()
    def _on_elsewhere(self) -> None:
        dialog = file_dialog(self, tr("Quelle copie ?"))
        dialog.setFileMode(QFileDialog.FileMode.ExistingFile)
        dialog.setNameFilter(tr("Copies (*.db *.age)"))
        dialog.fileSelected.connect(self._on_file_selected)
        dialog.open()

    @Slot(str)
    def _on_file_selected(self, path: str) -> None:
        self.offer(Path(path))

    @Slot()
    def _on_take(self) -> None:
        self._choose("copy")

    def _choose(self, choice: Choice) -> None:
        self.choice = choice
        self.chosen.emit(choice)
        self.close()


def ask_way_out(
    profile: Profile, obstacle: KnownError, wait: Callable[[], object]
) -> str:
    """Shows an obstacle until the start may be tried again.

    Args:
        wait: runs the application until its last window is closed.

    Returns:
        name of the backup or the copy that was taken back, "" for none.

    Raises:
        KnownError: the obstacle, when the person leaves; or a new one.
    """
    found: list[SoundBackup] = []

    def look() -> tuple[str, bool]:
        backup = way_out(obstacle, profile)
        found[:] = [backup] if backup else []
        return way_out_words(obstacle, backup), backup is not None

    window = StartTrouble(obstacle.text(), look if isinstance(obstacle, LOST) else None)
    taken = ""
    while not taken:
        window.ask()
        wait()
        window.background.wait()
        if window.choice != "copy" or window.copy is None:
            break
        try:
            with held(profile):
                now = datetime.now().astimezone()
                take_back_copy(profile, window.copy, window.secret.text, now)
            taken = window.copy.name
        except KnownError as error:  # the wrong key, or the wrong stick
            window.say(error.text())
    window.deleteLater()
    if taken:
        return taken
    if window.choice == "leave":
        raise obstacle
    if window.choice == "again":
        return ""
    with held(profile):
        take_back(profile, found[0].path, datetime.now().astimezone())
    return found[0].path.name
