"""What a person may ask of an order. Each is answered by `decide` with facts or a refusal.

Ids of new things may be given by the caller (so that it can show them at once); empty
means that one is made.
"""

from datetime import datetime

from app.domain.orders.events import Bill
from app.domain.orders.import_events import Doubt, PaidElsewhere
from app.domain.vocabulary import MILLI, ServiceMode, command


@command
class OpenOrder:
    """Seat a table, start a counter sale or a takeaway. `name` is already sealed.

    `preset`: way of being served, which names the mode; "" for that of the mode.
    """

    mode: ServiceMode = "dine_in"
    preset: str = ""
    table: str = ""
    covers: int = 0
    name: str = ""
    order: str = ""


@command
class Pick:
    """A choice at step `step` of a formule (counted from 0) with its options."""

    step: int
    article: str
    options: tuple[str, ...] = ()


@command
class AddLine:
    """Take down an article.

    Attributes:
        options: ids of modifier options, in any order; picks: the choices of a formule.
        price: cents, only for an open price, or what makes a weight cost what its label
            says (`barcode`).
        merge: add to an equal line that was not sent yet.
        tare: thousandths of a kilogram that were taken off; the quantity is net.
        typed: a person typed the weight.
        mixer: article in the same glass, "" for none.
    """

    order: str
    article: str
    quantity: int = MILLI
    options: tuple[str, ...] = ()
    picks: tuple[Pick, ...] = ()
    seats: tuple[int, ...] = ()
    course: str = ""
    kitchen_note: str = ""
    guest_note: str = ""
    price: int | None = None
    barcode: str = ""
    merge: bool = True
    line: str = ""
    tare: int = 0
    typed: bool = False
    mixer: str = ""


@command
class PlaceOrder:
    """Open an order with its lines in one act: all of it, or nothing.

    Attributes:
        lines: what is ordered; the order that they name is not looked at.
        waiter: whose order it is, "" for whoever places it.
        kitchen_note, guest_note: on the whole order.
        preset: as in `OpenOrder`.
        promised: when it is ready, None for as soon as it can be made.
    """

    lines: tuple[AddLine, ...]
    mode: ServiceMode = "dine_in"
    preset: str = ""
    promised: datetime | None = None
    table: str = ""
    covers: int = 0
    waiter: str = ""
    kitchen_note: str = ""
    guest_note: str = ""


@command
class ImportOrder:
    """Take down an order that a program brings, whatever of it can be taken as told.

    Attributes:
        names: what the program calls each line, in their order.
        doubts: what is known already not to be possible.
        reference: what the program calls the order.
        payments: what it says was paid.
    """

    order: PlaceOrder
    names: tuple[str, ...]
    doubts: tuple[Doubt, ...] = ()
    reference: str = ""
    payments: tuple[PaidElsewhere, ...] = ()


@command
class LetGuestsIn:
    """Let the guests of a table order with this code, "" not any more; `address` is said
    on its paper."""

    order: str
    code: str
    address: str = ""


@command
class GuestOrder:
    """Take down what the guests of a table order themselves."""

    table: str
    code: str
    lines: tuple[AddLine, ...]


@command
class CheckOrder:
    """Say that what did not come in whole was put right."""

    order: str


@command
class AddLines:
    """Take several articles down in one act: all of them, or none."""

    order: str
    lines: tuple[AddLine, ...]


@command
class SetQuantity:
    """Make the quantity of an unsent line `quantity` thousandths; 0 takes it off."""

    order: str
    line: str
    quantity: int


@command
class ChangeLine:
    """Change seats or notes of a line; None leaves a thing as it is."""

    order: str
    line: str
    seats: tuple[int, ...] | None = None
    kitchen_note: str | None = None
    guest_note: str | None = None


@command
class VoidLine:
    """Take back a line, or `quantity` thousandths of it."""

    order: str
    line: str
    reason: str = ""
    quantity: int | None = None


@command
class SwapDishes:
    """Give a formule that was sent these dishes; what is the same goes on being made.

    `reason`: why, when something of it was begun.
    """

    order: str
    line: str
    picks: tuple[Pick, ...]
    reason: str = ""


@command
class MixLine:
    """Join an unsent line with another drink: one glass, one line."""

    order: str
    line: str
    mixer: str


@command
class SeparateLine:
    """Take a glass apart again; `keep`: the other drink stays, on a line of its own."""

    order: str
    line: str
    keep: bool = True


@command
class Discount:
    """Take something off: `percent` (hundredths of a percent) or `amount` (cents), on one
    line or, with `line` empty, on the whole order."""

    order: str
    reason: str
    percent: int = 0
    amount: int = 0
    line: str = ""


@command
class CompLine:
    """Give a line away: the guest sees 0,00, the cost stays."""

    order: str
    line: str
    reason: str


