"""Douchettes et étiquettes: how guns type, what labels of the shop's own scale say."""

from PySide6.QtCore import Slot
from PySide6.QtWidgets import QHBoxLayout, QWidget

from app.domain.rules import SetSetting
from app.presenters.admin.drafts import with_field
from app.presenters.admin.scans import (
    decimal_entries,
    measure_entries,
    scan_draft,
    scan_errors,
    scan_values,
    trial_words,
    with_row,
)
from app.windows.admin.fields import Fields
from app.windows.admin.form import pair
from app.windows.desk import Desk
from resources.texts import tr
from widgets import theme
from widgets.button import Button
from widgets.card import SectionHeader
from widgets.dropdown import Dropdown
from widgets.field import TextField
from widgets.sheet import SideSheet
from widgets.text import Label

_ROW = "row"


class ScanSheet(SideSheet):
    """One form, saved as a whole; a code can be tried before."""

    def __init__(self, host: QWidget, desk: Desk) -> None:
        words = tr("Ce que tapent les douchettes, ce que disent vos étiquettes")
        super().__init__(host, tr("Douchettes et étiquettes"), words)
        self._desk = desk
        self.draft = scan_draft(desk.world.settings)
        self.fields = Fields(self)
        self._build_gun()
        self._build_labels()
        self.confirm = Button(tr("Enregistrer"), height=64, wide=True)
        self.sheet.foot.addStretch(1)
        self.sheet.foot.addWidget(self.confirm)
        self.sheet.set_foot_shown(shown=True)
        self.fields.edited.connect(self._on_edited)
        self.trial.text_edited.connect(self._on_trial_edited)
        self.confirm.clicked.connect(self._on_confirm)
        self.closed.connect(self.deleteLater)

    def _build_gun(self) -> None:
        body = self.sheet.body
        words = tr("Devant chaque code ; vide : aucun")
        prefix = TextField(tr("Préfixe"), text=self.draft.prefix, help_text=words)
        words = tr("Entre deux touches, au plus")
        gap = TextField(tr("Écart"), text=self.draft.gap, help_text=words, suffix="ms")
        body.addLayout(
            pair(self.fields.add("prefix", prefix), self.fields.add("gap", gap))
        )

    def _build_labels(self) -> None:
        body = self.sheet.body
        body.addSpacing(theme.SPACE.m)
        body.addWidget(SectionHeader(tr("Étiquettes de la balance")))
        words = tr(
            "13 signes : les chiffres du préfixe, I l'article, V la valeur, K son "
            "contrôle, C la clé. L'article porte les chiffres et I comme code-barres."
        )
        body.addWidget(Label(words, style="label", role="on_var", wrap=True))
        for place, row in enumerate(self.draft.rows):
            line = QHBoxLayout()
            line.setSpacing(theme.SPACE.s)
            shape = TextField(
                "", text=row.shape, placeholder="26IIIIIVVVVVC", height=48
            )
            shape.setAccessibleName(tr("Étiquette {n}", n=place + 1))
            measure = Dropdown("", measure_entries(), height=48)
            decimals = Dropdown("", decimal_entries(), height=48)
            measure.choose(row.measure)
            decimals.choose(row.decimals)
            line.addWidget(self.fields.add(f"{_ROW}:{place}", shape), 5)
            line.addWidget(self.fields.add(f"measure:{place}", measure), 3)
            line.addWidget(self.fields.add(f"decimals:{place}", decimals), 3)
            body.addLayout(line)
        words = tr("Scannez ou tapez : rien n'est vendu")
        self.trial = TextField(tr("Essayer un code"), help_text=words)
        self.answer = Label(style="body_strong", wrap=True)
        body.addSpacing(theme.SPACE.m)
        body.addWidget(self.trial)
        body.addWidget(self.answer)
        body.addStretch(1)

    @Slot(str, object)
    def _on_edited(self, name: str, value: object) -> None:
        kind, _, place = name.partition(":")
        if place:
            before = self.draft.rows[int(place)]
            field = "shape" if kind == _ROW else kind
            row = with_field(before, field, str(value))
            self.draft = with_row(self.draft, int(place), row)
        else:
            self.draft = with_field(self.draft, kind, str(value))
        self._on_trial_edited(self.trial.text)

    @Slot(str)
    def _on_trial_edited(self, code: str) -> None:
        self.answer.show_text(trial_words(self.draft, code))

    @Slot()
    def _on_confirm(self) -> None:
        errors = scan_errors(self.draft)
        self.fields.show_errors(errors)
        if errors:
            self.fields.focus(next(iter(errors)))
            return
        settings = self._desk.world.settings
        for key, value in scan_values(self.draft).items():
            changed = settings.text(key) != value
            if changed and not self._desk.run(SetSetting(key=key, value=value)):
                return
        self._desk.say(tr("Réglages enregistrés"))
        self.close_overlay()
