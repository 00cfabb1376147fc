"""What a person has chosen on the paying page so far, and the act that follows from it.

Nothing of it is written anywhere until it is carried out. Every change is a pure
function from choices to choices, so that the page can be tested without a window.
"""

from dataclasses import dataclass, replace
from typing import Literal

from app.domain.credits.events import CreditIssued
from app.domain.payments.commands import (
    FOREIGN,
    METHODS,
    TIPPED,
    RequestCard,
    TakePayment,
)
from app.domain.payments.currencies import needed, worth
from app.domain.payments.rounding import rounding
from app.domain.payments.vouchers import eligible_left, voucher_most
from app.domain.receipts.wishes import paper_due
from app.domain.world import World
from app.presenters.pay.account import Account
from app.presenters.pay.cash import rounding_tip

Stage = Literal["tender", "amount", "tip", "terminal", "authorisation"]
"""What the pad is for: the tender, an amount, a tip, which terminal, a slip's number."""
TIPS = {"none": 0, "one": 100, "two": 200}
CREDIT, ACCOUNT = "credit", "account"
"""Variants: a voucher, store credit or deposit, which its number tells apart; a client."""
KINDS = {
    "voucher": ("paper", "card"),
    "other": (CREDIT, ACCOUNT, "holiday_voucher", "transfer"),
}
"""Tender tile -> its variants, the usual one first."""
TENDERS = ("cash", "card", "voucher", "card_manual", "cheque", "other")
"""The tender tiles."""
ON_TERMINAL = "terminal:"
"""Before the terminal that shall read a tender, among its variants."""
LABELS = {"paper": "papier", "card": "carte"}
"""What a receipt says of a titre-restaurant; paper is always French."""
VALUED = ("cash", FOREIGN, "voucher", "holiday_voucher")
"""Methods whose pieces have a value of their own, which is typed."""
MOST = 9_999_999
CODE_LENGTH = 20


@dataclass(frozen=True, slots=True, kw_only=True)
class Choices:
    """The page as the person left it.

    Attributes:
        bill: the bill being paid.
        tender: tile: "cash", "card", "voucher", "card_manual", "cheque", "other".
        kind: variant of the tender, "" for the usual one; of cash another currency, with
            `micro` its rate and `change_in` what change is given in, "" for euros.
        typed: cents on the pad, None while it shows its proposal.
        fresh: they were not typed but tapped: the next digit replaces them.
        amount: cents to take now, 0 for the whole share.
        tip: "none", "one", "two", "round" or "other"; `tip_typed` is the other one.
        issued: "none", "paper", "digital" (a code) or "mail"; "" leaves it to the law.
        code: number of a slip, a cheque or a voucher.
        client: who pays later.
        failed: card payment whose failure is on show.
        red_key: the terminal did not let itself be stopped from here.
        asked_again: "waiting" for the terminal's second word; then that word, when it
            settles nothing ("slip_matches", "unreachable"), or "silent".
    """

    order: str
    bill: str = ""
    tender: str = "cash"
    kind: str = ""
    stage: Stage = "tender"
    typed: int | None = None
    fresh: bool = False
    amount: int = 0
    tip: str = "none"
    tip_typed: int = 0
    issued: str = ""
    code: str = ""
    client: str = ""
    failed: str = ""
    red_key: bool = False
    asked_again: str = ""
    micro: int = 0
    change_in: str = ""

    @property
    def method(self) -> str:
        """The domain's name of the tender."""
        if self.tender == "cash" and self.kind:
            return FOREIGN
        return self.variant if self.tender == "other" else self.tender

    @property
    def variant(self) -> str:
        """The variant in force, "" for a tender that has none."""
        return self.kind or KINDS.get(self.tender, ("",))[0]

    @property
    def typing_code(self) -> bool:
        """Whether the pad types a number that is no amount."""
        if self.stage == "authorisation":
            return True
        if self.stage != "tender":
            return False
        paper = self.tender != "voucher" or self.variant == "paper"
        return not (self.method in VALUED and paper)


