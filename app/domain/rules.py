"""The one door of the domain: a command and the world in, facts or a refusal out."""

from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Any, Final, get_args

from app.domain.access import decide as access
from app.domain.accounts import ACCOUNTS, right_account
from app.domain.approvals import decide as approvals
from app.domain.catalogue import decide as catalogue
from app.domain.catalogue.guest_names import SetGuestName, set_guest_name
from app.domain.catalogue.stock import stock_facts
from app.domain.channels import decide as channels
from app.domain.credits import decide as credits_
from app.domain.environment import PRODUCTION
from app.domain.floor import decide as floor
from app.domain.floor import handover
from app.domain.floor.stays import stay_facts
from app.domain.inventory import decide as inventory
from app.domain.invoices import decide as invoices
from app.domain.kitchen import decide as kitchen
from app.domain.manners import SetManner, set_manner
from app.domain.orders import decide as orders
from app.domain.orders.commands import OrderCommand
from app.domain.papers import LONGEST, PICTURE, picture_of
from app.domain.payments import decide as payments
from app.domain.payments.currencies import RATES, rates_of
from app.domain.profile.choosing import CHOSEN, choose
from app.domain.replacing import ReplaceDevice, replace_device
from app.domain.reservations import decide as reservations
from app.domain.reservations.commands import ReservationCommand
from app.domain.settings import (
    CHOICES,
    OF_OFFICE,
    SEEN,
    SETTINGS,
    SIMULATED,
    DeviceSet,
    EventRecorded,
    SettingSet,
)
from app.domain.staff import decide as staff
from app.domain.staff.tips import EXEMPT, POINTS, points_of, window_of
from app.domain.terminals import decide as terminals
from app.domain.till import decide as till
from app.domain.training import decide as training
from app.domain.vocabulary import Context, Refusal, command, need
from app.domain.webhooks import decide as webhooks
from app.domain.world import World

Decision = tuple[object, ...] | Refusal

BARRED: Final = Refusal(
    "terminal_barred",
    "Ce terminal n'est pas fait pour cela : voyez Gestion › Terminaux.",
)
MAX_DIGITS = 9
MAX_TEXT = 1000
_READ: Mapping[str, Callable[[str], object | None]] = {
    RATES: rates_of,
    EXEMPT: window_of,
    POINTS: points_of,
}
"""Setting -> what it says; None where it says nothing right."""


@command
class SetSetting:
    """Change a setting of the house (keys of `SETTINGS`)."""

    key: str
    value: str


@command
class SetDevice:
    """Change a device as a whole."""

    event: DeviceSet


@command
class SeeAlarm:
    """Say that an alarm (one of `ALARMS`) was seen; it leaves the screen."""

    alarm: str


HouseCommand = SetSetting | SetDevice | ReplaceDevice | SeeAlarm
Command = (
    OrderCommand
    | payments.PaymentCommand
    | kitchen.KitchenCommand
    | catalogue.CatalogueCommand
    | floor.FloorCommand
    | handover.HandoverCommand
    | staff.StaffCommand
    | access.AccessCommand
    | till.TillCommand
    | terminals.TerminalCommand
    | ReservationCommand
    | inventory.InventoryCommand
    | webhooks.WebhookCommand
    | invoices.InvoiceCommand
    | training.TrainingCommand
    | credits_.CreditCommand
    | approvals.ApprovalCommand
    | channels.SetChannels
    | SetManner
    | SetGuestName
    | HouseCommand
)

_RULES: dict[type, Callable[[World, Any, Context], Decision]] = {
    cls: rule
    for union, rule in (
        (OrderCommand, orders.decide),
        (payments.PaymentCommand, payments.decide),
        (kitchen.KitchenCommand, kitchen.decide),
        (catalogue.CatalogueCommand, catalogue.decide),
        (floor.FloorCommand, floor.decide),
        (handover.HandoverCommand, handover.decide),
        (staff.StaffCommand, staff.decide),
        (access.AccessCommand, access.decide),
        (till.TillCommand, till.decide),
        (terminals.TerminalCommand, terminals.decide),
        (ReservationCommand, reservations.decide),
        (inventory.InventoryCommand, inventory.decide),
        (webhooks.WebhookCommand, webhooks.decide),
        (invoices.InvoiceCommand, invoices.decide),
        (credits_.CreditCommand, credits_.decide),
        (training.TrainingCommand, training.decide),
        (approvals.ApprovalCommand, approvals.decide),
    )
    for cls in get_args(union)
} | {
    channels.SetChannels: channels.decide,
    SetManner: set_manner,
    SetGuestName: set_guest_name,
}


