"""Réglages: identity, day, limits, lock, as one form that is saved explicitly."""

from collections.abc import Mapping

from PySide6.QtCore import QObject, Slot
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QBoxLayout, QVBoxLayout, QWidget
from typing_extensions import override

from app.domain.kitchen.made import ENOUGH
from app.domain.rules import SetSetting
from app.domain.settings import SettingSet
from app.presenters.admin_drafts import changed_fields, values_of, with_field
from app.presenters.admin_settings import (
    SettingsDraft,
    settings_draft,
    settings_errors,
    settings_values,
)
from app.presenters.pickup import pickup_call_entries, pickup_name_entries
from app.presenters.setting_choices import (
    guest_entries,
    limit_entries,
    mode_entries,
    own_price_entries,
    pace_entries,
    pass_entries,
    photo_entries,
    private_entries,
    profile_entries,
    regime_entries,
    site_gift_entries,
    territory_entries,
    together_entries,
    weighed_entries,
    year_entries,
)
from app.services.house import Fact
from app.windows.admin.fields import Fields
from app.windows.admin.form import FormPane, pair
from app.windows.admin.scan_sheet import ScanSheet
from app.windows.admin.section import Section
from app.windows.admin.template_sheet import TemplateSheet
from app.windows.board import DeviceBoard
from app.windows.bump_bar import BumpSheet
from app.windows.desk import Desk
from app.windows.keys_sheet import OwnKeysSheet
from app.windows.mail_account import MailAccountSheet
from resources.texts import tr
from widgets import theme
from widgets.button import Button
from widgets.card import SectionHeader
from widgets.dropdown import Dropdown
from widgets.field import TextField

_COLUMN, _TWO_COLUMNS = 440, 880


