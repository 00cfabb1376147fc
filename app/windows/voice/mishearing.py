"""A word was misheard: a finger says which article it was, and the word may mean it."""

from functools import partial

from PySide6.QtCore import QObject, Slot

from app.domain.catalogue.decide import SetCatalogue
from app.presenters.admin.headset_words import (
    Meanings,
    alias_of,
    heard_word,
    with_alias,
)
from app.services.headset_care import tongue_of
from app.windows.desk import Desk
from app.windows.voice.pane import VoicePane
from app.windows.voice.which_sheet import WhichSheet
from resources.texts import tr


class Mishearing(QObject):
    """Corrects the article of a line, and offers to remember the word for it."""

    def __init__(self, desk: Desk, pane: VoicePane) -> None:
        super().__init__(pane)
        self._desk, self._pane = desk, pane
        self._headset = self._line = self._heard = self._tongue = ""

    def ask(self, headset: str, line: str) -> None:
        """Asks which article a line of this headset's draft was."""
        state = self._desk.headsets.state(headset)
        self._tongue = tongue_of(self._desk.house, state.person)
        found = next((each for each in state.draft if each.id == line), None)
        if found is None:
            return
        self._headset, self._line, self._heard = headset, line, heard_word(found)
        meanings = Meanings(self._desk.world)
        asked = self._heard or found.text
        sheet = WhichSheet(self._pane.window(), meanings, asked)
        sheet.article_chosen.connect(self._on_article_chosen)
        sheet.open()
        sheet.search.setFocus()

    @Slot(str)
    def _on_article_chosen(self, article: str) -> None:
        found = self._desk.world.catalogue.articles.get(article)
        if found is None:
            return
        self._desk.headsets.room.replace(self._headset, self._line, article)
        alias = alias_of(self._heard, self._desk.world)
        if alias:
            words = tr("« {word} » : {name} désormais ?", word=alias, name=found.name)
            keep = partial(self._keep, article, alias)
            self._desk.say(words, undo=keep, act=tr("Retenir"), icon="bookmark")

    def _keep(self, article: str, alias: str) -> None:
        found = self._desk.world.catalogue.articles.get(article)
        if found is not None:
            words = tr("« {word} » veut dire {name}.", word=alias, name=found.name)
            command = SetCatalogue(event=with_alias(found, alias, self._tongue))
            self._desk.run(command, lambda _: self._desk.say(words))