def taken_here(tile: str, tenders: tuple[str, ...]) -> bool:
    """Whether a tile leads to one of the tenders that are taken here; () for all."""
    others = METHODS.keys() - {*TENDERS}
    return not tenders or bool({*tenders} & (others if tile == "other" else {tile}))


def begun(order: str, bill: str, tenders: tuple[str, ...]) -> Choices:
    """A bill of which nothing was chosen yet: the first tender that is taken here."""
    tile = next((each for each in TENDERS if taken_here(each, tenders)), "cash")
    return Choices(order=order, bill=bill, tender=tile)


def wanted(choices: Choices, account: Account) -> int:
    """Cents of the bill to take now, without the tip."""
    return max(0, min(choices.amount or account.share, account.left))


def tip_of(choices: Choices, want: int) -> int:
    """Cents of the tip on `want`; tenders of a fixed value carry none."""
    if choices.method not in TIPPED:
        return 0
    if choices.tip == "round":
        return rounding_tip(want)
    if choices.tip == "other":
        return choices.tip_typed
    return TIPS[choices.tip]


def proposal(world: World, choices: Choices, account: Account) -> int:
    """Cents that the pad shows before anything is typed."""
    want = wanted(choices, account)
    if choices.stage == "amount":
        return account.left
    if choices.stage == "tip":
        return choices.tip_typed
    if choices.method == FOREIGN:
        return needed(want, choices.micro, choices.kind)
    if choices.method == "voucher":
        most = voucher_most(world, account.order, account.bill_id)
        return min(want, most) or want  # for nothing it is said why not
    return want + rounded(world, choices, account, want) + tip_of(choices, want)


def rounded(world: World, choices: Choices, account: Account, want: int) -> int:
    """Cents that rounding adds when cash pays the rest of a bill (`fiscal.md` G-07)."""
    return rounding(world, want, choices.method) if want == account.left else 0


def take_command(world: World, choices: Choices, account: Account) -> TakePayment:
    """The tender as it would be taken now.

    Less cash than asked pays a part. A value beyond what is due is excess, or change.
    """
    want = wanted(choices, account)
    if choices.method in (CREDIT, ACCOUNT):
        return _of_balance(world, choices, account, want)
    if choices.method == FOREIGN:
        return _of_notes(world, choices, account, want)
    tip = tip_of(choices, want)
    given = choices.typed
    if given is None:
        given = proposal(world, choices, account)
    if choices.typing_code:
        take, tendered = given - tip, 0
    else:
        if choices.method == "voucher":
            want = (
                min(want, eligible_left(world, account.order, account.bill_id)) or want
            )
        owed = want + rounded(world, choices, account, want)
        take, tendered = want if given >= owed else min(want, given), given
        tip = max(0, min(tip, given - owed))
    return TakePayment(
        order=choices.order,
        bill=account.bill_id,
        method=choices.method,
        amount=take,
        tendered=tendered,
        tip=tip,
        label=_label(choices),
        issued=issued(world, choices, account),
    )


def _of_notes(
    world: World, choices: Choices, account: Account, want: int
) -> TakePayment:
    """Notes of another currency; too few pay a part."""
    given = choices.typed
    if given is None:
        given = proposal(world, choices, account)
    return TakePayment(
        order=choices.order,
        bill=account.bill_id,
        method=FOREIGN,
        amount=min(want, worth(given, choices.micro)),
        currency=choices.kind,
        foreign=given,
        change_in=choices.change_in,
        issued=issued(world, choices, account),
    )


def _of_balance(
    world: World, choices: Choices, account: Account, want: int
) -> TakePayment:
    """A credit pays what it can; a client all that is wanted."""
    credit = credit_of(world, choices)
    method, reference = choices.method, choices.client
    if choices.method == CREDIT:
        method, reference = (credit.kind if credit else "gift"), choices.code
        left = world.credits.left(credit.credit) if credit else 0
        want = min(want, left) if left > 0 else want
    return TakePayment(
        order=choices.order,
        bill=account.bill_id,
        method=method,
        amount=want,
        issued=issued(world, choices, account),
        reference=reference,
    )


