"""The two pages of joining a restaurant: which one and the code; what it sends."""

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from app.presenters.first_start import CODE_DIGITS, code_of, scanned
from app.services.ports import HubSeen
from resources.texts import tr, trn
from widgets import theme
from widgets.button import Button
from widgets.card import SectionHeader
from widgets.choice_card import ChoiceCard
from widgets.dialog import Sign
from widgets.field import TextField
from widgets.progress import Ring
from widgets.text import Label

MOST_HUBS = 3


class JoinPage(QWidget):
    """Which restaurant, and the code that its hub shows.

    Signals:
        join_requested(str, str): address and code, both well formed.
        back_requested: another way after all.
    """

    join_requested = Signal(str, str)
    back_requested = Signal()

    def __init__(self) -> None:
        super().__init__()
        self._hubs: tuple[HubSeen, ...] = ()
        self.address = TextField(
            tr("Adresse du hub"),
            placeholder="192.168.1.20:8443",
            help_text=tr("Affichée sous le code, sur l'autre machine."),
        )
        self.code = TextField(
            tr("Code à six chiffres"),
            placeholder="000 000",
            help_text=tr("Tapez-le, ou scannez le code QR ici."),
        )
        self.go = Button(tr("Rejoindre"), icon="login")
        self.back = Button(tr("Retour"), kind="text")
        self.seen = SectionHeader(tr("Sur ce réseau"))
        self.cards = [
            ChoiceCard("", icon="storefront", height=64) for _ in range(MOST_HUBS)
        ]
        self._build()
        self.back.clicked.connect(self.back_requested)
        self.go.clicked.connect(self.submit)
        for field in (self.address, self.code):
            field.text_edited.connect(self._on_edited)
            field.submitted.connect(self.submit)
        for card in self.cards:
            card.clicked.connect(self._on_card_clicked)

    def _build(self) -> None:
        column = page_column(self, tr("Rejoindre un restaurant"))
        column.addWidget(self.seen)
        column.addSpacing(theme.SPACE.xs)
        for card in self.cards:
            card.hide()
            column.addWidget(card)
            column.addSpacing(theme.SPACE.xs)
        column.addSpacing(theme.SPACE.s)
        column.addWidget(self.address)
        column.addSpacing(theme.SPACE.s)
        column.addWidget(self.code)
        column.addStretch(1)
        foot = QHBoxLayout()
        foot.setSpacing(theme.TOUCH.gap)
        foot.addWidget(self.back)
        foot.addStretch(1)
        foot.addWidget(self.go)
        column.addLayout(foot)

    def show_hubs(self, hubs: Sequence[HubSeen]) -> None:
        """The hubs that announce themselves; the first is taken while none is typed."""
        words = "" if hubs else tr("rien ne s'annonce encore : tapez l'adresse")
        self.seen.show_words(tr("Sur ce réseau"), words)
        found = tuple(hubs)[:MOST_HUBS]
        if found != self._hubs:
            self._hubs = found
            for number, card in enumerate(self.cards):
                card.setVisible(number < len(found))
                if number < len(found):
                    card.set_words(found[number].name, found[number].address)
            if found and not self.address.text:
                self._choose(found[0])
        self._show_chosen()

    def show_refusal(self, text: str, *, away: bool) -> None:
        """Says why the hub did not take it, at the field that can change it."""
        field = self.address if away else self.code
        field.show_error(text)
        field.setFocus()

    def _choose(self, hub: HubSeen) -> None:
        self.address.set_text(hub.address)
        self.address.show_error("")

    def _show_chosen(self) -> None:
        address = self.address.text.strip()
        for card, hub in zip(self.cards, self._hubs, strict=False):
            card.set_chosen(chosen=hub.address == address)

    @Slot()
    def _on_card_clicked(self) -> None:
        sender = self.sender()
        for card, hub in zip(self.cards, self._hubs, strict=False):
            if card is sender:
                self._choose(hub)
        self._show_chosen()
        self.code.setFocus()

    @Slot(str)
    def _on_edited(self, text: str) -> None:
        """A QR code says address and code at once, into whichever field it came."""
        found = scanned(text)
        if found is not None:
            self.address.set_text(found[0])
            self.code.set_text(found[1])
            self.submit()
        self._show_chosen()

    @Slot()
    def submit(self) -> None:
        """Asks to join, or says what is missing."""
        address, code = self.address.text.strip(), code_of(self.code.text)
        wrong = tr("Un code a six chiffres.") if len(code) != CODE_DIGITS else ""
        missing = "" if address else tr("Dites où est le hub.")
        self.code.show_error(wrong)
        self.address.show_error(missing)
        if wrong or missing:
            (self.address if missing else self.code).setFocus()
        elif not self.go.busy:
            self.join_requested.emit(address, code)


class ReceivePage(QWidget):
    """What the restaurant sends, or why it stopped.

    Signals:
        again_requested: once more.
        open_requested: without the rest, which comes by and by.
    """

    again_requested = Signal()
    open_requested = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.ring = Ring(size=48)
        self.trouble = Sign("cloud_off", role="warning", size=48)
        self.title = Label(style="h3", align="center", wrap=True)
        self.words = Label(style="body", role="on_var", align="center", wrap=True)
        self.again = Button(tr("Réessayer"), kind="tonal", icon="refresh")
        self.open = Button(tr("Ouvrir sans attendre"))
        self._build()
        self.again.clicked.connect(self.again_requested)
        self.open.clicked.connect(self.open_requested)

    def _build(self) -> None:
        center = Qt.AlignmentFlag.AlignHCenter
        column = page_column(self)
        column.addStretch(1)
        column.addWidget(self.ring, 0, center)
        column.addWidget(self.trouble, 0, center)
        column.addSpacing(theme.SPACE.l)
        column.addWidget(self.title)
        column.addSpacing(theme.SPACE.xs)
        column.addWidget(self.words)
        column.addStretch(2)
        foot = QHBoxLayout()
        foot.setSpacing(theme.TOUCH.gap)
        foot.addStretch(1)
        foot.addWidget(self.again)
        foot.addWidget(self.open)
        column.addLayout(foot)

    def show_count(self, count: int) -> None:
        """How much has come so far."""
        for widget in (self.trouble, self.again, self.open):
            widget.hide()
        self.ring.show()
        self.title.show_text(tr("Le restaurant arrive sur cette machine"))
        come = trn(count, "{n} écriture reçue", "{n} écritures reçues")
        self.words.show_text(come if count else tr("Code accepté."))

    def show_trouble(self, title: str, words: str, *, may_open: bool) -> None:
        """It stopped."""
        self.ring.hide()
        self.trouble.show()
        self.title.show_text(title)
        self.words.show_text(words)
        self.again.show()
        self.open.setVisible(may_open)
        self.again.setFocus()


def page_column(page: QWidget, title: str = "") -> QVBoxLayout:
    """The column of a page, its title at the top."""
    column = QVBoxLayout(page)
    column.setContentsMargins(0, 0, 0, 0)
    column.setSpacing(0)
    if title:
        column.addWidget(Label(title, style="h2"))
        column.addSpacing(theme.SPACE.l)
    return column
