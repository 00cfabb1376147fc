"""Deciding about companies and invoices."""

from app.domain.invoices.events import (
    CREDIT,
    CompanyForgotten,
    CompanySet,
    InvoiceAsked,
    InvoiceIssued,
    NoteNamed,
)
from app.domain.invoices.reports import WAITING, FlowStated
from app.domain.vocabulary import Context, Refusal, command, need
from app.domain.world import World

Decision = tuple[object, ...] | Refusal

MAX_IDENTITY = 4000
MAX_NAME = 400
"""Letters of a sealed name."""


@command
class SetCompany:
    """Keep a company, new or changed; `identity` is sealed already."""

    id: str
    identity: str


@command
class ForgetCompany:
    """Let go of a company; its invoices stay."""

    id: str


@command
class AskInvoice:
    """Note that a bill is to be invoiced to a company once it is paid; "" for not."""

    order: str
    bill: str
    company: str


@command
class NameNote:
    """Have a bill's note bear a name, which is sealed already; "" for none."""

    order: str
    bill: str
    name: str


@command
class IssueInvoice:
    """Write invoices or credit notes down whose files lie ready: all or none.

    Their numbers have to be the terminal's next ones: who came too late makes the files
    anew.
    """

    events: tuple[InvoiceIssued, ...]


@command
class SendFlow:
    """Hand an invoice or a report over to the platform, for the first time or again."""

    subject: str


InvoiceCommand = (
    SetCompany | ForgetCompany | AskInvoice | NameNote | IssueInvoice | SendFlow
)

COMPANY_UNKNOWN = Refusal("company_unknown", "Cette société n'est pas connue.")
NO_PLATFORM = Refusal("platform_missing", "Aucune plateforme agréée n'est réglée.")
NUMBER_TAKEN = Refusal("invoice_number_taken", "Ce numéro de facture est déjà pris.")


def decide(world: World, command: InvoiceCommand, context: Context) -> Decision:
    """What is written about a company or an invoice, or why nothing is."""
    match command:
        case SetCompany():
            refused = need(context, "payment.take", "Une facture demande un droit.")
            if not refused and not 0 < len(command.identity) <= MAX_IDENTITY:
                refused = Refusal(
                    "company_invalid", "Cette société n'est pas complète."
                )
            return refused or (CompanySet(id=command.id, identity=command.identity),)
        case ForgetCompany():
            refused = need(
                context, "device.edit", "Oublier une société demande un responsable."
            )
            if not refused and command.id not in world.invoices.companies:
                refused = COMPANY_UNKNOWN
            return refused or (CompanyForgotten(id=command.id),)
        case AskInvoice():
            return _ask(world, command, context)
        case NameNote():
            return _name(world, command, context)
        case SendFlow():
            refused = need(
                context, "payment.take", "Envoyer à la plateforme demande un droit."
            )
            if not refused and not sends(world):
                refused = NO_PLATFORM
            return refused or (FlowStated(subject=command.subject, state=WAITING),)
        case _:
            return _issue(world, command.events, context)


def _ask(world: World, command: AskInvoice, context: Context) -> Decision:
    refused = need(context, "payment.take", "Une facture demande un droit.")
    if not refused and command.order not in world.book.orders:
        refused = Refusal("order_unknown", "Cette commande n'est plus là.")
    if not refused and command.company not in ("", *world.invoices.companies):
        refused = COMPANY_UNKNOWN
    place = command.order, command.bill
    if not refused and world.invoices.asked.get(place, "") == command.company:
        return ()
    return refused or (
        InvoiceAsked(order=command.order, bill=command.bill, company=command.company),
    )


def _name(world: World, command: NameNote, context: Context) -> Decision:
    refused = need(
        context, "payment.take", "Mettre un nom sur la note demande un droit."
    )
    if not refused and command.order not in world.book.orders:
        refused = Refusal("order_unknown", "Cette commande n'est plus là.")
    if not refused and len(command.name) > MAX_NAME:
        refused = Refusal("name_too_long", "Ce nom est trop long.")
    return refused or (
        NoteNamed(order=command.order, bill=command.bill, name=command.name),
    )


def _issue(
    world: World, events: tuple[InvoiceIssued, ...], context: Context
) -> Decision:
    refused = need(context, "payment.take", "Une facture demande un droit.")
    if refused:
        return refused
    free = world.invoices.numbers_after(context.terminal, len(events))
    if [event.number for event in events] != free:
        return NUMBER_TAKEN
    known = world.invoices.companies
    if any(e.type != CREDIT and e.company not in known for e in events):
        return COMPANY_UNKNOWN
    waits = [e.invoice for e in events] if sends(world) else []
    return *events, *(FlowStated(subject=each, state=WAITING) for each in waits)


def sends(world: World) -> bool:
    """Whether the house has a platform that its files go to."""
    return bool(world.settings.text("platform.flows"))
