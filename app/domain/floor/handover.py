"""Who serves which section, and how notes pass from one waiter to another.

Whoever goes home offers; nothing moves before the taker has said yes. A manager does it
at once, for somebody who has left already. What an acceptance moves is read when it is
given: a note that was paid meanwhile stays whose it was.
"""

from collections.abc import Iterator

from app.domain.floor.events import HandoverAnswered, HandoverOffered, SectionGiven
from app.domain.floor.state import Handover
from app.domain.orders.events import WaiterSet
from app.domain.vocabulary import Context, Refusal, command, need
from app.domain.world import World

Decision = tuple[object, ...] | Refusal

_MANAGES = "staff.edit"
_GONE = Refusal("person_unknown", "Cette personne n'est plus de l'équipe.")
_SAME = Refusal("same_person", "Choisissez une autre personne.")
_SECTION = Refusal("section_unknown", "Ce rang n'existe pas.")
_OVER = Refusal("handover_over", "Cette passation n'attend plus de réponse.")


@command
class GiveSections:
    """(section, person) for each that somebody serves from now on, "" for nobody."""

    given: tuple[tuple[str, str], ...]


@command
class HandOver:
    """Pass open notes and sections of `giver` to `taker`."""

    giver: str
    taker: str
    orders: tuple[str, ...] = ()
    sections: tuple[str, ...] = ()


@command
class AnswerHandover:
    """The taker accepts or declines; the giver takes the offer back (`accepted` False)."""

    handover: str
    accepted: bool


@command
class UndoHandover:
    """What was accepted goes back, as far as it is still the taker's."""

    handover: str


HandoverCommand = GiveSections | HandOver | AnswerHandover | UndoHandover


def decide(world: World, command: HandoverCommand, context: Context) -> Decision:
    """What changes hands, or why it does not."""
    match command:
        case GiveSections():
            return _give(world, command, context)
        case HandOver():
            return _offer(world, command, context)
        case AnswerHandover():
            return _answer(world, command, context)
        case _:
            return _undo(world, command, context)


def _works_here(world: World, person: str) -> bool:
    found = world.staff.people.get(person)
    return found is not None and found.active


def _give(world: World, command: GiveSections, context: Context) -> Decision:
    facts = []
    for section, waiter in command.given:
        found = world.floor.sections.get(section)
        if found is None or not found.active:
            return _SECTION
        if waiter and not _works_here(world, waiter):
            return _GONE
        serves = world.floor.waiter_of(section)
        if serves == waiter:
            continue
        mine = context.operator in (serves, _free_for(world, section, waiter))
        refused = need(
            context,
            "order.take" if mine else _MANAGES,
            "Donner un rang demande un responsable.",
        )
        if refused:
            return refused
        facts.append(SectionGiven(section=section, waiter=waiter, was=serves))
    return tuple(facts)


def _free_for(world: World, section: str, waiter: str) -> str:
    """The waiter, if they may take the section by themselves: it is nobody's, or it was
    theirs before. "" if they may not."""
    given = world.floor.given.get(section)
    back = given is not None and given.was == waiter
    return waiter if back or not world.floor.waiter_of(section) else ""


def _offer(world: World, command: HandOver, context: Context) -> Decision:
    if command.giver == command.taker:
        return _SAME
    if not _works_here(world, command.taker):
        return _GONE
    if context.operator != command.giver:
        refused = need(
            context,
            _MANAGES,
            "Passer les tables d'un autre demande un responsable.",
        )
        if refused:
            return refused
    orders = tuple(o for o in command.orders if _is_open(world, o, command.giver))
    sections = tuple(s for s in command.sections if _serves(world, s, command.giver))
    if not orders and not sections:
        return Refusal("nothing_to_hand_over", "Il n'y a rien à passer.")
    if any(set(orders) & set(h.offered.orders) for h in _waiting(world)):
        return Refusal("handover_waits", "Ces notes attendent déjà une réponse.")
    offered = HandoverOffered(
        handover=context.new_id(),
        giver=command.giver,
        taker=command.taker,
        orders=orders,
        sections=sections,
    )
    if context.operator == command.giver:
        return (offered,)
    accepted = HandoverAnswered(handover=offered.handover, answer="accepted")
    return offered, accepted, *_moved(world, offered, command.giver, command.taker)


def _answer(world: World, command: AnswerHandover, context: Context) -> Decision:
    found = world.floor.handovers.get(command.handover)
    if found is None or found.answer:
        return _OVER
    offered = found.offered
    theirs = (offered.taker,) if command.accepted else (offered.taker, offered.giver)
    if context.operator not in theirs:
        refused = need(context, _MANAGES, "C'est à la personne appelée de répondre.")
        if refused:
            return refused
    if not command.accepted:
        by_giver = context.operator == offered.giver
        answer = "withdrawn" if by_giver else "declined"
        return (HandoverAnswered(handover=command.handover, answer=answer),)
    answered = HandoverAnswered(handover=command.handover, answer="accepted")
    return answered, *_moved(world, offered, offered.giver, offered.taker)


def _undo(world: World, command: UndoHandover, context: Context) -> Decision:
    found = world.floor.handovers.get(command.handover)
    if found is None or found.answer != "accepted":
        return _OVER
    offered = found.offered
    if context.operator not in (offered.giver, offered.taker):
        refused = need(context, _MANAGES, "Rendre des tables demande un responsable.")
        if refused:
            return refused
    undone = HandoverAnswered(handover=command.handover, answer="undone")
    return undone, *_moved(world, offered, offered.taker, offered.giver)


def _moved(
    world: World, offered: HandoverOffered, giver: str, taker: str
) -> Iterator[object]:
    """What of an offer is still the giver's, as the taker's."""
    for order in offered.orders:
        if _is_open(world, order, giver):
            yield WaiterSet(order=order, waiter=taker, was=giver)
    for section in offered.sections:
        if _serves(world, section, giver):
            yield SectionGiven(section=section, waiter=taker, was=giver)


def _is_open(world: World, order: str, waiter: str) -> bool:
    found = world.book.orders.get(order)
    return found is not None and found.waiter == waiter and not world.book.closed(found)


def _serves(world: World, section: str, waiter: str) -> bool:
    return world.floor.waiter_of(section) == waiter


def _waiting(world: World) -> list[Handover]:
    return [h for h in world.floor.handovers.values() if not h.answer]
