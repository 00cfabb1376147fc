"""The paying page: from the world and what was chosen to everything that is shown.

`present_pay` is the whole picture; `Choices` (pay_choices.py) is what the person did on
the page, `Account` (pay_account.py) where the order stands. What is refused is shown
before it is tried: the caller asks the domain's own rule and hands over its refusal.
"""

from app.domain.money import rhu
from app.domain.payments.commands import FOREIGN, READ, TIPPED, TakePayment
from app.domain.vocabulary import Refusal
from app.domain.world import World
from app.presenters.pay.account import Account
from app.presenters.pay.balance import balance_pad
from app.presenters.pay.bill import present_bill, present_due
from app.presenters.pay.cash import pieces_words, quick_cash, whole_price
from app.presenters.pay.choices import (
    ACCOUNT,
    CREDIT,
    KINDS,
    ON_TERMINAL,
    TENDERS,
    Choices,
    proposal,
    rounded,
    take_command,
    taken_here,
    tip_of,
    wanted,
    wished,
)
from app.presenters.pay.foreign import foreign_pad, next_currency
from app.presenters.pay.notice import present_notice
from app.presenters.pay.terminals import (
    readers,
    ready_terminals,
    standing_words,
    terminals,
)
from app.presenters.pay.tips import SHARES
from app.presenters.pay.views import (
    OptionView,
    PadView,
    PanelView,
    PayView,
    TendersView,
    TenderView,
)
from app.presenters.pay.words import (
    beyond_vouchers,
    method_name,
    voucher_day,
    voucher_words,
)
from app.presenters.pos.words import Sight
from resources.texts import amount, percent, price, tr

_FRACTIONS = ((2, "1/2"), (3, "1/3"), (4, "1/4"))
APART = "apart"
"""Option of the tip: another tender than the one that pays."""
_WHOLE = 10_000
_TITLES = {
    "cash": "Reçu du client",
    "voucher": "Valeur des titres",
    "holiday_voucher": "Valeur des chèques-vacances",
    "card_manual": "N° du ticket TPE",
    "cheque": "N° du chèque",
    "transfer": "Référence du virement",
    CREDIT: "N° du bon, de l'avoir ou de l'acompte",
    ACCOUNT: "Compte client",
}
_MOST_OPTIONS = 4
"""There is room for no more."""
_VARIANTS = {
    "paper": "Papier",
    "card": "Carte",
    "holiday_voucher": "ANCV",
    "transfer": "Virement",
    CREDIT: "Bon",
    ACCOUNT: "Compte",
}


def present_pay(
    world: World,
    account: Account,
    choices: Choices,
    sight: Sight,
    *,
    refused: Refusal | None = None,
    no_cash: Refusal | None = None,
    tenders: tuple[str, ...] = (),
) -> PayView:
    """The page.

    Args:
        refused: why the act of the great button cannot be carried out now.
        no_cash: why cash cannot be taken at all.
        tenders: those that are taken here; empty for all.
    """
    notice = present_notice(world, account, choices, sight)
    pad = notice or _pad(world, account, choices, sight, refused)
    return PayView(
        bill=present_bill(world, account, choices, sight),
        tenders=_tenders(world, account, choices, sight, _gone(no_cash, tenders)),
        right=pad,
    )


# The middle


def _gone(no_cash: Refusal | None, tenders: tuple[str, ...]) -> dict[str, str]:
    """Tile -> why it cannot be had: the law's limit on cash, or it is not taken here."""
    gone = {"cash": _gone_words(no_cash)}
    here = (tile for tile in TENDERS if not taken_here(tile, tenders))
    return gone | dict.fromkeys(here, tr("pas pris ici"))


