"""The form of a mix: which drinks go into one glass, what it costs, how much is poured."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from PySide6.QtCore import Signal, Slot

from app.domain.catalogue.events import ArticleSet
from app.domain.catalogue.mixes import SUM
from app.presenters.admin.drafts import values_of
from app.presenters.admin.mixes import MixDraft, mix_rules
from app.windows.admin.fields import Fields
from app.windows.admin.form import FormPane, group
from resources.texts import tr
from widgets import theme
from widgets.chip_row import ChipRow
from widgets.choices import Choice, SegmentedButtons
from widgets.dropdown import Dropdown, Entry
from widgets.field import TextField
from widgets.switch import Switch
from widgets.text import Label

RULE, BASES, MIXERS = "rule", "bases", "mixers"


@dataclass(frozen=True, slots=True, kw_only=True)
class MixFormView:
    """What the form shows besides the draft.

    Attributes:
        categories: (key, words) of what can be chosen; articles: of the one on show.
    """

    title: str
    draft: MixDraft
    changes: int
    errors: Mapping[str, str]
    categories: Sequence[tuple[str, str]]
    category: str
    articles: Sequence[ArticleSet]
    acts: Sequence[tuple[str, str]]


class MixForm(FormPane):
    """One mix.

    Signals:
        edited(str, object): a field has a new value; of "bases" and "mixers" those of
            the category on show.
        category_chosen(str): show its articles.
    """

    edited = Signal(str, object)
    category_chosen = Signal(str)

    def __init__(self) -> None:
        super().__init__(
            (
                Choice(RULE, tr("Règle")),
                Choice(BASES, tr("Base")),
                Choice(MIXERS, tr("Avec")),
            )
        )
        self.fields = Fields(self)
        self.rows: dict[str, ChipRow] = {}
        self.pickers: list[Dropdown] = []
        self._build_rule()
        self._build_page(1, "base_categories", BASES, tr("Ce qui s'assemble"))
        self._build_page(2, "mixer_categories", MIXERS, tr("Ce qu'on y ajoute"))
        self.fields.edited.connect(self.edited)

    def _build_rule(self) -> None:
        add, column = self.fields.add, self.pages[0].content
        column.addWidget(add("name", TextField(tr("Nom de l'assemblage"), height=48)))
        rules = [Choice(rule, words) for rule, words in mix_rules()]
        rule = SegmentedButtons(rules, chosen=SUM, height=48, name=tr("Prix"))
        column.addWidget(add("rule", rule))
        column.addSpacing(theme.SPACE.s)
        self.amount = TextField(
            tr("Montant"),
            height=48,
            suffix="€",
            help_text=tr("Ajouté au prix de la base, ou prix du verre"),
        )
        portion = TextField(
            tr("Versé"),
            height=48,
            suffix="%",
            help_text=tr("D'une portion de ce qu'on ajoute, pour le stock"),
        )
        column.addWidget(add("amount", self.amount))
        column.addWidget(add("portion", portion))
        column.addSpacing(theme.SPACE.s)
        column.addWidget(add("active", Switch(tr("En vigueur"))))
        words = tr("La TVA se répartit entre les boissons, au prorata de la carte.")
        column.addWidget(Label(words, style="label", role="on_var", wrap=True))
        column.addStretch(1)

    def _build_page(self, page: int, categories: str, articles: str, name: str) -> None:
        column = self.pages[page].content
        column.addWidget(group(name))
        picker = Dropdown(tr("Catégorie"), (), height=48, with_help=False)
        picker.chosen.connect(self.category_chosen)
        self.pickers.append(picker)
        for key, title in ((categories, tr("Catégories")), (articles, tr("Articles"))):
            row = self.rows[key] = ChipRow(title)
            row.setProperty("field", key)
            row.chosen.connect(self._on_row_chosen)
        column.addWidget(self.rows[categories])
        column.addSpacing(theme.SPACE.m)
        column.addWidget(picker)
        column.addSpacing(theme.SPACE.s)
        column.addWidget(self.rows[articles])
        column.addStretch(1)

    def display(self, view: MixFormView) -> None:
        """Shows a mix."""
        draft = view.draft
        self.show_heading(view.title)
        self.show_acts(view.acts)
        self.fields.show_values(values_of(draft))
        self.fields.show_errors(view.errors)
        self.amount.setVisible(draft.rule != SUM)
        entries = [Entry(key, words) for key, words in view.categories]
        named = [(article.id, article.name) for article in view.articles]
        for picker in self.pickers:
            picker.set_entries(entries, chosen=view.category)
        for key, row in self.rows.items():
            row.set_choices(named if key in (BASES, MIXERS) else view.categories)
            row.choose(getattr(draft, key))
        self.show_changes(view.changes)

    @Slot(object)
    def _on_row_chosen(self, keys: tuple[str, ...]) -> None:
        self.edited.emit(str(self.sender().property("field")), keys)
