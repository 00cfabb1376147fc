"""The pane under the microphone: what was said, the draft it made, the one question.

It stands over the tiles or the plan only while there is something in it. *Envoyer* is its
loud act; a line that a finger touches shows how it can be put right.
"""

from collections.abc import Sequence

from PySide6.QtCore import QEvent, QObject, Qt, Signal, Slot
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import (
    QBoxLayout,
    QHBoxLayout,
    QSizePolicy,
    QVBoxLayout,
    QWidget,
)
from typing_extensions import override

from app.presenters.headset.draft import ChosenLine, VoiceView
from app.services.headsets import Option
from resources.texts import tr
from widgets import theme
from widgets.button import Button, IconButton
from widgets.card import Card, Line, clear
from widgets.dialog import Sign
from widgets.field import TextField
from widgets.flow import FlowLayout
from widgets.list_row import ListRow, RowView
from widgets.looks import Kind
from widgets.order_list import OrderList
from widgets.painted_text import width_of
from widgets.progress import Filet
from widgets.stepper import Stepper
from widgets.text import Label

_SIDE, _NARROW, _COLUMN = 16, 500, 600
_LEAST_LIST, _MOST_LIST = 116, 304
"""A line and what says that there are more; some more than four."""
_OPTION, _LONG = "option", 28


