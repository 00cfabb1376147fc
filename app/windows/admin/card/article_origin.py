"""Several sites in the form of an article: back to the head office, and at which sites."""

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Slot

from app.domain.catalogue.decide import FollowOffice, SetCatalogue
from app.domain.catalogue.events import OWN_FIELDS, ArticleSites
from app.services.house import Fact
from app.windows.admin.card.article_editor import ArticleEditor
from app.windows.desk import Desk
from resources.texts import tr

if TYPE_CHECKING:
    from app.windows.admin.card.article_form import ArticleForm


class ArticleOrigin(QObject):
    """What the blocks of the form ask for; it takes effect at once, and can be undone."""

    def __init__(self, desk: Desk, editor: ArticleEditor, form: "ArticleForm") -> None:
        super().__init__(editor)
        self._desk, self._editor = desk, editor
        form.office.followed.connect(self._on_followed)
        form.sites.chosen.connect(self._on_sites_chosen)
        editor.follow_requested.connect(self._on_follow_requested)

    @Slot(str)
    def _on_followed(self, field: str) -> None:
        self._follow((field,))

    @Slot()
    def _on_follow_requested(self) -> None:
        self._follow(OWN_FIELDS)

    def _follow(self, fields: tuple[str, ...]) -> None:
        before = self._desk.world.catalogue.articles[self._editor.article]

        def done(facts: tuple[Fact, ...]) -> None:
            back = SetCatalogue(event=before)
            self._desk.say(
                tr("{name} : comme au siège", name=before.name),
                undo=lambda: self._desk.run(back),
            )

        self._desk.run(FollowOffice(article=before.id, fields=fields), done)

    @Slot(object)
    def _on_sites_chosen(self, sites: tuple[str, ...] | None) -> None:
        catalogue, article = self._desk.world.catalogue, self._editor.article
        name = catalogue.articles[article].name
        before = ArticleSites(id=article, sites=catalogue.sites.get(article))

        def done(facts: tuple[Fact, ...]) -> None:
            self._desk.say(
                tr("{name} : établissements changés", name=name),
                undo=lambda: self._desk.run(SetCatalogue(event=before)),
            )

        event = ArticleSites(id=article, sites=sites)
        self._desk.run(SetCatalogue(event=event), done)
