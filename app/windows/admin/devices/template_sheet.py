"""Tickets et bons: what the house adds to its papers, beside the paper that comes of it."""

from functools import partial
from typing import get_args

from PySide6.QtCore import Slot
from PySide6.QtWidgets import (
    QHBoxLayout,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from app.domain.rules import SetSetting
from app.presenters.admin.drafts import with_field
from app.presenters.admin.paper_template import (
    PROFILES,
    PaperKind,
    TemplateDraft,
    dish_choices,
    example,
    table_choices,
    template_draft,
    template_errors,
    template_values,
    top_entries,
    with_line,
    with_picture,
    with_size,
)
from app.windows.admin.devices.logo_picker import LogoPicker
from app.windows.admin.devices.paper_example import PaperExample
from app.windows.admin.fields import Fields
from app.windows.desk import Desk
from hardware.printers.document import Bitmap
from hardware.printers.profiles import profile
from resources.texts import tr
from widgets import theme
from widgets.button import Button
from widgets.card import SectionHeader
from widgets.choices import Choice, SegmentedButtons
from widgets.dropdown import Dropdown
from widgets.field import TextField
from widgets.paper_roll import PaperRoll
from widgets.scroll import ScrollPane
from widgets.sheet import SideSheet
from widgets.switch import Switch
from widgets.text import Label

_WIDTH, _FORM = 1120, 420
_KINDS: tuple[PaperKind, ...] = get_args(PaperKind)


class TemplateSheet(SideSheet):
    """One form for all papers, saved as a whole; the paper follows each key.

    Args:
        draft: as it was typed before, None to begin with what is stored.
    """

    def __init__(
        self, host: QWidget, desk: Desk, draft: TemplateDraft | None = None
    ) -> None:
        words = tr("Ce que la loi demande y reste toujours")
        super().__init__(host, tr("Tickets et bons"), words, width=_WIDTH)
        self._host, self._desk = host, desk
        self._stored = template_draft(desk.world.settings)
        self.draft = draft or self._stored
        self.fields = Fields(self)
        self.forms = QStackedWidget()
        self.forms.setMaximumWidth(_FORM)
        for build in (self._build_receipt, self._build_addition, self._build_kitchen):
            pane = ScrollPane(spacing=theme.SPACE.xs)
            pane.content.setContentsMargins(0, 0, theme.SPACE.m, 0)
            build(pane)
            pane.content.addStretch(1)
            self.forms.addWidget(pane)
        self._build_frame()
        self._connect_signals()
        self._show()

    def _build_frame(self) -> None:
        names = (tr("Ticket de caisse"), tr("Addition"), tr("Bon de cuisine"))
        kinds = [Choice(key, name) for key, name in zip(_KINDS, names, strict=True)]
        self.kinds = SegmentedButtons(
            kinds, chosen=_KINDS[0], name=tr("Papier"), height=48
        )
        widths = [Choice(width, f"{width} mm") for width in PROFILES]
        self.widths = SegmentedButtons(
            widths, chosen="80", name=tr("Largeur du papier"), height=48
        )
        head = QHBoxLayout()
        head.addWidget(self.kinds, 3)
        head.addStretch(1)
        head.addWidget(self.widths, 1)
        self.roll = PaperRoll(tr("Exemple"))
        self.drawing = PaperExample(self.roll)
        line = QHBoxLayout()
        line.setSpacing(theme.SPACE.m)
        line.addWidget(self.forms, 2)
        line.addWidget(self.roll, 3)
        self.sheet.body.addLayout(head)
        self.sheet.body.addLayout(line, 1)
        self.confirm = Button(tr("Enregistrer"), height=64, wide=True)
        self.sheet.foot.addStretch(1)
        self.sheet.foot.addWidget(self.confirm)
        self.sheet.set_foot_shown(shown=True)

    def _build_receipt(self, pane: ScrollPane) -> None:
        body = pane.content
        _say(body, tr("Nom, numéros, lignes, TVA et signature : la loi les demande."))
        body.addWidget(SectionHeader(tr("Logo")))
        body.addWidget(self.fields.add("logo", Switch(tr("Logo en tête"))))
        self.logo = LogoPicker()
        body.addWidget(self.logo)
        self._add_lines(pane, "header", tr("Sous le nom"))
        self._add_lines(pane, "footer", tr("Au bas du ticket"))
        body.addWidget(self.fields.add("contact", Switch(tr("Contact au bas"))))

    def _add_lines(self, pane: ScrollPane, part: str, title: str) -> None:
        pane.content.addSpacing(theme.SPACE.m)
        pane.content.addWidget(SectionHeader(title))
        for place, _ in enumerate(getattr(self.draft, part)):
            field = TextField("", height=48)
            field.setAccessibleName(tr("{title}, ligne {n}", title=title, n=place + 1))
            pane.content.addWidget(self.fields.add(f"{part}:{place}", field))

    def _build_addition(self, pane: ScrollPane) -> None:
        _say(pane.content, tr("« Document provisoire », sans TVA : la loi le demande."))
        _say(pane.content, tr("Sous le nom et au bas : comme sur le ticket."))
        words = tr("Part de chaque convive")
        pane.content.addWidget(self.fields.add("share", Switch(words)))

    def _build_kitchen(self, pane: ScrollPane) -> None:
        body = pane.content
        _say(body, tr("Les allergies et les arrêts s'impriment toujours."))
        table = SegmentedButtons(table_choices(), name=tr("Table"), height=48)
        dishes = SegmentedButtons(dish_choices(), name=tr("Plats"), height=48)
        for title, name, control in (
            (tr("Numéro de table"), "table", table),
            (tr("Plats"), "dishes", dishes),
        ):
            body.addWidget(SectionHeader(title))
            body.addWidget(self.fields.add(name, control))
            body.addSpacing(theme.SPACE.s)
        words = tr("Blanc en haut, pour la pince")
        top = Dropdown(words, top_entries(), height=48)
        body.addWidget(self.fields.add("top", top))
        people = Switch(tr("Couverts, serveur et salle"))
        count = Switch(tr("Nombre de plats et heure prévue"))
        body.addWidget(self.fields.add("people", people))
        body.addWidget(self.fields.add("count", count))

    def _connect_signals(self) -> None:
        self.fields.edited.connect(self._on_edited)
        self.kinds.chosen.connect(self._on_kind_chosen)
        self.widths.chosen.connect(self._on_width_chosen)
        self.logo.size_chosen.connect(self._on_size_chosen)
        self.logo.picked.connect(self._on_picked)
        self.logo.cleared.connect(self._on_cleared)
        self.confirm.clicked.connect(self._on_confirm)
        self.closed.connect(self._on_closed)

    def _show(self) -> None:
        """The form as it is typed, what is wrong with it, and its paper."""
        lines = {
            name: getattr(self.draft, part)[int(place)]
            for name in self.fields.names
            for part, _, place in [name.partition(":")]
            if place
        }
        rest = {n: getattr(self.draft, n) for n in self.fields.names if n not in lines}
        self.fields.show_values({**lines, **rest})
        self.fields.show_errors(template_errors(self.draft))
        self.logo.display(self.draft.size, own=bool(self.draft.picture))
        self.confirm.setEnabled(self.draft != self._stored)
        self._draw()

    def _draw(self) -> None:
        kind = next(each for each in _KINDS if each == self.kinds.chosen_key)
        paper = example(kind, self.draft, self._desk.world.settings)
        self.drawing.show((paper,), profile(PROFILES[self.widths.chosen_key]))

    @Slot(str, object)
    def _on_edited(self, name: str, value: object) -> None:
        if ":" in name:
            self.draft = with_line(self.draft, name, str(value))
        else:
            self.draft = with_field(self.draft, name, value)
        self._show()

    @Slot(str)
    def _on_kind_chosen(self, key: str) -> None:
        self.forms.setCurrentIndex([str(kind) for kind in _KINDS].index(key))
        self.roll.verticalScrollBar().setValue(0)
        self._draw()

    @Slot()
    def _on_width_chosen(self) -> None:
        self._draw()

    @Slot(str)
    def _on_size_chosen(self, size: str) -> None:
        self.draft = with_size(self.draft, size)
        self._show()

    @Slot(object)
    def _on_picked(self, bitmap: Bitmap) -> None:
        self.draft = with_picture(self.draft, bitmap)
        self._show()

    @Slot()
    def _on_cleared(self) -> None:
        self.draft = with_field(self.draft, "picture", "")
        self._show()

    @Slot()
    def _on_confirm(self) -> None:
        errors = template_errors(self.draft)
        if errors:
            self.kinds.choose(_KINDS[0])
            self._on_kind_chosen(_KINDS[0])
            self.fields.focus(next(iter(errors)))
            return
        before = template_values(self._stored)
        values = template_values(self.draft)
        changed = {k: value for k, value in values.items() if value != before[k]}
        if all(self._set(key, value) for key, value in changed.items()):
            self._stored = self.draft
            self._desk.say(tr("Papiers enregistrés"))
            self.close_overlay()

    @Slot()
    def _on_closed(self) -> None:
        if self.draft != self._stored:
            again = partial(_reopen, self._host, self._desk, self.draft)
            self._desk.say(tr("Modifications abandonnées"), undo=again)
        self.deleteLater()

    def _set(self, key: str, value: str) -> bool:
        return bool(self._desk.run(SetSetting(key=key, value=value)))


def _reopen(host: QWidget, desk: Desk, draft: TemplateDraft) -> None:
    TemplateSheet(host, desk, draft).open()


def _say(body: QVBoxLayout, words: str) -> None:
    body.addWidget(Label(words, style="label", role="on_var", wrap=True))
