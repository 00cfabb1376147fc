"""Drives the form of an article: drafts that are not saved yet, errors, saving."""

from dataclasses import replace
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal, Slot

from app.domain.catalogue.decide import SetCatalogue
from app.domain.catalogue.events import ArticleSet
from app.domain.catalogue.state import Catalogue
from app.presenters.admin.article_form import (
    ArticleDraft,
    article_errors,
    article_of,
    course_entries,
    draft_of,
    group_entries,
    group_words,
    learned_words,
    next_allergen,
    price_help,
    station_entries,
    step_words,
    vat_entries,
)
from app.presenters.admin.articles import availability_acts, category_entries
from app.presenters.admin.drafts import changed_fields, with_field
from app.presenters.admin.kitchen_marks import languages
from app.presenters.admin.sharing import office_view, sites_view
from app.presenters.admin.words import changed_words
from app.services.house import Fact
from app.services.ids import new_id
from app.windows.admin.card.article_form import ArticleFormView
from app.windows.desk import Desk
from resources.texts import amount, tr
from widgets.amount_entry import parse_cents

if TYPE_CHECKING:
    from app.windows.admin.card.article_form import ArticleForm

_SET = ("article.set", "article.office_set", "article.own_set")
"""Facts that change an article, whoever wrote them."""
_TYPED = ("name", "price", "minutes", "cost", "barcodes")
"""Fields whose errors wait until they are left: half a number is no mistake."""


