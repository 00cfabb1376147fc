"""Giving a receipt back, whole or by lines: what is left, what it comes to, what becomes
of it, how it goes.

The money goes back the way it came (`fiscal.md` H-07): in cash only what was paid in
cash; a card through a terminal of the till, or through the stand-alone one, whose slip
number is copied.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from types import MappingProxyType

from app.domain.money import decimal_text, parse_decimal
from app.domain.payments.commands import FOREIGN, METHODS, Disposed, RefundReceipt
from app.domain.payments.rounding import ROUNDING
from app.domain.pricing import PricingError
from app.domain.pricing import refund as price_refund
from app.domain.receipts.compose import QTY_PLACES, as_priced, heads
from app.domain.receipts.events import DISPOSITIONS, Disposition, ReceiptIssued
from app.domain.settings import DeviceSet
from app.domain.vocabulary import MILLI
from app.domain.world import World
from app.presenters.admin.day import TENDER_ICONS
from app.presenters.pay.words import beside_name, terminal_name
from resources.texts import amount, price, tr
from widgets.choices import Choice

TWICE = "Encaissé deux fois"
REASONS: dict[str, Disposition] = {
    "Plat renvoyé": "waste",
    "Erreur de caisse": "kept",
    TWICE: "kept",
    "Geste commercial": "kept",
    "Article rendu": "stock",
}
"""Why something goes back -> what becomes of it, unless a person says otherwise."""
_DISPOSITIONS: dict[Disposition, str] = {
    "stock": "Remis en stock",
    "waste": "Perte",
    "kept": "Consommé",
}
MAX_REASON = 120
NOTHING: Mapping[int, int] = MappingProxyType({})
CARD = "card:"
"""Before the id of the terminal: how money goes back on a card."""


@dataclass(frozen=True, slots=True, kw_only=True)
class RefundDraft:
    """What is to be given back.

    Attributes:
        back: line -> thousandths; lines are counted over the heads of the receipt, then
            over what it took besides (a voucher, a deposit), of which one is all.
        dispositions, reasons: line -> what becomes of it, and why it goes back, where
            that is not as for all of them.
        slip: number on the slip of the card terminal.
    """

    back: Mapping[int, int] = field(default_factory=dict)
    dispositions: Mapping[int, Disposition] = field(default_factory=dict)
    reasons: Mapping[int, str] = field(default_factory=dict)
    reason: str = ""
    method: str = ""
    slip: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class RefundLine:
    """A line that can be given back.

    Attributes:
        pieces, most: chosen and left, in steps: pieces, or 1 for what goes whole.
        step: thousandths of a step.
    """

    number: int
    label: str
    detail: str
    pieces: int
    most: int
    step: int


@dataclass(frozen=True, slots=True, kw_only=True)
class DisposedLine:
    """What becomes of a line that was chosen.

    Attributes:
        disposition: None until somebody says.
        reason: "" for that of all lines.
    """

    number: int
    label: str
    disposition: Disposition | None
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class RefundView:
    """The sheet as it stands.

    Attributes:
        disposed: of the lines that were chosen; what is taken besides is no article.
        problem: why nothing can be given back now; "" when it can.
        missing: what has still to be said, in words; "" when all is there.
        total: cents to give back.
    """

    lines: Sequence[RefundLine]
    disposed: Sequence[DisposedLine]
    methods: Sequence[Choice]
    method: str
    needs_slip: bool
    total: int
    total_text: str
    problem: str
    missing: str


def besides_left(world: World, original: ReceiptIssued) -> dict[int, int]:
    """Place of what a receipt took besides its lines -> cents left to give back; what
    cash was rounded by is no thing to give back."""
    first = len(heads(original))
    found = {}
    for number, beside in enumerate(original.beside, first):
        if beside.kind == ROUNDING:
            continue
        credit = world.credits.issued.get(beside.id)
        left = world.credits.left(beside.id) if credit else beside.amount
        if beside.tops_up:
            left = min(left, world.credits.left(beside.holder))
        if left > 0:
            found[number] = left
    return found


def lines_left(
    original: ReceiptIssued,
    returned: Mapping[int, int],
    back: Mapping[int, int],
    besides: Mapping[int, int] = NOTHING,
) -> list[RefundLine]:
    """The lines of which something is left to give back, then what it took besides.

    Args:
        besides: as `besides_left` gives them.
    """
    found = []
    for number, line in enumerate(heads(original)):
        sold = parse_decimal(line.quantity, QTY_PLACES)
        left = sold - returned.get(number, 0)
        if left <= 0 or line.total <= 0:
            continue
        whole = bool(line.share) or left % MILLI != 0
        step = left if whole else MILLI
        detail = [amount(line.total)]
        if left != sold:
            rest = decimal_text(left, QTY_PLACES)
            detail.append(tr("reste {left} sur {sold}", left=rest, sold=line.quantity))
        elif sold != MILLI:
            detail.insert(0, f"{line.quantity} × {amount(line.unit)}")
        label = f"{line.label} · {line.share}" if line.share else line.label
        found.append(
            RefundLine(
                number=number,
                label=label,
                detail=" · ".join(detail),
                pieces=back.get(number, 0) // step,
                most=left // step,
                step=step,
            )
        )
    first = len(heads(original))
    for number, cents in besides.items():
        found.append(
            RefundLine(
                number=number,
                label=beside_name(original.beside[number - first]),
                detail=tr("reste {left}", left=amount(cents)),
                pieces=back.get(number, 0),
                most=1,
                step=1,
            )
        )
    return found


def everything(
    original: ReceiptIssued,
    returned: Mapping[int, int],
    besides: Mapping[int, int] = NOTHING,
) -> dict[int, int]:
    """All that is left of a receipt."""
    lines = lines_left(original, returned, {}, besides)
    return {line.number: line.most * line.step for line in lines}


def refund_total(
    original: ReceiptIssued,
    returned: Mapping[int, int],
    back: Mapping[int, int],
    besides: Mapping[int, int] = NOTHING,
) -> int:
    """Cents that these quantities come to; 0 when they cannot be given back."""
    if not back:
        return 0
    lines = {number: milli for number, milli in back.items() if number not in besides}
    taken = sum(cents for number, cents in besides.items() if back.get(number))
    try:
        return taken - price_refund(as_priced(original), dict(returned), lines).ttc
    except PricingError:
        return 0


def refund_methods(
    original: ReceiptIssued, terminals: Sequence[DeviceSet] = ()
) -> tuple[str, ...]:
    """How the money can go back: the ways it came, a transfer, store credit instead."""
    cards = (*(CARD + device.id for device in terminals), "card_manual")
    spent = ("gift", "deposit", "store")
    paid = [
        p.method for p in original.payments if p.amount > 0 and p.method not in spent
    ]
    # Foreign notes go back in euros.
    as_paid = {"card": cards, FOREIGN: ("cash",)}
    ways = (way for m in paid for way in as_paid.get(m, (m,)))
    return tuple(dict.fromkeys((*ways, "transfer", "store")))


def present_refund(
    world: World,
    terminal: str,
    original: ReceiptIssued,
    returned: Mapping[int, int],
    draft: RefundDraft,
    *,
    took: Collection[str] = (),
) -> RefundView:
    """The sheet in words.

    Args:
        took: terminals that took a card for it; those are proposed first.
    """
    devices = world.settings.devices
    terminals = [d for d in devices.values() if d.kind == "terminal" and d.active]
    terminals.sort(key=lambda device: device.id not in took)
    methods = refund_methods(original, terminals)
    method = draft.method if draft.method in methods else methods[0]
    besides = besides_left(world, original)
    total = refund_total(original, returned, draft.back, besides)
    disposed = _disposed(original, draft)
    return RefundView(
        lines=lines_left(original, returned, draft.back, besides),
        disposed=disposed,
        methods=[Choice(key, _way(world, key), _icon(key)) for key in methods],
        method=method,
        needs_slip=method == "card_manual",
        total=total,
        total_text=price(total),
        problem=_problem(world, terminal),
        missing=_missing(original, draft, method, total, disposed),
    )


def disposition_choices() -> list[Choice]:
    """What can become of a line."""
    return [Choice(key, tr(_DISPOSITIONS[key])) for key in DISPOSITIONS]


def _disposed(original: ReceiptIssued, draft: RefundDraft) -> list[DisposedLine]:
    """A reason that was typed says nothing of what becomes of the articles."""
    found = []
    for number, line in enumerate(heads(original)):
        if not draft.back.get(number):
            continue
        reason = draft.reasons.get(number, "")
        by_reason = _by_words(reason or draft.reason)
        found.append(
            DisposedLine(
                number=number,
                label=line.label,
                disposition=draft.dispositions.get(number, by_reason),
                reason=reason,
            )
        )
    return found


def _by_words(reason: str) -> Disposition | None:
    for known, disposition in REASONS.items():
        if reason == tr(known):
            return disposition
    return None


def _way(world: World, method: str) -> str:
    """ "Carte · TPE 1", "Espèces"."""
    if method.startswith(CARD):
        name = terminal_name(world, method.removeprefix(CARD))
        return f"{tr(METHODS['card'])} · {name}"
    return tr(METHODS[method])


def _icon(method: str) -> str:
    return TENDER_ICONS["card" if method.startswith(CARD) else method]


def _problem(world: World, terminal: str) -> str:
    if not world.till(terminal).session:
        return tr("Ouvrez d'abord la caisse.")
    return ""


def _missing(
    original: ReceiptIssued,
    draft: RefundDraft,
    method: str,
    total: int,
    disposed: Sequence[DisposedLine],
) -> str:
    if total <= 0:
        return tr("Choisissez ce qui est remboursé.")
    cash = sum(p.amount for p in original.payments if p.method in ("cash", FOREIGN))
    if method == "cash" and total > cash:
        return tr("En espèces, {amount} au plus", amount=price(cash))
    if not draft.reason.strip():
        return tr("Dites pourquoi l'argent est rendu.")
    unsaid = next((line.label for line in disposed if not line.disposition), "")
    if unsaid:
        return tr("Stock ou perte : {article} ?", article=unsaid)
    if method == "card_manual" and not draft.slip.strip():
        return tr("Recopiez le numéro du ticket du TPE.")
    return ""


def refund_command(
    original: ReceiptIssued,
    number: str,
    draft: RefundDraft,
    method: str,
) -> RefundReceipt:
    """The act; the slip of the card terminal is kept with the reason."""
    reason = draft.reason.strip()[:MAX_REASON]
    if method == "card_manual" and draft.slip.strip():
        reason = f"{reason} · TPE {draft.slip.strip()[:20]}"
    way, _, terminal = method.partition(":")
    first = len(heads(original))
    back = sorted((k, v) for k, v in draft.back.items() if v > 0)
    return RefundReceipt(
        original=original,
        number=number,
        back=tuple((k, v) for k, v in back if k < first),
        beside=tuple(original.beside[k - first].id for k, _ in back if k >= first),
        reason=reason,
        method=way,
        terminal=terminal,
        disposed=tuple(
            Disposed(line=line.number, disposition=line.disposition, reason=line.reason)
            for line in _disposed(original, draft)
            if line.disposition
        ),
    )
