"""The form of a price list: when and where it holds, its prices, what it would change."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtWidgets import QVBoxLayout

from app.domain.catalogue.events import ArticleSet
from app.presenters.admin.drafts import values_of
from app.presenters.admin.prices import PRICE, PriceListDraft
from app.windows.admin.card.schedule_fields import ScheduleFields
from app.windows.admin.card.trial_pane import TrialPane
from app.windows.admin.fields import Fields
from app.windows.admin.form import FormPane, group
from resources.texts import amount, tr
from widgets import theme
from widgets.button import Button
from widgets.card import clear
from widgets.chip_row import ChipRow
from widgets.choices import Choice
from widgets.dropdown import Dropdown, Entry
from widgets.field import TextField
from widgets.text import Label

RULE, PRICES, TRIAL = "rule", "prices", "trial"


@dataclass(frozen=True, slots=True, kw_only=True)
class PriceFormView:
    """What the form shows besides the draft.

    Attributes:
        rooms, modes, categories: (key, words) of what can be chosen.
        clients: (id, name) of those whom it is for.
        articles: of the category whose prices are on show.
    """

    title: str
    draft: PriceListDraft
    changes: int
    errors: Mapping[str, str]
    rooms: Sequence[tuple[str, str]]
    modes: Sequence[tuple[str, str]]
    categories: Sequence[tuple[str, str]]
    clients: Sequence[tuple[str, str]]
    category: str
    articles: Sequence[ArticleSet]
    acts: Sequence[tuple[str, str]]


class PriceForm(FormPane):
    """One price list.

    Signals:
        edited(str, object): a field has a new value; after `PRICE` that of an article.
        category_chosen(str): show the prices of its articles.
        trial_requested: try the list on what was sold.
        client_wanted: it is for one more client.
    """

    edited = Signal(str, object)
    category_chosen = Signal(str)
    trial_requested = Signal()
    client_wanted = Signal()

    def __init__(self) -> None:
        super().__init__(
            (
                Choice(RULE, tr("Règle")),
                Choice(PRICES, tr("Prix fixés")),
                Choice(TRIAL, tr("Essai")),
            )
        )
        self.fields = Fields(self)
        self.schedule = ScheduleFields(self.fields, self)
        self.categories = ChipRow(tr("Catégories de la promotion"))
        self.clients = ChipRow(tr("Pour ces clients seulement"))
        self.add_client = Button(
            tr("Ajouter un client"), kind="text", icon="person_add"
        )
        self.prices: dict[str, TextField] = {}
        self._build_rule()
        self._build_prices()
        self._build_trial()
        self.fields.edited.connect(self.edited)
        self.schedule.edited.connect(self.edited)
        self.trial.requested.connect(self.trial_requested)
        self.add_client.clicked.connect(self.client_wanted)
        for name, row in (("categories", self.categories), ("clients", self.clients)):
            row.setProperty("field", name)
            row.chosen.connect(self._on_row_chosen)

    def _build_rule(self) -> None:
        add, column = self.fields.add, self.pages[0].content
        column.addWidget(add("name", TextField(tr("Nom du tarif"), height=48)))
        cut = TextField(
            tr("Promotion"),
            height=48,
            suffix="%",
            help_text=tr("En moins sur la carte. Vide : prix fixés seulement"),
        )
        column.addWidget(add("cut", cut))
        column.addWidget(self.categories)
        column.addSpacing(theme.SPACE.m)
        self.schedule.build_when(column)
        column.addWidget(group(tr("Pour qui")))
        column.addWidget(self.clients)
        column.addWidget(self.add_client, 0, Qt.AlignmentFlag.AlignLeft)
        self.schedule.build_where(column)
        words = tr("Ce qui est déjà commandé garde son prix.")
        column.addWidget(Label(words, style="label", role="on_var", wrap=True))
        column.addStretch(1)

    def _build_prices(self) -> None:
        column = self.pages[1].content
        self.category = Dropdown(tr("Catégorie"), (), height=48, with_help=False)
        self.category.chosen.connect(self.category_chosen)
        words = tr("Un prix fixé passe avant la promotion ; vide : aucun.")
        self._prices = QVBoxLayout()
        self._prices.setSpacing(theme.SPACE.xs)
        column.addWidget(self.category)
        column.addWidget(Label(words, style="label", role="on_var", wrap=True))
        column.addSpacing(theme.SPACE.s)
        column.addLayout(self._prices)
        column.addStretch(1)

    def _build_trial(self) -> None:
        column = self.pages[2].content
        words = tr(
            "Le tarif, tel qu'il est écrit ici, sur les ventes des 30 derniers jours : "
            "mêmes ventes, mêmes heures."
        )
        self.trial = TrialPane(words)
        column.addWidget(self.trial, 1)

    def display(self, view: PriceFormView) -> None:
        """Shows a list."""
        draft = view.draft
        self.show_heading(view.title)
        self.show_acts(view.acts)
        self.fields.show_values(values_of(draft))
        self.fields.show_errors(view.errors)
        self.schedule.display(draft, view.rooms, view.modes)
        self.categories.set_choices(view.categories)
        self.categories.choose(draft.categories)
        self.clients.set_choices(view.clients)
        self.clients.choose(draft.clients)
        self.clients.setVisible(bool(view.clients))
        entries = [Entry(key, words) for key, words in view.categories]
        self.category.set_entries(entries, chosen=view.category)
        self._show_prices(view)
        self.show_changes(view.changes)

    def _show_prices(self, view: PriceFormView) -> None:
        """A field for each article of the category; those that stay keep their widget."""
        if [article.id for article in view.articles] != list(self.prices):
            clear(self._prices)
            self.prices = {}
            for article in view.articles:
                own = tr("Carte : {price} €", price=amount(article.price))
                field = TextField(article.name, height=48, suffix="€", help_text=own)
                field.setProperty("article", article.id)
                field.text_edited.connect(self._on_price_edited)
                self.prices[article.id] = field
                self._prices.addWidget(field)
        typed = dict(view.draft.prices)
        for key, field in self.prices.items():
            if field.text != typed.get(key, ""):
                field.set_text(typed.get(key, ""))
            field.show_error(view.errors.get(PRICE + key, ""))

    @Slot(object)
    def _on_row_chosen(self, keys: tuple[str, ...]) -> None:
        name = str(self.sender().property("field"))
        self.edited.emit(name, keys)

    @Slot(str)
    def _on_price_edited(self, text: str) -> None:
        self.edited.emit(PRICE + str(self.sender().property("article")), text)
