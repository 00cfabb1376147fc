"""Login: who is there, and their code or badge. Switching user is two taps and the
code, or the badge alone."""

from typing import ClassVar, Final

from PySide6.QtCore import QEvent, QObject, Qt, Signal, Slot
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import (
    QButtonGroup,
    QGridLayout,
    QHBoxLayout,
    QVBoxLayout,
    QWidget,
)
from typing_extensions import override

from app.presenters.people import LoginView, PersonView
from app.windows.key_wedge import BadgeReader
from resources.texts import tr
from widgets import theme
from widgets.avatar import Avatar
from widgets.button import Button
from widgets.card import Pane
from widgets.dialog import Sign
from widgets.nav import Wordmark
from widgets.person_card import SIDE, PersonCard
from widgets.pin_pad import PinPad
from widgets.scroll import ScrollPane
from widgets.text import Label

_PADDING, _COLUMN, _GAP = 64, 352, 16
# A text button's words and a card's focus ring stand inside of their own edges.
_WORDS_IN, _RING_IN = 12, 2
_LEFT, _RIGHT = 4, 3
_STEPS: Final[dict[int, int]] = {
    Qt.Key.Key_Left: -1,
    Qt.Key.Key_Up: -1,
    Qt.Key.Key_Right: 1,
    Qt.Key.Key_Down: 1,
}


