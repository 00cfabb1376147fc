"""The tools above the drawing of a room, and the picture that is drawn after."""

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import QBuffer, QByteArray, QIODevice, QObject, Qt, Signal, Slot
from PySide6.QtGui import QImage, QImageReader, QImageWriter, QPixmap

from app.presenters.floor.boxes import EDGES
from app.presenters.floor.drawing import Drawing
from app.services.kept_files import keep, kept
from app.windows.desk import Desk
from app.windows.saving import file_dialog
from resources.texts import tr
from widgets.floor_plan_views import TracingView

if TYPE_CHECKING:
    from app.windows.admin.floor.page import FloorSection

_MOST_PIXELS, _MOST_BYTES = 2_400, 4 * 2**20
"""Of a picture to draw after: finer is not seen, and it travels to other terminals."""


class Tracing(QObject):
    """The picture of the house under the drawing, kept by its hash.

    Signals:
        laid(str, int, int): the hash of a picture that was chosen, its pixels.
    """

    laid = Signal(str, int, int)

    def __init__(self, desk: Desk, section: "FloorSection") -> None:
        super().__init__(section)
        self._desk, self._section = desk, section
        self._shown = ""

    def ask(self) -> None:
        """Which picture?"""
        dialog = file_dialog(self._section, tr("Image à décalquer"))
        dialog.setNameFilter("PNG, JPEG, WebP (*.png *.jpg *.jpeg *.webp)")
        dialog.fileSelected.connect(self.lay)
        dialog.open()

    @Slot(str)
    def lay(self, path: str) -> None:
        """Keeps a picture to lie under the drawing; a large one is made smaller."""
        reader = QImageReader(path)
        reader.setAutoTransform(True)
        size = reader.size()
        if max(size.width(), size.height()) > _MOST_PIXELS:
            whole = Qt.AspectRatioMode.KeepAspectRatio
            reader.setScaledSize(size.scaled(_MOST_PIXELS, _MOST_PIXELS, whole))
        picture = reader.read()
        if picture.isNull():
            self._desk.say(tr("Cette image ne s'ouvre pas."), tone="refused")
            return
        try:
            name = keep(self._desk.files, _compressed(picture))
        except OSError:
            words = tr("Le disque refuse cette image : vérifiez la place libre.")
            self._desk.say(words, tone="error")
            return
        self.laid.emit(name, picture.width(), picture.height())

    def show(self, tracing: TracingView | None) -> None:
        """The picture that a drawing names, nothing where its file did not come yet."""
        name = tracing.picture if tracing else ""
        if name != self._shown or (name and not self._section.editor.pictured):
            picture = QPixmap()
            picture.loadFromData(kept(self._desk.files, name) or b"")
            self._section.editor.show_picture(picture)
            self._shown = name


def _compressed(picture: QImage) -> bytes:
    """The file of a picture: lossless where that is small, as a drawn plan is."""
    made = _file(picture, b"png")
    return made if len(made) <= _MOST_BYTES else _file(picture, b"jpeg")


def _file(picture: QImage, form: bytes) -> bytes:
    content = QByteArray()
    buffer = QBuffer(content)
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    QImageWriter(buffer, form).write(picture)
    return bytes(content.data())


class FloorTools(QObject):
    """What the tools do to a drawing.

    Args:
        now: the drawing, and the room that is on show.

    Signals:
        used: the drawing, or what is chosen of it, may be another now.
    """

    used = Signal()

    def __init__(
        self,
        desk: Desk,
        section: "FloorSection",
        now: Callable[[], tuple[Drawing, str]],
    ) -> None:
        super().__init__(section)
        self._desk, self._section, self._now = desk, section, now
        self.tracing = Tracing(desk, section)
        self.tracing.laid.connect(self._on_picture_laid)

    @Slot(str)
    def use(self, tool: str) -> None:
        """Uses the tool of that key on what is chosen."""
        (drawing, _), editor = self._now(), self._section.editor
        chosen = editor.chosen
        match tool:
            case _ if tool in EDGES:
                drawing.align(chosen, EDGES[tool])
            case "front" | "back":
                drawing.lift(chosen, front=tool == "front")
            case "duplicate":
                self._show_added(drawing.duplicate(chosen), of=len(chosen))
            case "turn":
                drawing.turn(chosen)
            case "remove":
                drawing.remove(chosen)
            case "several":
                editor.several = not editor.several
            case "undo":
                drawing.undo()
            case "redo":
                drawing.redo()
            case "trace":
                self._choose_picture()
            case _:
                self._show_added(tuple(filter(None, (self._added(tool),))), of=1)
        self.used.emit()

    def _choose_picture(self) -> None:
        """The picture under the room is taken in hand, or laid down again; asked for where
        there is none."""
        drawing, room = self._now()
        key, editor = f"tracing:{room}", self._section.editor
        if drawing.get(key) is None:
            self.tracing.ask()
        else:
            editor.choose(*(() if key in editor.chosen else (key,)))

    @Slot(str, int, int)
    def _on_picture_laid(self, picture: str, width: int, height: int) -> None:
        drawing, room = self._now()
        key = drawing.trace(room, picture, width, height)
        self.used.emit()
        self._section.editor.choose(key)
        self.used.emit()

    def _show_added(self, keys: tuple[str, ...], *, of: int) -> None:
        """Chooses what was added; a table comes only where it stands on no other."""
        if keys:
            self._section.editor.choose(*keys)
        if len(keys) < of:
            words = tr("Plus de place libre dans cette salle pour une table.")
            self._desk.say(words, tone="refused")

    def _added(self, tool: str) -> str:
        """The key of a thing that was added, "" when there is no room for it."""
        drawing, room = self._now()
        match tool:
            case "wall":
                return drawing.add_fixture(room, "wall")
            case "block":
                return drawing.add_fixture(room, "block", tr("Comptoir"))
            case "section":
                return drawing.add_section(room)
            case _:
                return drawing.add_table(room, tool)