def credit_of(world: World, choices: Choices) -> CreditIssued | None:
    """The credit whose number was typed or scanned, None for none."""
    if choices.method != CREDIT or not choices.code:
        return None
    return world.credits.find(choices.code)


def choose_credit(choices: Choices, code: str) -> Choices:
    """A voucher was scanned."""
    return replace(choose_tender(choices, "other"), kind=CREDIT, code=code)


def card_command(
    world: World, choices: Choices, account: Account, terminal: str
) -> RequestCard:
    """What a terminal is asked: of a titre-restaurant what it may pay at most."""
    want = wanted(choices, account)
    if choices.method == "voucher":
        want = take_command(world, replace(choices, kind="paper"), account).amount
    return RequestCard(
        order=choices.order,
        bill=account.bill_id,
        amount=want,
        tip=tip_of(choices, want),
        terminal=terminal,
        issued=issued(world, choices, account),
        method=choices.method,
    )


def _label(choices: Choices) -> str:
    word = LABELS[choices.variant] if choices.tender == "voucher" else ""
    return f"{word} {choices.code}".strip()


def wished(world: World, choices: Choices, account: Account) -> str:
    """What the guest gets: as chosen, else as the law has it."""
    if choices.issued:
        return choices.issued
    return "paper" if paper_due(world, account.order) else "none"


def issued(world: World, choices: Choices, account: Account) -> str:
    """What the journal is told of it: code and mail are digital ones."""
    wish = wished(world, choices, account)
    return "digital" if wish == "mail" else wish


def press(choices: Choices, key: str, shown: int) -> Choices:
    """A key of the pad: "0" to "9", "00" or "erase"; `shown` is what stands there."""
    if choices.typing_code:
        code = choices.code[:-1] if key == "erase" else choices.code + key
        return replace(choices, code=code[:CODE_LENGTH])
    if key == "erase":
        return replace(choices, typed=shown // 10, fresh=False)
    before = 0 if choices.fresh else choices.typed or 0
    typed = before * 10 ** len(key) + int(key)
    return replace(choices, typed=typed, fresh=False) if typed <= MOST else choices


def choose_tender(choices: Choices, tender: str) -> Choices:
    """Another tile; an amount that was being typed is kept."""
    return replace(
        _keep_amount(choices),
        tender=tender,
        kind="",
        stage="tender",
        typed=None,
        code="",
        failed="",
        change_in="",
    )


def choose_tip(choices: Choices, tip: str) -> Choices:
    """A tip; "other" is typed."""
    kept = _keep_amount(choices)
    if tip == "other":
        return replace(kept, stage="tip", tip="other", typed=None)
    return replace(kept, stage="tender", tip=tip, tip_typed=0, typed=None)


def guest_tip(choices: Choices, tip: str) -> Choices:
    """A tip that the guest gives by touch: what is being typed at the till stays."""
    if choices.stage == "tip":
        return choose_tip(choices, tip)
    return replace(choices, tip=tip, tip_typed=0)


def finish_stage(choices: Choices) -> Choices:
    """What was typed as amount or tip holds; the tender comes next."""
    if choices.stage == "amount":
        return _keep_amount(choices)
    done = replace(choices, stage="tender", typed=None)
    typed = choices.tip_typed if choices.typed is None else choices.typed
    return replace(done, tip="other" if typed else "none", tip_typed=typed)


def _keep_amount(choices: Choices) -> Choices:
    if choices.stage != "amount":
        return choices
    return replace(choices, stage="tender", amount=choices.typed or 0, typed=None)


def next_payer(choices: Choices, bill: str) -> Choices:
    """Everything fresh for who pays next; what the guests want on paper is kept."""
    return Choices(order=choices.order, bill=bill, issued=choices.issued)
