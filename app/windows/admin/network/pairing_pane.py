"""One more terminal or site: who it will be, the code to type there, that it came."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtWidgets import QStackedWidget, QVBoxLayout, QWidget

from app.presenters.admin.network import (
    TerminalDraft,
    code_text,
    left_text,
    role_entries,
)
from app.services.ports import PairingOffer
from app.windows.admin.form import SidePane
from resources.texts import tr
from widgets import theme
from widgets.button import Button
from widgets.dialog import Sign
from widgets.dropdown import Dropdown, Entry
from widgets.field import TextField
from widgets.qr_code import QrCode
from widgets.text import Label

WHO, CODE, OVER, HERE = range(4)
_QR = 220
_CENTER = Qt.AlignmentFlag.AlignHCenter


@dataclass(frozen=True, slots=True)
class PairingWords:
    """What a code is for, and what is said about it.

    Attributes:
        who: what is asked before the code; `example` a name.
        there: what to do with the code.
        elsewhere: where to find us, "{address}" in it.
        roles: to choose from; none for what has only one.
    """

    title: str
    who: str
    example: str
    there: str
    elsewhere: str
    roles: Sequence[Entry] = ()


def terminal_words() -> PairingWords:
    """One more terminal."""
    return PairingWords(
        title=tr("Ajouter un terminal"),
        who=tr("Comment on l'appelle, et ce que son écran montre d'abord."),
        example=tr("Bar"),
        there=tr(
            "Sur l'autre machine, ouvrez Sotto et rejoignez un restaurant : tapez ce "
            "code, ou scannez-le."
        ),
        elsewhere=tr("Si le restaurant n'y est pas proposé, tapez {address}"),
        roles=role_entries(),
    )


def site_words() -> PairingWords:
    """One more site of a head office."""
    return PairingWords(
        title=tr("Nouvel établissement"),
        who=tr("Comment le siège l'appelle."),
        example=tr("Bastille"),
        there=tr(
            "Sur la machine qui porte le hub de l'établissement, ouvrez Gestion, "
            "Terminaux, puis « Rattacher à un siège » : tapez-y l'adresse et ce code."
        ),
        elsewhere=tr(
            "Adresse du siège : {address}, ou celle sous laquelle internet le trouve."
        ),
    )


class PairingPane(SidePane):
    """The steps of adding a terminal or a site.

    Signals:
        code_requested: a code for what stands in the fields.
        left: the focus left the name: what is wrong with it may be said.
        again_requested: one more, from the start.

    Attributes:
        step: WHO, CODE, OVER (it was not used) or HERE.
    """

    code_requested = Signal()
    left = Signal()
    again_requested = Signal()

    def __init__(self, words: PairingWords) -> None:
        super().__init__()
        self.words = words
        self.step = WHO
        self.steps = QStackedWidget()
        for build in (self._build_who, self._build_code):
            self.steps.addWidget(build())
        self.over_words = _Told("schedule", "on_var", tr("Ce code n'est plus valable"))
        self.here_words = _Told("check_circle", "success", "")
        self.steps.addWidget(self.over_words)
        self.steps.addWidget(self.here_words)
        self.pages[0].content.addWidget(self.steps, 1)
        self.dismiss = Button(tr("Fermer"), kind="text")
        self.go_on = Button("")
        self.foot.addStretch(1)
        self.foot.addWidget(self.dismiss)
        self.foot.addWidget(self.go_on)
        self.dismiss.clicked.connect(self.closed)
        self.go_on.clicked.connect(self._on_go_on)
        self.name.submitted.connect(self._on_go_on)
        self.name.left.connect(self.left)
        self.begin()

    def _build_who(self) -> QWidget:
        words, roles = self.words, self.words.roles
        self.name = TextField(tr("Nom"), height=48, placeholder=words.example)
        self.role = Dropdown(tr("Rôle"), roles, height=48)
        self.role.setVisible(bool(roles))
        step, column = _step()
        who = Label(words.who, style="body_medium", role="on_var", wrap=True)
        column.addWidget(who)
        column.addSpacing(theme.SPACE.m)
        column.addWidget(self.name)
        column.addWidget(self.role)
        column.addStretch(1)
        return step

    def _build_code(self) -> QWidget:
        self.code = Label(style="due", align="center")
        self.left_time = Label(style="body_medium", role="on_var", align="center")
        self.qr = QrCode(side=_QR)
        there = Label(self.words.there, style="body_medium", align="center", wrap=True)
        self.address = Label(style="label", role="on_var", align="center", wrap=True)
        step, column = _step()
        column.addWidget(self.code)
        column.addWidget(self.left_time)
        column.addSpacing(theme.SPACE.m)
        column.addWidget(self.qr, 0, _CENTER)
        column.addSpacing(theme.SPACE.m)
        column.addWidget(there)
        column.addSpacing(theme.SPACE.s)
        column.addWidget(self.address)
        column.addStretch(1)
        return step

    @property
    def draft(self) -> TerminalDraft:
        """What stands in the fields."""
        return TerminalDraft(self.name.text, self.role.chosen_key)

    def begin(self) -> None:
        """One more, nothing said of it yet."""
        self.show_heading(self.words.title)
        self.name.set_text("")
        self.show_errors({})
        self.role.choose("pos")
        self.show_step(WHO)
        self.name.setFocus()

    def show_errors(self, errors: Mapping[str, str]) -> None:
        """What is wrong with the name."""
        self.name.show_error(errors.get("name", ""))

    def show_step(self, step: int) -> None:
        """Shows a step, and what its foot does."""
        self.step = step
        self.steps.setCurrentIndex(step)
        verbs = {
            WHO: tr("Afficher le code"),
            OVER: tr("Nouveau code"),
            HERE: tr("En ajouter un autre"),
        }
        self.go_on.setVisible(step in verbs)
        self.go_on.set_words(verbs.get(step, ""))

    def show_offer(self, offer: PairingOffer, what: str, address: str) -> None:
        """The code, for those who type and for those who scan.

        Args:
            what: name and role of who will come.
            address: of the hub.
        """
        self.show_heading(self.words.title, what)
        self.code.show_text(code_text(offer.code))
        self.qr.show_code(offer.uri)
        self.qr.setVisible(bool(offer.uri))
        self.address.show_text(self.words.elsewhere.format(address=address))
        self.show_left(offer.seconds)
        self.show_step(CODE)
        self.dismiss.setFocus()

    def show_left(self, seconds: int) -> None:
        """How long the code still holds."""
        self.left_time.show_text(left_text(seconds))

    def show_over(self) -> None:
        """The time is up, or three wrong codes were typed: it is gone."""
        self._forget()
        self.show_step(OVER)

    def show_here(self, name: str, words: str) -> None:
        """It has come."""
        self._forget()
        self.here_words.show_words(tr("{name} est arrivé", name=name), words)
        self.show_step(HERE)

    def _forget(self) -> None:
        self.code.show_text("")
        self.qr.show_code("")

    @Slot()
    def _on_go_on(self) -> None:
        if self.step == HERE:
            self.again_requested.emit()
        else:
            self.code_requested.emit()


class _Told(QWidget):
    """A sign, a sentence and what follows from it."""

    def __init__(self, icon: str, role: str, title: str) -> None:
        super().__init__()
        self._title = Label(title, style="h3", align="center", wrap=True)
        self._words = Label(
            style="body_medium", role="on_var", align="center", wrap=True
        )
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 48, 0, 0)
        column.setSpacing(theme.SPACE.s)
        column.addWidget(Sign(icon, role=role, size=48, filled=True), 0, _CENTER)
        column.addWidget(self._title)
        column.addWidget(self._words)
        column.addStretch(1)

    def show_words(self, title: str, words: str) -> None:
        """Says something else."""
        self._title.show_text(title)
        self._words.show_text(words)


def _step() -> tuple[QWidget, QVBoxLayout]:
    step = QWidget()
    column = QVBoxLayout(step)
    column.setContentsMargins(0, 0, 0, 0)
    column.setSpacing(0)
    return step, column
