"""Drives a word to learn: said three times, or written another way, it becomes an alias."""

from PySide6.QtCore import QObject, Slot

from app.domain.catalogue.decide import SetCatalogue
from app.presenters.admin.headset_words import alias_of, meant_by, with_alias
from app.services.headset_care import HeadsetCare
from app.services.house import Fact
from app.windows.admin.headsets.panes import WordPane, WordView
from app.windows.desk import Desk
from resources.texts import language, tr
from widgets.dropdown import Entry


class HeadsetWords(QObject):
    """The article that was opened last."""

    def __init__(self, desk: Desk, pane: WordPane) -> None:
        super().__init__(pane)
        self._desk, self._pane = desk, pane
        self._key = self._headset = ""
        pane.headset_chosen.connect(self._on_headset_chosen)
        pane.said_began.connect(self._on_said_began)
        pane.said_ended.connect(self._on_said_ended)
        pane.keep_requested.connect(self._on_keep_requested)
        pane.again_requested.connect(self._on_again_requested)
        pane.alias_written.connect(self._on_alias_written)

    @property
    def _care(self) -> HeadsetCare:
        return self._desk.headsets.care

    def show(self, article: str) -> None:
        """Shows an article in the pane."""
        self._key = article
        found = self._desk.world.catalogue.articles.get(article)
        if found is None:
            return
        care = self._care.state()
        unknown = next((u for u in care.unknown if u.article == self._key), None)
        there = [s for s in self._desk.headsets.states() if s.link == "on"]
        chosen = self._headset or (there[0].id if there else "")
        self._headset = chosen
        self._pane.display(
            WordView(
                name=found.name,
                words=", ".join(unknown.words) if unknown else "—",
                aliases=found.spoken,
                substitute=unknown.substitute if unknown else "",
                headsets=[Entry(s.id, s.name) for s in there],
                chosen=chosen,
                heard=care.sayings.get(self._key, ()),
            )
        )

    @Slot(str)
    def _on_headset_chosen(self, headset: str) -> None:
        self._headset = headset

    @Slot()
    def _on_said_began(self) -> None:
        self._care.listen(self._headset, self._key)

    @Slot()
    def _on_said_ended(self) -> None:
        self._care.listened(self._headset)

    @Slot()
    def _on_keep_requested(self) -> None:
        self._keep(self._care.usable(self._key))
        self._on_again_requested()

    @Slot()
    def _on_again_requested(self) -> None:
        self._care.forget_sayings(self._key)

    @Slot(str)
    def _on_alias_written(self, text: str) -> None:
        self._keep((text,))

    def _keep(self, words: tuple[str, ...]) -> None:
        article = self._desk.world.catalogue.articles.get(self._key)
        before = article
        for each in words:
            if article is not None and (alias := alias_of(each, self._desk.world)):
                article = with_alias(article, alias, language())
        if article is None or before is None or article == before:
            self._desk.say(self._refusal(words), tone="refused")
            return
        back = SetCatalogue(event=before)
        said = tr(
            "{name} se dit aussi : {words}", name=article.name, words=", ".join(words)
        )

        def done(_: tuple[Fact, ...]) -> None:
            self._desk.say(said, undo=lambda: self._desk.run(back))

        self._desk.run(SetCatalogue(event=article), done)

    def _refusal(self, words: tuple[str, ...]) -> str:
        """Why none of these words was kept."""
        meant = (meant_by(each, self._desk.world) for each in words)
        article = next((each for each in meant if each is not None), None)
        if article is None:
            return tr("Rien d'utile n'a été entendu.")
        return tr("Ce mot veut déjà dire {name}.", name=article.name)