class ArticleEditor(QObject):
    """One form, and a draft for each article that was touched in it.

    What is typed and not saved stays as a draft when another article is opened.

    Signals:
        drafts_changed(str): an article has a draft now, or no more.
        saved(str): an article is as it was typed.
        sale_requested(str, str): article, and what to do with its sale.
        copied(str): the form shows a copy that is not saved yet.
        follow_requested: the article is to be as the head office has it.
        shown: the form shows an article as it stands.
    """

    drafts_changed = Signal(str)
    saved = Signal(str)
    sale_requested = Signal(str, str)
    copied = Signal(str)
    follow_requested = Signal()
    shown = Signal()

    def __init__(self, desk: Desk, form: "ArticleForm") -> None:
        super().__init__(form)
        self._desk, self._form = desk, form
        self.drafts: dict[str, ArticleDraft] = {}
        self._said: dict[str, set[str]] = {}
        self._new: ArticleSet | None = None
        self._subtitle = ""
        self.article = ""
        self._connect_signals()

    def _connect_signals(self) -> None:
        form = self._form
        form.edited.connect(self._on_edited)
        form.left.connect(self._on_left)
        form.names.edited.connect(self._on_names_edited)
        form.allergen_tapped.connect(self._on_allergen_tapped)
        form.group_requested.connect(self._on_group_requested)
        form.save_requested.connect(self._on_save_requested)
        form.drop_requested.connect(self._on_drop_requested)
        form.act_requested.connect(self._on_act_requested)

    @property
    def _catalogue(self) -> Catalogue:
        return self._desk.world.catalogue

    @property
    def fresh(self) -> bool:
        """Whether the article in the form is not on the card yet."""
        return self._new is not None and self._new.id == self.article

    @property
    def _stored(self) -> ArticleSet | None:
        """The article in the form, as it is without the draft."""
        if self._new is not None and self._new.id == self.article:
            return self._new
        return self._catalogue.articles.get(self.article)

    def _draft(self, stored: ArticleSet) -> ArticleDraft:
        return self.drafts.get(stored.id, draft_of(stored))

    # -------------------------------------------------------------- showing

    def open(self, article: str) -> None:
        """Shows an article, with what was typed and not saved."""
        self.article = article
        self._form.show_tab("general")
        self._subtitle = (
            tr("pas encore à la carte")
            if self.fresh
            else changed_words(self._desk.house, f"article/{article}", *_SET)
        )
        self.show()

    def begin(self, category: str) -> None:
        """Shows a new article of a category; the one that was begun, if there is one."""
        if self._new is None:
            codes = self._catalogue.vat
            vat = "intermediate" if "intermediate" in codes else next(iter(codes), "")
            self._new = ArticleSet(
                id=new_id(),
                name="",
                category=category,
                price=0,
                vat_on_site=vat,
                vat_takeaway=vat,
            )
        self.open(self._new.id)
        self._form.fields.focus("name")

    def show(self) -> None:
        """Shows the article as it stands now."""
        stored = self._stored
        if stored is None:
            return
        draft = self._draft(stored)
        catalogue = self._catalogue
        day = self._desk.house.business_day(self._desk.house.clock())
        errors = article_errors(draft, stored, self._desk.world)
        said = self._said.get(stored.id, set())
        self._form.display(
            ArticleFormView(
                title=draft.name.strip() or tr("Nouvel article"),
                subtitle=self._subtitle,
                draft=draft,
                changes=self._changes(draft, stored),
                errors={name: errors[name] for name in errors if name in said},
                price_help=price_help(draft, stored, catalogue, day),
                learned=learned_words(self._desk.world, stored.id),
                vat=vat_entries(catalogue, day, draft.vat),
                vat_away=vat_entries(catalogue, day, draft.vat_away),
                stations=station_entries(catalogue),
                courses=course_entries(catalogue, draft.category),
                categories=category_entries(catalogue)[:-1],
                groups=[(g, group_words(catalogue, g)) for g in draft.groups],
                free_groups=group_entries(catalogue, draft.groups),
                steps=step_words(catalogue, stored),
                languages=languages(self._desk.world, draft.kitchens),
                acts=() if self.fresh else self._acts(stored),
                office=office_view(self._desk.world, stored.id),
                sites=None
                if self.fresh
                else sites_view(self._desk.world, catalogue.sites, stored.id),
            )
        )
        self.shown.emit()

    def _changes(self, draft: ArticleDraft, stored: ArticleSet) -> int:
        changed = len(changed_fields(draft, draft_of(stored)))
        return max(1, changed) if self.fresh and stored.name else changed

    def _acts(self, stored: ArticleSet) -> tuple[tuple[str, str], ...]:
        office = office_view(self._desk.world, stored.id)
        own = office is not None and bool(office.rows)
        follow = (("follow", tr("Revenir au siège en tout")),) if own else ()
        copy = ("copy", tr("Dupliquer"))
        if not stored.active:
            return *follow, copy, ("retire", tr("Remettre à la carte"))
        sale = availability_acts(self._catalogue, stored)
        return *sale, *follow, copy, ("retire", tr("Retirer de la carte"))

    # -------------------------------------------------------------- typing

    @Slot(str, object)
    def _on_edited(self, name: str, value: object) -> None:
        stored = self._stored
        if stored is None:
            return
        before = stored.id in self.drafts
        draft = with_field(self._draft(stored), name, value)
        if draft == draft_of(stored):
            self.drafts.pop(stored.id, None)
        else:
            self.drafts[stored.id] = draft
        if name not in _TYPED:
            self._said.setdefault(stored.id, set()).add(name)
        self.show()
        if before != (stored.id in self.drafts):
            self.drafts_changed.emit(stored.id)

    @Slot(object)
    def _on_names_edited(self, names: object) -> None:
        self._on_edited("kitchens", names)

    @Slot(str)
    def _on_left(self, name: str) -> None:
        stored = self._stored
        if stored is None:
            return
        draft = self._draft(stored)
        if name not in changed_fields(draft, draft_of(stored)):
            return
        self._said.setdefault(stored.id, set()).add(name)
        cents = parse_cents(getattr(draft, name)) if name in ("price", "cost") else None
        if cents is not None:
            self._on_edited(name, amount(cents))
        else:
            self.show()

    @Slot(str)
    def _on_allergen_tapped(self, key: str) -> None:
        stored = self._stored
        if stored is not None:
            held = self._draft(stored).allergens
            self._on_edited("allergens", next_allergen(held, key))

    @Slot(str, bool)
    def _on_group_requested(self, group: str, asked: bool) -> None:  # Qt's signal
        stored = self._stored
        if stored is not None:
            groups = [g for g in self._draft(stored).groups if g != group]
            self._on_edited("groups", (*groups, group) if asked else tuple(groups))

    # -------------------------------------------------------------- acts

    @Slot()
    def _on_drop_requested(self) -> None:
        stored = self._stored
        if stored is None:
            return
        kept = self.drafts.pop(stored.id, None)
        self._said.pop(stored.id, None)
        self.show()
        self.drafts_changed.emit(stored.id)

        def take_back() -> None:
            if kept is not None:
                self.drafts[stored.id] = kept
                self.drafts_changed.emit(stored.id)
                self.show()

        self._desk.say(tr("Modifications abandonnées"), undo=take_back)

    @Slot()
    def _on_save_requested(self) -> None:
        stored = self._stored
        if stored is None:
            return
        draft = self._draft(stored)
        errors = article_errors(draft, stored, self._desk.world)
        if errors:
            self._said[stored.id] = set(errors)
            self.show()
            self._form.show_first_error(errors)
            return
        article = article_of(draft, stored, self._catalogue)

        def done(facts: tuple[Fact, ...]) -> None:
            self._on_saved(stored, article)

        self._desk.run(SetCatalogue(event=article), done)

    def _on_saved(self, before: ArticleSet, article: ArticleSet) -> None:
        fresh = self._new is not None and self._new.id == article.id
        self.drafts.pop(article.id, None)
        self._said.pop(article.id, None)
        if fresh:
            self._new = None
        self.drafts_changed.emit(article.id)
        self.open(article.id)
        self.saved.emit(article.id)
        back = SetCatalogue(event=replace(article, active=False) if fresh else before)
        self._desk.say(
            tr("{name} enregistré", name=article.name),
            undo=lambda: self._desk.run(back),
        )

    @Slot(str)
    def _on_act_requested(self, act: str) -> None:
        stored = self._stored
        if stored is None:
            return
        match act:
            case "copy":
                copy = {"barcodes": (), "favourite": 0, "active": True}
                self._new = replace(stored, id=new_id(), **copy)  # type: ignore[arg-type]  # by name
                self.open(self._new.id)
                self.copied.emit(self._new.id)
            case "retire":
                self._retire(stored)
            case "follow":
                self.follow_requested.emit()
            case _:
                self.sale_requested.emit(stored.id, act)

    def _retire(self, stored: ArticleSet) -> None:
        event = replace(stored, active=not stored.active)
        words = (
            tr("{name} retiré de la carte", name=stored.name)
            if stored.active
            else tr("{name} remis à la carte", name=stored.name)
        )

        def done(facts: tuple[Fact, ...]) -> None:
            back = SetCatalogue(event=stored)
            self._desk.say(words, undo=lambda: self._desk.run(back))

        self._desk.run(SetCatalogue(event=event), done)
