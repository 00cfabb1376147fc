"""What a drawer is counted and held against besides euros: tenders, terminals, currencies."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from app.domain.payments.commands import FOREIGN
from app.domain.payments.currencies import CURRENCIES, rate_text
from app.domain.payments.decide import METHODS
from app.domain.till.events import ForeignCount, Rate, TenderCheck
from app.domain.till.state import Till
from app.domain.world import World
from app.presenters.admin.day import TENDER_ICONS
from app.presenters.pay.words import terminal_name
from app.projections.queries import Sums
from hardware.terminals.kinds import kind_of
from resources.texts import amount, tr, trn

_ON_PAPER = ("card", "card_manual", "voucher", "cheque", "holiday_voucher", FOREIGN)


@dataclass(frozen=True, slots=True)
class TenderRow:
    """A tender as the documents have it, or what cards brought on one terminal.

    Attributes:
        cents: with its tips; what another paper must say of it.
        terminal: the card terminal, whatever till asked it, or the currency of foreign
            notes; "" for another tender.
        collects: the terminal can be told to hand its sales in, and says what they are.
    """

    method: str
    cents: int
    name: str
    count: str
    amount: str
    icon: str
    terminal: str = ""
    collects: bool = False

    @property
    def key(self) -> str:
        """Names it on the page."""
        return f"{self.method}:{self.terminal}" if self.terminal else self.method

    @property
    def told_apart(self) -> bool:
        """Whether something else says its total: a terminal, or the paper in hand."""
        return self.method in _ON_PAPER


def purses(till: Till) -> Iterator[TenderRow]:
    """The notes of other currencies, to be counted without knowing how many there are."""
    for currency in sorted(till.foreign):
        yield TenderRow(
            FOREIGN,
            0,
            f"{tr(CURRENCIES[currency])} · {currency}",
            tr("à compter, dans le tiroir"),
            "",
            TENDER_ICONS[FOREIGN],
            currency,
        )


def tender_rows(world: World, sums: Sums, cards: Sums) -> list[TenderRow]:
    """What can be held against other papers; cash would tell what the count must be.

    Cards are held against the total of each terminal.
    """
    rows = _terminals(world, sums, cards)
    by_terminal = {"card"} if rows else set()
    for method, name in METHODS.items():
        if method in {"cash", FOREIGN, *by_terminal}:
            continue
        count = sums.get(("tender", method, "count"), 0)
        if count:
            value = sums.get(("tender", method, "amount"), 0)
            tips = sums.get(("tender", method, "tip"), 0)
            words = trn(count, "{n} paiement", "{n} paiements")
            if tips:
                words += " · " + tr("dont {tips} de pourboires", tips=amount(tips))
            icon = TENDER_ICONS.get(method, "payments")
            cents = value + tips
            rows.append(TenderRow(method, cents, tr(name), words, amount(cents), icon))
    return rows


def _terminals(world: World, sums: Sums, cards: Sums) -> list[TenderRow]:
    """Every terminal that a card was taken on, at whatever till."""
    rows = []
    used = {item for family, item, _ in cards if family == "terminal"}
    for device in sorted(used, key=lambda device: terminal_name(world, device)):
        count = cards.get(("terminal", device, "count"), 0)
        cents = cards.get(("terminal", device, "amount"), 0)
        here = sums.get(("terminal", device, "amount"), 0)
        words = [trn(count, "{n} paiement", "{n} paiements")]
        if here != cents:
            words.append(tr("dont {amount} sur cette caisse", amount=amount(here)))
        known = world.settings.devices.get(device)
        rows.append(
            TenderRow(
                "card",
                cents,
                terminal_name(world, device),
                " · ".join(words),
                amount(cents),
                TENDER_ICONS["card"],
                device,
                known is not None
                and "collect" in kind_of(known.profile, known.address).caps,
            )
        )
    return rows


def checks_of(
    rows: Sequence[TenderRow], told: Mapping[str, int]
) -> tuple[TenderCheck, ...]:
    """What other papers say, beside what was taken; a tender without one is left out."""
    return tuple(
        TenderCheck(
            method=row.method,
            expected=row.cents,
            told=told[row.key],
            terminal=row.terminal,
        )
        for row in rows
        if row.key in told and row.method != FOREIGN
    )


def foreign_of(
    rows: Sequence[TenderRow], told: Mapping[str, int]
) -> tuple[ForeignCount, ...]:
    """The notes of other currencies that were counted."""
    return tuple(
        ForeignCount(currency=row.terminal, counted=told[row.key])
        for row in rows
        if row.key in told and row.method == FOREIGN
    )


def purse_words(count: ForeignCount) -> str:
    """ "CHF : compté 49,00, 1,00 de moins qu'attendu"."""
    name, told = count.currency, amount(count.counted)
    off = count.counted - count.expected
    if not off:
        return tr("{name} : {told}, le compte est juste", name=name, told=told)
    words = (
        tr("{name} : compté {told}, {off} de plus qu'attendu")
        if off > 0
        else tr("{name} : compté {told}, {off} de moins qu'attendu")
    )
    return words.format(name=name, told=told, off=amount(abs(off)))


def check_words(world: World, check: TenderCheck) -> str:
    """ "TPE autonome : relevé 118,00, 2,00 de moins que la caisse"."""
    name, told = tr(METHODS[check.method]), amount(check.told)
    if check.terminal:
        name = terminal_name(world, check.terminal)
    off = check.told - check.expected
    if not off:
        return tr("{name} : {told} des deux côtés", name=name, told=told)
    words = (
        tr("{name} : relevé {told}, {off} de plus que la caisse")
        if off > 0
        else tr("{name} : relevé {told}, {off} de moins que la caisse")
    )
    return words.format(name=name, told=told, off=amount(abs(off)))


def rates_words(rates: Sequence[Rate]) -> str:
    """ "CHF 1,0512 · USD 0,9231", "" for none: what a session is opened with."""
    return " · ".join(f"{r.currency} {rate_text(r.micro)}" for r in rates)