def decide(world: World, command: Command, context: Context) -> Decision:
    """What follows from a command: facts to append, or why there are none.

    Consumption of counted articles and of the stock, the alerts that it raises, and how
    long guests stayed are added to whatever the rule of the noun decides. What is barred
    at this terminal is barred for all of the team: no manager can approve it here.
    """
    barred = world.terminals.barred(context.terminal)
    if barred and context.operator in world.staff.people:
        context = replace(context, rights=context.rights - barred)
    rule = _RULES.get(type(command))
    decided: Decision = (
        rule(world, command, context) if rule else _settings(world, command, context)  # type: ignore[arg-type]  # the rest
    )
    if isinstance(decided, Refusal):
        return BARRED if decided.right in barred else decided
    used = inventory.used_facts(world, decided)
    alerts = inventory.crossings(world, (*decided, *used))
    stays = stay_facts(world.book, decided, context)
    return *decided, *stock_facts(world, decided), *used, *alerts, *stays


def _settings(world: World, command: HouseCommand, context: Context) -> Decision:
    if isinstance(command, SeeAlarm):
        return _see(world, command, context)
    refused = need(context, "device.edit", "Ce réglage demande un responsable.")
    if refused:
        return refused
    if isinstance(command, SetDevice):
        return _outside(world, command.event, context) or (command.event,)
    if isinstance(command, ReplaceDevice):
        refused = _outside(world, command.by, context)
        return refused or replace_device(world, command, context)
    if command.key not in SETTINGS:
        return Refusal("setting_unknown", "Ce réglage n'existe pas.")
    if command.key in OF_OFFICE and world.terminals.upstream is not None:
        return terminals.OFFICE
    value = command.value
    whole = value.isascii() and value.isdigit() and len(value) <= MAX_DIGITS
    if SETTINGS[command.key].isdigit() and not whole:
        return Refusal("number_expected", "Donnez un nombre entier.")
    longest = LONGEST.get(command.key, MAX_TEXT)
    wrong = value not in CHOICES.get(command.key, (value,)) or len(value) > longest
    if command.key == "counter.mode":
        wrong = wrong or world.catalogue.presets.standing(value) != value
    if command.key == PICTURE and value:
        wrong = wrong or picture_of(value) is None
    read = _READ.get(command.key)
    wrong = wrong or (read is not None and read(value) is None)
    if wrong or (command.key in ACCOUNTS and not right_account(command.key, value)):
        return Refusal("setting_invalid", "Ce réglage n'a pas cette valeur.")
    if command.key in CHOSEN:
        if world.terminals.upstream is not None:
            return terminals.OFFICE
        return choose(world, command.key, command.value, context)
    return (
        SettingSet(
            key=command.key,
            value=command.value,
            was=world.settings.values[command.key],
        ),
    )


def _outside(world: World, device: DeviceSet, context: Context) -> Refusal | None:
    """Why a card terminal cannot be set: outside production no real card is charged,
    unless the settings say so."""
    real = device.kind == "terminal" and not device.address.startswith(SIMULATED)
    is_open = world.settings.text("outside.open") == "yes"
    if not real or is_open or context.environment == PRODUCTION:
        return None
    return Refusal(
        "outside_closed",
        "Hors production, seul un terminal de paiement simulé (sim://) est admis.",
    )


def _see(world: World, command: SeeAlarm, context: Context) -> Decision:
    refused = need(context, "journal.read", "Cette alerte demande un responsable.")
    if refused:
        return refused
    if command.alarm not in world.settings.alarms:
        return Refusal("alarm_unknown", "Cette alerte a déjà été vue.")
    return (EventRecorded(code=SEEN + command.alarm, detail=""),)
