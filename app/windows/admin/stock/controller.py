"""Drives the stock: levels follow the facts, what is typed becomes a movement or a count."""

from dataclasses import replace
from typing import TYPE_CHECKING, get_args

from PySide6.QtCore import QObject, Slot

from app.domain.inventory.decide import CountStock, MoveStock, SetItem, SetRecipe
from app.domain.inventory.events import InventoryEvent, ItemSet, MovementKind
from app.domain.inventory.state import Inventory
from app.domain.rules import Command
from app.presenters.admin.drafts import changed_fields, with_field
from app.presenters.admin.stock import (
    COUNT,
    ChangeRow,
    ItemDraft,
    article_entries,
    change_rows,
    item_draft,
    item_errors,
    item_of,
    low_ids,
    parse_quantity,
    quantity_words,
    recipe_rows,
    recipe_with,
    stock_rows,
)
from app.projections.queries import stock_changes
from app.services.house import Fact
from app.services.ids import new_id
from app.services.people import person_name
from app.windows.admin.stock.form import ITEM, MOVES, StockFormView
from app.windows.desk import Desk
from db.errors import KnownError
from resources.texts import tr

if TYPE_CHECKING:
    from app.windows.admin.stock.page import StockSection

_SHOWN = 30
_EVENTS = get_args(InventoryEvent)


