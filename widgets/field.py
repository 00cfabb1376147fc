"""Fields: a label above, a line for help or an error below.

`FieldBox` is the edge that every kind of field shares; `TextField`, `SearchField` and
`MoneyField` put a line of text in it. An error is red, signed and in words; the words
replace the help, so the form does not move.
"""

import unicodedata
from typing import Literal

from PySide6.QtCore import QEvent, QObject, QPointF, QRectF, Qt, Signal, Slot
from PySide6.QtGui import QKeyEvent, QMouseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import (
    QHBoxLayout,
    QLineEdit,
    QSizePolicy,
    QVBoxLayout,
    QWidget,
)
from typing_extensions import override

from resources.texts import amount, tr
from widgets import theme
from widgets.amount_entry import parse_cents
from widgets.button import IconButton
from widgets.fonts import font, line_height
from widgets.icons import paint_icon
from widgets.painted_text import put_text
from widgets.painting import draw_shape
from widgets.text import Label

FieldHeight = Literal[48, 56, 64]
_PADDING = 16
_ICON = 24
_SIGN = 16


class FieldBox(QWidget):
    """The ground and the edge of a field: rest, focus, error, inactive.

    `content` fills it between an optional leading icon and a suffix ("€", "min").
    """

    def __init__(
        self,
        content: QWidget,
        *,
        height: FieldHeight = 56,
        icon: str = "",
        suffix: str = "",
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._content, self._icon = content, icon
        self._error = self._lit = False
        self.setFixedHeight(height)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.row = QHBoxLayout(self)
        before = _PADDING + (_ICON + 12 if icon else 0)
        self.row.setContentsMargins(before, 0, _PADDING, 0)
        self.row.setSpacing(theme.SPACE.s)
        self.row.addWidget(content)
        self._suffix = Label(suffix, style="body", role="on_var")
        self.row.addWidget(self._suffix)
        self._suffix.setHidden(not suffix)
        content.installEventFilter(self)

    def set_error(self, *, error: bool) -> None:
        """Shows the red edge."""
        if error != self._error:
            self._error = error
            self.update()

    def set_lit(self, *, lit: bool) -> None:
        """Keeps the edge of a field being typed in, while a pad types for it."""
        self._lit = lit
        self.update()

    @override
    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() in (
            QEvent.Type.FocusIn,
            QEvent.Type.FocusOut,
            QEvent.Type.EnabledChange,
        ):
            self.update()
        return False

    @override
    def mousePressEvent(self, event: QMouseEvent) -> None:
        # Beside the words is still the field.
        self._content.setFocus(Qt.FocusReason.MouseFocusReason)

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        enabled, radius = self.isEnabled(), theme.RADIUS.button
        edge, width = "outline", 1.0
        if not enabled:
            pass
        elif self._error:
            edge, width = "danger", 2.0
        elif self._lit or self._content.hasFocus():
            edge, width = "primary", 2.0
        with QPainter(self) as painter:
            draw_shape(
                painter,
                QRectF(self.rect()),
                (radius, radius),
                fill=theme.color("card" if enabled else "surface_high"),
                edge=theme.color(edge),
                width=width,
                dashed=not enabled,
            )
            if self._icon:
                top = (self.height() - _ICON) / 2
                box = QRectF(_PADDING, top, _ICON, _ICON)
                ink = theme.color("on_var" if enabled else "disabled")
                paint_icon(painter, self._icon, box, ink)


class _UnderLine(QWidget):
    """The line under a field: help, or an error with its sign."""

    def __init__(self, words: str) -> None:
        super().__init__()
        self._help, self._error = words, ""
        self.setFixedHeight(line_height("label"))
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)

    @property
    def error(self) -> str:
        return self._error

    def show_words(self, words: str, error: str) -> None:
        self._help, self._error = words, error
        self.setAccessibleName(error or words)
        self.update()

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        words, role, left = self._help, "on_var", 0.0
        top = (self.height() - line_height("caption")) / 2
        with QPainter(self) as painter:
            if self._error:
                words, role, left = self._error, "danger", _SIGN + 4.0
                box = QRectF(0, (self.height() - _SIGN) / 2, _SIGN, _SIGN)
                paint_icon(painter, "error", box, theme.color(role), filled=True)
            at = QPointF(left, top)
            put_text(painter, at, words, "caption", theme.color(role))


