"""What the paying page shows, as display values. One dataclass for each of its panes."""

from dataclasses import dataclass
from typing import Literal

from widgets.looks import Kind
from widgets.order_list_views import OrderView

PartState = Literal["paid", "current", "unpaid"]
Captions = tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class HeadView:
    """Whose bill it is: "12", "3 couverts · Léa", "note imprimée 20:31"."""

    number: str
    words: str
    note: str


@dataclass(frozen=True, slots=True, kw_only=True)
class PartView:
    """A payer of the bill.

    Attributes:
        id: bill to pay when it is tapped, "" when a tap does nothing.
    """

    id: str
    title: str
    detail: str
    amount_text: str
    state: PartState
    tappable: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class BillView:
    """The left pane: head, lines, total, payers."""

    head: HeadView
    list: OrderView
    parts: tuple[PartView, ...]
    may_print: bool


@dataclass(frozen=True, slots=True)
class Stretch:
    """A piece of the filet under the due: its cents are its length."""

    cents: int
    state: PartState


@dataclass(frozen=True, slots=True, kw_only=True)
class DueView:
    """What is still to pay and how it is shared.

    Attributes:
        short_text: the amount without its currency, where there is little room.
        captions: under the filet: one at the start, the last at the end.
        parts: (shares, fewest possible) when the stepper is on show.
        leaving: (guests who leave with this bill, those whom no ticket counts yet) while
            others stay, else None.
    """

    label: str
    amount_text: str
    short_text: str
    filet: tuple[Stretch, ...]
    captions: Captions
    parts: tuple[int, int] | None = None
    leaving: tuple[int, int] | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class TenderView:
    """A tile of the tenders.

    Attributes:
        short: the title where there is little room.
        gone: why the law or the house forbids it now, "" when it can be had.
    """

    key: str
    title: str
    short: str
    detail: str
    chosen: bool = False
    gone: str = ""


@dataclass(frozen=True, slots=True)
class OptionView:
    """A tip, a kind of receipt, a quick amount, a variant of a tender, a target."""

    key: str
    text: str
    chosen: bool = False
    icon: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class TendersView:
    """The middle pane.

    Attributes:
        mode: chosen segment, "" for the whole bill.
        receipt_note: what will not come of the receipt that is chosen, and what can be
            done.
        busy: a card is running: nothing here answers.
    """

    mode: str
    parts_text: str
    due: DueView
    tenders: tuple[TenderView, ...]
    tips: tuple[OptionView, ...]
    may_tip: bool
    receipts: tuple[OptionView, ...]
    receipt_note: str = ""
    busy: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class PanelView:
    """What follows from what is typed: change, excess, what remains, or why not."""

    title: str
    detail: str
    amount_text: str = ""
    wrong: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class PadView:
    """The right pane while something is typed.

    Attributes:
        typed: the amount or number on the pad; `hint` stands there instead when empty.
        options: quick amounts, or (when `variants`) variants of the tender.
        act, act_detail: words of the great button.
    """

    title: str
    typed: str
    hint: str
    note: str
    options: tuple[OptionView, ...]
    variants: bool
    panel: PanelView
    act: str
    act_detail: str
    may_act: bool


@dataclass(frozen=True, slots=True)
class ActView:
    """A button of a notice.

    Attributes:
        sure: what it says at the first tap of an act that nobody can take back and that
            is done by the second; "" when one is enough.
    """

    key: str
    text: str
    kind: Kind = "outlined"
    icon: str = ""
    sure: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class NoticeView:
    """The right pane when there is nothing to type: a card, a decision, the end.

    Attributes:
        role: colour role of the icon.
        waiting: a ring turns.
    """

    icon: str
    role: str
    title: str
    amount_text: str = ""
    lines: tuple[str, ...] = ()
    acts: tuple[ActView, ...] = ()
    waiting: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class PayView:
    """The whole page."""

    bill: BillView
    tenders: TendersView
    right: PadView | NoticeView
