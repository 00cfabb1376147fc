"""The form of a device: how it is, a test, and what it is set to."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout
from typing_extensions import override

from app.domain.settings import INPUT, SCREENS
from app.presenters.admin.devices import DeviceDraft, pin_entries
from app.presenters.admin.drafts import values_of
from app.presenters.admin.ports import ON_PORTS, metrology_words, port_help
from app.presenters.admin.terminals import OptionView
from app.windows.admin.devices.state import DeviceState
from app.windows.admin.devices.terminal_fields import TerminalFields
from app.windows.admin.fields import Fields
from app.windows.admin.form import FormPane, pair
from resources.texts import tr
from widgets.choices import Choice
from widgets.dropdown import Dropdown, Entry
from widgets.field import TextField
from widgets.list_row import RowView
from widgets.switch import CheckBox
from widgets.tag import TagKind
from widgets.text import Label

STATE, SETTINGS = "state", "settings"
"""Its two pages."""


@dataclass(frozen=True, slots=True, kw_only=True)
class DeviceFormView:
    """What the form shows besides the draft.

    Attributes:
        ways, way, options: how a card terminal is reached, and the fields of that.
        state, tone: how it is, as a tag; `since` and `effect` in words.
        here: this terminal drives it, and it can be tried.
        owners: where it may be plugged in, nothing when that is no question;
            `drawer_words`: where else its drawer opens.
        acts: entries of the ⋮ menu; queue: the papers that wait at a printer, None for
            another device; history: (when, what became of it).
    """

    title: str
    subtitle: str
    state: str
    tone: TagKind
    since: str
    effect: str
    fresh: bool
    draft: DeviceDraft
    changes: int
    errors: Mapping[str, str]
    kinds: Sequence[Entry]
    models: Sequence[Entry]
    fallbacks: Sequence[Entry]
    speeds: Sequence[Entry]
    behinds: Sequence[Entry]
    ways: Sequence[Entry]
    way: str
    options: Sequence[OptionView]
    typed: Mapping[str, str]
    pages: Sequence[Entry]
    confirmations: Sequence[Entry]
    here: bool
    owners: Sequence[Entry]
    drawer_words: str
    takes_effect: str
    services: Sequence[tuple[str, str]]
    acts: Sequence[tuple[str, str]]
    queue: Sequence[tuple[str, RowView]] | None
    history: Sequence[tuple[str, str]]


class DeviceForm(FormPane):
    """How one device is, and its fields.

    Signals:
        edited(str, object): a field of the draft has a new value.
        left(str): the focus left a field.
        test_requested: the device is to show that it works.
        service_requested(str): a card terminal is to do something besides money.
    """

    edited = Signal(str, object)
    left = Signal(str)
    test_requested = Signal()
    service_requested = Signal(str)

    def __init__(self) -> None:
        super().__init__((Choice(STATE, tr("État")), Choice(SETTINGS, tr("Réglages"))))
        self.fields = Fields(self)
        self._entries: dict[Dropdown, tuple[Entry, ...]] = {}
        self.state = DeviceState()
        self.test, self.services = self.state.test, self.state.services
        self.pages[0].content.addWidget(self.state)
        self.pages[0].content.addStretch(1)
        column = self.pages[1].content
        self.kind = self.fields.add("kind", Dropdown(tr("Genre"), (), height=48))
        column.addWidget(self.kind)
        self.name = self.fields.add("name", TextField(tr("Nom"), height=48))
        column.addWidget(self.name)
        self.profile = self.fields.add("profile", Dropdown(tr("Modèle"), (), height=48))
        column.addWidget(self.profile)
        self.address = self.fields.add(
            "address",
            TextField(tr("Adresse"), height=48, placeholder="tcp://192.168.1.31:9100"),
        )
        column.addWidget(self.address)
        self.reach = TerminalFields()
        column.addWidget(self.reach)
        self._add_port_fields(column)
        self._add_printer_fields(column)
        self.papers = self._add_papers(column)
        words = tr("Lui seul s'en sert ; les autres lui envoient leurs papiers")
        self.terminal = self.fields.add(
            "terminal", Dropdown(tr("Branché à"), (), height=48, help_text=words)
        )
        column.addWidget(self.terminal)
        column.addWidget(self.fields.add("active", CheckBox(tr("En service"))))
        self.takes_effect = Label(style="caption", role="on_var", wrap=True)
        column.addWidget(self.takes_effect)
        column.addStretch(1)
        self.fields.edited.connect(self.edited)
        self.fields.left.connect(self.left)
        self.reach.edited.connect(self.edited)
        self.reach.left.connect(self.left)
        self.test.clicked.connect(self.test_requested)
        self.services.requested.connect(self.service_requested)

    def _add_port_fields(self, column: QVBoxLayout) -> None:
        self.behind = self.fields.add(
            "behind", Dropdown(tr("Branché sur"), (), height=48)
        )
        column.addWidget(self.behind)
        self.port = self.fields.add(
            "port",
            TextField(
                tr("Port"),
                height=48,
                placeholder="/dev/ttyACM0",
                help_text=port_help("scanner"),
            ),
        )
        column.addWidget(self.port)
        self.speed = self.fields.add("speed", Dropdown(tr("Vitesse"), (), height=48))
        column.addWidget(self.speed)
        words = tr("Le « Min » de sa plaque, en grammes ; vide : aucune")
        self.least = self.fields.add(
            "least", TextField(tr("Pesée minimale"), height=48, help_text=words)
        )
        column.addWidget(self.least)
        self.near = self.fields.add(
            "near", TextField(tr("Devant la caisse"), height=48, suffix=tr("cm"))
        )
        self.after = self.fields.add(
            "after", TextField(tr("Verrouille après"), height=48, suffix=tr("s"))
        )
        column.addLayout(pair(self.near, self.after))
        words = tr(
            "Plus loin, ce n'est personne. Une touche compte comme quelqu'un. Rien ne se "
            "verrouille pendant un encaissement, un comptage, ou le tiroir ouvert."
        )
        self.manners = Label(words, style="caption", role="on_var", wrap=True)
        column.addWidget(self.manners)
        self.caution = Label(metrology_words(), style="caption", wrap=True)
        column.addWidget(self.caution)

    def _add_printer_fields(self, column: QVBoxLayout) -> None:
        words = tr("Prend le relais quand celle-ci s'arrête")
        self.fallback = self.fields.add(
            "fallback", Dropdown(tr("Secours"), (), height=48, help_text=words)
        )
        column.addWidget(self.fallback)
        words = tr("Celle dont la ligne est juste sur la page d'essai")
        self.page = self.fields.add(
            "page",
            Dropdown(tr("Page de caractères"), (), height=48, help_text=words),
        )
        column.addWidget(self.page)
        words = tr("Ce que l'imprimante répond quand un papier est sorti")
        self.confirmation = self.fields.add(
            "confirmation",
            Dropdown(tr("Confirmation d'impression"), (), height=48, help_text=words),
        )
        column.addWidget(self.confirmation)
        self.drawer = self.fields.add(
            "drawer", CheckBox(tr("Le tiroir-caisse y est branché"))
        )
        column.addWidget(self.drawer)
        self.pin = self.fields.add(
            "drawer_pin",
            Dropdown(tr("Branchement du tiroir"), pin_entries(), height=48),
        )
        column.addWidget(self.pin)
        self.inverted = self.fields.add(
            "drawer_inverted", CheckBox(tr("Il se dit ouvert quand il est fermé"))
        )
        column.addWidget(self.inverted)
        self.drawer_words = Label(style="caption", wrap=True)
        column.addWidget(self.drawer_words)

    def _add_papers(self, column: QVBoxLayout) -> tuple[TextField, ...]:
        """What the administration asks of a card terminal (`fiscal.md` A-04)."""
        fields = (
            ("serial", tr("Numéro de série"), ""),
            ("acquirer", tr("Banque ou acquéreur"), ""),
            ("contract", tr("Numéro de contrat"), ""),
            ("since", tr("En service depuis le"), "20/11/2026"),
            ("until", tr("Retiré le"), "20/11/2026"),
        )
        made = []
        for name, words, example in fields:
            field = TextField(words, height=48, placeholder=example)
            column.addWidget(self.fields.add(name, field))
            made.append(field)
        return tuple(made)

    def display(self, view: DeviceFormView) -> None:
        """Shows a device; what is being typed stays as it is."""
        self.show_heading(view.title, view.subtitle)
        self.show_acts(view.acts)
        self.show_health(view)
        self.tabs.setHidden(view.fresh)
        draft = view.draft
        self._show_kind(draft)
        self.kind.setVisible(view.fresh)
        self.kind.set_entries(view.kinds, chosen=draft.kind)
        self._show_entries(self.profile, view.models, draft.profile)
        self._show_entries(self.fallback, view.fallbacks, draft.fallback)
        self._show_entries(self.behind, view.behinds, draft.behind)
        self._show_entries(self.speed, view.speeds, draft.speed)
        self._show_entries(self.page, view.pages, draft.page)
        self._show_entries(self.confirmation, view.confirmations, draft.confirmation)
        self._show_entries(self.terminal, view.owners, draft.terminal)
        self.terminal.setVisible(bool(view.owners))
        self.drawer_words.show_text(view.drawer_words)
        self.drawer_words.setVisible(bool(view.drawer_words))
        self.test.setVisible(view.here and draft.profile not in SCREENS)
        self.services.show_services(view.services)
        self.fields.show_values(values_of(draft))
        self.fields.show_errors(view.errors)
        self.reach.show_options(
            view.ways, view.way, view.options, view.typed, view.errors
        )
        self.takes_effect.show_text(view.takes_effect)
        self.show_changes(view.changes)

    def _show_kind(self, draft: DeviceDraft) -> None:
        """The fields that a device of this kind has."""
        printer, scale = draft.kind == "printer", draft.kind == "scale"
        on_port = draft.kind in ON_PORTS
        on_port = on_port and draft.profile not in SCREENS
        self.address.setVisible(printer)
        self.reach.setVisible(draft.kind == "terminal")
        two_lines = draft.kind == "display" and on_port
        self.behind.setVisible(two_lines)
        on_port = on_port and not (two_lines and draft.behind)
        self.port.setVisible(on_port)
        self.speed.setVisible(on_port and draft.profile != INPUT)
        self.least.setVisible(scale)
        for shown in (self.near, self.after, self.manners):
            shown.setVisible(draft.kind == "presence")
        self.port.show_help(port_help(draft.kind))
        self.caution.setVisible(scale)
        self.fallback.setVisible(printer)
        self.page.setVisible(printer or two_lines)
        self.confirmation.setVisible(printer)
        self.drawer.setVisible(printer)
        self.pin.setVisible(printer and draft.drawer)
        self.inverted.setVisible(printer and draft.drawer)
        for paper in self.papers:
            paper.setVisible(draft.kind == "terminal")
        words = {
            "printer": tr("Page d'essai"),
            "terminal": tr("Interroger le terminal"),
            "scanner": tr("Essayer la douchette"),
            "scale": tr("Peser ce qui est dessus"),
            "display": tr("Essayer l'afficheur"),
            "pager": tr("Interroger l'émetteur"),
            "presence": tr("Qui voit-il devant ?"),
        }
        self.test.set_words(words[draft.kind])

    @override
    def show_tab(self, key: str) -> None:
        super().show_tab(key)
        self.foot_pane.setVisible(key == SETTINGS)

    def focus(self, name: str) -> None:
        """Puts the keyboard into a field."""
        self.fields.focus(name)
        self.reach.fields.focus(name)

    def _show_entries(
        self, field: Dropdown, entries: Sequence[Entry], chosen: str
    ) -> None:
        if tuple(entries) != self._entries.get(field):
            self._entries[field] = tuple(entries)
            field.set_entries(entries, chosen=chosen)

    def show_health(self, view: DeviceFormView) -> None:
        """Only how it is, and what waits for it."""
        self.state.show_health(view.state, view.tone, view.since, view.effect)
        self.state.show_queue(view.queue)
        self.state.show_history(view.history)