class LabelledField(QWidget):
    """Label, box, line below: the frame of every field of a form.

    Args:
        label: what it is; "" leaves no room above (search).
        box: the field itself.
        help_text: under it while there is no error.
        with_help: False leaves no room below (bars, search).
    """

    def __init__(
        self,
        label: str,
        box: QWidget,
        *,
        help_text: str = "",
        with_help: bool = True,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._help_text = help_text
        self._under = _UnderLine(help_text)
        self._under.show_words(help_text, "")
        self._label = Label(label, style="label_strong")
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        if label:
            column.addWidget(self._label)
            column.addSpacing(theme.SPACE.xs)
        column.addWidget(box)
        if with_help:
            column.addSpacing(2 if box.maximumHeight() == 48 else theme.SPACE.xs)
            column.addWidget(self._under)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self._box = box

    @property
    def error(self) -> str:
        """The error on show; "" when none."""
        return self._under.error

    @property
    def box(self) -> QWidget:
        """The field without its label and help."""
        return self._box

    def show_error(self, words: str) -> None:
        """Says what is wrong; "" takes it back."""
        self._under.show_words(self._help_text, words)
        if isinstance(self._box, FieldBox):
            self._box.set_error(error=bool(words))
        self._say(words or self._help_text)

    def show_help(self, words: str) -> None:
        """Changes the help (a computed cost, a hint)."""
        self._help_text = words
        self._under.show_words(words, self._under.error)
        if not self._under.error:
            self._say(words)

    def _say(self, words: str) -> None:
        """Tells a screen reader what stands under the field."""
        self._box.setAccessibleDescription(words)


def readable(text: str) -> str:
    """The text without what nobody sees: control characters, turned writing, halves of
    characters. Nobody types them, but they can be pasted; tabs and ends of line count
    as spaces."""
    plain = "".join(" " if char in "\t\r\n" else char for char in text)
    return "".join(char for char in plain if unicodedata.category(char)[0] != "C")


class TextField(LabelledField):
    """One line of text.

    Args:
        label: above it; also its spoken name.
        text: at the start.
        placeholder: in the empty field.
        help_text: under it.
        suffix: unit at the end ("min").
        icon: sign at the start.
        height: 56; 48 in forms; 64 on the till.
        with_help: keep room for the line below.

    Signals:
        text_edited(str): typed by a person.
        submitted(str): Enter.
        left(str): the focus went elsewhere.
    """

    text_edited = Signal(str)
    submitted = Signal(str)
    left = Signal(str)

    def __init__(
        self,
        label: str = "",
        *,
        text: str = "",
        placeholder: str = "",
        help_text: str = "",
        suffix: str = "",
        icon: str = "",
        height: FieldHeight = 56,
        with_help: bool = True,
        parent: QWidget | None = None,
    ) -> None:
        self.edit = QLineEdit(text)
        self.edit.setFont(font("body"))
        self.edit.setFrame(False)
        # Qt keeps 2 px beside the words; the padding of the box is enough.
        self.edit.setTextMargins(-2, 0, -2, 0)
        self.edit.setPlaceholderText(placeholder)
        self.edit.setAccessibleName(label or placeholder)
        box = FieldBox(self.edit, height=height, icon=icon, suffix=suffix)
        super().__init__(
            label, box, help_text=help_text, with_help=with_help, parent=parent
        )
        self.field_box = box
        self.setFocusProxy(self.edit)
        self.edit.textEdited.connect(self._on_edit_text_edited)
        self.edit.returnPressed.connect(self._on_edit_return_pressed)
        self.edit.editingFinished.connect(self._on_edit_editing_finished)

    @property
    def text(self) -> str:
        """What stands in it."""
        return self.edit.text()

    def set_text(self, text: str) -> None:
        """Changes it without `text_edited`."""
        if text != self.edit.text():
            self.edit.setText(text)

    @override
    def _say(self, words: str) -> None:
        self.edit.setAccessibleDescription(words)

    @Slot(str)
    def _on_edit_text_edited(self, text: str) -> None:
        kept = readable(text)
        if kept != text:
            self.edit.setText(kept)
        self.text_edited.emit(kept)

    @Slot()
    def _on_edit_return_pressed(self) -> None:
        self.submitted.emit(self.text)

    @Slot()
    def _on_edit_editing_finished(self) -> None:
        self.left.emit(self.text)


class SearchField(TextField):
    """A field that filters as one types; Escape or the cross empties it.

    Args:
        placeholder: what can be looked for.
        action_icon: a sign at the end when empty (`barcode_scanner`), and its name.

    Signals:
        action_requested: the sign at the end was tapped.
    """

    action_requested = Signal()

    def __init__(
        self,
        placeholder: str,
        *,
        action_icon: str = "",
        action_name: str = "",
        height: FieldHeight = 56,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(
            placeholder=placeholder,
            icon="search",
            height=height,
            with_help=False,
            parent=parent,
        )
        size: Literal[48, 64] = 64 if height == 64 else 48
        self._clear = IconButton(tr("Effacer la recherche"), "close", size=size)
        self._clear.setVisible(False)
        self._clear.clicked.connect(self._on_clear_clicked)
        row = self.field_box.row
        margins = row.contentsMargins()
        row.setContentsMargins(margins.left(), 0, 0 if size == 64 else 4, 0)
        row.addWidget(self._clear)
        self._action: IconButton | None = None
        if action_icon:
            self._action = IconButton(action_name, action_icon, size=size)
            self._action.clicked.connect(self.action_requested)
            row.addWidget(self._action)
        self.edit.textChanged.connect(self._on_edit_text_changed)

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape and self.text:
            self._on_clear_clicked()
            return
        super().keyPressEvent(event)

    @Slot(str)
    def _on_edit_text_changed(self, text: str) -> None:
        self._clear.setVisible(bool(text))
        if self._action is not None:
            self._action.setVisible(not text)

    @Slot()
    def _on_clear_clicked(self) -> None:
        self.edit.clear()
        self.text_edited.emit("")


class MoneyField(TextField):
    """An amount in whole cents.

    Args:
        cents: at the start; None is an empty field.
        suffix: the currency.
        allow_empty: an empty field is right and means None.

    Signals:
        cents_changed(object): an `int` of cents, or None, at each right value typed.
    """

    cents_changed = Signal(object)

    def __init__(
        self,
        label: str = "",
        *,
        cents: int | None = None,
        help_text: str = "",
        suffix: str = "€",
        height: FieldHeight = 56,
        allow_empty: bool = False,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(
            label,
            text="" if cents is None else amount(cents),
            help_text=help_text,
            suffix=suffix,
            height=height,
            parent=parent,
        )
        self._cents, self._allow_empty = cents, allow_empty
        self.edit.setInputMethodHints(Qt.InputMethodHint.ImhFormattedNumbersOnly)

    @property
    def cents(self) -> int | None:
        """The last right amount."""
        return self._cents

    def set_cents(self, cents: int) -> None:
        """Changes it without `cents_changed`."""
        self._cents = cents
        self.set_text(amount(cents))
        self.show_error("")

    @override
    def _on_edit_text_edited(self, text: str) -> None:
        super()._on_edit_text_edited(text)
        cents = parse_cents(text)
        if cents is None and (text.strip() or not self._allow_empty):
            return
        self.show_error("")
        if cents != self._cents:
            self._cents = cents
            self.cents_changed.emit(cents)

    @override
    def _on_edit_editing_finished(self) -> None:
        cents = parse_cents(self.text)
        if cents is not None:
            self.set_text(amount(cents))
        elif self.text.strip() or not self._allow_empty:
            self.show_error(tr("Un montant, par exemple 24,50"))
        super()._on_edit_editing_finished()