@command
class RemoveDiscount:
    """Take a discount or a comp back."""

    order: str
    discount: str


@command
class SendOrder:
    """Send what was not sent yet: fire what leaves now, hold the later courses.

    `lines`: only these of it, for a colleague may be taking down others; empty for all.
    """

    order: str
    lines: tuple[str, ...] = ()


@command
class FireCourse:
    """Réclamer: have a held course made now; "" is the next one that is held."""

    order: str
    course: str = ""


@command
class SetCourseTiming:
    """Whether a course leaves at the next sending ("fire"), waits until it is called
    ("hold"), or goes as courses do ("")."""

    order: str
    course: str
    timing: str


@command
class MoveToCourse:
    """Have dishes served with another course, be they taken down, held or being made.

    `go_on`: what is being made goes on being made, wherever it goes.
    """

    order: str
    course: str
    dishes: tuple[str, ...]
    go_on: bool = False


@command
class MoveOrder:
    """Put the order on another table; onto an occupied one the orders are merged."""

    order: str
    table: str


@command
class DivideLine:
    """Put `quantity` thousandths of a line on a line of their own."""

    order: str
    line: str
    quantity: int


@command
class MovedLine:
    """A line to move, whole or `quantity` thousandths of it."""

    line: str
    quantity: int | None = None


@command
class MoveLines:
    """Move lines to another order, or to a table (its order, opened when there is none).

    `payments`: ids of tenders that no document counts yet, and that pay there now.
    """

    order: str
    lines: tuple[MovedLine, ...]
    target: str = ""
    table: str = ""
    payments: tuple[str, ...] = ()


@command
class SetCovers:
    """How many people eat."""

    order: str
    covers: int


@command
class NoteAllergy:
    """What a seat (0: everybody) cannot eat. `text` is already sealed; "" takes it back."""

    order: str
    seat: int
    text: str


@command
class NameGuest:
    """Who sits on a seat. `text` is already sealed; "" takes it back."""

    order: str
    seat: int
    text: str


@command
class SetOrderNote:
    """Notes on the whole order."""

    order: str
    kitchen: str = ""
    guest: str = ""


@command
class SplitOrder:
    """How the bill is split: `shares` equal payments, or `bills`; neither undoes it."""

    order: str
    shares: int = 0
    bills: tuple[Bill, ...] = ()


@command
class SetLeaving:
    """How many guests leave with a bill: its document counts them."""

    order: str
    bill: str
    covers: int


@command
class PrintAddition:
    """Show the provisional bill to the guest."""

    order: str
    bill: str = ""


@command
class CancelOrder:
    """Give up an order on which nothing is left."""

    order: str
    reason: str = ""


@command
class SettleAttention:
    """Leave what needs a person as it is: seen, and signed for.

    Attributes:
        code: of the attention; what is left to pay or to give back cannot stay.
        recovered: its cents came back into the drawer.
    """

    order: str
    code: str
    reason: str
    recovered: bool = False


@command
class ServeAs:
    """Served in another way after all, by its preset: prices and VAT follow."""

    order: str
    preset: str


@command
class SetContact:
    """Who fetches the order, or where it is brought; the words are already sealed."""

    order: str
    name: str = ""
    phone: str = ""
    address: str = ""


@command
class NameClient:
    """Say which client's order it is; "" takes it back."""

    order: str
    client: str


@command
class GivePromotion:
    """Give a known client what a promotion has for them; `born` is their birthday,
    "MM-DD", "" where their file says none."""

    order: str
    promotion: str
    born: str = ""


@command
class PromiseOrder:
    """Tell the guest when it is ready; None: as soon as it can be made."""

    order: str
    at: datetime | None


@command
class ReserveOrder:
    """Take the dishes of an order off the countdowns: the day it was promised for has
    come."""

    order: str


@command
class RepeatRound:
    """Même tournée: take down again the drinks of the last round of this order."""

    order: str


OrderCommand = (
    OpenOrder
    | PlaceOrder
    | ImportOrder
    | CheckOrder
    | LetGuestsIn
    | GuestOrder
    | AddLine
    | AddLines
    | SetQuantity
    | ChangeLine
    | VoidLine
    | SwapDishes
    | MixLine
    | SeparateLine
    | Discount
    | CompLine
    | RemoveDiscount
    | SendOrder
    | FireCourse
    | SetCourseTiming
    | MoveToCourse
    | MoveOrder
    | MoveLines
    | DivideLine
    | SetCovers
    | NoteAllergy
    | NameGuest
    | SetOrderNote
    | SplitOrder
    | SetLeaving
    | PrintAddition
    | CancelOrder
    | RepeatRound
    | ServeAs
    | SetContact
    | NameClient
    | GivePromotion
    | PromiseOrder
    | ReserveOrder
    | SettleAttention
)
