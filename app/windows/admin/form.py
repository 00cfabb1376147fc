"""The form at the right of a list: head, tabs, fields that scroll, a foot that saves.

Saving is explicit: the foot says how many fields changed; nothing is kept until
*Enregistrer*. Source: picture 08.
"""

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtGui import QAction, QKeySequence, QShortcut
from PySide6.QtWidgets import (
    QHBoxLayout,
    QMenu,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from resources.texts import tr, trn
from widgets import theme
from widgets.button import Button, IconButton
from widgets.card import Line, Pane, SectionHeader
from widgets.choices import Choice, Tabs
from widgets.dialog import Sign
from widgets.scroll import ScrollPane
from widgets.text import Label
from widgets.top_bar import Heading

_MARGIN, _FOOT, _PAIR = 20, 72, 12
_ALONE = 8
"""A title without a subtitle stands so much lower: level with the cross."""


class SidePane(Pane):
    """What was opened, at the right of its list: head, pages that scroll, foot.

    Args:
        tabs: its pages; one page without tabs when empty.
        beside: it stands at the right of a list; else it is the whole section.

    Signals:
        closed: the cross.
        act_requested(str): key of an entry of the ⋮ menu.
    """

    closed = Signal()
    act_requested = Signal(str)

    def __init__(self, tabs: Sequence[Choice] = (), *, beside: bool = True) -> None:
        super().__init__(tone="card", edges=("left",) if beside else ())
        self.heading = Heading("", style="h3" if beside else "h2")
        self.more = IconButton(tr("Autres actions"), "more_vert")
        self.more.setVisible(False)
        self.close_button = IconButton(tr("Fermer"), "close")
        self.close_button.setVisible(beside)
        self._acts: tuple[tuple[str, str], ...] = ()
        self.tabs = Tabs(tabs, height=48, chosen=tabs[0].key if tabs else "")
        self.tabs.setVisible(bool(tabs))
        self.stack = QStackedWidget()
        self._keys = [tab.key for tab in tabs]
        self.pages = [self._page() for _ in tabs or ("",)]
        self.foot_pane = Pane(tone="card", edges=("top",))
        self.foot_pane.setFixedHeight(_FOOT + 1)
        self.foot = QHBoxLayout(self.foot_pane)
        self.foot.setContentsMargins(_MARGIN, 1, _MARGIN, 0)
        self.foot.setSpacing(theme.TOUCH.gap)
        column = QVBoxLayout(self)
        column.setContentsMargins(int(beside), 0, 0, 0)
        column.setSpacing(0)
        self._drop = 2 if beside else 11
        column.addLayout(self._head())
        if tabs:
            line = QHBoxLayout()
            line.setContentsMargins(_MARGIN - 12, 0, 8, 0)
            line.addWidget(self.tabs)
            column.addLayout(line)
        else:
            column.addSpacing(6)
        column.addWidget(Line())
        column.addWidget(self.stack, 1)
        column.addWidget(self.foot_pane)
        self.tabs.chosen.connect(self.show_tab)
        self.close_button.clicked.connect(self.closed)
        self.more.clicked.connect(self._on_more_clicked)

    def _page(self) -> ScrollPane:
        pane = ScrollPane(spacing=4)
        pane.content.setContentsMargins(_MARGIN, 12, _MARGIN, 12)
        self.stack.addWidget(pane)
        return pane

    def _head(self) -> QHBoxLayout:
        head = QHBoxLayout()
        head.setContentsMargins(_MARGIN, 12, 8, 0)
        head.setSpacing(theme.SPACE.m)
        self._title_line = words = QVBoxLayout()
        words.setContentsMargins(0, self._drop, 0, 0)
        words.addWidget(self.heading)
        words.addStretch(1)
        head.addLayout(words, 1)
        head.addWidget(self.more, 0, Qt.AlignmentFlag.AlignTop)
        head.addWidget(self.close_button, 0, Qt.AlignmentFlag.AlignTop)
        head.addStrut(60)
        return head

    @Slot(str)
    def show_tab(self, key: str) -> None:
        """Shows a page."""
        self.tabs.choose(key)
        self.stack.setCurrentIndex(self._keys.index(key))

    @property
    def tab(self) -> str:
        """Key of the page on show; "" without tabs."""
        return self._keys[self.stack.currentIndex()] if self._keys else ""

    def begin_at(self, key: str) -> None:
        """Something else was opened: a page of it, from its beginning."""
        self.show_tab(key)
        for page in self.pages:
            page.verticalScrollBar().setValue(0)

    def mark_tab(self, key: str, choices: Sequence[Choice]) -> None:
        """Shows other words or marks on the tabs, `key` staying in front."""
        self.tabs.set_choices(choices, chosen=key)

    def show_heading(self, title: str, subtitle: str = "") -> None:
        """What it is about, and who changed it last."""
        self.heading.show_words(title, subtitle=subtitle)
        lower = 0 if subtitle or self._drop > _ALONE else _ALONE
        self._title_line.setContentsMargins(0, self._drop + lower, 0, 0)

    def show_acts(self, acts: Sequence[tuple[str, str]]) -> None:
        """(key, words) for each entry of the ⋮ menu; none hides it."""
        self._acts = tuple(acts)
        self.more.setVisible(bool(acts))

    @Slot()
    def _on_more_clicked(self) -> None:
        menu = act_menu(self, self._acts)
        menu.triggered.connect(self._on_menu_triggered)
        menu.popup(self.more.mapToGlobal(self.more.rect().bottomLeft()))

    @Slot(QAction)
    def _on_menu_triggered(self, action: QAction) -> None:
        self.act_requested.emit(str(action.data()))


class FormPane(SidePane):
    """A form: its foot says how many fields changed, and saves.

    Signals:
        save_requested: *Enregistrer*, or Ctrl S.
        drop_requested: *Abandonner*.
    """

    save_requested = Signal()
    drop_requested = Signal()

    def __init__(self, tabs: Sequence[Choice] = (), *, beside: bool = True) -> None:
        super().__init__(tabs, beside=beside)
        self._pencil = Sign("edit", size=18)
        self._changes = Label(style="label", role="on_var")
        self.drop = Button(tr("Abandonner"), kind="text")
        self.save = Button(tr("Enregistrer"))
        self.foot.addWidget(self._pencil)
        self.foot.addSpacing(-4)
        self.foot.addWidget(self._changes)
        self.foot.addStretch(1)
        self.foot.addWidget(self.drop)
        self.foot.addWidget(self.save)
        self.drop.clicked.connect(self.drop_requested)
        self.save.clicked.connect(self.save_requested)
        keys = QShortcut(QKeySequence.StandardKey.Save, self)
        keys.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
        keys.activated.connect(self._on_save_key)
        self.show_changes(0)

    def show_changes(self, count: int, *, may_save: bool = True) -> None:
        """How many fields differ from what is stored."""
        self._pencil.setVisible(count > 0)
        self._changes.show_text(
            trn(count, "{n} modifié", "{n} modifiés") if count else ""
        )
        self.drop.setVisible(count > 0)
        self.save.setEnabled(count > 0 and may_save)

    @Slot()
    def _on_save_key(self) -> None:
        if self.save.isEnabled() and not self.save.busy:
            self.save_requested.emit()


def act_menu(parent: QWidget, acts: Sequence[tuple[str, str]]) -> QMenu:
    """A menu of acts that frees itself; each action carries its key."""
    menu = QMenu(parent)
    menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    for key, words in acts:
        menu.addAction(words).setData(key)
    return menu


def pair(
    left: QWidget, right: QWidget, shares: tuple[int, int] = (1, 1)
) -> QHBoxLayout:
    """Two fields side by side."""
    line = QHBoxLayout()
    line.setSpacing(_PAIR)
    line.addWidget(left, shares[0])
    line.addWidget(right, shares[1])
    return line


def group(title: str, note: str = "") -> SectionHeader:
    """The title of a group of fields."""
    return SectionHeader(title, note=note)
