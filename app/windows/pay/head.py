"""The head of the paying page: the way back, whose bill it is, the provisional bill."""

from typing import Final

from PySide6.QtCore import Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QWidget
from typing_extensions import override

from app.presenters.pay.views import HeadView
from resources.texts import tr
from widgets.button import IconButton
from widgets.card import Pane
from widgets.text import Label

HEIGHT = 73
_UNDER = 48
_SIZE: Final = 64
_GAP = 12


class Head(Pane):
    """Back, number, words on two lines, print. In a narrow pane the words go under.

    Signals:
        back_requested: the arrow was tapped.
        print_requested: the provisional bill is wanted.
        invoice_requested: an invoice is wanted once it is paid.
    """

    back_requested = Signal()
    print_requested = Signal()
    invoice_requested = Signal()

    def __init__(self, *, prints: bool = True, height: int = HEIGHT) -> None:
        super().__init__(tone="card" if prints else "surface_low", edges=("bottom",))
        self._height = height
        self._back_x, self._number_x = (4, 80) if prints else (8, 88)
        self.back = IconButton(tr("Retour"), "arrow_back", size=_SIZE, parent=self)
        self.number = Label(style="number", parent=self)
        self._words = Label(style="body_strong", parent=self)
        self._note = Label(style="label", role="on_var", parent=self)
        self.addition: QWidget | None = None
        self.invoice: IconButton | None = None
        self.back.clicked.connect(self.back_requested)
        if prints:
            button = IconButton(
                tr("Imprimer l'addition"), "receipt_long", size=_SIZE, parent=self
            )
            button.clicked.connect(self.print_requested)
            self.addition = button
            self.invoice = IconButton(
                tr("Facture à une société"), "request_quote", size=_SIZE, parent=self
            )
            self.invoice.clicked.connect(self.invoice_requested)

    @property
    def words_left(self) -> int:
        """Where the words begin when they stand beside the number."""
        return self._number_x + self.number.sizeHint().width() + _GAP

    def display(self, view: HeadView, *, may_print: bool = True) -> None:
        """Shows whose bill it is."""
        self.number.show_text(view.number)
        self._words.show_text(view.words)
        self._note.show_text(view.note)
        if self.addition is not None:
            self.addition.setEnabled(may_print)
        if self.invoice is not None:
            self.invoice.setEnabled(may_print)
        self._lay_out()

    def height_at(self, width: int) -> int:
        """How high it is in a pane of this width."""
        self._fit_number(width)
        return self._height + (_UNDER if self._under(width) else 0)

    def _fit_number(self, width: int) -> None:
        """A sale's number of four digits is smaller where two acts stand beside it."""
        self.number.set_style("number")
        if self.addition is not None and self.words_left > width - 4 - 2 * _SIZE:
            self.number.set_style("h2")

    def _under(self, width: int) -> bool:
        """Whether the words stand under the number: they do not fit beside it."""
        if self.addition is None:
            return False
        wanted = max(self._words.sizeHint().width(), self._note.sizeHint().width())
        return self.words_left + wanted > width - 4 - 2 * _SIZE

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._lay_out()

    def _lay_out(self) -> None:
        width, middle = self.width(), (self._height - 1) // 2
        self._fit_number(width)
        self.back.move(self._back_x, middle - 32)
        wanted = self.number.sizeHint()
        top = middle - wanted.height() // 2
        self.number.setGeometry(self._number_x, top, wanted.width(), wanted.height())
        end = width - 4
        if self.addition is not None:
            end -= _SIZE
            self.addition.move(end, middle - 32)
        if self.invoice is not None:
            end -= _SIZE
            self.invoice.move(end, middle - 32)
        left, top = self.words_left, middle - 22
        if self._under(width):
            left, top, end = 20, self._height - 4, width
        self._words.setGeometry(left, top, end - left, 24)
        self._note.setGeometry(left, top + 24, end - left, 20)
