"""The form of an article: Général, Options, Recette, Noms. Picture 08, at the right."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout

from app.domain.vocabulary import ALLERGENS
from app.presenters.admin.article_form import (
    FIELD_TABS,
    TABS,
    ArticleDraft,
    allergen_words,
)
from app.presenters.admin.drafts import values_of
from app.presenters.admin.sharing import OfficeView, SitesView
from app.windows.admin.card.article_recipe import RecipeParts
from app.windows.admin.card.kitchen_names import KitchenNames
from app.windows.admin.card.questions import Questions
from app.windows.admin.card.sharing import OfficeNote, SitesChoice
from app.windows.admin.fields import Fields
from app.windows.admin.form import FormPane, group, pair
from resources.texts import tr
from widgets import theme
from widgets.chip import Chip
from widgets.choices import Choice
from widgets.dropdown import Dropdown, Entry
from widgets.field import TextField
from widgets.flow import FlowLayout
from widgets.switch import CheckBox
from widgets.text import Label


@dataclass(frozen=True, slots=True, kw_only=True)
class ArticleFormView:
    """What the form shows besides the draft.

    Attributes:
        errors: field -> words, for the fields whose errors may be said.
        groups: (id, words) of the questions asked about the article.
        steps: of a formule, to be read.
        languages: in which it may have a name in the kitchen.
        acts: entries of the ⋮ menu.
        office: what is the head office's, None where all is ours.
        sites: at which sites it is sold, None where there are none.
    """

    title: str
    subtitle: str
    draft: ArticleDraft
    changes: int
    errors: Mapping[str, str]
    price_help: str
    learned: str
    vat: Sequence[Entry]
    vat_away: Sequence[Entry]
    stations: Sequence[Entry]
    courses: Sequence[Entry]
    categories: Sequence[Entry]
    groups: Sequence[tuple[str, str]]
    free_groups: Sequence[Entry]
    steps: Sequence[str]
    languages: Sequence[str]
    acts: Sequence[tuple[str, str]]
    office: OfficeView | None = None
    sites: SitesView | None = None


class ArticleForm(FormPane):
    """Fields of one article.

    Signals:
        edited(str, object): a field of the draft has a new value.
        left(str): the focus left a field.
        allergen_tapped(str): key of an allergen, one tap further.
        group_requested(str, bool): ask a question (True) or no more.
    """

    edited = Signal(str, object)
    left = Signal(str)
    allergen_tapped = Signal(str)
    group_requested = Signal(str, bool)

    def __init__(self) -> None:
        self._words = {
            "general": tr("Général"),
            "options": tr("Options"),
            "recipe": tr("Recette"),
            "names": tr("Noms"),
        }
        super().__init__([Choice(key, self._words[key]) for key in TABS])
        self.fields = Fields(self)
        self._marked: frozenset[str] = frozenset()
        self._entries: dict[str, tuple[Entry, ...]] = {}
        general, options, recipe, names = (page.content for page in self.pages)
        self._build_general(general)
        self._build_options(options)
        self._build_recipe(recipe)
        self._build_names(names)
        self.fields.edited.connect(self.edited)
        self.fields.left.connect(self.left)

    # -------------------------------------------------------------- building

    def _text(self, name: str, label: str, **more: str) -> TextField:
        return self.fields.add(
            name,
            TextField(
                label,
                height=48,
                suffix=more.get("suffix", ""),
                help_text=more.get("help_text", ""),
                placeholder=more.get("placeholder", ""),
            ),
        )

    def _choice(self, name: str, label: str) -> Dropdown:
        return self.fields.add(name, Dropdown(label, (), height=48))

    def _build_general(self, column: QVBoxLayout) -> None:
        self.office = OfficeNote()
        column.addWidget(self.office)
        column.addWidget(self._text("name", tr("Nom sur le ticket")))
        self.button = self._text("button", tr("Touche caisse"))
        self.kitchen = self._text("kitchen", tr("Bon de cuisine"))
        column.addLayout(pair(self.button, self.kitchen))
        self.price = self._text("price", tr("Prix TTC"), suffix="€")
        column.addLayout(pair(self.price, self._choice("vat", tr("TVA"))))
        self.minutes = self._text("minutes", tr("Temps prévu"), suffix="min")
        column.addLayout(
            pair(
                self._choice("station", tr("Poste")),
                self.minutes,
            )
        )
        column.addWidget(Label(tr("Allergènes"), style="label_strong"))
        column.addSpacing(6)
        self.held = FlowLayout()
        column.addLayout(self.held)
        self.add_allergen = _chip(tr("Ajouter"), icon="add")
        self.add_allergen.clicked.connect(self._on_add_allergen_clicked)
        self._held_chips: list[Chip] = []
        self._show_held(())
        column.addStretch(1)

    def _build_options(self, column: QVBoxLayout) -> None:
        # One below the other: names of categories are longer than half the pane.
        column.addWidget(self._choice("category", tr("Catégorie")))
        column.addWidget(self._choice("course", tr("Suite")))
        column.addWidget(self._choice("vat_away", tr("TVA à emporter et en livraison")))
        self.sites = SitesChoice()
        column.addWidget(self.sites)
        column.addWidget(group(tr("Questions au moment de la commande")))
        self.questions = Questions()
        self.questions.requested.connect(self.group_requested)
        column.addWidget(self.questions)
        column.addSpacing(theme.SPACE.m)
        self._steps_head = group(tr("Étapes de la formule"))
        self._steps = Label(style="label", role="on_var", wrap=True)
        column.addWidget(self._steps_head)
        column.addWidget(self._steps)
        for name, words in (
            ("favourite", tr("Dans les favoris")),
            ("goods", tr("Article de boutique (un bien)")),
            ("alcohol", tr("Boisson alcoolisée")),
            ("weighed", tr("Vendu au poids, prix au kilo")),
            ("open_price", tr("Prix libre, demandé à la caisse")),
            ("legal_warranty", tr("Garantie légale : ticket toujours imprimé")),
            ("apart", tr("Toujours sur une ligne à part")),
        ):
            column.addWidget(self.fields.add(name, CheckBox(words)))
        words = tr("Contenant pesé avec, ôté du poids")
        tare = self._text("tare", tr("Tare"), suffix="g", help_text=words)
        column.addWidget(tare)
        column.addStretch(1)

    def _build_recipe(self, column: QVBoxLayout) -> None:
        words = tr("Ce que coûtent les ingrédients, hors taxes")
        column.addWidget(
            self._text("cost", tr("Coût matière"), suffix="€", help_text=words)
        )
        self.recipe = RecipeParts()
        column.addSpacing(theme.SPACE.s)
        column.addWidget(self.recipe)
        column.addSpacing(theme.SPACE.m)
        column.addWidget(Label(tr("Allergènes"), style="label_strong"))
        hint = tr("Une touche : il en contient. Deux : traces possibles.")
        column.addWidget(Label(hint, style="caption", role="on_var", wrap=True))
        column.addSpacing(6)
        flow = FlowLayout()
        self.allergens: dict[str, Chip] = {}
        for key in ALLERGENS:
            chip = _chip(allergen_words(key))
            chip.setProperty("allergen", key)
            chip.clicked.connect(self._on_allergen_clicked)
            self.allergens[key] = chip
            flow.addWidget(chip)
        column.addLayout(flow)
        column.addSpacing(theme.SPACE.m)
        none = CheckBox(tr("Vérifié : aucun des 14"))
        column.addWidget(self.fields.add("no_allergens", none))
        column.addSpacing(theme.SPACE.m)
        words = tr("Bœuf, porc, mouton, volaille : pays, ou né, élevé, abattu")
        column.addWidget(
            self._text("origin", tr("Origine de la viande"), help_text=words)
        )
        column.addStretch(1)

    def _build_names(self, column: QVBoxLayout) -> None:
        spoken = tr("Séparés par des virgules ; ils servent aussi à la recherche.")
        column.addWidget(
            self._text("spoken", tr("Alias vocaux"), help_text=spoken),
        )
        column.addWidget(
            self._text(
                "barcodes",
                tr("Codes-barres"),
                help_text=tr("Scannez, ou séparez par des virgules."),
            )
        )
        column.addSpacing(theme.SPACE.m)
        self.names = KitchenNames()
        column.addWidget(self.names)
        column.addSpacing(theme.SPACE.m)
        column.addWidget(group(tr("Ce que chacun lit")))
        self._readings = {
            key: Label(style="label", wrap=True)
            for key in ("ticket", "tile", "kitchen")
        }
        for key, words in (
            ("ticket", tr("Sur le ticket")),
            ("tile", tr("Sur la touche")),
            ("kitchen", tr("Sur le bon")),
        ):
            line = QHBoxLayout()
            line.setSpacing(theme.SPACE.m)
            name = Label(words, style="label", role="on_var")
            name.setFixedWidth(120)
            line.addWidget(name)
            line.addWidget(self._readings[key], 1)
            column.addLayout(line)
        column.addStretch(1)

    # -------------------------------------------------------------- showing

    def display(self, view: ArticleFormView) -> None:
        """Shows an article; what is being typed stays as it is."""
        self.show_heading(view.title, view.subtitle)
        draft = view.draft
        for name, entries, chosen in (
            ("vat", view.vat, draft.vat),
            ("vat_away", view.vat_away, draft.vat_away),
            ("station", view.stations, draft.station),
            ("course", view.courses, draft.course),
            ("category", view.categories, draft.category),
        ):
            self._show_entries(name, tuple(entries), chosen)
        self.fields.show_values(values_of(draft))
        self.fields.show_errors(view.errors)
        self.price.show_help(view.price_help)
        self.minutes.show_help(view.learned)
        for field in (self.button, self.kitchen):
            field.edit.setPlaceholderText(draft.name)
        self._mark_tabs(view.errors)
        self._show_held(draft.allergens)
        for key, chip in self.allergens.items():
            self._show_allergen(chip, key, draft.allergens)
        self.questions.display(tuple(view.groups), tuple(view.free_groups))
        self._steps.show_text("\n".join(view.steps))
        self._steps.setVisible(bool(view.steps))
        self._steps_head.setVisible(bool(view.steps))
        self._readings["ticket"].show_text(draft.name)
        self._readings["tile"].show_text(draft.button or draft.name)
        self._readings["kitchen"].show_text(draft.kitchen or draft.name)
        usual = draft.kitchen or draft.name
        self.names.display(view.languages, draft.kitchens, usual)
        self.office.display(view.office)
        self.sites.display(view.sites)
        self._lock(view.office.locked if view.office else ())
        self.show_changes(view.changes)
        self.show_acts(view.acts)

    def show_first_error(self, errors: Mapping[str, str]) -> None:
        """Goes to the first field that is wrong."""
        for name, tab in FIELD_TABS.items():
            if name in errors:
                self.show_tab(tab)
                self.fields.focus(name)
                return

    def _show_entries(self, name: str, entries: tuple[Entry, ...], chosen: str) -> None:
        field = self.fields[name]
        if isinstance(field, Dropdown) and self._entries.get(name) != entries:
            self._entries[name] = entries
            field.set_entries(entries, chosen=chosen)

    def _mark_tabs(self, errors: Mapping[str, str]) -> None:
        """A tab that hides something wrong carries a sign."""
        wrong = frozenset(FIELD_TABS[name] for name in errors if name in FIELD_TABS)
        if wrong != self._marked:
            self._marked = wrong
            self.mark_tab(
                self.tab,
                [
                    Choice(
                        key,
                        self._words[key],
                        mark="error" if key in wrong else "",
                        mark_role="danger",
                    )
                    for key in TABS
                ],
            )

    def _show_held(self, held: Sequence[str]) -> None:
        for chip in self._held_chips:
            self.held.removeWidget(chip)
            chip.hide()
            chip.deleteLater()
        self.held.removeWidget(self.add_allergen)
        self._held_chips = []
        for key in held:
            chip = _chip(allergen_words(key), chosen=True)
            chip.setProperty("allergen", key)
            chip.clicked.connect(self._on_held_clicked)
            self._held_chips.append(chip)
            self.held.addWidget(chip)
        self.held.addWidget(self.add_allergen)

    @staticmethod
    def _show_allergen(chip: Chip, key: str, held: Sequence[str]) -> None:
        trace = f"{key}?" in held
        chip.set_text(allergen_words(f"{key}?" if trace else key))
        chip.set_chosen(chosen=trace or key in held)

    def _lock(self, locked: Collection[str]) -> None:
        """What is changed at the head office is to be read here."""
        self.fields.lock(locked)
        for parts, name in (
            ([self.add_allergen, *self._held_chips], "allergens"),
            (self.allergens.values(), "allergens"),
            ([self.questions], "groups"),
            ([self.names], "kitchens"),
        ):
            for part in parts:
                part.setEnabled(name not in locked)

    # -------------------------------------------------------------- wishes

    @Slot()
    def _on_add_allergen_clicked(self) -> None:
        self.show_tab("recipe")

    @Slot()
    def _on_held_clicked(self) -> None:
        sender = self.sender()
        if sender is not None:
            held = [str(chip.property("allergen")) for chip in self._held_chips]
            held.remove(str(sender.property("allergen")))
            self.edited.emit("allergens", tuple(held))

    @Slot()
    def _on_allergen_clicked(self) -> None:
        sender = self.sender()
        if sender is not None:
            self.allergen_tapped.emit(str(sender.property("allergen")))


def _chip(words: str, *, icon: str = "", chosen: bool = False) -> Chip:
    """A chip of the form: drawn 40 high, hit like any other field."""
    chip = Chip(words, icon=icon, chosen=chosen, togglable=False)
    chip.stand_in(theme.TOUCH.least)
    return chip
