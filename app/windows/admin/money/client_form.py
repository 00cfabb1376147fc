"""One client who pays later: who it is, what is owed, every move, the statement."""

from collections.abc import Sequence

from PySide6.QtCore import Signal, Slot
from PySide6.QtGui import QAction

from app.presenters.admin.client_form import ClientDraft, statement_acts
from app.presenters.admin.credits import change_columns
from app.presenters.admin.drafts import values_of
from app.windows.admin.fields import Fields
from app.windows.admin.form import FormPane, act_menu, pair
from app.windows.admin.pairs import Pairs
from resources.texts import tr
from widgets import theme
from widgets.button import Button
from widgets.card import SectionHeader
from widgets.field import TextField
from widgets.table_model import Row
from widgets.table_view import DataTable

_MOVES = 240


class ClientForm(FormPane):
    """The form of a client.

    Signals:
        edited(str, object): a field of the draft has a new value.
        statement_requested(str): the statement, as which kind of file.
    """

    edited = Signal(str, object)
    statement_requested = Signal(str)

    def __init__(self) -> None:
        super().__init__()
        self.fields = Fields(self)
        self.owed = Pairs(align="end")
        self.statement = Button(
            tr("Relevé de compte"), kind="outlined", icon="download"
        )
        self.changes = DataTable(change_columns(), name=tr("Mouvements"), hint="")
        self.changes.setMinimumHeight(_MOVES)
        column = self.pages[0].content
        name = TextField(tr("Nom"), height=48)
        ceiling = TextField(
            tr("Plafond"), height=48, suffix="€", help_text=tr("Vide : sans plafond")
        )
        column.addWidget(self.fields.add("name", name))
        column.addWidget(self.fields.add("ceiling", ceiling))
        column.addSpacing(theme.SPACE.s)
        column.addWidget(self.owed)
        column.addSpacing(theme.SPACE.s)
        column.addWidget(self.statement)
        column.addSpacing(theme.SPACE.s)
        column.addWidget(self.changes, 1)
        column.addSpacing(theme.SPACE.s)
        mail = TextField(
            tr("E-mail"), height=48, help_text=tr("pour ses relevés et relances")
        )
        column.addWidget(self.fields.add("mail", mail))
        born = TextField(
            tr("Anniversaire"),
            height=48,
            placeholder="03/02",
            help_text=tr("pour les offres d'anniversaire"),
        )
        column.addWidget(self.fields.add("born", born))
        column.addSpacing(theme.SPACE.s)
        column.addWidget(SectionHeader(tr("Prélèvement SEPA")))
        iban = TextField(tr("IBAN"), height=48)
        column.addWidget(self.fields.add("iban", iban))
        optional = tr("facultatif")
        column.addLayout(
            pair(
                self.fields.add("mandate", TextField(tr("Mandat (RUM)"), height=48)),
                self.fields.add("signed", TextField(tr("Signé le"), height=48)),
            )
        )
        bic = TextField(tr("BIC"), height=48, help_text=optional)
        column.addWidget(self.fields.add("bic", bic))
        column.addStretch()
        self.fields.edited.connect(self.edited)
        self.statement.clicked.connect(self._on_statement_clicked)

    def display(
        self, title: str, draft: ClientDraft, errors: dict[str, str], changes: int
    ) -> None:
        """Shows the fields as stored or typed."""
        self.show_heading(title)
        self.fields.show_values(values_of(draft))
        self.fields.show_errors(errors)
        self.show_changes(changes)

    def show_account(
        self, owed: Sequence[tuple[str, str]], moves: Sequence[Row]
    ) -> None:
        """Shows what is owed and what happened; nothing of a new client."""
        self.owed.show_pairs(owed)
        self.owed.setVisible(bool(owed))
        self.statement.setVisible(bool(moves))
        self.changes.setVisible(bool(moves))
        self.changes.set_rows(moves)

    @Slot()
    def _on_statement_clicked(self) -> None:
        menu = act_menu(self, statement_acts())
        menu.triggered.connect(self._on_statement_triggered)
        menu.popup(self.statement.mapToGlobal(self.statement.rect().bottomLeft()))

    @Slot(QAction)
    def _on_statement_triggered(self, action: QAction) -> None:
        self.statement_requested.emit(str(action.data()))
