"""Facts about orders: what was taken, changed, sent, fired, voided and moved.

A *line* is what the guest is charged for; it is made of *dishes*, what the kitchen
makes: one for an ordinary article, one per chosen component for a formule. Dishes are
called "<line>.<n>".
"""

from dataclasses import dataclass

from app.domain.orders.glass import Mixed
from app.domain.orders.reductions import Earned
from app.domain.wire import Json, fact, upcast


@dataclass(frozen=True, slots=True, kw_only=True)
class Modifier:
    """A chosen option. `price` is cents per piece, already in the line's unit price;
    `article` is the article whose countdown it shares, "" for none."""

    id: str
    name: str
    kitchen: str
    price: int = 0
    article: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class DishOrdered:
    """What one station is asked to make for one piece of the line.

    Attributes:
        rate, nature, reference: VAT of this component and its à-la-carte price in cents,
            used to apportion a formule; the line's own for an ordinary article.
        supplement: cents added to the formule by this choice.
        mixed: what else is in its glass.
    """

    id: str
    article: str
    label: str
    kitchen: str
    course: str
    station: str
    rate: int
    nature: str
    reference: int
    supplement: int = 0
    modifiers: tuple[Modifier, ...] = ()
    minutes: int = 0
    mixed: tuple[Mixed, ...] = ()

    @property
    def extra(self) -> int:
        """Cents that it adds to what its line costs."""
        return self.supplement + sum(modifier.price for modifier in self.modifiers)

    @property
    def drinks(self) -> "tuple[DishOrdered | Mixed, ...]":
        """Itself, and what else is in its glass: what its price is shared out over."""
        return self, *self.mixed

    @property
    def mixer(self) -> str:
        """Article that is in the same glass, "" for none."""
        return self.mixed[0].article if self.mixed else ""


@fact("order.created", version=3, stream="order/{order}", series="O")
class OrderCreated:
    """An order was opened on a table, at the counter or to take away.

    Attributes:
        table: id of the table, "" for none.
        name: sealed name of a tab or of the person who fetches it, "" for none.
        prices: "incl" or "excl": whether the price list in force carries its VAT.
        waiter: whose order it is, "" for whoever opened it.
        preset: way of being served that was chosen, "" for that of the mode.
    """

    order: str
    mode: str
    table: str = ""
    covers: int = 0
    name: str = ""
    number: int = 0
    prices: str = "incl"
    waiter: str = ""
    preset: str = ""


@upcast("order.created", 1)
@upcast("order.created", 2)
def _opened_oneself(data: dict[str, Json]) -> dict[str, Json]:
    """Whoever opened an order of the first version was its waiter, and before the third
    there was one way of being served for each mode: the defaults hold."""
    return data


@fact("order.line_added", version=4, stream="order/{order}", series="O")
class LineAdded:
    """A line was taken down; price, VAT and names are those of this moment.

    Attributes:
        quantity: thousandths of the unit ("piece" or "kg").
        price: unit price in cents, modifiers and supplements included.
        seats: seats it is for, empty = the table.
        tare: thousandths that were taken off the weight; `quantity` is net.
        typed: a person typed the weight.
    """

    order: str
    line: str
    article: str
    label: str
    quantity: int
    price: int
    rate: int
    nature: str
    course: str
    dishes: tuple[DishOrdered, ...]
    seats: tuple[int, ...] = ()
    unit: str = "piece"
    formule: bool = False
    kitchen_note: str = ""
    guest_note: str = ""
    barcode: str = ""
    tare: int = 0
    typed: bool = False


@fact("order.lines_added", version=4, stream="order/{order}", series="O")
class LinesAdded:
    """Lines that came together, whole or not at all, in the order they stand in."""

    order: str
    lines: tuple[LineAdded, ...]


@upcast("order.line_added", 1)
@upcast("order.lines_added", 1)
@upcast("order.line_added", 2)
@upcast("order.lines_added", 2)
@upcast("order.line_added", 3)
@upcast("order.lines_added", 3)
def _untared(data: dict[str, Json]) -> dict[str, Json]:
    """Nobody said what a weight was weighed in, nor whether it was typed, nor joined
    drinks in one glass."""
    return data


def added(event: object) -> tuple[LineAdded, ...]:
    """The lines that a fact put on an order."""
    if isinstance(event, LineAdded):
        return (event,)
    return event.lines if isinstance(event, LinesAdded) else ()