class VoicePane(Card):
    """What is said and waits.

    Args:
        tall: where it stands in a column, it has it to itself: all lines are shown.

    Signals:
        typed(str): a sentence was entered.
        answered(str): an answer to the question was tapped; "" for a manager's code.
        line_chosen(str): a line was tapped.
        quantity_set(str, int): another quantity for a line; 0 takes it off.
        other_requested(str): a line is another article.
        other_chosen(str): the draft of another headset.
        seat_requested: somebody else takes the window.
        sent: *Envoyer*.
        dropped: *Abandonner*.
        closed: the cross.
    """

    typed = Signal(str)
    answered = Signal(str)
    line_chosen = Signal(str)
    quantity_set = Signal(str, int)
    other_requested = Signal(str)
    other_chosen = Signal(str)
    seat_requested = Signal()
    sent = Signal()
    dropped = Signal()
    closed = Signal()

    def __init__(self, *, tall: bool = False, parent: QWidget | None = None) -> None:
        super().__init__(padding=0, spacing=0, name=tr("Voix"), parent=parent)
        self._tall = tall
        self._wanted: tuple[str, ...] = ("",)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        self.list = OrderList()
        self.correct = _CorrectBar()
        self.question = Label(style="body_strong", wrap=True)
        self.answers = _Options("tonal")
        self.others = _Options("plain")
        self.content.addLayout(self._build_head())
        inside = QVBoxLayout()
        inside.setContentsMargins(1, 0, 1, 0)  # the edge of the card stays in sight
        inside.addWidget(self.list)
        self.content.addLayout(inside)
        self.content.addWidget(self.correct)
        self.content.addWidget(self._build_question())
        self.content.addWidget(Line())
        self.content.addLayout(self._build_foot())
        self._connect_signals()
        self.display(VoiceView())

    def _build_head(self) -> QHBoxLayout:
        self.sign = Sign("headset_mic")
        self.title = Label(style="h3")
        self.heard = Label(style="body_medium", wrap=True)
        self.reply = Label(style="label", role="on_var", wrap=True)
        self.level = Filet(0.0)
        self.close_button = IconButton(tr("Fermer"), "close", size=64)
        words = QVBoxLayout()
        words.setContentsMargins(0, 16, 0, 12)
        words.setSpacing(4)
        for widget in (self.title, self.heard, self.level, self.reply):
            words.addWidget(widget)
        words.addStretch(1)
        sign = QVBoxLayout()
        sign.setContentsMargins(0, 20, 0, 0)
        sign.addWidget(self.sign)
        sign.addStretch(1)
        head = QHBoxLayout()
        head.setContentsMargins(_SIDE, 0, 0, 0)
        head.setSpacing(theme.SPACE.m)
        head.addLayout(sign)
        head.addLayout(words, 1)
        head.addWidget(self.close_button, 0, Qt.AlignmentFlag.AlignTop)
        return head

    def _build_question(self) -> QWidget:
        self._asking = QWidget()
        column = QVBoxLayout(self._asking)
        column.setContentsMargins(_SIDE, 4, _SIDE, 12)
        column.setSpacing(theme.SPACE.m)
        column.addWidget(self.question)
        column.addWidget(self.answers)
        return self._asking

    def _build_foot(self) -> QVBoxLayout:
        self.field = TextField(icon="keyboard", height=64, with_help=False)
        self.field.edit.setAccessibleName(tr("Dites ou tapez"))
        self.drop = Button(tr("Abandonner"), kind="outlined", height=64)
        self.send = Button(tr("Envoyer"), height=64, icon="send", fill_icon=True)
        self.seat = Button(tr("Changer de personne"), kind="tonal", height=64)
        acts = QHBoxLayout()
        acts.setSpacing(theme.TOUCH.gap)
        for button in (self.seat, self.drop, self.send):
            acts.addWidget(button, 1)
        self._row = QBoxLayout(QBoxLayout.Direction.LeftToRight)
        self._row.setSpacing(theme.TOUCH.gap)
        self._row.addWidget(self.field, 1)
        self._row.addLayout(acts)
        foot = QVBoxLayout()
        foot.setContentsMargins(8, 8, 8, 8)
        foot.setSpacing(theme.TOUCH.gap)
        foot.addLayout(self._row)
        foot.addWidget(self.others)
        return foot

    def _connect_signals(self) -> None:
        self.field.submitted.connect(self._on_submitted)
        self.field.edit.installEventFilter(self)
        for touched in (self.list.line_chosen, self.list.line_held):
            touched.connect(self.line_chosen)
        self.list.line_swiped.connect(self._on_line_swiped)
        self.correct.quantity_set.connect(self.quantity_set)
        self.correct.other_requested.connect(self.other_requested)
        self.answers.chosen.connect(self.answered)
        self.others.chosen.connect(self.other_chosen)
        self.send.clicked.connect(self.sent)
        self.drop.clicked.connect(self.dropped)
        self.seat.clicked.connect(self.seat_requested)
        self.close_button.clicked.connect(self.closed)

    def display(self, view: VoiceView) -> None:
        """Shows what is said, waits and is asked now."""
        self._show_head(view)
        self.list.display(view.order)
        self.list.setVisible(view.draft)
        self.correct.display(view.chosen if view.own else None)
        self._show_question(view)
        self.field.setVisible(view.own)
        self._wanted = view.wanted
        self._fit()
        self.seat.setVisible(not view.own)
        for button in (self.drop, self.send):
            button.setVisible(view.own and view.draft)
        self.send.setEnabled(view.ready)
        self.others.display(view.others)

    def _fit(self) -> None:
        """The lines that there are, as many as fit."""
        content = self.list.content_height()
        self.list.setMinimumHeight(min(content, _LEAST_LIST))
        column = self._tall and self.width() < _COLUMN
        most = content if column else min(content, _MOST_LIST)
        self.list.setMaximumHeight(most)
        self._fit_words()

    def _fit_words(self) -> None:
        """As many words in the empty field as it shows."""
        room = self.field.edit.width() - 2 * theme.SPACE.xs
        fitting = (words for words in self._wanted if width_of(words, "body") <= room)
        self.field.edit.setPlaceholderText(next(fitting, self._wanted[-1]))

    @override
    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.Resize:
            self._fit_words()
        return False

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        ways = QBoxLayout.Direction
        way = ways.TopToBottom if self.width() < _NARROW else ways.LeftToRight
        self._row.setDirection(way)
        self.correct.row.setDirection(way)
        self._fit()

    def show_level(self, level: float) -> None:
        """How loud the voice is, 0 to 1."""
        self.level.set_fraction(level)

    def start_typing(self) -> None:
        """The field has the keyboard."""
        self.field.setFocus(Qt.FocusReason.ShortcutFocusReason)

    def _show_head(self, view: VoiceView) -> None:
        self.sign.show_icon("graphic_eq" if view.live else "headset_mic", role="on_var")
        self.title.show_text(view.title)
        self.title.setVisible(bool(view.title))
        said = tr("« {words} »", words=view.heard) if view.heard else ""
        if view.live and not view.heard:
            said = tr("Parlez…")
        quiet = view.draft and not view.live
        self.heard.show_text(said, role="on_var" if quiet else "on")
        self.heard.setVisible(bool(said))
        self.level.setVisible(view.live)
        self.level.set_fraction(view.level)
        self.reply.show_text(view.reply, role="danger" if view.wrong else "on_var")
        self.reply.setVisible(bool(view.reply))

    def _show_question(self, view: VoiceView) -> None:
        options = view.options if view.own else ()
        if view.code and view.own:
            options = (Option("", view.code), *options)
        self.question.show_text(view.question)
        self.answers.display(options, loud=view.loud)
        correcting = view.chosen is not None and view.own
        self._asking.setVisible(bool(view.question) and not correcting)

    @Slot(str)
    def _on_submitted(self, text: str) -> None:
        if text.strip():
            self.field.set_text("")
            self.typed.emit(text.strip())

    @Slot(str, str)
    def _on_line_swiped(self, line: str, way: str) -> None:
        if way == "left":
            self.quantity_set.emit(line, 0)
        else:
            self.line_chosen.emit(line)


