"""An article held under the finger: 86, countdown, its choices."""

from PySide6.QtCore import QObject, Slot

from app.domain.catalogue.decide import SetAvailability
from app.domain.catalogue.events import ArticleSet
from app.domain.catalogue.stock import on_hand, promised_pieces
from app.domain.vocabulary import MILLI
from app.presenters.pos.sheets import present_article_sheet
from app.windows.pos.sheets import ActsSheet, CountSheet
from app.windows.pos.taking import Taking
from app.windows.pos.work import Work
from resources.texts import tr

_NO_LIMIT = -1
_MOST = 9999


class ArticleActs(QObject):
    """Acts on an article of the catalogue."""

    def __init__(self, work: Work, taking: Taking) -> None:
        super().__init__(work)
        self._work, self._taking = work, taking
        self._article = ""

    @property
    def article(self) -> ArticleSet | None:
        """The article that the sheet is about."""
        return self._work.world.catalogue.articles.get(self._article)

    @Slot(str)
    def open(self, article_id: str) -> None:
        """Shows what can be done with an article."""
        self._article = article_id
        work, article = self._work, self.article
        if article is None:
            return
        view = present_article_sheet(work.world, article, work.served, work.sight())
        sheet = ActsSheet(
            work.beside,
            view.title,
            view.acts,
            subtitle=view.subtitle,
            note=view.allergens,
        )
        sheet.act_chosen.connect(self._on_act_chosen)
        work.open_sheet(sheet)

    @Slot(str)
    def _on_act_chosen(self, act: str) -> None:
        if act == "choose":
            self._taking.take(self._article, choose=True)
        elif act == "apart":
            self._work.close_sheet()
            self._work.state.apart = True
            self._taking.take(self._article)
        elif act == "86":
            self._set(0)
        elif act == "unlimited":
            self._set(_NO_LIMIT)
        elif act == "count":
            self._ask_count()

    def _set(self, remaining: int) -> None:
        work, article = self._work, self.article
        if article is None:
            return
        known = on_hand(work.world, article.id)
        before = _NO_LIMIT if known is None else known
        back = SetAvailability(article=article.id, remaining=before)
        words = {
            0: tr("{name} en rupture", name=article.name),
            _NO_LIMIT: tr("{name} remis en vente", name=article.name),
        }.get(remaining, tr("{name} : reste {n}", name=article.name, n=remaining))
        work.close_sheet()
        work.run(
            SetAvailability(article=article.id, remaining=remaining),
            lambda _: work.say(words, back),
        )

    def _ask_count(self) -> None:
        article = self.article
        if article is None:
            return
        world = self._work.world
        promised = promised_pieces(world, article.id) // MILLI
        question = tr("Combien en reste-t-il ?")
        if promised:
            question += " " + tr("Comptez aussi ce qui est promis ({n}).", n=promised)
        sheet = CountSheet(
            self._work.beside,
            article.name,
            question,
            chosen=on_hand(world, article.id) or 0,
            highest=_MOST,
        )
        sheet.count_chosen.connect(self._on_count_chosen)
        self._work.open_sheet(sheet)

    @Slot(int)
    def _on_count_chosen(self, count: int) -> None:
        self._set(count)
