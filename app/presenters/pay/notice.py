"""The right pane when nothing is typed: a card on its way, a doubt, a failure, the end.

Source: `hardware.md` 3.1: an answer that is lost is unknown, never refused, and nothing
else can be taken on the order before a terminal or a person settles it.
"""

from dataclasses import replace

from app.domain.orders.state import Payment, Refund
from app.domain.payments.holding import given_up, holder
from app.domain.world import World
from app.presenters.admin.refund_notice import present_card_refund
from app.presenters.pay.account import Account
from app.presenters.pay.choices import Choices, wanted
from app.presenters.pay.terminals import (
    holder_words,
    readers,
    ready_terminals,
    standing_words,
    terminals,
)
from app.presenters.pay.views import ActView, NoticeView
from app.presenters.pay.words import (
    DOWN,
    SILENT_TILL,
    again_act,
    again_words,
    card_title,
    card_words,
    doubt_words,
    give_back_words,
    in_doubt_words,
    method_name,
    not_taken_words,
    payment_words,
    refused_act,
    terminal_name,
    terminal_words,
)
from app.presenters.pos.words import Sight
from hardware.health import DeviceState
from resources.texts import amount, price, tr
from widgets.looks import Kind


def present_notice(
    world: World, account: Account, choices: Choices, sight: Sight
) -> NoticeView | None:
    """What has to be said before anything can be typed; None for nothing."""
    running = account.running
    unknown = running is not None and running.state == "unknown"
    if unknown and choices.stage == "authorisation":
        return None
    if isinstance(running, Refund):
        return present_card_refund(
            world,
            running,
            sight.now,
            asked_again=choices.asked_again,
            red_key=choices.red_key,
        )
    if running is not None and running.state == "unknown":
        return _unknown(world, running, choices, sight)
    if running is not None:
        return _running(world, running, choices, sight)
    if account.settled:
        return _settled(account)
    if account.left < 0:
        return _overpaid(world, account)
    if account.left == 0:
        return _free(account)
    card = choices.tender == "card" or choices.failed
    if card and choices.stage in ("tender", "terminal"):
        return _card(world, account, choices, sight)
    return None


def _running(
    world: World, payment: Payment, choices: Choices, sight: Sight
) -> NoticeView:
    """Until the terminal said that it cannot be stopped from here, it is worth a try.

    When the till that asked is silent, another one asks what became of it.
    """
    stop = (tr("Pour arrêter : touche rouge du terminal."),) if choices.red_key else ()
    cancel = ActView("cancel", tr("Annuler la demande"), "outlined", "close")
    acts = () if choices.red_key else (cancel,)
    if given_up(payment, sight.now):
        stop, acts = (tr(SILENT_TILL),), (again_act(),)
    return NoticeView(
        icon="contactless",
        role="primary",
        title=payment_words(world, payment),
        amount_text=price(payment.amount + payment.tip),
        lines=(tr("Le client a le terminal."), *stop),
        acts=acts,
        waiting=True,
    )


def _unknown(
    world: World, payment: Payment, choices: Choices, sight: Sight
) -> NoticeView:
    waiting = choices.asked_again == "waiting"
    doubt = doubt_words(world, payment.terminal)
    # What cannot tell is asked in vain: a person decides, and that is not below it.
    kind: Kind = "outlined" if doubt else "filled"
    again = again_act(kind)
    return NoticeView(
        icon="help",
        role="danger",
        title=card_title(payment),
        amount_text=price(payment.amount + payment.tip),
        lines=(
            f"{payment_words(world, payment)} · {sight.clock(payment.ms)}",
            again_words(payment, choices.asked_again),
            in_doubt_words(payment),
            *filter(None, (doubt,)),
            tr("Avant cela, rien d'autre ne peut être encaissé sur cette note."),
        ),
        acts=(
            *(() if waiting else (again,)),
            refused_act(),
            ActView("accepted", tr("Accepté"), "outlined", "check"),
        ),
        waiting=waiting,
    )


def _settled(account: Account) -> NoticeView:
    receipts = account.order.receipts
    numbers = [tr("ticket {number}", number=r.number) for r in receipts[-3:]]
    acts = [ActView("leave", tr("Terminer"), "filled", "check")]
    if receipts:
        acts.append(ActView("tip", tr("Pourboire"), "outlined", "savings"))
        acts.append(ActView("reprint", tr("Réimprimer"), "outlined", "print"))
    return NoticeView(
        icon="check_circle",
        role="success",
        title=tr("Tout est payé") if receipts else tr("Rien à payer"),
        amount_text=price(sum(r.total for r in receipts)) if receipts else "",
        lines=tuple(numbers),
        acts=tuple(acts),
    )