class _Options(QWidget):
    """Answers, one of which is tapped: side by side, or as rows where they are long.

    Signals:
        chosen(str): key of the option.
    """

    chosen = Signal(str)

    def __init__(self, kind: Kind) -> None:
        super().__init__()
        self._kind: Kind = kind
        self._options: tuple[Option, ...] = ()
        self._rows = QVBoxLayout()
        self._rows.setSpacing(0)
        self._buttons = FlowLayout()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addLayout(self._rows)
        column.addLayout(self._buttons)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Minimum)

    def display(self, options: Sequence[Option], *, loud: bool = False) -> None:
        """Other options, the first of them `loud`; none hides it."""
        self.setVisible(bool(options))
        if tuple(options) == self._options:
            return
        self._options = tuple(options)
        clear(self._rows)
        clear(self._buttons)
        long = any(len(option.label) > _LONG for option in options)
        for place, option in enumerate(options):
            kind: Kind = "filled" if loud and not place else self._kind
            made: Button | ListRow
            if long:
                made = ListRow(RowView(option.label), padding=0, chevron=True)
                self._rows.addWidget(made)
            else:
                made = Button(option.label, kind=kind, height=64)
                self._buttons.addWidget(made)
            made.setProperty(_OPTION, option.key)
            made.clicked.connect(self._on_clicked)
            made.show()

    @Slot()
    def _on_clicked(self) -> None:
        sender = self.sender()
        if sender is not None:
            self.chosen.emit(str(sender.property(_OPTION)))


class _CorrectBar(QWidget):
    """What a finger can change of one line: how many, which, whether at all.

    Attributes:
        row: the pane turns it where it is narrow.

    Signals:
        quantity_set(str, int): another quantity; 0 takes it off.
        other_requested(str): it is another article.
    """

    quantity_set = Signal(str, int)
    other_requested = Signal(str)

    def __init__(self) -> None:
        super().__init__()
        self._line = ""
        self.stepper = Stepper(1, least=1, most=99, name=tr("Quantité"))
        self.other = Button(tr("Autre article"), kind="tonal", height=64)
        self.remove = Button(tr("Retirer"), kind="outlined", height=64, icon="close")
        acts = QHBoxLayout()
        acts.setSpacing(theme.TOUCH.gap)
        acts.addWidget(self.other, 1)
        acts.addWidget(self.remove, 1)
        self.row = QBoxLayout(QBoxLayout.Direction.LeftToRight, self)
        self.row.setContentsMargins(8, 0, 8, 8)
        self.row.setSpacing(theme.TOUCH.gap)
        self.row.addWidget(self.stepper)
        self.row.addStretch(1)
        self.row.addLayout(acts)
        self.stepper.value_changed.connect(self._on_value_changed)
        self.other.clicked.connect(self._on_other_clicked)
        self.remove.clicked.connect(self._on_remove_clicked)

    def display(self, line: ChosenLine | None) -> None:
        """The line that is corrected; None for none."""
        self.setVisible(line is not None)
        if line is None:
            return
        self._line = line.id
        self.stepper.setVisible(line.counted)
        self.other.setVisible(line.counted)
        self.stepper.set_value(max(1, line.quantity))

    @Slot(int)
    def _on_value_changed(self, value: int) -> None:
        self.quantity_set.emit(self._line, value)

    @Slot()
    def _on_other_clicked(self) -> None:
        self.other_requested.emit(self._line)

    @Slot()
    def _on_remove_clicked(self) -> None:
        self.quantity_set.emit(self._line, 0)