def _tenders(
    world: World,
    account: Account,
    choices: Choices,
    sight: Sight,
    gone: dict[str, str],
) -> TendersView:
    busy = account.running is not None or account.settled
    tiles = (
        ("card", tr("Carte"), _card_words(world, sight)),
        ("cash", method_name("cash"), tr("billets et pièces")),
        (
            "voucher",
            method_name("voucher"),
            voucher_day(world, sight.now)
            or voucher_words(world, account.order, account.bill_id)
            or tr("carte ou papier"),
        ),
        ("card_manual", tr("TPE autonome"), tr("n° de ticket")),
        ("cheque", method_name("cheque"), tr("montant exact")),
        ("other", tr("Autres"), tr("bon, compte, ANCV")),
    )
    return TendersView(
        mode=_mode(account, choices),
        parts_text=_parts_text(account),
        due=present_due(account, choices),
        tenders=tuple(
            TenderView(
                key=key,
                title=title,
                short=tr("Titre-resto") if key == "voucher" else title,
                detail=detail,
                chosen=key == choices.tender and not account.settled,
                gone=gone.get(key, ""),
            )
            for key, title, detail in tiles
        ),
        tips=_tips(choices),
        may_tip=choices.method in TIPPED and not busy,
        receipts=_receipts(wished(world, choices, account), mails=sight.mails),
        receipt_note=_receipt_note(world, wished(world, choices, account)),
        busy=busy,
    )


def _mode(account: Account, choices: Choices) -> str:
    if choices.amount or choices.stage == "amount":
        return "amount"
    if account.split:
        bills = account.order.split.bills if account.order.split else ()
        return "places" if any(bill.seat for bill in bills) else "articles"
    return "parts" if account.shares else ""


def _parts_text(account: Account) -> str:
    count = len(account.shares)
    return tr("Parts · {n}", n=count) if count else tr("Parts")


def _gone_words(refusal: Refusal | None) -> str:
    if refusal is None or refusal.code != "cash_limit":
        return ""
    return tr("au plus {limit} €", **dict(refusal.values))


def _card_words(world: World, sight: Sight) -> str:
    """ "TPE 1 prêt"; how many answer when it will be asked which."""
    ready = ready_terminals(world, sight)
    if len(ready) > 1:
        return tr("{n} terminaux prêts", n=len(ready))
    for device in ready or terminals(world):
        return standing_words(world, sight, device)
    return tr("aucun terminal")


def _tips(choices: Choices) -> tuple[OptionView, ...]:
    other = tr("Autre")
    if choices.tip == "other" and choices.tip_typed:
        other = price(choices.tip_typed)
    texts = {
        "none": tr("Aucun"),
        "one": whole_price(100),
        "two": whole_price(200),
        "round": tr("Arrondir"),
        "other": other,
    }
    return tuple(OptionView(k, text, k == choices.tip) for k, text in texts.items())


def _receipts(chosen: str, *, mails: bool) -> tuple[OptionView, ...]:
    found = (
        ("none", tr("Aucun")),
        ("paper", tr("Papier")),
        *((("mail", tr("E-mail")),) if mails else ()),
        ("digital", tr("QR")),
    )
    return tuple(OptionView(key, text, key == chosen) for key, text in found)


def _receipt_note(world: World, chosen: str) -> str:
    """That paper comes out nowhere, and what can be done instead."""
    devices = world.settings.devices.values()
    if chosen != "paper" or any(d.kind == "printer" and d.active for d in devices):
        return ""
    return tr("Aucune imprimante : proposez le QR, ou un duplicata plus tard.")


# The right


def _pad(
    world: World,
    account: Account,
    choices: Choices,
    sight: Sight,
    refused: Refusal | None,
) -> PadView:
    if choices.stage == "authorisation":
        return _authorisation_pad(account, choices)
    if choices.stage == "amount":
        return _amount_pad(account, choices)
    if choices.stage == "tip":
        return _tip_pad(account, choices)
    if choices.method in (CREDIT, ACCOUNT):
        return balance_pad(
            world, account, choices, sight, refused, _options(choices, 0, 0)
        )
    if choices.method == FOREIGN:
        command = take_command(world, choices, account)
        return foreign_pad(account, choices, sight, refused, command)
    return _tender_pad(world, account, choices, sight, refused)