@fact("order.line_quantity_set", stream="order/{order}", series="O")
class QuantitySet:
    """The quantity of a line that was not sent is now `quantity` thousandths."""

    order: str
    line: str
    quantity: int
    was: int


@fact("order.line_changed", stream="order/{order}", series="O")
class LineChanged:
    """Seat, course or notes of a line changed; a None field stays as it was."""

    order: str
    line: str
    seats: tuple[int, ...] | None = None
    course: str | None = None
    kitchen_note: str | None = None
    guest_note: str | None = None


@fact("order.line_voided", stream="order/{order}", series="O", signed=True)
class LineVoided:
    """`quantity` thousandths of a line are not wanted after all.

    Attributes:
        amount: cents they were worth, after discounts.
        stage: what the kitchen had done: "unsent", "held", "sent", "started", "ready",
            "served".
    """

    order: str
    line: str
    quantity: int
    amount: int
    stage: str
    reason: str = ""


@fact(
    "order.line_discounted", version=3, stream="order/{order}", series="O", signed=True
)
class LineDiscounted:
    """Cents taken off a line; replaces the discount of the same id on the line.

    Attributes:
        discount: id shared by all lines of one discount on the whole order.
        percent: hundredths of a percent when given as a percentage, else 0.
        comp: given away (100 %): the guest sees 0,00 and the cost stays.
        quantity: thousandths of the line that it was worked out on: a percentage shrinks
            when some of them are voided.
        further: another line of the act was written before: it is counted there.
        promotion: that gave it, whose name is the reason; "" for a person's own word.
        earned: the pieces that earned it, which earn no other one; it goes with them.
    """

    order: str
    line: str
    discount: str
    amount: int
    reason: str
    percent: int = 0
    comp: bool = False
    quantity: int = 0
    further: bool = False
    promotion: str = ""
    earned: tuple[Earned, ...] = ()


@upcast("order.line_discounted", 1)
@upcast("order.line_discounted", 2)
def _each_counted(data: dict[str, Json]) -> dict[str, Json]:
    """The first version counted each line of an act, and so do its closings; before the
    third no promotion gave anything."""
    return data


@fact(
    "order.discount_removed", version=2, stream="order/{order}", series="O", signed=True
)
class DiscountRemoved:
    """A discount was taken back from every line of the order that carries it.

    `lapsed`: what earned it is not wanted any more, and what is left of that may earn
    another one; what a person took off is not given again by itself.
    """

    order: str
    discount: str
    lapsed: bool = False


@upcast("order.discount_removed", 1)
def _by_a_person(data: dict[str, Json]) -> dict[str, Json]:
    """Discounts of the first version did not lapse."""
    return data


@fact("order.sent", stream="order/{order}", series="O", signed=True)
class OrderSent:
    """Lines went to the kitchen and bar.

    Attributes:
        lines: the lines that were sent.
        fired: the dishes to make now; the other dishes of these lines are held.
    """

    order: str
    lines: tuple[str, ...]
    fired: tuple[str, ...]


@fact("order.fired", stream="order/{order}", series="O", signed=True)
class CourseFired:
    """A held course was called (réclamée): these dishes are to be made now."""

    order: str
    course: str
    dishes: tuple[str, ...]


@fact("order.course_timing_set", stream="order/{order}")
class CourseTimingSet:
    """A course leaves at the next sending ("fire"), waits ("hold"), or as usual ("")."""

    order: str
    course: str
    timing: str


@fact("order.course_changed", stream="order/{order}", series="O", signed=True)
class CourseChanged:
    """Dishes go with another course now, whatever the kitchen had heard of them.

    Attributes:
        fired: those of them that were held and are to be made now: their new course is
            being made.
        held: those that were to be made and wait now with their new course.
    """

    order: str
    course: str
    dishes: tuple[str, ...]
    fired: tuple[str, ...] = ()
    held: tuple[str, ...] = ()


@fact("order.line_divided", stream="order/{order}", series="O", signed=True)
class LineDivided:
    """`quantity` thousandths of a line became a line of their own (to move or pay it)."""

    order: str
    line: str
    new_line: str
    quantity: int


@fact("order.lines_moved", version=2, stream="order/{order}", series="O", signed=True)
class LinesMoved:
    """Lines went from this order to another; a line's home is where it was last put.

    `paid`: those of them that are on a receipt, as whoever moved them knew.
    """

    order: str
    target: str
    lines: tuple[str, ...]
    paid: tuple[str, ...] = ()