class SettingsForm(FormPane):
    """Every setting of the house in two columns."""

    def __init__(self) -> None:
        super().__init__(beside=False)
        self.fields = Fields(self)
        left, right = QVBoxLayout(), QVBoxLayout()
        for column in (left, right):
            column.setSpacing(4)
        self._build_identity(left)
        self._build_day(right)
        self._build_limits(right)
        self._build_programs(left)
        self._build_hub(right)
        for column in (left, right):
            column.addStretch(1)
        self._line = line = QBoxLayout(QBoxLayout.Direction.LeftToRight)
        line.setSpacing(theme.SPACE.huge)
        for column in (left, right):
            holder = QWidget()
            holder.setLayout(column)
            column.setContentsMargins(0, 0, 0, 0)
            holder.setMaximumWidth(_COLUMN)
            line.addWidget(holder, 1)
        line.addStretch(0)
        self.pages[0].content.addLayout(line)
        self.pages[0].content.addStretch(1)

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        directions = QBoxLayout.Direction
        narrow = self.width() < _TWO_COLUMNS
        self._line.setDirection(
            directions.TopToBottom if narrow else directions.LeftToRight
        )

    def _text(
        self, name: str, label: str, help_text: str = "", unit: str = ""
    ) -> TextField:
        field = TextField(label, height=48, help_text=help_text, suffix=unit)
        return self.fields.add(name, field)

    def _build_identity(self, column: QVBoxLayout) -> None:
        column.addWidget(SectionHeader(tr("L'établissement")))
        column.addSpacing(theme.SPACE.xs)
        words = tr("En tête de chaque ticket")
        column.addWidget(self._text("name", tr("Nom"), words))
        column.addWidget(self._text("address", tr("Adresse")))
        column.addLayout(
            pair(
                self._text("siret", tr("SIRET")),
                self._text("naf", tr("Code APE")),
                (3, 2),
            )
        )
        column.addWidget(self._text("vat_number", tr("TVA intracommunautaire")))
        self._add_country(column)
        column.addWidget(self._text("contact", tr("Contact sur le ticket")))
        self.papers = Button(
            tr("Tickets et bons"), kind="outlined", icon="receipt_long"
        )
        column.addWidget(self.papers)
        words = tr("Vide : la page du hub")
        column.addWidget(self._text("menu", tr("Carte en ligne, pour le QR"), words))
        words = tr("Après chaque clôture : à vous, au comptable")
        name = tr("Témoin du journal par courriel")
        column.addWidget(self._text("witness", name, words))
        self.mailbox = Button(tr("Compte de messagerie"), kind="outlined", icon="mail")
        column.addWidget(self.mailbox)
        words = tr("Autorité RFC 3161, après chaque clôture ; vide : aucune")
        name = tr("Horodatage du journal")
        column.addWidget(self._text("stamping", name, words))

    def _add_country(self, column: QVBoxLayout) -> None:
        words = tr("À changer caisses fermées")
        self.territory = Dropdown(tr("Territoire"), (), height=48)
        self.regime = Dropdown(tr("TVA"), (), height=48)
        profile = Dropdown(
            tr("Règles fiscales de"), profile_entries(), height=48, help_text=words
        )
        column.addLayout(
            pair(
                self.fields.add("profile", profile),
                self.fields.add("regime", self.regime),
            )
        )
        column.addWidget(self.fields.add("territory", self.territory))

    def _build_day(self, column: QVBoxLayout) -> None:
        column.addWidget(SectionHeader(tr("La journée")))
        column.addSpacing(theme.SPACE.xs)
        column.addLayout(
            pair(
                self._text("cutoff", tr("La nuit finit à"), tr("Jour d'exploitation")),
                self._text("lock", tr("Verrouillage"), tr("0 : jamais"), "min"),
            )
        )
        photos = Dropdown(tr("Touches de la caisse"), photo_entries(), height=48)
        weighed = Dropdown(tr("Ce qui se vend au poids"), weighed_entries(), height=48)
        year = Dropdown(tr("L'exercice commence en"), year_entries(), height=48)
        words = tr("Prix dans les établissements")
        self.own_prices = Dropdown(words, own_price_entries(), height=48)
        words = tr("Bons cadeaux des établissements")
        self.site_gifts = Dropdown(words, site_gift_entries(), height=48)
        self.scans = Button(
            tr("Douchettes et étiquettes"), kind="outlined", icon="barcode_scanner"
        )
        for name, field in (
            ("photos", photos),
            ("weighed", weighed),
            ("year", year),
            ("own_prices", self.own_prices),
            ("site_gifts", self.site_gifts),
        ):
            column.addWidget(self.fields.add(name, field))
        together = Dropdown(tr("Les plats d'une suite"), together_entries(), height=48)
        column.addWidget(self.fields.add("together", together))
        words = tr("D'habitude : 4 sur 5 prêts, d'un plat fait {n} fois", n=ENOUGH)
        limits = Dropdown(
            tr("Un bon est en retard"), limit_entries(), height=48, help_text=words
        )
        column.addWidget(self.fields.add("limits", limits))
        words = tr("Une tournée rejoint son bon pendant")
        help_text = tr("Sauf si c'est commencé ; 0 : toujours, comme ajout")
        column.addWidget(self._text("rounds", words, help_text, "min"))
        pace = Dropdown(tr("Une suite part"), pace_entries(), height=48)
        minutes = self._text(
            "pace_minutes", tr("Après"), tr("Si elle part seule"), "min"
        )
        column.addLayout(pair(self.fields.add("pace", pace), minutes))
        passes = Dropdown(tr("Le passe"), pass_entries(), height=48)
        column.addWidget(self.fields.add("passes", passes))
        words = tr("Une assiette attend au passe")
        help_text = tr("Ensuite, les autres le savent ; 0 : jamais")
        column.addWidget(self._text("ready", words, help_text, "s"))
        self._add_pickup(column)
        column.addWidget(self.scans)
        self.bump = Button(
            tr("Touches de la cuisine"), kind="outlined", icon="keyboard"
        )
        column.addWidget(self.bump)
        self.keys = Button(tr("Mes raccourcis"), kind="outlined", icon="keyboard")
        column.addWidget(self.keys)

    def _add_pickup(self, column: QVBoxLayout) -> None:
        names = Dropdown(tr("Commandes prêtes"), pickup_name_entries(), height=48)
        call = Dropdown(tr("Appelées"), pickup_call_entries(), height=48)
        column.addLayout(
            pair(
                self.fields.add("pickup_names", names),
                self.fields.add("pickup_call", call),
            )
        )
        words = tr("Une commande prête reste à l'écran")
        column.addWidget(self._text("pickup", words, unit="min"))
        words = tr("Les clients commandent au téléphone")
        guests = Dropdown(words, guest_entries(), height=48)
        column.addWidget(self.fields.add("guests", guests))

    def _build_limits(self, column: QVBoxLayout) -> None:
        column.addSpacing(theme.SPACE.m)
        column.addWidget(SectionHeader(tr("Limites")))
        column.addSpacing(theme.SPACE.xs)
        words = tr("Note d'office dès")
        column.addLayout(
            pair(
                self._text("note", words, tr("25,00 en restauration"), "€"),
                self._text("voucher", tr("Titre-restaurant"), tr("Par personne"), "€"),
            )
        )
        mode = Dropdown(tr("Au-delà du plafond"), mode_entries(), height=48)
        column.addLayout(
            pair(
                self._text(
                    "cash", tr("Plafond d'espèces"), tr("1 000,00 en France"), "€"
                ),
                self.fields.add("cash_mode", mode),
            )
        )
        taken = tr(
            "Un franc vaut en euros : CHF 1,0512 ; fixé à l'ouverture de la caisse"
        )
        column.addWidget(self._text("currencies", tr("Devises acceptées"), taken))
        months = tr("En mois ; 0 : sans limite")
        column.addLayout(
            pair(
                self._text("gift_months", tr("Bon cadeau valable"), months),
                self._text("store_months", tr("Avoir valable"), months),
            )
        )
        none = tr("0 : sans limite")
        column.addLayout(
            pair(
                self._text("gift_day", tr("Un bon paie par jour"), none, "€"),
                self._text("gift_apart", tr("Sans hub, par poste"), none, "€"),
            )
        )
        silent = tr("Sans solde ni visite, puis son nom s'efface")
        column.addWidget(
            self._text("client_years", tr("Client gardé"), silent, tr("ans"))
        )
        watched = tr("Au-delà : un responsable")
        column.addLayout(
            pair(
                self._text("comp", tr("Offert"), watched, "€"),
                self._text("discount", tr("Remise"), watched, "%"),
            )
        )
        words = tr("Personnel 30 %, Direction 0 % ; à 0 %, un responsable")
        column.addWidget(self._text("kinds", tr("Remises qui ont leur plafond"), words))
        each = tr("Par personne ; 0 : sans limite")
        beyond = tr("Responsable au-delà ; 0 : non")
        column.addWidget(self._text("budget", tr("Offerts par jour"), each, "€"))
        column.addLayout(
            pair(
                self._text("off", tr("Écart de caisse"), beyond, "€"),
                self._text("move", tr("Entrée ou sortie"), beyond, "€"),
            )
        )

    def _build_programs(self, column: QVBoxLayout) -> None:
        column.addSpacing(theme.SPACE.m)
        column.addWidget(SectionHeader(tr("Les programmes")))
        column.addSpacing(theme.SPACE.xs)
        each = tr("Par minute et par clé")
        column.addLayout(
            pair(
                self._text("requests", tr("Demandes"), each),
                self._text("told", tr("Annonces"), each),
            )
        )
        column.addLayout(
            pair(
                self._text("connections", tr("Connexions"), tr("À la fois")),
                self._text("payload", tr("Taille d'une demande"), unit="Mo"),
            )
        )
        words = tr("Proposer un délai aux commandes en ligne dès")
        help_text = tr("De travail à un poste ; 0 : jamais")
        column.addWidget(self._text("load", words, help_text, "min"))
        words = tr("Leurs pages peuvent appeler ; vide : aucune")
        column.addWidget(self._text("origins", tr("Sites autorisés"), words))

    def _build_hub(self, column: QVBoxLayout) -> None:
        column.addSpacing(theme.SPACE.m)
        column.addWidget(SectionHeader(tr("Le hub")))
        column.addSpacing(theme.SPACE.xs)
        private = Dropdown(tr("Annonces vers"), private_entries(), height=48)
        column.addLayout(
            pair(
                self._text("takeover", tr("Reprise"), tr("0 : à la main"), "min"),
                self.fields.add("private", private),
                (2, 3),
            )
        )

    def display(
        self,
        draft: SettingsDraft,
        changes: int,
        errors: Mapping[str, str],
        *,
        sites: bool,
    ) -> None:
        """Shows the settings; what is being typed stays as it is.

        Args:
            sites: this is a head office, and says what its sites may.
        """
        self.own_prices.setVisible(sites)
        self.site_gifts.setVisible(sites)
        self._show_country(draft)
        self.show_heading(tr("Réglages"))
        self.fields.show_values(values_of(draft))
        self.fields.show_errors(errors)
        self.show_changes(changes)

    def _show_country(self, draft: SettingsDraft) -> None:
        """What can be chosen in the country."""
        places = territory_entries(draft.profile)
        known = {entry.key for entry in places}
        chosen = draft.territory if draft.territory in known else places[0].key
        self.territory.set_entries(places, chosen=chosen)
        self.territory.setVisible(len(places) > 1)
        self.regime.set_entries(regime_entries(draft.profile), chosen=draft.regime)