def _authorisation_pad(account: Account, choices: Choices) -> PadView:
    payment = account.running
    cents = payment.amount + payment.tip if payment else 0
    return PadView(
        title=tr("Numéro d'autorisation"),
        typed=choices.code,
        hint=tr("sur le ticket"),
        note="",
        options=(),
        variants=False,
        panel=PanelView(
            title=tr("Accepté"),
            detail=tr("d'après le ticket du TPE"),
            amount_text=amount(cents),
        ),
        act=tr("Valider {price}", price=price(cents)),
        act_detail="",
        may_act=bool(choices.code),
    )


def _amount_pad(account: Account, choices: Choices) -> PadView:
    left = account.left
    typed = left if choices.typed is None else choices.typed
    options = [OptionView("exact", tr("Tout"), typed == left)]
    for parts, words in _FRACTIONS:
        cents = -(-left // parts)
        options.append(OptionView(str(cents), words, typed == cents != left))
    rest = left - typed
    panel = PanelView(
        title=tr("Il restera"),
        detail=tr("à payer ensuite"),
        amount_text=amount(max(0, rest)),
    )
    if rest < 0:
        panel = PanelView(
            title=tr("C'est plus que ce qui reste."),
            detail=tr("Au plus {price}.", price=price(left)),
            wrong=True,
        )
    return PadView(
        title=tr("Montant à encaisser"),
        typed=price(typed),
        hint="",
        note=tr("sur {amount}", amount=amount(left)),
        options=tuple(options),
        variants=False,
        panel=panel,
        act=tr("Prendre {price}", price=price(typed)),
        act_detail="",
        may_act=0 < typed <= left,
    )


def _tip_pad(account: Account, choices: Choices) -> PadView:
    typed = choices.tip_typed if choices.typed is None else choices.typed
    want = wanted(choices, account)
    shares = {rhu(want * each, _WHOLE): each for each in SHARES}
    return PadView(
        title=tr("Pourboire"),
        typed=price(typed),
        hint="",
        note=tr("sur {amount}", amount=amount(want)),
        options=(
            *(
                OptionView(str(cents), percent(each), typed == cents)
                for cents, each in shares.items()
                if cents
            ),
            OptionView(APART, tr("À part"), chosen=False),
        ),
        variants=False,
        panel=PanelView(
            title=tr("Avec le pourboire"),
            detail=tr("pour l'équipe, hors addition"),
            amount_text=amount(want + typed),
        ),
        act=tr("Pourboire {price}", price=price(typed)),
        act_detail="",
        may_act=True,
    )


def _tender_pad(
    world: World,
    account: Account,
    choices: Choices,
    sight: Sight,
    refused: Refusal | None,
) -> PadView:
    command = take_command(world, choices, account)
    want = wanted(choices, account)
    less = rounded(world, choices, account, want)
    asked = want + less + tip_of(choices, want)
    shown = command.tendered or command.amount + command.tip
    if choices.typed == 0:
        shown = 0
    code = choices.typing_code
    readers = _readers(world, choices, sight)
    shut = refused is not None and refused.code == "till_shut"
    paid = command.amount + command.tip + (less if command.amount == want else 0)
    act = tr("Valider {price}", price=price(paid))
    detail = ""
    if shut:
        act = tr("Ouvrir la caisse")
    elif code and not choices.code:
        detail = tr("sans numéro")
    elif command.tip:
        detail = tr("dont pourboire {price}", price=price(command.tip))
    return PadView(
        title=tr(_TITLES["card_manual" if _by_slip(choices) else choices.method]),
        typed=choices.code if code else price(shown),
        hint=tr("facultatif") if code else "",
        note="" if code else tr("sur {amount}", amount=amount(asked)),
        options=_with_next(choices, sight, _options(choices, asked, shown) + readers),
        variants=choices.tender in KINDS or bool(readers),
        panel=_panel(world, choices, account, command, want, refused, less),
        act=act,
        act_detail=detail,
        may_act=shut or (command.amount > 0 and not (refused and not refused.right)),
    )


def _with_next(
    choices: Choices, sight: Sight, options: tuple[OptionView, ...]
) -> tuple[OptionView, ...]:
    """As many options as there is room for; of cash the last is another currency."""
    after = next_currency(choices, sight) if choices.tender == "cash" else None
    if after is None:
        return options[:_MOST_OPTIONS]
    return (*options[: _MOST_OPTIONS - 1], after)


def _by_slip(choices: Choices) -> bool:
    return choices.method == "voucher" and choices.variant == "card"


def _readers(world: World, choices: Choices, sight: Sight) -> tuple[OptionView, ...]:
    """The terminals that could read this tender, instead of what is typed."""
    if choices.method not in READ:
        return ()
    return tuple(
        OptionView(
            ON_TERMINAL + each.id, tr("Sur {name}", name=each.name), chosen=False
        )
        for each in readers(world, sight, choices.method)
    )


def _options(choices: Choices, asked: int, shown: int) -> tuple[OptionView, ...]:
    """Quick amounts of cash, or the variants of a tender."""
    if choices.tender in KINDS:
        return tuple(
            OptionView(kind, tr(_VARIANTS[kind]), kind == choices.variant)
            for kind in KINDS[choices.tender]
        )
    if choices.typing_code:
        return ()
    exact = OptionView("exact", tr("Exact"), shown == asked)
    notes = (
        OptionView(str(cents), whole_price(cents), shown == cents)
        for cents in quick_cash(asked)
    )
    return (exact, *notes)


def _panel(
    world: World,
    choices: Choices,
    account: Account,
    command: TakePayment,
    want: int,
    refused: Refusal | None,
    less: int,
) -> PanelView:
    """Change, excess, what remains; or why it cannot be."""
    if refused is not None:
        words = tr(refused.text, **dict(refused.values))
        return PanelView(title=words, detail="", wrong=True)
    name = method_name(choices.method)
    total = command.amount + command.tip
    if choices.typing_code:
        rest = account.left - command.amount
        detail = name
        if rest > 0:
            detail = tr("il restera {amount}", amount=amount(rest))
        return PanelView(
            title=tr("À encaisser"), detail=detail, amount_text=amount(total)
        )
    if command.amount < want:
        why = ""
        if choices.method == "voucher":
            why = beyond_vouchers(world, account.order, account.bill_id)
        return PanelView(
            title=tr("Il restera"),
            detail=why or tr("à payer autrement"),
            amount_text=amount(want - command.amount),
        )
    over = max(0, command.tendered - total - less)
    if choices.method == "cash":
        return PanelView(
            title=tr("À rendre"), detail=pieces_words(over), amount_text=amount(over)
        )
    detail = tr("pas de monnaie sur un titre") if over else tr("le compte est bon")
    return PanelView(title=tr("Excédent"), detail=detail, amount_text=amount(over))


def pad_value(world: World, account: Account, choices: Choices) -> int:
    """Cents that the pad shows: what was typed, else its proposal."""
    shown = proposal(world, choices, account)
    return shown if choices.typed is None else choices.typed


def paid_words(
    change: int, number: str, cents: int, tip: int = 0, back: str = ""
) -> str:
    """What is said once a bill is paid: "Rendu 21,83 € · ticket C1-000214"; of a `tip`
    alone how much it was; `back` is what was given back in another currency."""
    done = tr("Payé {price}", price=price(cents))
    if tip and not cents:
        done = tr("Pourboire {price}", price=price(tip))
    given = " + ".join(filter(None, (back, price(change) if change else "")))
    if given:
        done = tr("Rendu {price}", price=given)
    return f"{done} · {tr('ticket {number}', number=number)}"
