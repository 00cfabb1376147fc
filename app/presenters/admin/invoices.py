"""Invoices, reports and companies of the back office in words."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime

from app.domain.invoices.events import CREDIT
from app.domain.invoices.reports import (
    CORRECTED,
    REFUSED,
    SENT,
    TAKEN,
    TRANSACTIONS,
    WAITING,
    FlowStated,
    ReportMade,
)
from app.domain.invoices.settings import safe_address
from app.domain.settings import SIMULATED, Settings
from app.fiscal.invoicing import invoice_of
from app.fiscal.parties import Party, companies, company_of
from app.presenters.admin.companies import spaced
from app.presenters.admin.days import day_error, day_of, typed_day
from app.presenters.admin.words import moment_words
from app.projections.invoices import StoredInvoice
from app.projections.queries import StoredDocument
from app.services.house import House
from resources.texts import amount, price, short_date, tr, trn
from widgets.dropdown import Entry
from widgets.table_model import Cell, Column, Row
from widgets.tag import TagKind

LIMIT = 500
"""Most invoices of a list, the newest ones; older ones are found by their number."""
_STATES: dict[str, tuple[str, TagKind, str]] = {
    WAITING: ("à envoyer", "warning", "schedule"),
    SENT: ("en contrôle", "info", "upload"),
    TAKEN: ("acceptée", "success", "cloud_done"),
    REFUSED: ("refusée", "danger", "cloud_off"),
}
PLATFORM_KEYS: dict[str, str] = {
    "legal": "house.legal",
    "regime": "vat.regime",
    "debits": "vat.debits",
    "since": "ereporting.since",
    "flows": "platform.flows",
    "directory": "platform.directory",
    "token": "platform.token",
    "organization": "platform.organization",
    "number": "platform.number",
    "platform": "platform.name",
}
"""Field of the form -> key of the setting."""


def invoice_columns() -> tuple[Column, ...]:
    """The columns of the invoices."""
    return (
        Column("number", tr("Numéro"), 128, style="strong"),
        Column("moment", tr("Date"), 104),
        Column("company", tr("Société")),
        Column("state", tr("Plateforme"), 132),
        Column("total", tr("Total TTC"), 104, "end", "plain"),
    )


def invoice_rows(
    house: House, found: Iterable[StoredInvoice], states: Mapping[str, FlowStated]
) -> list[Row]:
    """Invoices as they are listed."""
    now, known = house.clock(), companies(house)
    rows = []
    for each in found:
        event, moment = each.event, datetime.fromisoformat(each.ts)
        party = known.get(event.company)
        cents = -event.total if event.type == CREDIT else event.total
        icon = "assignment_return" if event.type == CREDIT else "request_quote"
        rows.append(
            Row(
                event.invoice,
                (
                    Cell(each.number, sort=each.number),
                    Cell(moment_words(moment, now), sort=each.ts),
                    Cell(party.name if party else tr("société oubliée"), icon=icon),
                    state_cell(states.get(event.invoice)),
                    Cell(amount(cents), sort=cents),
                ),
            )
        )
    return rows


def invoice_words(found: Iterable[StoredInvoice]) -> str:
    """ "3 factures · 254,10 €"; of more than are listed no sum."""
    known = list(found)
    if len(known) == LIMIT:
        return tr("les {n} dernières", n=LIMIT)
    cents = sum(
        -e.event.total if e.event.type == CREDIT else e.event.total for e in known
    )
    return f"{trn(len(known), '{n} facture', '{n} factures')} · {price(cents)}"


def state_cell(stated: FlowStated | None) -> Cell:
    """How a file stands at the platform."""
    if stated is None:
        return Cell("—")
    words, tag, icon = _STATES[stated.state]
    return Cell(tr(words), tag=tag, icon=icon)


@dataclass(frozen=True, slots=True, kw_only=True)
class InvoiceView:
    """One invoice as it is shown.

    Attributes:
        email: where its company wants it, "" for nowhere.
        may_send: it can go to the platform, for the first time or again.
        receipt: id of the ticket or the refund that it is of.
    """

    title: str
    subtitle: str
    facts: tuple[tuple[str, str], ...]
    email: str
    may_send: bool
    receipt: str


def present_invoice(
    house: House,
    stored: StoredInvoice,
    of: StoredDocument | None,
    taken_back: Iterable[StoredInvoice],
    stated: FlowStated | None,
) -> InvoiceView:
    """An invoice with what it is of, what took it back and where it stands."""
    event = stored.event
    party = company_of(house, event.company)
    facts = [
        (tr("Société"), party.name if party else tr("société oubliée")),
        (tr("SIREN ou SIRET"), spaced(party.siret or party.siren) if party else "—"),
        (tr("Total TTC"), price(event.total)),
        (tr("Reste dû"), price(event.unpaid)),
        (tr("Du ticket"), of.number if of else "—"),
        (tr("Cadre"), mode_words(event.mode)),
        *((tr("Facture d'avoir"), each.number) for each in taken_back),
    ]
    if stated is not None:
        words = tr(_STATES[stated.state][0])
        facts.append((tr("Plateforme"), words))
        facts += [(tr("Dit"), stated.detail)] if stated.detail else []
    facts.append((tr("Fichier"), event.file))
    moment = datetime.fromisoformat(stored.ts)
    return InvoiceView(
        title=invoice_of(stored),
        subtitle=moment_words(moment, house.clock()),
        facts=tuple(facts),
        email=party.email if party else "",
        may_send=bool(house.world.settings.text("platform.flows"))
        and (stated is None or stated.state == REFUSED),
        receipt=event.of[0],
    )


def mode_words(mode: str) -> str:
    """BT-23 in words."""
    what = {"B": tr("biens"), "S": tr("services"), "M": tr("biens et services")}
    how = {
        "1": tr("à payer"),
        "2": tr("payée"),
        "7": tr("déjà déclarée avec les recettes"),
    }
    return f"{mode} · {what[mode[0]]}, {how[mode[1]]}"


# ------------------------------------------------------------------------- reports


def report_columns() -> tuple[Column, ...]:
    """The columns of the reports."""
    return (
        Column("period", tr("Période"), style="strong"),
        Column("kind", tr("Déclaration"), 150),
        Column("type", tr("Type"), 120, drop=1),
        Column("state", tr("Plateforme"), 132),
        Column("net", tr("Montant"), 104, "end", "plain"),
        Column("tax", tr("TVA"), 88, "end"),
    )


def report_rows(
    made: Iterable[ReportMade], states: Mapping[str, FlowStated]
) -> list[Row]:
    """Reports as they are listed, the newest first."""
    rows = []
    for each in sorted(
        made, key=lambda report: (report.first, report.kind), reverse=True
    ):
        first, last = map(date.fromisoformat, (each.first, each.last))
        transactions = each.kind == TRANSACTIONS
        rows.append(
            Row(
                each.report,
                (
                    Cell(f"{short_date(first)} – {short_date(last)}", sort=each.first),
                    tr("Ventes (10.3)") if transactions else tr("Encaissements (10.4)"),
                    tr("rectificative") if each.type == CORRECTED else tr("initiale"),
                    state_cell(states.get(each.report)),
                    Cell(amount(each.net), sort=each.net),
                    Cell(amount(each.tax) if transactions else "—", sort=each.tax),
                ),
            )
        )
    return rows


# ----------------------------------------------------------------------- companies


def company_columns() -> tuple[Column, ...]:
    """The columns of the companies."""
    return (
        Column("name", tr("Société"), style="strong"),
        Column("number", tr("SIREN ou SIRET"), 170),
        Column("city", tr("Ville"), 150, drop=1),
        Column("email", tr("E-mail"), 180, drop=2),
    )


def company_list(known: Mapping[str, Party]) -> list[Row]:
    """The companies that are known."""
    ordered = sorted(known.items(), key=lambda each: each[1].name.casefold())
    return [
        Row(
            company,
            (
                party.name,
                spaced(party.siret or party.siren),
                " ".join(filter(None, (party.postcode, party.city))),
                party.email,
            ),
        )
        for company, party in ordered
    ]


# ------------------------------------------------------------------------ platform


@dataclass(frozen=True, slots=True, kw_only=True)
class PlatformDraft:
    """The form of what is said on invoices and where they go.

    Attributes:
        since: "01/09/2027", "" for not yet.
        client, secret: what Sotto logs in with; never shown again.
    """

    legal: str
    regime: str
    debits: str
    since: str
    flows: str
    directory: str
    token: str
    organization: str
    number: str
    platform: str
    client: str = ""
    secret: str = ""


def platform_draft(settings: Settings) -> PlatformDraft:
    """The form as it is stored."""
    values = {name: settings.text(key) for name, key in PLATFORM_KEYS.items()}
    values["since"] = typed_day(values["since"])
    return PlatformDraft(**values)


def platform_values(draft: PlatformDraft) -> dict[str, str]:
    """Key -> value of every setting of the form without errors, as the facts want it."""
    values = {
        key: str(getattr(draft, name)).strip() for name, key in PLATFORM_KEYS.items()
    }
    values["ereporting.since"] = day_of(draft.since) or ""
    return values


def platform_errors(draft: PlatformDraft) -> dict[str, str]:
    """Field -> what is wrong with it."""
    errors = {}
    for name in ("flows", "directory", "token"):
        text = getattr(draft, name).strip()
        simulated = name == "flows" and text == SIMULATED
        if text and not (safe_address(text) or simulated):
            errors[name] = tr("Une adresse https://")
    if day_error(draft.since):
        errors["since"] = tr("JJ/MM/AAAA")
    if draft.number.strip() and len(draft.number.strip()) != 4:
        errors["number"] = tr("{n} caractères", n=4)
    if bool(draft.client.strip()) != bool(draft.secret.strip()):
        errors["secret"] = tr("L'identifiant et le secret vont ensemble")
    return errors


def regime_entries() -> tuple[Entry, ...]:
    """How often takings are reported."""
    return (
        Entry("real_monthly", tr("Réel normal, mensuel")),
        Entry("real_quarterly", tr("Réel normal, trimestriel")),
        Entry("simplified", tr("Réel simplifié")),
        Entry("exempt", tr("Franchise en base")),
    )


def debits_entries() -> tuple[Entry, ...]:
    """When VAT is due."""
    return (
        Entry("no", tr("À l'encaissement")),
        Entry("yes", tr("D'après les débits (option)")),
    )