@fact("order.table_changed", stream="order/{order}", series="O", signed=True)
class TableChanged:
    """The whole order stands on another table now."""

    order: str
    table: str
    was: str


@fact("order.waiter_set", stream="order/{order}")
class WaiterSet:
    """Another waiter looks after the order from now on."""

    order: str
    waiter: str
    was: str


@fact("order.covers_set", stream="order/{order}", series="O")
class CoversSet:
    """How many people eat."""

    order: str
    covers: int


@fact("order.allergy_noted", stream="order/{order}", series="O")
class AllergyNoted:
    """What a seat cannot eat, sealed (it can be health data); "" takes it back.

    `seat` 0 is the whole table. The key is erased the day after the closing.
    """

    order: str
    seat: int
    text: str


@fact("order.guest_named", stream="order/{order}")
class GuestNamed:
    """Who sits on a seat, sealed; "" takes it back. Erased like allergies."""

    order: str
    seat: int
    text: str


@fact("order.note_set", stream="order/{order}")
class OrderNoteSet:
    """Notes on the whole order: one for the kitchen, one on the guest's receipt."""

    order: str
    kitchen: str = ""
    guest: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Portion:
    """A part of a line: the shares `taken` out of `of` equal shares (counted from 0).

    A line of 3 pieces split by piece is `of=3`; half a bottle is `of=2, taken=(0,)`;
    the whole line is `of=1, taken=(0,)`. The cents of each share come from
    `pricing`, so that the shares of a line always add up to the line.
    """

    line: str
    of: int
    taken: tuple[int, ...]


def parse_portion(text: str) -> Portion:
    """ "line:3:0,1" -> Portion(line, of=3, taken=(0, 1))."""
    line, of, taken = text.split(":")
    return Portion(line=line, of=int(of), taken=tuple(map(int, taken.split(","))))


def portion_text(portion: Portion) -> str:
    """Portion(line, of=3, taken=(0, 1)) -> "line:3:0,1"."""
    return f"{portion.line}:{portion.of}:{','.join(map(str, portion.taken))}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Bill:
    """What one payer pays: portions of lines. `seat` names the payer, 0 for none."""

    id: str
    portions: tuple[Portion, ...]
    seat: int = 0


@fact("order.split_set", stream="order/{order}", series="O")
class SplitSet:
    """How the bill is split.

    Attributes:
        shares: number of equal payments on one receipt, 0 when not split by shares.
        bills: one receipt each, when split by items, seats or fractions.
    """

    order: str
    shares: int = 0
    bills: tuple[Bill, ...] = ()


@fact("order.leaving_set", stream="order/{order}", series="O")
class LeavingSet:
    """How many guests leave with a bill, and are counted on its document."""

    order: str
    bill: str
    covers: int


@fact("order.cancelled", version=2, stream="order/{order}", series="O", signed=True)
class OrderCancelled:
    """An order without any live line, payment or receipt was given up.

    Attributes:
        amount: cents of the lines that the kitchen or the guest had seen, as ordered.
        lines: how many they are.
    """

    order: str
    reason: str = ""
    amount: int = 0
    lines: int = 0


@upcast("order.cancelled", 1)
@upcast("order.lines_moved", 1)
@upcast("order.beside_added", 1)
def _without_amount(data: dict[str, Json]) -> dict[str, Json]:
    """The first versions did not say what was given up, and moved nothing that was paid."""
    return data


@fact("order.beside_added", version=2, stream="order/{order}", series="O", signed=True)
class BesideAdded:
    """Money is to be taken with an order that is no turnover (`fiscal.md` F-06, F-07).

    Attributes:
        beside: id of it, and of the credit that it makes.
        kind: "gift" (a voucher), "deposit", or "account" (what a client owes).
        amount: cents.
        holder: the client, the reservation a deposit is for, or the voucher that is
            topped up; "" for none.
        rate: VAT of a deposit, hundredths of a percent.
        pays: the charges that a settlement is for (`credits.items.AccountMove.key`).
    """

    order: str
    beside: str
    kind: str
    amount: int
    holder: str = ""
    rate: int = 0
    pays: tuple[str, ...] = ()


@fact("order.beside_dropped", stream="order/{order}", series="O", signed=True)
class BesideDropped:
    """It is not to be taken after all."""

    order: str
    beside: str
