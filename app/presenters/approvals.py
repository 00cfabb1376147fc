"""What a manager is asked to allow: as a request, as a row, as a sheet, and who hears it."""

from dataclasses import dataclass, fields
from datetime import datetime

from app.domain.approvals.events import ApprovalAsked, Waiting
from app.domain.orders.commands import CompLine, Discount, VoidLine
from app.domain.orders.discounts import at_stake, falls_on
from app.domain.rules import Command
from app.domain.till.decide import MoveCash
from app.domain.vocabulary import RIGHTS, Refusal
from app.domain.world import World
from app.presenters.network import hub_takes, terminal_words
from app.presenters.pos.words import order_words, pieces
from app.services.house import House
from app.services.people import person_name
from app.services.ports import NetworkStatus
from resources.texts import clock, percent, price, tr
from widgets.problem_stack import Problem

_ACTS = {
    "discount": "Remise",
    "comp": "Offert",
    "void": "Annulation",
    "cash": "Mouvement d'espèces",
    "difference": "Clôture avec un écart",
}


@dataclass(frozen=True, slots=True)
class RequestView:
    """A request in full.

    Attributes:
        title: who asks; `place` at which terminal and when.
        what: the act with its amount; `about` on what, and why.
    """

    title: str
    place: str
    what: str
    about: str


def asked_of(
    world: World,
    command: Command | None,
    refusal: Refusal,
    *,
    window: str = "",
    approval: str = "",
    act: str = "",
    amount: int = 0,
) -> ApprovalAsked:
    """The request that says what a refused command would have done; `act` and `amount`
    say it where there is no command."""
    named = {field.name for field in fields(command)} if command is not None else set()

    def said(name: str) -> str:
        value = getattr(command, name) if name in named else ""
        return value if isinstance(value, str) else ""

    share = 0
    order = world.book.orders.get(said("order"))
    line = world.book.lines.get(said("line"))
    match command:
        case Discount() if order is not None:
            lines = falls_on(world, order, command.line)
            act, amount, share = (
                "discount",
                at_stake(lines, command),
                command.percent,
            )
        case CompLine() if line is not None:
            act, amount = "comp", line.net
        case MoveCash():
            act, amount = "cash", abs(command.amount)
        case VoidLine() if line is not None and line.quantity:
            part = line.quantity if command.quantity is None else command.quantity
            act, amount = "void", line.net * part // line.quantity
        case _:
            amount = getattr(command, "amount", amount)
    return ApprovalAsked(
        approval=approval,
        right=refusal.right,
        act=act,
        order=order.id if order else "",
        line=line.id if line else "",
        amount=amount if isinstance(amount, int) else 0,
        percent=share,
        reason=said("reason"),
        window=window,
    )


def what_words(asked: ApprovalAsked) -> str:
    """ "Remise de 25,00 € (20 %)", or what the right says: "Rembourser un ticket"."""
    act = tr(_ACTS[asked.act]) if asked.act in _ACTS else tr(RIGHTS[asked.right])
    if not asked.amount:
        return act
    cost = price(asked.amount)
    if asked.percent:
        cost = f"{cost} ({percent(asked.percent)})"
    return tr("{act} : {amount}", act=act, amount=cost)


def _where(world: World, asked: ApprovalAsked) -> str:
    order = world.book.orders.get(asked.order)
    return order_words(world, order) if order is not None else ""


def _label(world: World, asked: ApprovalAsked) -> str:
    line = world.book.lines.get(asked.line)
    if line is None:
        return tr("toute la commande") if asked.act == "discount" else ""
    return f"{pieces(line.quantity, line.unit)} {line.label}"


def present_request(house: House, waiting: Waiting) -> RequestView:
    """What a manager reads before answering."""
    world, asked = house.world, waiting.asked
    since = clock(datetime.fromisoformat(waiting.since))
    place = (terminal_words(world, waiting.chain), since)
    reason = tr(asked.reason) if asked.reason else ""
    about = " · ".join(
        filter(None, (_where(world, asked), _label(world, asked), reason))
    )
    return RequestView(
        title=tr(
            "{name} demande votre accord", name=person_name(house, waiting.person)
        ),
        place=" · ".join(filter(None, place)),
        what=what_words(asked),
        about=about[:1].upper() + about[1:],
    )


def present_requests(house: House, person: str, place: str) -> list[Problem]:
    """What waits for a manager at this window, and what was asked from it.

    A manager sees the requests of others with the right they need; at the login everybody
    sees them, for whoever comes. A kitchen's window shows none.
    """
    if place == "kitchen":
        return []
    world, now = house.world, house.clock()
    rights = world.staff.rights_of(person) if person else None
    rows = []
    for waiting in world.approvals.values():
        asked = waiting.asked
        if not waiting.waits(now):
            continue
        own = waiting.chain == house.terminal and asked.window == place
        if own and waiting.person == person:
            rows.append(_own(world, waiting))
        elif waiting.person != person and (rights is None or asked.right in rights):
            rows.append(_others(house, waiting))
    return rows


def _own(world: World, waiting: Waiting) -> Problem:
    asked = waiting.asked
    since = clock(datetime.fromisoformat(waiting.since))
    head = tr("Accord attendu · {what}", what=what_words(asked))
    words = tr("Demandé à {time}, la réponse vient ici.", time=since)
    return Problem(
        f"approval:{asked.approval}",
        "warning",
        "hourglass_empty",
        " · ".join(filter(None, (head, _where(world, asked)))),
        words,
        tr("Retirer"),
        "close",
    )


def _others(house: House, waiting: Waiting) -> Problem:
    view = present_request(house, waiting)
    return Problem(
        f"approval:{waiting.asked.approval}",
        "warning",
        "shield_person",
        f"{view.title} · {view.what}",
        view.about,
        tr("Répondre"),
        "arrow_forward",
        awaited=True,
    )


def reach_words(status: NetworkStatus) -> str:
    """Who can hear a request now."""
    if status.link == "carrying" or hub_takes(status):
        return tr("Visible chez chaque responsable, sur tous les postes.")
    if status.link == "none":
        return tr("Ce poste est seul : visible dans ses autres fenêtres.")
    return tr("Sans réseau, les autres postes ne voient rien : un code ici suffit.")
