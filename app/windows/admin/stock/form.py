"""The form of an item of the stock: what moves, what it is, which recipes take it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QVBoxLayout

from app.presenters.admin.drafts import values_of
from app.presenters.admin.stock import (
    ChangeRow,
    ItemDraft,
    movement_entries,
    unit_entries,
    unit_help,
)
from app.windows.admin.fields import Fields
from app.windows.admin.form import FormPane, group, pair
from resources.texts import tr
from widgets import theme
from widgets.button import Button
from widgets.card import clear
from widgets.choices import Choice
from widgets.dropdown import Dropdown, Entry
from widgets.field import TextField
from widgets.list_row import ListRow, RowView
from widgets.switch import Switch
from widgets.text import Label

MOVES, ITEM, RECIPES = "moves", "item", "recipes"


@dataclass(frozen=True, slots=True, kw_only=True)
class StockFormView:
    """What the form shows besides the draft.

    Attributes:
        level: "12,5 kg"; `state` says whether that is enough.
        recipes: (article, name, what a portion takes).
    """

    title: str
    subtitle: str
    level: str
    state: str
    draft: ItemDraft
    fresh: bool
    changes: int
    errors: Mapping[str, str]
    history: Sequence[ChangeRow]
    recipes: Sequence[tuple[str, str, str]]
    articles: Sequence[Entry]


class StockForm(FormPane):
    """One item.

    Signals:
        edited(str, object): a field of the draft has a new value.
        moved(str, str, str): kind, quantity and note, as they were typed.
        recipe_given(str, str): article, and what a portion takes; "0" for nothing.
    """

    edited = Signal(str, object)
    moved = Signal(str, str, str)
    recipe_given = Signal(str, str)

    def __init__(self) -> None:
        super().__init__(
            (
                Choice(MOVES, tr("Mouvements")),
                Choice(ITEM, tr("Fiche")),
                Choice(RECIPES, tr("Recettes")),
            )
        )
        self.fields = Fields(self)
        self._build_moves()
        self._build_item()
        self._build_recipes()
        self.fields.edited.connect(self.edited)

    def _build_moves(self) -> None:
        column = self.pages[0].content
        self.level = Label(style="h1")
        self.state = Label(style="label", role="on_var", wrap=True)
        self.kind = Dropdown(tr("Mouvement"), movement_entries(), height=48)
        self.quantity = TextField(tr("Quantité"), height=48)
        self.note = TextField(tr("Remarque"), height=48, with_help=False)
        self.record = Button(tr("Noter"), kind="tonal", icon="check")
        self._history = QVBoxLayout()
        self._history.setSpacing(0)
        column.addWidget(self.level)
        column.addWidget(self.state)
        column.addSpacing(theme.SPACE.m)
        column.addLayout(pair(self.kind, self.quantity, (3, 2)))
        column.addWidget(self.note)
        column.addSpacing(theme.SPACE.s)
        column.addWidget(self.record)
        column.addSpacing(theme.SPACE.m)
        column.addWidget(group(tr("Derniers mouvements")))
        column.addLayout(self._history)
        column.addStretch(1)
        self.record.clicked.connect(self._on_move_clicked)
        self.quantity.submitted.connect(self._on_move_clicked)

    def _build_item(self) -> None:
        column = self.pages[1].content
        self.name = self.fields.add("name", TextField(tr("Nom"), height=48))
        unit = Dropdown(tr("Unité"), unit_entries(), height=48)
        self.low = self.fields.add(
            "low",
            TextField(tr("Seuil"), height=48, help_text=tr("À commander à ce niveau")),
        )
        supplier = TextField(tr("Fournisseur"), height=48)
        cost = TextField(tr("Coût HT par unité"), height=48, suffix="€")
        column.addWidget(self.name)
        column.addLayout(pair(self.fields.add("unit", unit), self.low))
        column.addWidget(self.fields.add("supplier", supplier))
        column.addWidget(self.fields.add("cost", cost))
        column.addWidget(self.fields.add("active", Switch(tr("Suivi en stock"))))
        column.addSpacing(theme.SPACE.m)
        column.addWidget(group(tr("En cuisine")))
        counted = Switch(tr("Compté aux postes"))
        column.addWidget(self.fields.add("counted", counted))
        words = tr("vide : sans fournée")
        batch = TextField(tr("Fournée de"), height=48, help_text=words)
        pan = TextField(tr("Dans"), height=48, placeholder=tr("poêle"))
        column.addLayout(
            pair(self.fields.add("batch", batch), self.fields.add("pan", pan))
        )
        column.addStretch(1)

    def _build_recipes(self) -> None:
        column = self.pages[2].content
        self.article = Dropdown(tr("Une portion de"), (), height=48)
        self.part = TextField(tr("prend"), height=48)
        self.give = Button(tr("Ajouter à la recette"), kind="tonal", icon="add")
        self._recipes = QVBoxLayout()
        self._recipes.setSpacing(0)
        column.addLayout(pair(self.article, self.part, (3, 2)))
        column.addWidget(self.give)
        column.addSpacing(theme.SPACE.m)
        column.addWidget(group(tr("Plats qui en prennent"), tr("toucher pour retirer")))
        column.addLayout(self._recipes)
        column.addStretch(1)
        self.give.clicked.connect(self._on_give_clicked)
        self.part.submitted.connect(self._on_give_clicked)

    def display(self, view: StockFormView) -> None:
        """Shows an item."""
        self.show_heading(view.title, view.subtitle)
        self.level.show_text(view.level)
        self.state.show_text(view.state)
        self.fields.show_values(values_of(view.draft))
        self.fields.show_errors(view.errors)
        for field in (self.quantity, self.part):
            field.show_help(unit_help(view.draft.unit))
        for button in (self.record, self.give):
            button.setEnabled(not view.fresh)
        clear(self._history)
        for change in view.history:
            row = ListRow(RowView(change.title, change.subtitle), height=52, padding=0)
            row.setEnabled(False)
            self._history.addWidget(row)
        clear(self._recipes)
        for article, name, words in view.recipes:
            row = ListRow(RowView(name, trailing=words), height=52, padding=0)
            row.setProperty("article", article)
            row.clicked.connect(self._on_recipe_clicked)
            self._recipes.addWidget(row)
        if view.articles:
            self.article.set_entries(view.articles, chosen=self.article.chosen_key)
        self.show_changes(view.changes)

    def clear_move(self) -> None:
        """What was typed was noted."""
        self.quantity.set_text("")
        self.note.set_text("")
        self.part.set_text("")

    @Slot()
    def _on_move_clicked(self) -> None:
        self.moved.emit(self.kind.chosen_key, self.quantity.text, self.note.text)

    @Slot()
    def _on_give_clicked(self) -> None:
        self.recipe_given.emit(self.article.chosen_key, self.part.text)

    @Slot()
    def _on_recipe_clicked(self) -> None:
        sender = self.sender()
        if sender is not None:
            self.recipe_given.emit(str(sender.property("article")), "0")
