"""Foreign notes on the pad: what is asked in them, what they are worth, change in either.

The last option of cash leads from euros to the first currency, from each to the next, and
back.
"""

from itertools import pairwise

from app.domain.payments.commands import TakePayment
from app.domain.payments.currencies import change_of, needed, rate_text, worth
from app.domain.vocabulary import Refusal
from app.presenters.pay.account import Account
from app.presenters.pay.cash import pieces_words, quick_cash
from app.presenters.pay.choices import Choices, wanted
from app.presenters.pay.views import OptionView, PadView, PanelView
from app.presenters.pos.words import Sight
from resources.texts import amount, price, tr

IN, BACK = "in:", "back:"
"""Before a currency, "" for euros: what is paid in, and what change is given in."""
_NOTES = 1


def next_currency(choices: Choices, sight: Sight) -> OptionView | None:
    """The currency after the one in force; None where no other is taken."""
    if not sight.rates:
        return None
    after = dict(pairwise(("", *sight.rates, ""))).get(choices.kind, "")
    return OptionView(IN + after, after or "€", chosen=False)


def units(hundredths: int, currency: str) -> str:
    """ "27,05 CHF"."""
    return f"{amount(hundredths)}\u00a0{currency}"


def foreign_asked(choices: Choices, account: Account) -> int:
    """Hundredths of a unit that pay what is wanted now."""
    return needed(wanted(choices, account), choices.micro, choices.kind)


def foreign_pad(
    account: Account,
    choices: Choices,
    sight: Sight,
    refused: Refusal | None,
    command: TakePayment,
) -> PadView:
    """The pad while notes of another currency are typed."""
    currency, asked = choices.kind, foreign_asked(choices, account)
    shut = refused is not None and refused.code == "till_shut"
    return PadView(
        title=tr("Reçu en {currency}", currency=currency),
        typed=amount(command.foreign),
        hint="",
        note=tr("sur {amount}", amount=units(asked, currency)),
        options=_options(choices, sight, asked, command.foreign),
        variants=True,
        panel=_panel(account, choices, refused, command),
        act=tr("Ouvrir la caisse")
        if shut
        else tr("Valider {price}", price=price(command.amount)),
        act_detail=tr(
            "{worth} à {rate}",
            worth=price(worth(command.foreign, choices.micro)),
            rate=rate_text(choices.micro),
        ),
        may_act=shut or (command.amount > 0 and not (refused and not refused.right)),
    )


def _options(
    choices: Choices, sight: Sight, asked: int, shown: int
) -> tuple[OptionView, ...]:
    currency = choices.kind
    notes = [
        OptionView(str(each), units(each, currency).replace(",00", ""), shown == each)
        for each in quick_cash(asked)[:_NOTES]
    ]
    back = "" if choices.change_in else currency
    words = tr("Rendre {currency}", currency=back or "€")
    after = next_currency(choices, sight)
    return (
        OptionView("exact", tr("Exact"), shown == asked),
        *notes,
        OptionView(BACK + back, words, chosen=False),
        *([after] if after else []),
    )


def _panel(
    account: Account, choices: Choices, refused: Refusal | None, command: TakePayment
) -> PanelView:
    if refused is not None:
        words = tr(refused.text, **dict(refused.values))
        return PanelView(title=words, detail="", wrong=True)
    want = wanted(choices, account)
    if command.amount < want:
        return PanelView(
            title=tr("Il restera"),
            detail=tr("à payer autrement"),
            amount_text=amount(want - command.amount),
        )
    over = worth(command.foreign, choices.micro) - command.amount
    if not choices.change_in:
        return PanelView(
            title=tr("À rendre"), detail=pieces_words(over), amount_text=amount(over)
        )
    back, rest = change_of(over, choices.micro, choices.kind)
    detail = tr("en {currency}", currency=choices.kind)
    if rest:
        detail = tr("en {currency}, et {rest}", currency=choices.kind, rest=price(rest))
    return PanelView(title=tr("À rendre"), detail=detail, amount_text=amount(back))
