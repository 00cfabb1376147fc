"""What is said of money that a card terminal was asked to give back."""

from datetime import datetime

from app.domain.orders.state import Refund
from app.domain.payments.holding import given_up
from app.domain.world import World
from app.presenters.pay.views import ActView, NoticeView
from app.presenters.pay.words import (
    SILENT_TILL,
    again_act,
    again_words,
    card_title,
    card_words,
    doubt_words,
    refused_act,
    terminal_name,
)
from hardware.terminals.kinds import kind_of
from resources.texts import price, tr
from widgets.looks import Kind


def present_card_refund(
    world: World,
    refund: Refund,
    now: datetime,
    *,
    asked_again: str = "",
    red_key: bool = False,
) -> NoticeView:
    """The refund as it stands.

    Args:
        asked_again: see `Choices`.
        red_key: only the terminal's own key can stop it.
    """
    where = tr("Remboursement · {name}", name=terminal_name(world, refund.terminal))
    if refund.state == "unknown":
        asked = datetime.fromtimestamp(refund.ms / 1000, now.tzinfo)
        return _unknown(world, refund, f"{where} · {asked:%H:%M}", asked_again)
    if refund.running:
        cancel = ActView("cancel", tr("Annuler la demande"), "outlined", "close")
        acts = () if red_key else (cancel,)
        stop = (tr("Pour arrêter : touche rouge du terminal."),) if red_key else ()
        if given_up(refund, now):
            stop, acts = (tr(SILENT_TILL),), (again_act(),)
        return NoticeView(
            icon="contactless",
            role="primary",
            title=where,
            amount_text=price(refund.amount),
            lines=(_way_back(world, refund), *stop),
            acts=acts,
            waiting=True,
        )
    return NoticeView(
        icon="error",
        role="danger",
        title=card_title(refund),
        amount_text=price(refund.amount),
        lines=(where, card_words(refund), tr("Rien n'a été rendu.")),
        acts=(
            ActView("retry", tr("Réessayer"), "filled", "refresh"),
            ActView("otherwise", tr("Rendre autrement"), "outlined", "undo"),
        ),
    )


def _way_back(world: World, refund: Refund) -> str:
    device = world.settings.devices.get(refund.terminal)
    if device and "named_refund" in kind_of(device.profile, device.address).caps:
        return tr("L'argent retourne à la carte qui a payé.")
    return tr("Le client présente la carte qui a payé.")


def _unknown(world: World, refund: Refund, where: str, asked_again: str) -> NoticeView:
    waiting = asked_again == "waiting"
    doubt = doubt_words(world, refund.terminal)
    kind: Kind = "outlined" if doubt else "filled"
    again = again_act(kind)
    return NoticeView(
        icon="help",
        role="danger",
        title=card_title(refund),
        amount_text=price(refund.amount),
        lines=(
            where,
            again_words(refund, asked_again),
            tr("On ne sait pas si l'argent est rendu."),
            *filter(None, (doubt,)),
            tr("Avant cela, rien ne peut être rendu une seconde fois."),
        ),
        acts=(
            *(() if waiting else (again,)),
            refused_act(),
            ActView("accepted", tr("Accepté"), "outlined", "check"),
        ),
        waiting=waiting,
    )
