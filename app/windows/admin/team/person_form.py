"""The form of a person: name, role, code, badge, colour."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtWidgets import QHBoxLayout, QLineEdit

from app.presenters.admin.drafts import values_of
from app.presenters.admin.sharing import SitesView
from app.presenters.admin.team import TONES, PersonDraft
from app.services.people import PIN_LENGTH
from app.windows.admin.card.sharing import SitesChoice
from app.windows.admin.fields import Fields
from app.windows.admin.form import FormPane, group, pair
from app.windows.key_wedge import BadgeReader
from resources.texts import tr
from widgets.avatar import Avatar
from widgets.banner import Banner
from widgets.choices import Choice, SegmentedButtons
from widgets.dropdown import Dropdown, Entry
from widgets.field import TextField
from widgets.text import Label


@dataclass(frozen=True, slots=True, kw_only=True)
class PersonFormView:
    """What the form shows besides the draft.

    Attributes:
        rights: sentences of the role.
        note: what several sites mean for this person, "" for nothing.
        locked: it is changed at the head office.
        sites: where this person may work, None where there are no sites.
        pagers: a pager may be given, here and not at a head office.
    """

    title: str
    subtitle: str
    initials: str
    draft: PersonDraft
    changes: int
    errors: Mapping[str, str]
    roles: Sequence[Entry]
    pin_help: str
    badge_help: str
    rights: Sequence[str]
    acts: Sequence[tuple[str, str]]
    note: str = ""
    locked: bool = False
    sites: SitesView | None = None
    pagers: bool = False


class PersonForm(FormPane):
    """Fields of one person.

    Signals:
        edited(str, object): a field of the draft has a new value.
        left(str): the focus left a field.
    """

    edited = Signal(str, object)
    left = Signal(str)

    def __init__(self) -> None:
        super().__init__()
        self.fields = Fields(self)
        column = self.pages[0].content
        self.note = Banner("", kind="info", icon="store")
        column.addWidget(self.note)
        column.addSpacing(8)
        self.avatar = Avatar("", size=56)
        self.name = self.fields.add("name", TextField(tr("Prénom ou nom"), height=48))
        line = QHBoxLayout()
        line.setSpacing(16)
        line.addWidget(self.avatar, 0, Qt.AlignmentFlag.AlignVCenter)
        line.addWidget(self.name, 1)
        column.addLayout(line)
        self.role = self.fields.add("role", Dropdown(tr("Rôle"), (), height=48))
        words = tr("Sous le nom, à la connexion")
        place = TextField(tr("Secteur"), height=48, help_text=words)
        column.addLayout(pair(self.role, self.fields.add("section", place)))
        self.pin = self.fields.add(
            "pin", TextField(tr("Nouveau code"), height=48, suffix="")
        )
        self.pin.edit.setEchoMode(QLineEdit.EchoMode.Password)
        self.pin.edit.setMaxLength(PIN_LENGTH)
        self.pin.edit.setInputMethodHints(Qt.InputMethodHint.ImhDigitsOnly)
        self.badge = self.fields.add("badge", TextField(tr("Nouveau badge"), height=48))
        self.badge.edit.setEchoMode(QLineEdit.EchoMode.Password)
        # Read as the login will read it, wherever the keyboard is.
        self._reader = BadgeReader(self.badge)
        column.addLayout(pair(self.pin, self.badge))
        words = tr("Le numéro que l'émetteur appelle ; vide : rien ne sonne")
        self.pager = self.fields.add(
            "pager", TextField(tr("Bipeur ou montre"), height=48, help_text=words)
        )
        self.pager.edit.setInputMethodHints(Qt.InputMethodHint.ImhDigitsOnly)
        column.addWidget(self.pager)
        self.sites = SitesChoice()
        column.addWidget(self.sites)
        column.addWidget(group(tr("Couleur")))
        self.tones = self.fields.add(
            "tone",
            SegmentedButtons(
                [Choice(str(n + 1), str(n + 1)) for n in range(TONES)],
                height=48,
                name=tr("Couleur"),
            ),
        )
        column.addWidget(self.tones)
        column.addSpacing(12)
        column.addWidget(group(tr("Ce que ce rôle permet")))
        self.rights = Label(style="label", role="on_var", wrap=True)
        column.addWidget(self.rights)
        column.addStretch(1)
        self.fields.edited.connect(self.edited)
        self.fields.left.connect(self.left)
        self._reader.scanned.connect(self._on_badge_read)

    def display(self, view: PersonFormView) -> None:
        """Shows a person; what is being typed stays as it is."""
        self.show_heading(view.title, view.subtitle)
        tone = int(view.draft.tone)
        self.avatar.show_person(view.initials, tone=tone, name=view.title)
        self.role.set_entries(view.roles, chosen=view.draft.role)
        self.fields.show_values(values_of(view.draft))
        self.fields.show_errors(view.errors)
        self.pin.show_help(view.pin_help)
        self.badge.show_help(view.badge_help)
        self.rights.show_text("\n".join(view.rights))
        self.note.show_text(view.note)
        self.note.setVisible(bool(view.note))
        self.sites.display(view.sites)
        self.pager.setVisible(view.pagers)
        ours = {name for name in self.fields.names if name != "pager"}
        self.fields.lock(ours if view.locked else ())
        self.show_changes(view.changes)
        self.show_acts(view.acts)

    @Slot(str)
    def _on_badge_read(self, code: str) -> None:
        self.badge.set_text(code)
        self.edited.emit("badge", code)
        self.left.emit("badge")  # it came whole: what is wrong with it is said now