def _overpaid(world: World, account: Account) -> NoticeView:
    """More was taken than is due: tenders go back whole, one at a time."""
    failed = {refund.returns: refund for refund in account.failed}
    words = [f"{card_title(r)} · {card_words(r)}" for r in failed.values()]
    words += dict.fromkeys(filter(None, map(give_back_words, account.paid)))
    acts: list[ActView] = []
    for payment in account.paid:
        cents = amount(payment.amount + payment.tip)
        name = method_name(payment.method)
        give = tr("Rendre {amount} · {name}", amount=cents, name=name)
        acts.append(ActView(f"return:{payment.id}", give, "outlined", "undo"))
        if payment.id in failed:
            name = method_name("card_manual")
            give = tr("Rendre {amount} · {name}", amount=cents, name=name)
            key = f"return_by_hand:{payment.id}"
            acts.append(ActView(key, give, "outlined", "credit_card"))
    return NoticeView(
        icon="error",
        role="danger",
        title=tr("Trop a été encaissé"),
        amount_text=price(-account.left),
        lines=(tr("Rendez un paiement, puis encaissez ce qui est dû."), *words),
        acts=tuple(acts),
    )


def _free(account: Account) -> NoticeView:
    """Everything was given away, or what was taken pays it: the document is missing."""
    return NoticeView(
        icon="redeem" if not account.paid else "check_circle",
        role="primary",
        title=tr("Rien à payer"),
        lines=(tr("Le ticket clôt la note."),),
        acts=(ActView("issue", tr("Clore la note"), "filled", "check"),),
    )


def _card(
    world: World, account: Account, choices: Choices, sight: Sight
) -> NoticeView | None:
    """The card tile without a card on its way: it failed, or no terminal answers."""
    cents = wanted(choices, account)
    failed = account.order.payments.get(choices.failed)
    manual = ActView("manual", tr("TPE autonome"), "tonal", "credit_card")
    by_hand = ActView("by_hand", tr("Sans le terminal"), "tonal", "keyboard")
    if choices.stage == "terminal":
        return _which(world, choices, cents, sight)
    if failed is not None:
        retry = ActView(
            f"card:{failed.terminal}",
            tr("Réessayer {price}", price=price(cents)),
            "filled",
            "refresh",
        )
        return NoticeView(
            icon="error",
            role="danger",
            title=card_title(failed),
            amount_text=price(failed.amount + failed.tip),
            lines=(
                terminal_name(world, failed.terminal),
                card_words(failed),
                not_taken_words(failed),
            ),
            acts=(
                retry,
                *_elsewhere(world, choices, failed, sight),
                manual if failed.method == "card" else by_hand,
            ),
        )
    return _down(world, cents, manual, sight)


def _elsewhere(
    world: World, choices: Choices, failed: Payment, sight: Sight
) -> tuple[ActView, ...]:
    """The same card on another terminal: nothing was taken on the first."""
    others = [
        device
        for device in readers(world, sight, choices.method)
        if device.id != failed.terminal
    ]
    words, key = tr("Autre terminal"), "another"
    if len(others) == 1:
        words, key = tr("Sur {name}", name=others[0].name), f"card:{others[0].id}"
    return (ActView(key, words, "outlined", "contactless"),) if others else ()


def _which(world: World, choices: Choices, cents: int, sight: Sight) -> NoticeView:
    """Several terminals answer: one of them has to be named."""
    return NoticeView(
        icon="contactless",
        role="primary",
        title=tr("Sur quel terminal ?"),
        amount_text=price(cents),
        acts=tuple(
            ActView(
                f"card:{device.id}",
                standing_words(world, sight, device),
                "outlined",
                "contactless",
            )
            for device in reversed(readers(world, sight, choices.method))
        ),
    )


def _down(world: World, cents: int, manual: ActView, sight: Sight) -> NoticeView:
    """No card was asked for because no terminal answered."""
    title, who = tr("Aucun terminal n'est réglé"), ""
    acts = [replace(manual, kind="filled")]
    for device in (ready_terminals(world, sight) or terminals(world))[:1]:
        held = holder(world.book, device.id, sight.now)
        state = DeviceState.BUSY if held else sight.health_of(device.id).state
        title = terminal_words(device.name, state)
        who = holder_words(world, held) if held else ""
        retry = ActView(f"card:{device.id}", tr("Réessayer"), "outlined", "refresh")
        acts.append(retry)
        if state not in DOWN and not held:
            acts = [replace(retry, kind="filled"), manual]
    return NoticeView(
        icon="contactless",
        role="warning",
        title=title,
        amount_text=price(cents),
        lines=(
            *filter(None, (who,)),
            tr("La carte peut se faire au TPE autonome, numéro à l'appui."),
        ),
        acts=tuple(acts),
    )
