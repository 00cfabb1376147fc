"""The form of the settings: each tab is what one looks for at a time, in two columns."""

from collections.abc import Callable, Mapping

from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QBoxLayout, QVBoxLayout, QWidget
from typing_extensions import override

from app.domain.kitchen.made import ENOUGH
from app.presenters.admin.drafts import values_of
from app.presenters.admin.setting_choices import (
    guest_entries,
    guest_fetch_entries,
    guest_pay_entries,
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
from app.presenters.admin.settings import SettingsDraft
from app.presenters.guest.pickup import pickup_call_entries, pickup_name_entries
from app.windows.admin.fields import Fields
from app.windows.admin.form import FormPane, pair
from resources.texts import tr
from widgets import theme
from widgets.button import Button
from widgets.card import SectionHeader
from widgets.choices import Choice
from widgets.dropdown import Dropdown
from widgets.field import TextField

_COLUMN, _TWO_COLUMNS = 440, 880

Build = Callable[["SettingsForm", QVBoxLayout], None]


def tabs() -> tuple[Choice, ...]:
    """What the settings are about."""
    return (
        Choice("house", tr("L'établissement")),
        Choice("day", tr("La journée")),
        Choice("kitchen", tr("La cuisine")),
        Choice("guests", tr("Les clients")),
        Choice("limits", tr("Limites")),
        Choice("programs", tr("Programmes et hub")),
    )


class SettingsForm(FormPane):
    """Every setting of the house, on a tab for each thing that they are about."""

    def __init__(self) -> None:
        super().__init__(tabs(), beside=False)
        self.fields = Fields(self)
        self._lines: list[QBoxLayout] = []
        self._wrong: frozenset[str] = frozenset()
        self.territory = Dropdown(tr("Territoire"), (), height=48)
        self.regime = Dropdown(tr("TVA"), (), height=48)
        self.own_prices = Dropdown(
            tr("Prix dans les établissements"), own_price_entries(), height=48
        )
        self.site_gifts = Dropdown(
            tr("Bons cadeaux des établissements"), site_gift_entries(), height=48
        )
        self.papers = _way(tr("Tickets et bons"), "receipt_long")
        self.mailbox = _way(tr("Compte de messagerie"), "mail")
        self.pay = _way(tr("Compte de paiement"), "credit_card")
        self.scans = _way(tr("Douchettes et étiquettes"), "barcode_scanner")
        self.keys = _way(tr("Mes raccourcis"), "keyboard")
        self.bump = _way(tr("Touches de la cuisine"), "keyboard")
        columns: tuple[tuple[Build, Build], ...] = (
            (_build_house, _build_papers),
            (_build_day, _build_keys),
            (_build_making, _build_pace),
            (_build_pickup, _build_kept),
            (_build_money, _build_answered),
            (_build_programs, _build_hub),
        )
        for page, builds in zip(self.pages, columns, strict=True):
            page.content.addLayout(self._two_columns(builds))
            page.content.addStretch(1)

    def _two_columns(self, builds: tuple[Build, Build]) -> QBoxLayout:
        line = QBoxLayout(QBoxLayout.Direction.LeftToRight)
        line.setSpacing(theme.SPACE.huge)
        self._lines.append(line)
        for build in builds:
            holder = QWidget()
            holder.setMaximumWidth(_COLUMN)
            column = QVBoxLayout(holder)
            column.setContentsMargins(0, 0, 0, 0)
            column.setSpacing(4)
            build(self, column)
            column.addStretch(1)
            line.addWidget(holder, 1)
        line.addStretch(0)
        return line

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        directions = QBoxLayout.Direction
        narrow = self.width() < _TWO_COLUMNS
        for line in self._lines:
            line.setDirection(
                directions.TopToBottom if narrow else directions.LeftToRight
            )
            line.setSpacing(theme.SPACE.xs if narrow else theme.SPACE.huge)

    def text_field(
        self, name: str, label: str, help_text: str = "", unit: str = ""
    ) -> TextField:
        """A field of text, to be put in a layout."""
        field = TextField(label, height=48, help_text=help_text, suffix=unit)
        return self.fields.add(name, field)

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
        self._mark_tabs(errors)
        self.show_changes(changes)

    def show_field(self, name: str) -> None:
        """Its tab, with the keyboard in it."""
        self.show_tab(self._tab_of(name))
        self.fields.focus(name)

    def _tab_of(self, name: str) -> str:
        field = self.fields[name]
        found = (number for number, p in enumerate(self.pages) if p.isAncestorOf(field))
        return tabs()[next(found)].key

    def _mark_tabs(self, errors: Mapping[str, str]) -> None:
        """A tab that hides something wrong carries a sign."""
        wrong = frozenset(self._tab_of(name) for name in errors)
        if wrong != self._wrong:
            self._wrong = wrong
            marked = [
                tab._replace(mark="error", mark_role="danger")
                if tab.key in wrong
                else tab
                for tab in tabs()
            ]
            self.mark_tab(self.tab, marked)

    def _show_country(self, draft: SettingsDraft) -> None:
        """What can be chosen in the country."""
        places = territory_entries(draft.profile)
        known = {entry.key for entry in places}
        chosen = draft.territory if draft.territory in known else places[0].key
        self.territory.set_entries(places, chosen=chosen)
        self.territory.setVisible(len(places) > 1)
        self.regime.set_entries(regime_entries(draft.profile), chosen=draft.regime)


# The house


def _build_house(form: "SettingsForm", column: QVBoxLayout) -> None:
    words = tr("En tête de chaque ticket")
    column.addWidget(form.text_field("name", tr("Nom"), words))
    column.addWidget(form.text_field("address", tr("Adresse")))
    column.addLayout(
        pair(
            form.text_field("siret", tr("SIRET")),
            form.text_field("naf", tr("Code APE")),
            (3, 2),
        )
    )
    column.addWidget(form.text_field("vat_number", tr("TVA intracommunautaire")))
    words = tr("À changer caisses fermées")
    profile = Dropdown(
        tr("Règles fiscales de"), profile_entries(), height=48, help_text=words
    )
    column.addLayout(
        pair(
            form.fields.add("profile", profile),
            form.fields.add("regime", form.regime),
        )
    )
    column.addWidget(form.fields.add("territory", form.territory))


def _build_papers(form: "SettingsForm", column: QVBoxLayout) -> None:
    column.addWidget(form.text_field("contact", tr("Contact sur le ticket")))
    words = tr("Vide : la page du hub")
    column.addWidget(form.text_field("menu", tr("Carte en ligne, pour le QR"), words))
    words = tr("Après chaque clôture : à vous, au comptable")
    name = tr("Témoin du journal par courriel")
    column.addWidget(form.text_field("witness", name, words))
    words = tr("Autorité RFC 3161, après chaque clôture ; vide : aucune")
    name = tr("Horodatage du journal")
    column.addWidget(form.text_field("stamping", name, words))
    _add_ways(column, form.papers, form.mailbox)


# The day


def _build_day(form: "SettingsForm", column: QVBoxLayout) -> None:
    column.addLayout(
        pair(
            form.text_field("cutoff", tr("La nuit finit à"), tr("Jour d'exploitation")),
            form.text_field("lock", tr("Verrouillage"), tr("0 : jamais"), "min"),
        )
    )
    photos = Dropdown(tr("Touches de la caisse"), photo_entries(), height=48)
    weighed = Dropdown(tr("Ce qui se vend au poids"), weighed_entries(), height=48)
    year = Dropdown(tr("L'exercice commence en"), year_entries(), height=48)
    for name, field in (("photos", photos), ("weighed", weighed), ("year", year)):
        column.addWidget(form.fields.add(name, field))


def _build_keys(form: "SettingsForm", column: QVBoxLayout) -> None:
    column.addWidget(form.fields.add("own_prices", form.own_prices))
    column.addWidget(form.fields.add("site_gifts", form.site_gifts))
    _add_ways(column, form.scans, form.keys)


# The kitchen


def _build_making(form: "SettingsForm", column: QVBoxLayout) -> None:
    words = tr("Papier : retenu par le terminal qui a l'imprimante")
    together = Dropdown(
        tr("Les plats d'une suite"), together_entries(), height=48, help_text=words
    )
    column.addWidget(form.fields.add("together", together))
    words = tr("D'habitude : 4 sur 5 prêts, d'un plat fait {n} fois", n=ENOUGH)
    limits = Dropdown(
        tr("Un bon est en retard"), limit_entries(), height=48, help_text=words
    )
    column.addWidget(form.fields.add("limits", limits))
    words = tr("Une tournée rejoint son bon pendant")
    help_text = tr("Sauf si c'est commencé ; 0 : toujours, comme ajout")
    column.addWidget(form.text_field("rounds", words, help_text, "min"))


def _build_pace(form: "SettingsForm", column: QVBoxLayout) -> None:
    pace = Dropdown(tr("Une suite part"), pace_entries(), height=48)
    minutes = form.text_field(
        "pace_minutes", tr("Après"), tr("Si elle part seule"), "min"
    )
    column.addLayout(pair(form.fields.add("pace", pace), minutes))
    passes = Dropdown(tr("Le passe"), pass_entries(), height=48)
    column.addWidget(form.fields.add("passes", passes))
    words = tr("Une assiette attend au passe")
    help_text = tr("Ensuite, les autres le savent ; 0 : jamais")
    column.addWidget(form.text_field("ready", words, help_text, "s"))
    _add_ways(column, form.bump)


# Guests


def _build_pickup(form: "SettingsForm", column: QVBoxLayout) -> None:
    names = Dropdown(tr("Commandes prêtes"), pickup_name_entries(), height=48)
    call = Dropdown(tr("Appelées"), pickup_call_entries(), height=48)
    column.addLayout(
        pair(
            form.fields.add("pickup_names", names),
            form.fields.add("pickup_call", call),
        )
    )
    words = tr("Une commande prête reste à l'écran")
    column.addWidget(form.text_field("pickup", words, unit="min"))


def _build_kept(form: "SettingsForm", column: QVBoxLayout) -> None:
    words = tr("Les clients commandent au téléphone")
    guests = Dropdown(words, guest_entries(), height=48)
    column.addWidget(form.fields.add("guests", guests))
    words = tr("L'addition sur leur téléphone")
    pay = Dropdown(words, guest_pay_entries(), height=48)
    column.addWidget(form.fields.add("guests_pay", pay))
    words = tr("Ils commandent à emporter, page /commander")
    fetch = Dropdown(words, guest_fetch_entries(), height=48)
    column.addWidget(form.fields.add("guests_fetch", fetch))
    silent = tr("Sans solde ni visite, puis son nom s'efface")
    column.addWidget(
        form.text_field("client_years", tr("Client gardé"), silent, tr("ans"))
    )
    _add_ways(column, form.pay)


# Limits


def _build_money(form: "SettingsForm", column: QVBoxLayout) -> None:
    words = tr("Note d'office dès")
    column.addLayout(
        pair(
            form.text_field("note", words, tr("25,00 en restauration"), "€"),
            form.text_field("voucher", tr("Titre-restaurant"), tr("Par personne"), "€"),
        )
    )
    mode = Dropdown(tr("Au-delà du plafond"), mode_entries(), height=48)
    column.addLayout(
        pair(
            form.text_field(
                "cash", tr("Plafond d'espèces"), tr("1 000,00 en France"), "€"
            ),
            form.fields.add("cash_mode", mode),
        )
    )
    taken = tr("Un franc vaut en euros : CHF 1,0512 ; fixé à l'ouverture de la caisse")
    column.addWidget(form.text_field("currencies", tr("Devises acceptées"), taken))
    months = tr("En mois ; 0 : sans limite")
    column.addLayout(
        pair(
            form.text_field("gift_months", tr("Bon cadeau valable"), months),
            form.text_field("store_months", tr("Avoir valable"), months),
        )
    )
    none = tr("0 : sans limite")
    column.addLayout(
        pair(
            form.text_field("gift_day", tr("Un bon paie par jour"), none, "€"),
            form.text_field("gift_apart", tr("Sans hub, par poste"), none, "€"),
        )
    )


def _build_answered(form: "SettingsForm", column: QVBoxLayout) -> None:
    watched = tr("Au-delà : un responsable")
    column.addLayout(
        pair(
            form.text_field("comp", tr("Offert"), watched, "€"),
            form.text_field("discount", tr("Remise"), watched, "%"),
        )
    )
    words = tr("Personnel 30 %, Direction 0 % ; à 0 %, un responsable")
    column.addWidget(
        form.text_field("kinds", tr("Remises qui ont leur plafond"), words)
    )
    each = tr("Par personne ; 0 : sans limite")
    beyond = tr("Responsable au-delà ; 0 : non")
    column.addWidget(form.text_field("budget", tr("Offerts par jour"), each, "€"))
    column.addLayout(
        pair(
            form.text_field("off", tr("Écart de caisse"), beyond, "€"),
            form.text_field("move", tr("Entrée ou sortie"), beyond, "€"),
        )
    )


# Programs


def _build_programs(form: "SettingsForm", column: QVBoxLayout) -> None:
    column.addWidget(SectionHeader(tr("Les programmes")))
    each = tr("Par minute et par clé")
    column.addLayout(
        pair(
            form.text_field("requests", tr("Demandes"), each),
            form.text_field("told", tr("Annonces"), each),
        )
    )
    column.addLayout(
        pair(
            form.text_field("connections", tr("Connexions"), tr("À la fois")),
            form.text_field("payload", tr("Taille d'une demande"), unit="Mo"),
        )
    )
    words = tr("Proposer un délai aux commandes en ligne dès")
    help_text = tr("De travail à un poste ; 0 : jamais")
    column.addWidget(form.text_field("load", words, help_text, "min"))
    words = tr("Leurs pages peuvent appeler ; vide : aucune")
    column.addWidget(form.text_field("origins", tr("Sites autorisés"), words))


def _build_hub(form: "SettingsForm", column: QVBoxLayout) -> None:
    column.addWidget(SectionHeader(tr("Le hub")))
    private = Dropdown(tr("Annonces vers"), private_entries(), height=48)
    column.addLayout(
        pair(
            form.text_field("takeover", tr("Reprise"), tr("0 : à la main"), "min"),
            form.fields.add("private", private),
            (2, 3),
        )
    )


def _way(words: str, icon: str) -> Button:
    return Button(words, kind="outlined", icon=icon)


def _add_ways(column: QVBoxLayout, *ways: Button) -> None:
    """What is set elsewhere, under the fields."""
    column.addSpacing(theme.SPACE.s)
    for way in ways:
        column.addWidget(way)
        column.addSpacing(theme.SPACE.xs)
