"""What a portion of an article takes of the stock, in its form: taken at once, undone."""

from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, get_args

from PySide6.QtCore import QObject, Signal, Slot
from PySide6.QtWidgets import QVBoxLayout, QWidget

from app.domain.inventory.decide import SetRecipe
from app.domain.inventory.events import InventoryEvent
from app.presenters.admin.stock import (
    item_entries,
    parse_quantity,
    part_rows,
    recipe_with,
)
from app.services.house import Fact
from app.windows.admin.form import group, pair
from app.windows.desk import Desk
from resources.texts import tr
from widgets import theme
from widgets.button import Button
from widgets.card import clear
from widgets.dropdown import Dropdown, Entry
from widgets.field import TextField
from widgets.list_row import ListRow, RowView
from widgets.text import Label

if TYPE_CHECKING:
    from app.windows.admin.card.article_editor import ArticleEditor
    from app.windows.admin.card.article_form import ArticleForm


class RecipeParts(QWidget):
    """The ingredients of a portion.

    Signals:
        given(str, str): item, and how much of it as it was typed; "0" for none.
    """

    given = Signal(str, str)

    def __init__(self) -> None:
        super().__init__()
        self.item = Dropdown(tr("Ingrédient"), (), height=48)
        self.quantity = TextField(tr("Par portion"), height=48)
        self.give = Button(tr("Ajouter à la recette"), kind="tonal", icon="add")
        self.none = Label(
            tr("Rien n'est en stock : Stock › Nouvel article."),
            style="caption",
            role="on_var",
            wrap=True,
        )
        self._rows = QVBoxLayout()
        self._rows.setSpacing(0)
        self._fields = QWidget()
        fields = QVBoxLayout(self._fields)
        fields.setContentsMargins(0, 0, 0, 0)
        fields.setSpacing(theme.SPACE.xs)
        fields.addLayout(pair(self.item, self.quantity, (3, 2)))
        fields.addWidget(self.give)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.SPACE.xs)
        column.addWidget(group(tr("Ingrédients"), tr("toucher pour retirer")))
        column.addLayout(self._rows)
        column.addWidget(self._fields)
        column.addWidget(self.none)
        self.give.clicked.connect(self._on_give)
        self.quantity.submitted.connect(self._on_give)

    def display(
        self, parts: Sequence[tuple[str, str, str]], items: Sequence[Entry]
    ) -> None:
        """Shows the parts of a recipe, and what is kept."""
        clear(self._rows)
        for item, name, words in parts:
            row = ListRow(RowView(name, trailing=words), height=52, padding=0)
            row.setProperty("item", item)
            row.clicked.connect(self._on_row_clicked)
            self._rows.addWidget(row)
        self.item.set_entries(items, chosen=self.item.chosen_key)
        self._fields.setVisible(bool(items))
        self.none.setVisible(not items)

    @Slot()
    def _on_give(self) -> None:
        self.given.emit(self.item.chosen_key, self.quantity.text)

    @Slot()
    def _on_row_clicked(self) -> None:
        row = self.sender()
        if row is not None:
            self.given.emit(str(row.property("item")), "0")


class ArticleRecipe(QObject):
    """Keeps the parts in the form those of the article on show."""

    def __init__(
        self, desk: Desk, editor: "ArticleEditor", form: "ArticleForm"
    ) -> None:
        super().__init__(editor)
        self._desk, self._editor, self._parts = desk, editor, form.recipe
        self._shown = ""
        form.recipe.given.connect(self._on_given)
        editor.shown.connect(self._on_shown)
        desk.changed.connect(self._on_changed)

    @Slot()
    def _on_shown(self) -> None:
        if self._editor.article != self._shown:
            self._show()

    @Slot(object)
    def _on_changed(self, facts: tuple[Fact, ...]) -> None:
        kinds = get_args(InventoryEvent)
        if self._shown and any(isinstance(fact.event, kinds) for fact in facts):
            self._show()

    def _show(self) -> None:
        self._shown = self._editor.article
        inventory = self._desk.world.inventory
        self._parts.display(part_rows(inventory, self._shown), item_entries(inventory))
        known = self._shown in self._desk.world.catalogue.articles
        self._parts.setVisible(known and self._desk.may("stock.edit"))

    @Slot(str, str)
    def _on_given(self, item: str, typed: str) -> None:
        quantity = parse_quantity(typed)
        if quantity is None or quantity < 0:
            self._parts.quantity.show_error(tr("Par exemple 0,3"))
            return
        self._parts.quantity.show_error("")
        inventory, article = self._desk.world.inventory, self._shown
        stored = inventory.recipes.get(article)
        recipe = recipe_with(inventory, article, item, quantity)
        back = SetRecipe(event=stored or replace(recipe, parts=()))
        name = self._desk.world.catalogue.articles[article].name

        def done(facts: tuple[Fact, ...]) -> None:
            self._parts.quantity.set_text("")
            words = tr("Recette de {name} enregistrée", name=name)
            self._desk.say(words, undo=lambda: self._desk.run(back))

        self._desk.run(SetRecipe(event=recipe), done)
