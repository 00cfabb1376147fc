"""The form of an offer: what it gives, for which articles, when, what it would have given."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from PySide6.QtCore import Signal, Slot

from app.domain.catalogue.events import ArticleSet
from app.domain.catalogue.promotions import BIRTHDAY, BOUGHT
from app.presenters.admin.drafts import values_of
from app.presenters.admin.offers import OfferDraft, offer_kinds
from app.windows.admin.card.schedule_fields import ScheduleFields
from app.windows.admin.card.trial_pane import TrialPane
from app.windows.admin.fields import Fields
from app.windows.admin.form import FormPane, group, pair
from resources.texts import tr
from widgets import theme
from widgets.chip_row import ChipRow
from widgets.choices import Choice, SegmentedButtons
from widgets.dropdown import Dropdown, Entry
from widgets.field import TextField
from widgets.text import Label

RULE, ARTICLES, TRIAL = "rule", "articles", "trial"


@dataclass(frozen=True, slots=True, kw_only=True)
class OfferFormView:
    """What the form shows besides the draft.

    Attributes:
        gives: the offer in a sentence.
        rooms, modes, categories: (key, words) of what can be chosen.
        articles: of the category on show.
    """

    title: str
    gives: str
    draft: OfferDraft
    changes: int
    errors: Mapping[str, str]
    rooms: Sequence[tuple[str, str]]
    modes: Sequence[tuple[str, str]]
    categories: Sequence[tuple[str, str]]
    category: str
    articles: Sequence[ArticleSet]
    acts: Sequence[tuple[str, str]]


class OfferForm(FormPane):
    """One offer.

    Signals:
        edited(str, object): a field has a new value; of "articles" and "gifts" those of
            the category on show.
        category_chosen(str): show its articles.
        trial_requested: try the offer on what was sold.
    """

    edited = Signal(str, object)
    category_chosen = Signal(str)
    trial_requested = Signal()

    def __init__(self) -> None:
        super().__init__(
            (
                Choice(RULE, tr("Règle")),
                Choice(ARTICLES, tr("Articles")),
                Choice(TRIAL, tr("Essai")),
            )
        )
        self.fields = Fields(self)
        self.schedule = ScheduleFields(self.fields, self)
        self.categories = ChipRow(tr("Catégories"))
        self.articles, self.gifts = ChipRow(tr("Articles")), ChipRow(tr("Offert"))
        self.gives = Label("", style="body_strong", wrap=True)
        self._build_rule()
        self._build_articles()
        column = self.pages[2].content
        words = tr(
            "L'offre, telle qu'elle est écrite ici, sur les ventes des 30 derniers "
            "jours : mêmes ventes, mêmes heures."
        )
        self.trial = TrialPane(words)
        column.addWidget(self.trial, 1)
        self.fields.edited.connect(self.edited)
        self.schedule.edited.connect(self.edited)
        self.trial.requested.connect(self.trial_requested)
        for name, row in (
            ("categories", self.categories),
            ("articles", self.articles),
            ("gifts", self.gifts),
        ):
            row.setProperty("field", name)
            row.chosen.connect(self._on_row_chosen)

    def _build_rule(self) -> None:
        add, column = self.fields.add, self.pages[0].content
        name = TextField(
            tr("Nom de l'offre"), height=48, help_text=tr("Écrit sur la note du client")
        )
        column.addWidget(add("name", name))
        column.addSpacing(theme.SPACE.xs)
        kinds = [Choice(kind, words) for kind, words in offer_kinds()]
        kind = SegmentedButtons(kinds, chosen=BOUGHT, height=48, name=tr("Offre"))
        column.addWidget(add("kind", kind))
        column.addSpacing(theme.SPACE.s)
        self.bought = TextField(
            tr("Achetés"), height=48, help_text=tr("2 : le 3e en moins")
        )
        self.span = TextField(
            tr("Autour du jour"),
            height=48,
            suffix=tr("jours"),
            help_text=tr("Vide : le jour même"),
        )
        cut = TextField(
            tr("En moins"), height=48, suffix="%", help_text=tr("100 : offert")
        )
        line = pair(add("bought", self.bought), add("cut", cut))
        line.insertWidget(1, add("span", self.span), 1)
        column.addLayout(line)
        column.addSpacing(theme.SPACE.s)
        self.schedule.build_when(column)
        self.schedule.build_where(column)
        words = tr("Ce qui est déjà donné reste donné.")
        column.addWidget(Label(words, style="label", role="on_var", wrap=True))
        column.addStretch(1)

    def _build_articles(self) -> None:
        column = self.pages[1].content
        self.category = Dropdown(tr("Catégorie"), (), height=48, with_help=False)
        self.category.chosen.connect(self.category_chosen)
        words = tr(
            "Comptent : ces catégories et ces articles ; aucun : toute la carte."
        )
        gift = tr("Un seul de ces articles est offert ; aucun : voir la règle.")
        column.addWidget(self.gives)
        column.addSpacing(theme.SPACE.s)
        column.addWidget(Label(words, style="label", role="on_var", wrap=True))
        column.addSpacing(theme.SPACE.s)
        column.addWidget(self.categories)
        column.addSpacing(theme.SPACE.m)
        column.addWidget(group(tr("Article par article")))
        column.addWidget(self.category)
        column.addSpacing(theme.SPACE.s)
        column.addWidget(self.articles)
        column.addSpacing(theme.SPACE.s)
        column.addWidget(self.gifts)
        column.addWidget(Label(gift, style="label", role="on_var", wrap=True))
        column.addStretch(1)

    def display(self, view: OfferFormView) -> None:
        """Shows an offer."""
        draft = view.draft
        self.show_heading(view.title)
        self.show_acts(view.acts)
        self.fields.show_values(values_of(draft))
        self.fields.show_errors(view.errors)
        self.schedule.display(draft, view.rooms, view.modes)
        self.bought.setVisible(draft.kind == BOUGHT)
        self.span.setVisible(draft.kind == BIRTHDAY)
        self.gives.show_text(view.gives)
        self.categories.set_choices(view.categories)
        self.categories.choose(draft.categories)
        entries = [Entry(key, words) for key, words in view.categories]
        self.category.set_entries(entries, chosen=view.category)
        named = [(article.id, article.name) for article in view.articles]
        for row, chosen in ((self.articles, draft.articles), (self.gifts, draft.gifts)):
            row.set_choices(named)
            row.choose(chosen)
        self.show_changes(view.changes)

    @Slot(object)
    def _on_row_chosen(self, keys: tuple[str, ...]) -> None:
        self.edited.emit(str(self.sender().property("field")), keys)
