"""Réponses: how each answer to a question of the card reads and stands out in the kitchen."""

from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal, Slot
from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from app.domain.catalogue.decide import SetCatalogue
from app.domain.catalogue.events import ModifierGroupSet, ModifierOption
from app.presenters.admin.kitchen_marks import (
    colour_views,
    group_entries,
    icon_views,
    languages,
    name_errors,
    option_row,
    sample_card,
    sample_paper,
    spread,
    spread_words,
    station_entries,
    weight_choices,
    with_colour,
    with_option,
    words_error,
)
from app.windows.admin.card.kitchen_names import KitchenNames
from app.windows.admin.devices.paper_example import PaperExample
from app.windows.desk import Desk
from hardware.printers.profiles import profile
from resources.texts import tr
from widgets import theme
from widgets.button import Button
from widgets.card import SectionHeader, clear
from widgets.choices import SegmentedButtons
from widgets.dropdown import Dropdown
from widgets.field import TextField
from widgets.kitchen_card_sample import CardSample
from widgets.list_row import ListRow
from widgets.paper_roll import PaperRoll
from widgets.scroll import ScrollPane
from widgets.sheet import SideSheet
from widgets.swatches import Swatches
from widgets.text import Label

if TYPE_CHECKING:
    from app.windows.admin.card.articles import ArticlesSection

_WIDTH, _LIST, _LEAST_LIST, _FORM, _SAMPLE = 1120, 264, 176, 306, 288
_MODEL = "generic_80"

Drafts = dict[str, ModifierGroupSet]


class OptionForm(QWidget):
    """The look and the names of one answer.

    Signals:
        edited(object): the answer as somebody made it.
    """

    edited = Signal(object)

    def __init__(self) -> None:
        super().__init__()
        self._option: ModifierOption | None = None
        self.kitchen = TextField(tr("Sur le bon"), height=48)
        self.colours = Swatches(tr("Couleur"), colour_views(""))
        self.icons = Swatches(tr("Signe"), icon_views())
        self.weights = SegmentedButtons(weight_choices(), name=tr("Lettres"), height=48)
        self.spread = Button("", kind="tonal")
        self.station = Dropdown(tr("Préparé"), (), height=48)
        self.names = KitchenNames()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, theme.SPACE.s, 0)
        column.setSpacing(theme.SPACE.s)
        column.addWidget(self.kitchen)
        column.addWidget(self.colours)
        column.addWidget(self.icons)
        column.addSpacing(theme.SPACE.xs)
        column.addWidget(Label(tr("Lettres"), style="label_strong"))
        column.addWidget(self.weights)
        column.addWidget(self.spread)
        column.addSpacing(theme.SPACE.m)
        column.addWidget(self.station)
        column.addWidget(self.names)
        column.addStretch(1)
        self.kitchen.text_edited.connect(self._on_kitchen_edited)
        self.colours.chosen.connect(self._on_colour_chosen)
        self.icons.chosen.connect(self._on_icon_chosen)
        self.weights.chosen.connect(self._on_weight_chosen)
        self.station.chosen.connect(self._on_station_chosen)
        self.names.edited.connect(self._on_names_edited)

    def display(self, desk: Desk, option: ModifierOption, others: int) -> None:
        """Shows an answer as it is typed; `others` of its name look otherwise."""
        self._option = option
        catalogue = desk.world.catalogue
        self.kitchen.edit.setPlaceholderText(option.name)
        if self.kitchen.text.strip() != option.kitchen:
            self.kitchen.set_text(option.kitchen)
        self.kitchen.show_error(words_error(option))
        self.colours.show_views(colour_views(option.icon))
        self.colours.choose(option.colour)
        self.icons.choose(option.icon)
        self.icons.setEnabled(bool(option.colour))
        self.weights.choose(option.weight)
        self.weights.setEnabled(bool(option.colour))
        self.spread.set_words(spread_words(others))
        self.spread.setEnabled(others > 0)
        self.station.set_entries(station_entries(catalogue), chosen=option.station)
        usual = option.kitchen or option.name
        shown = languages(desk.world, option.kitchens)
        self.names.display(shown, option.kitchens, usual)

    def _change(self, **fields: object) -> None:
        if self._option is not None:
            self.edited.emit(replace(self._option, **fields))  # type: ignore[arg-type]  # by name

    @Slot(str)
    def _on_kitchen_edited(self, text: str) -> None:
        self._change(kitchen=text.strip())

    @Slot(str)
    def _on_colour_chosen(self, colour: str) -> None:
        if self._option is not None:
            self.edited.emit(with_colour(self._option, colour))

    @Slot(str)
    def _on_icon_chosen(self, icon: str) -> None:
        self._change(icon=icon)

    @Slot(str)
    def _on_weight_chosen(self, weight: str) -> None:
        self._change(weight=weight)

    @Slot(str)
    def _on_station_chosen(self, station: str) -> None:
        self._change(station=station)

    @Slot(object)
    def _on_names_edited(self, names: object) -> None:
        self._change(kitchens=names)


