"""The pad while a voucher, store credit, a deposit or a client's account pays."""

from app.domain.credits.events import CreditIssued, OfficeCredit
from app.domain.credits.state import right_code
from app.domain.vocabulary import Refusal
from app.domain.world import World
from app.presenters.admin.credits import owes_words
from app.presenters.pay.account import Account
from app.presenters.pay.choices import (
    ACCOUNT,
    Choices,
    credit_of,
    take_command,
)
from app.presenters.pay.views import OptionView, PadView, PanelView
from app.presenters.pay.words import method_name
from app.presenters.pos.words import Sight
from resources.texts import amount, price, tr

CODE_DIGITS = 13
_ROOM = 9
"""Digits that fit above the pad of a small window."""


def balance_pad(
    world: World,
    account: Account,
    choices: Choices,
    sight: Sight,
    refused: Refusal | None,
    options: tuple[OptionView, ...],
) -> PadView:
    """Which credit or client pays, and what is left of it then."""
    on_account = choices.method == ACCOUNT
    client = world.credits.clients.get(choices.client)
    known = client if on_account else credit_of(world, choices)
    cents = take_command(world, choices, account).amount
    shut = refused is not None and refused.code == "till_shut"
    act = tr("Valider {price}", price=price(cents))
    if shut:
        act = tr("Ouvrir la caisse")
    elif on_account:
        act = tr("Mettre {price} en compte", price=price(cents))
        if client is None:
            act = tr("Choisir le client")
    typed = sight.client_of(client) if client else ""
    may = shut or (on_account and client is None)
    return PadView(
        title=tr("Compte client") if on_account else tr("N° du bon, avoir ou acompte"),
        typed=typed if on_account else _shown(choices.code),
        hint=tr("aucun client choisi") if on_account else tr("scannez ou tapez"),
        note="",
        options=options,
        variants=True,
        panel=_panel(world, account, choices, cents, refused),
        act=act,
        act_detail="",
        may_act=may or (known is not None and not (refused and not refused.right)),
    )


def _shown(code: str) -> str:
    """A number as far as there is room: its last digits, where one is typing."""
    return code if len(code) <= _ROOM else f"…{code[1 - _ROOM :]}"


def _panel(
    world: World,
    account: Account,
    choices: Choices,
    cents: int,
    refused: Refusal | None,
) -> PanelView:
    if choices.method == ACCOUNT:
        client = world.credits.clients.get(choices.client)
        if client is None:
            return PanelView(title=tr("Qui paiera plus tard ?"), detail="")
        if refused is not None and not refused.right:
            return _wrong(refused)
        owed = world.credits.left(client.client)
        detail = tr("doit déjà {amount}", amount=amount(owed))
        if owed < 0:
            detail = owes_words(owed)
        if client.ceiling:
            detail += " · " + tr("plafond {amount}", amount=amount(client.ceiling))
        beyond = 0 < client.ceiling < owed + cents
        return PanelView(
            title=tr("Au-delà du plafond") if beyond else tr("Il devra"),
            detail=detail,
            amount_text=amount(owed + cents),
        )
    credit = credit_of(world, choices)
    if credit is None:
        return _unknown(choices.code)
    if refused is not None:
        return _wrong(refused)
    left = world.credits.left(credit.credit)
    rest = account.left - cents
    detail = tr("à payer {amount}", amount=amount(rest))
    if cents < min(left, account.left):
        detail = tr("plafond du jour · à payer {amount}", amount=amount(rest))
    if not rest:
        detail = tr("il restera {amount}", amount=amount(left - cents))
    return PanelView(
        title=_credit_name(credit),
        detail=detail,
        amount_text=amount(cents),
    )


def _credit_name(credit: CreditIssued) -> str:
    """What pays, and which other site owes it."""
    if isinstance(credit, OfficeCredit):
        return tr("Bon de {site}", site=credit.name)
    return method_name(credit.kind)


def _unknown(code: str) -> PanelView:
    """A number that is being typed, mistyped, or of another house."""
    if len(code) < CODE_DIGITS:
        return PanelView(
            title=tr("Scannez le bon"), detail=tr("ou tapez ses 13 chiffres")
        )
    if not right_code(code):
        return PanelView(
            title=tr("Ce numéro est mal tapé."), detail=tr("Vérifiez."), wrong=True
        )
    return PanelView(
        title=tr("Ce bon n'est pas connu ici."),
        detail=tr("D'une autre maison, ou vendu pendant une coupure."),
        wrong=True,
    )


def _wrong(refused: Refusal) -> PanelView:
    words = tr(refused.text, **dict(refused.values))
    return PanelView(title=words, detail="", wrong=True)