class StockController(QObject):
    """The item that was opened last, and what was changed about it."""

    def __init__(self, desk: Desk, section: "StockSection") -> None:
        super().__init__(section)
        self._desk, self._section = desk, section
        self._form = section.form
        self._stored: ItemSet | None = None
        self._draft: ItemDraft | None = None
        self._said = False
        self._connect_signals()

    def _connect_signals(self) -> None:
        self._section.opened.connect(self.open)
        self._form.closed.connect(self._on_closed)
        self._form.edited.connect(self._on_edited)
        self._form.moved.connect(self._on_moved)
        self._form.recipe_given.connect(self._on_recipe_given)
        self._form.save_requested.connect(self._on_save)
        self._form.drop_requested.connect(self._on_drop)
        self._desk.changed.connect(self._on_changed)

    @property
    def _inventory(self) -> Inventory:
        return self._desk.world.inventory

    def begin(self, item: str) -> None:
        """The section is shown."""
        self._refresh()
        if item in self._inventory.items:
            self.open(item)

    @Slot(str)
    def open(self, item: str) -> None:
        """Shows an item in the form; "" for a new one."""
        found = self._inventory.items.get(item)
        self._stored = found or ItemSet(id=new_id(), name="")
        self._draft, self._said = item_draft(self._stored), False
        self._form.clear_move()
        self._form.show_tab(MOVES if found else ITEM)
        self._show()
        self._section.split.show_side(shown=True)
        if found is None:
            self._form.name.setFocus()

    def _refresh(self) -> None:
        inventory = self._inventory
        self._section.show_rows(stock_rows(inventory), low_ids(inventory))
        self._show()

    def _show(self) -> None:
        stored, draft = self._stored, self._draft
        if stored is None or draft is None:
            return
        inventory, catalogue = self._inventory, self._desk.world.catalogue
        fresh = stored.id not in inventory.items
        low = inventory.is_low(stored)
        self._form.display(
            StockFormView(
                title=draft.name.strip() or tr("Nouvel article de stock"),
                subtitle=stored.supplier,
                level=quantity_words(inventory.level(stored.id), stored.unit),
                state=tr("sous le seuil : à commander") if low else "",
                draft=draft,
                fresh=fresh,
                changes=len(changed_fields(draft, item_draft(stored))),
                errors=item_errors(draft) if self._said else {},
                history=self._history(stored),
                recipes=recipe_rows(inventory, catalogue, stored),
                articles=article_entries(catalogue),
            )
        )

    def _history(self, item: ItemSet) -> list[ChangeRow]:
        house = self._desk.house
        try:
            with house.database.read() as connection:
                changes = stock_changes(connection, item.id, limit=_SHOWN)
        except KnownError as error:
            self._desk.say(error.text(), tone="error")
            return []
        names = {p: person_name(house, p) for p in {change.op for change in changes}}
        return change_rows(changes, item.unit, names)

    @Slot(object)
    def _on_changed(self, facts: tuple[Fact, ...]) -> None:
        if self._section.isVisible() and any(
            isinstance(fact.event, _EVENTS) for fact in facts
        ):
            if self._stored is not None and not self._form_changed():
                kept = self._inventory.items.get(self._stored.id, self._stored)
                self._stored, self._draft = kept, item_draft(kept)
            self._refresh()

    def _form_changed(self) -> bool:
        return (
            self._stored is not None
            and self._draft is not None
            and self._draft != item_draft(self._stored)
        )

    # What moves

    @Slot(str, str, str)
    def _on_moved(self, kind: str, typed: str, note: str) -> None:
        quantity = parse_quantity(typed)
        if self._stored is None or quantity is None:
            self._form.quantity.show_error(tr("Par exemple 2,5"))
            return
        self._form.quantity.show_error("")
        item, before = self._stored, self._inventory.level(self._stored.id)
        command: Command
        if kind == COUNT:
            command = CountStock(item=item.id, level=quantity)
        else:
            command = MoveStock(
                item=item.id, kind=_kind(kind), quantity=quantity, note=note
            )

        def done(facts: tuple[Fact, ...]) -> None:
            self._form.clear_move()
            after = self._inventory.level(item.id)
            back = MoveStock(
                item=item.id,
                kind="correction",
                quantity=before - after,
                note=tr("mouvement repris"),
            )
            words = f"{item.name} : {quantity_words(after, item.unit)}"
            undo = (lambda: self._desk.run(back)) if before != after else None
            self._desk.say(words, undo=undo)

        self._desk.run(command, done)

    @Slot(str, str)
    def _on_recipe_given(self, article: str, typed: str) -> None:
        quantity = parse_quantity(typed)
        if self._stored is None or quantity is None or quantity < 0:
            self._form.part.show_error(tr("Par exemple 0,3"))
            return
        self._form.part.show_error("")
        stored = self._inventory.recipes.get(article)
        recipe = recipe_with(self._inventory, article, self._stored.id, quantity)
        back = SetRecipe(event=stored or replace(recipe, parts=()))
        name = self._desk.world.catalogue.articles[article].name

        def done(facts: tuple[Fact, ...]) -> None:
            self._form.clear_move()
            words = tr("Recette de {name} enregistrée", name=name)
            self._desk.say(words, undo=lambda: self._desk.run(back))

        self._desk.run(SetRecipe(event=recipe), done)

    # What it is

    @Slot(str, object)
    def _on_edited(self, name: str, value: object) -> None:
        if self._draft is not None:
            self._draft = with_field(self._draft, name, value)
            self._show()

    @Slot()
    def _on_drop(self) -> None:
        if self._stored is not None:
            self._draft, self._said = item_draft(self._stored), False
            self._show()

    @Slot()
    def _on_save(self) -> None:
        stored, draft = self._stored, self._draft
        if stored is None or draft is None:
            return
        self._said = True
        if item_errors(draft):
            self._form.show_tab(ITEM)
            self._show()
            return
        event = item_of(draft, stored)
        fresh = stored.id not in self._inventory.items

        def done(facts: tuple[Fact, ...]) -> None:
            self.open(event.id)
            self._section.table.choose(event.id)
            undo = None if fresh else lambda: self._desk.run(SetItem(event=stored))
            self._desk.say(tr("{name} enregistré", name=event.name), undo=undo)

        self._desk.run(SetItem(event=event), done)

    @Slot()
    def _on_closed(self) -> None:
        self._section.split.show_side(shown=False)


def _kind(key: str) -> MovementKind:
    """The kind of a movement that was chosen."""
    return next(kind for kind in get_args(MovementKind) if kind == key)