class SettingsSection(Section):
    """The settings."""

    def __init__(
        self, desk: Desk, board: DeviceBoard, parent: QWidget | None = None
    ) -> None:
        super().__init__(desk, board, parent)
        self.form = SettingsForm()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self.form)
        self.controller = SettingsController(desk, self)

    @override
    def show_place(self, argument: str) -> None:
        self.controller.begin()


class SettingsController(QObject):
    """One form of settings; a draft outlives a look elsewhere."""

    def __init__(self, desk: Desk, section: SettingsSection) -> None:
        super().__init__(section)
        self._desk, self._form = desk, section.form
        self._stored = settings_draft(desk.world.settings)
        self._draft = self._stored
        self._said: set[str] = set()
        self._connect_signals()

    def _connect_signals(self) -> None:
        form = self._form
        self._desk.changed.connect(self._on_changed)
        form.fields.edited.connect(self._on_edited)
        form.fields.left.connect(self._on_left)
        form.save_requested.connect(self._on_save)
        form.drop_requested.connect(self._on_drop)
        form.mailbox.clicked.connect(self._on_mailbox)
        form.scans.clicked.connect(self._on_scans)
        form.papers.clicked.connect(self._on_papers)
        form.bump.clicked.connect(self._on_bump)
        form.keys.clicked.connect(self._on_keys)

    def begin(self) -> None:
        """Shows the settings as they are, or as they were being typed."""
        self._take_stored()
        self._show()

    def _take_stored(self) -> None:
        before, self._stored = self._stored, settings_draft(self._desk.world.settings)
        kept = changed_fields(self._draft, before)
        draft = self._stored
        for name in kept:
            draft = with_field(draft, name, getattr(self._draft, name))
        self._draft = draft

    def _show(self) -> None:
        errors = settings_errors(self._draft, self._stored)
        changes = len(changed_fields(self._draft, self._stored))
        said = {k: v for k, v in errors.items() if k in self._said}
        sites = bool(self._desk.world.terminals.sites)
        self._form.display(self._draft, changes, said, sites=sites)

    @Slot(object)
    def _on_changed(self, facts: tuple[Fact, ...]) -> None:
        if any(isinstance(fact.event, SettingSet) for fact in facts):
            self._take_stored()
            self._show()

    @Slot()
    def _on_papers(self) -> None:
        TemplateSheet(self._form, self._desk).open()

    @Slot()
    def _on_scans(self) -> None:
        ScanSheet(self._form, self._desk).open()

    @Slot()
    def _on_bump(self) -> None:
        BumpSheet(self._form, self._desk, "").open()

    @Slot()
    def _on_keys(self) -> None:
        OwnKeysSheet(self._form, self._desk, "").open()

    @Slot()
    def _on_mailbox(self) -> None:
        invoicing = self._desk.invoicing
        if invoicing is not None:
            MailAccountSheet(self._form, self._desk, invoicing).open()

    @Slot(str, object)
    def _on_edited(self, name: str, value: object) -> None:
        self._draft = with_field(self._draft, name, value)
        self._show()

    @Slot(str)
    def _on_left(self, name: str) -> None:
        if name in changed_fields(self._draft, self._stored):
            self._said.add(name)
            self._show()

    @Slot()
    def _on_drop(self) -> None:
        kept, self._draft, self._said = self._draft, self._stored, set()
        self._show()

        def take_back() -> None:
            self._draft = kept
            self._show()

        self._desk.say(tr("Modifications abandonnées"), undo=take_back)

    @Slot()
    def _on_save(self) -> None:
        errors = settings_errors(self._draft, self._stored)
        if errors:
            self._said = set(errors)
            self._show()
            self._form.fields.focus(next(iter(errors)))
            return
        settings = self._desk.world.settings
        values = settings_values(self._draft, self._stored)
        stood = dict(settings.values)
        saved = [self._set(key, value) for key, value in values.items()]
        if all(saved):
            self._said = set()
            # "10" and "10,00" are the same once they are kept.
            self._draft = self._stored = settings_draft(settings)
            self._show()
            before = {k: was for k, was in stood.items() if settings.text(k) != was}

            def take_back() -> None:
                for key, value in before.items():
                    self._set(key, value)

            self._desk.say(tr("Réglages enregistrés"), undo=take_back)

    def _set(self, key: str, value: str) -> bool:
        return bool(self._desk.run(SetSetting(key=key, value=value)))