class OptionsSheet(SideSheet):
    """A question, its answers, one of them with its example; saved as a whole.

    Args:
        drafts: what was typed before, by question.
    """

    def __init__(self, host: QWidget, desk: Desk, drafts: Drafts | None = None) -> None:
        words = tr("Ce que chaque réponse dit en cuisine, et ce qui saute aux yeux")
        super().__init__(host, tr("Réponses en cuisine"), words, width=_WIDTH)
        self._host, self._desk = host, desk
        self.drafts: Drafts = drafts or {}
        entries = group_entries(desk.world.catalogue)
        self.group, self.option = entries[0].key if entries else "", ""
        self.rows: dict[str, ListRow] = {}
        self.form = OptionForm()
        self._build(entries[0].key if entries else "")
        self._connect_signals()
        self._open_group(self.group)

    def _build(self, first: str) -> None:
        entries = group_entries(self._desk.world.catalogue)
        self.groups = Dropdown(
            tr("Question"), entries, chosen=first, height=48, with_help=False
        )
        self._list = QVBoxLayout()
        self._list.setSpacing(0)
        left = ScrollPane(spacing=0)
        left.setMinimumWidth(_LEAST_LIST)
        left.setMaximumWidth(_LIST)
        left.content.addLayout(self._list)
        left.content.addStretch(1)
        middle = ScrollPane(spacing=0)
        middle.setMinimumWidth(_FORM)
        middle.content.addWidget(self.form)
        self.card: CardSample | None = None
        self._card = QVBoxLayout()
        self.roll = PaperRoll(tr("Sur papier"))
        self.drawing = PaperExample(self.roll)
        right = QVBoxLayout()
        right.addWidget(SectionHeader(tr("À l'écran")))
        right.addLayout(self._card)
        right.addSpacing(theme.SPACE.s)
        right.addWidget(SectionHeader(tr("Sur papier")))
        right.addWidget(self.roll, 1)
        examples = QWidget()
        examples.setFixedWidth(_SAMPLE)
        examples.setLayout(right)
        right.setContentsMargins(0, 0, 0, 0)
        both = QHBoxLayout()
        both.setSpacing(theme.SPACE.m)
        both.addWidget(left, 2)
        both.addWidget(middle, 3)
        asked = QVBoxLayout()
        asked.setSpacing(theme.SPACE.m)
        asked.addWidget(self.groups)
        asked.addLayout(both, 1)
        whole = QWidget()
        line = QHBoxLayout(whole)
        line.setContentsMargins(0, 0, 0, 0)
        line.setSpacing(theme.SPACE.m)
        line.addLayout(asked, 1)
        line.addWidget(examples)
        none = Label(tr("La carte ne pose aucune question."), style="body", wrap=True)
        self.stack = QStackedWidget()
        self.stack.addWidget(whole)
        self.stack.addWidget(none)
        self.stack.setCurrentIndex(0 if self.group else 1)
        self.sheet.body.addWidget(self.stack, 1)
        self.confirm = Button(tr("Enregistrer"), height=64, wide=True)
        self.sheet.foot.addStretch(1)
        self.sheet.foot.addWidget(self.confirm)
        self.sheet.set_foot_shown(shown=True)

    def _connect_signals(self) -> None:
        self.groups.chosen.connect(self._open_group)
        self.form.edited.connect(self._on_edited)
        self.form.spread.clicked.connect(self._on_spread)
        self.confirm.clicked.connect(self._on_confirm)
        self.closed.connect(self._on_closed)

    # ------------------------------------------------------------ showing

    @property
    def _shown(self) -> ModifierGroupSet | None:
        """The question on show as it is typed."""
        stored = self._desk.world.catalogue.groups.get(self.group)
        return self.drafts.get(self.group, stored)

    def _found(self) -> ModifierOption | None:
        shown = self._shown
        options = shown.options if shown else ()
        return next((each for each in options if each.id == self.option), None)

    @Slot(str)
    def _open_group(self, group: str) -> None:
        self.group = group
        shown = self._shown
        clear(self._list)
        self.rows = {}
        for option in shown.options if shown else ():
            row = ListRow(option_row(option), height=56, padding=12)
            row.setProperty("option", option.id)
            row.clicked.connect(self._on_row_clicked)
            self.rows[option.id] = row
            self._list.addWidget(row)
        self.option = next(iter(self.rows), "")
        self._show()

    def _show(self) -> None:
        shown, option = self._shown, self._found()
        for key, row in self.rows.items():
            row.set_chosen(chosen=key == self.option)
        self.confirm.setEnabled(bool(self._changed()))
        if shown is None or option is None:
            return
        self.rows[option.id].show_view(option_row(option))
        self.form.display(self._desk, option, len(self._others(option)))
        catalogue, settings = self._desk.world.catalogue, self._desk.world.settings
        view = sample_card(catalogue, shown, option)
        if self.card is None:
            self.card = CardSample(view)
            self._card.addWidget(self.card)
        self.card.display(view)
        paper = sample_paper(catalogue, shown, option, settings)
        self.drawing.show((paper,), profile(_MODEL))

    # ------------------------------------------------------------ typing

    @Slot(object)
    def _on_edited(self, option: ModifierOption) -> None:
        shown = self._shown
        if shown is not None:
            self.drafts[self.group] = with_option(shown, option)
            self._show()

    @Slot()
    def _on_row_clicked(self) -> None:
        row = self.sender()
        if row is not None:
            self.option = str(row.property("option"))
            self._show()

    def _others(self, option: ModifierOption) -> list[ModifierGroupSet]:
        groups = self._desk.world.catalogue.groups | self.drafts
        return spread(groups.values(), option)

    @Slot()
    def _on_spread(self) -> None:
        option = self._found()
        if option is not None:
            self.drafts |= {group.id: group for group in self._others(option)}
            self._show()

    # ------------------------------------------------------------ saving

    def _changed(self) -> Drafts:
        groups = self._desk.world.catalogue.groups
        return {key: each for key, each in self.drafts.items() if each != groups[key]}

    @Slot()
    def _on_confirm(self) -> None:
        changed = self._changed()
        for key, draft in changed.items():
            wrong = next(
                (o for o in draft.options if name_errors(o.kitchens) or words_error(o)),
                None,
            )
            if wrong is not None:
                self.groups.choose(key)
                self._open_group(key)
                self.option = wrong.id
                self._show()
                return
        groups = self._desk.world.catalogue.groups
        before = [groups[key] for key in changed]
        if all(self._desk.run(SetCatalogue(event=each)) for each in changed.values()):
            self.drafts = {}
            undo = partial(_take_back, self._desk, before)
            self._desk.say(tr("Réponses enregistrées"), undo=undo)
            self.close_overlay()

    @Slot()
    def _on_closed(self) -> None:
        if self._changed():
            again = partial(_reopen, self._host, self._desk, self.drafts)
            self._desk.say(tr("Modifications abandonnées"), undo=again)
        self.deleteLater()


def _take_back(desk: Desk, groups: list[ModifierGroupSet]) -> None:
    for group in groups:
        desk.run(SetCatalogue(event=group))


def _reopen(host: QWidget, desk: Desk, drafts: Drafts) -> None:
    OptionsSheet(host, desk, drafts).open()


class CardOptions(QObject):
    """Opens the sheet over the list of articles."""

    def __init__(self, desk: Desk, section: "ArticlesSection") -> None:
        super().__init__(section)
        self._desk, self._section = desk, section

    @Slot()
    def ask(self) -> None:
        """Asks how answers stand out in the kitchen."""
        OptionsSheet(self._section, self._desk).open()