class LoginPage(QWidget):
    """Staff cards at the left, the code at the right.

    Signals:
        pin_entered(person, pin): a code was typed for the chosen person.
        badge_read(code): a badge was passed, whoever is chosen.
        language_requested: the next language, please.
        comfort_requested: this screen is hard to read, or wrong for this hand.

    Attributes:
        least: width and height that it needs.
    """

    least: ClassVar[tuple[int, int]] = (800, 560)

    pin_entered = Signal(str, str)
    badge_read = Signal(str)
    language_requested = Signal()
    comfort_requested = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._people: dict[str, PersonView] = {}
        self._cards: dict[str, PersonCard] = {}
        self._chosen = ""
        self._places: dict[str, str] = {}
        self._group = QButtonGroup(self)
        line = QHBoxLayout(self)
        line.setContentsMargins(0, 0, 0, 0)
        line.setSpacing(0)
        line.addWidget(self._build_left(), _LEFT)
        line.addWidget(self._build_right(), _RIGHT)
        if theme.left_handed():
            line.setDirection(QHBoxLayout.Direction.RightToLeft)
        self._reader = BadgeReader(self)
        self._connect_signals()

    def _build_left(self) -> QWidget:
        pane = Pane(tone="surface")
        self._greeting = Label(style="h1")
        self._subtitle = Label(style="body", role="on_var")
        self._grid = QGridLayout()
        self._grid.setSpacing(_GAP)
        self._grid.setAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignTop)
        self.language = Button(tr("Français"), kind="bare", icon="language")
        self.comfort = Button(tr("Affichage"), kind="bare", icon="accessible")
        self._grid.setContentsMargins(*(4 * (_RING_IN,)))
        self._scroll = ScrollPane()
        self._scroll.installEventFilter(self)  # its room is known after the page's
        self._scroll.content.addLayout(self._grid)
        self._scroll.content.addStretch(1)
        head = QVBoxLayout()
        head.setSpacing(0)
        head.setContentsMargins(_WORDS_IN, 0, 0, 0)
        head.addWidget(Wordmark(size=40), 0, Qt.AlignmentFlag.AlignLeft)
        head.addSpacing(47)
        head.addWidget(self._greeting)
        head.addSpacing(theme.SPACE.xs)
        head.addWidget(self._subtitle)
        cards = QHBoxLayout()
        cards.setContentsMargins(_WORDS_IN - _RING_IN, 0, 0, 0)
        cards.addWidget(self._scroll)
        column = QVBoxLayout(pane)
        column.setContentsMargins(_PADDING - _WORDS_IN, 40, _PADDING, 24)
        column.setSpacing(0)
        column.addLayout(head)
        column.addSpacing(31)
        column.addLayout(cards, 1)
        column.addSpacing(theme.SPACE.m)
        foot = QHBoxLayout()
        foot.setSpacing(theme.SPACE.s)
        foot.addWidget(self.language)
        foot.addWidget(self.comfort)
        foot.addStretch(1)
        column.addLayout(foot)
        return pane

    def _build_right(self) -> QWidget:
        pane = Pane(tone="brand")
        self._avatar = Avatar("", size=56)
        self._name = Label(style="h2", role="on_brand")
        self._hint = Label(
            tr("Code à 4 chiffres, ou passez le badge"),
            style="label",
            role="on_brand_var",
        )
        self.pad = PinPad()
        self._back_icon = Sign("table_restaurant", role="on_brand_var", size=20)
        self.back = Label(style="label", role="on_brand_var")
        words = QVBoxLayout()
        words.setSpacing(2)
        words.addWidget(self._name)
        words.addWidget(self._hint)
        head = QHBoxLayout()
        head.setSpacing(_GAP)
        head.addWidget(self._avatar)
        head.addLayout(words, 1)
        back = QHBoxLayout()
        back.setSpacing(theme.SPACE.s)
        back.addWidget(self._back_icon)
        back.addWidget(self.back, 1)
        inner = QWidget()
        inner.setFixedWidth(_COLUMN)
        column = QVBoxLayout(inner)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addLayout(head)
        column.addSpacing(36)
        column.addWidget(self.pad)
        column.addSpacing(theme.SPACE.xl)
        column.addLayout(back)
        outer = QVBoxLayout(pane)
        outer.addStretch(1)
        outer.addWidget(inner, 0, Qt.AlignmentFlag.AlignHCenter)
        outer.addStretch(1)
        return pane

    def _connect_signals(self) -> None:
        self.pad.pin_entered.connect(self._on_pin_entered)
        self._reader.scanned.connect(self._on_badge_read)
        self.language.clicked.connect(self.language_requested)
        self.comfort.clicked.connect(self.comfort_requested)
        self._group.buttonClicked.connect(self._on_card_clicked)

    def display(self, view: LoginView, places: dict[str, str]) -> None:
        """Shows who may log in; `places`: what each comes back to."""
        self._greeting.show_text(view.greeting)
        self._subtitle.show_text(view.subtitle)
        self._places = places
        self._place_cards({person.id: person for person in view.people})
        chosen = self._chosen if self._chosen in self._people else ""
        if view.people:
            self.choose(chosen or view.people[0].id)

    def _place_cards(self, people: dict[str, PersonView]) -> None:
        """A card for each of them; who looks as before keeps theirs, so a finger that
        lies on it as somebody else logs in is not lost."""
        before, self._people = self._people, people
        kept = {
            person: card
            for person, card in self._cards.items()
            if people.get(person) == before[person]
        }
        for person, card in self._cards.items():
            self._grid.removeWidget(card)
            if person not in kept:
                self._group.removeButton(card)
                card.hide()
                card.deleteLater()
        self._cards = {
            person.id: kept.get(person.id) or self._card_of(person)
            for person in people.values()
        }
        self._arrange()

    def _card_of(self, person: PersonView) -> PersonCard:
        card = PersonCard(
            person.name,
            initials=person.initials,
            tone=person.tone,
            subtitle=person.subtitle,
        )
        self._group.addButton(card)
        return card

    @override
    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if watched is self._scroll and event.type() == QEvent.Type.Resize:
            self._arrange()
        return super().eventFilter(watched, event)

    def _arrange(self) -> None:
        """As many cards beside each other as have room, at most three; lower ones
        where they would not all be in sight."""
        room = self.width() * _LEFT // (_LEFT + _RIGHT) - 2 * _PADDING
        columns = min(3, max(1, (room + _GAP) // (SIDE + _GAP)))
        rows = -(-len(self._cards) // columns)
        compact = rows * (SIDE + _GAP) > self._scroll.height() + _GAP
        for number, card in enumerate(self._cards.values()):
            card.set_compact(compact=compact)
            self._grid.addWidget(card, number // columns, number % columns)
            card.show()  # the layout would only with the next turn of the loop

    def choose(self, person: str) -> None:
        """Asks this person for the code."""
        if person != self._chosen:
            self.pad.show_refusal("")  # what was typed or said was another's
        self._chosen = person
        found = self._people[person]
        self._cards[person].setChecked(True)
        self._avatar.show_person(found.initials, tone=found.tone, name=found.name)
        self._name.show_text(found.name)
        place = self._places.get(person, "")
        self.back.show_text(place)
        self._back_icon.setVisible(bool(place))
        self.pad.setFocus()

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        """The arrows choose who, while the figures go into the pad."""
        step = _STEPS.get(event.key(), 0)
        people = list(self._people)
        if step and self._chosen in people:
            here = people.index(self._chosen)
            self.choose(people[(here + step) % len(people)])
        else:
            super().keyPressEvent(event)

    def refuse(self, words: str) -> None:
        """Says why the code was refused."""
        self.pad.show_refusal(words)

    def card(self, person: str) -> PersonCard:
        """The card of a person."""
        return self._cards[person]

    @Slot(str)
    def _on_pin_entered(self, pin: str) -> None:
        if self._chosen:
            self.pin_entered.emit(self._chosen, pin)

    @Slot(str)
    def _on_badge_read(self, code: str) -> None:
        self.pad.clear()
        self.badge_read.emit(code)

    @Slot()
    def _on_card_clicked(self) -> None:
        checked = self._group.checkedButton()
        for person, card in self._cards.items():
            if card is checked:
                self.choose(person)
