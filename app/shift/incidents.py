"""What goes wrong in a service: paper, power, a mute printer, a dish that runs out.

Each is a story like those of the guests. Faults are switched at the simulated device,
as on its *Paper* window; what Sotto does about them is Sotto's.
"""

from collections.abc import Iterator
from datetime import timedelta

from app.domain.payments.decide import METHODS
from app.domain.receipts.events import ReceiptIssued, ReceiptRefunded
from app.services.people import person_name
from app.shift.hands.team import Team
from app.shift.paying import LOST
from app.shift.stage import Stage
from hardware.printers.simulator import SimulatedPrinter
from hardware.terminals.customer import ACCEPTS
from resources.texts import price, tr, trn

_LOOK = timedelta(minutes=1)
_LOOKS, _MUTE_LOOKS, _SALE_LOOKS = 400, 30, 60


def paper_out(stage: Stage, printer: str) -> Iterator[timedelta]:
    """The roll ends; another printer takes over; a new roll brings the tickets home."""
    peer = _peer(stage, printer)
    peer.remove_paper()
    for _ in range(_LOOKS):
        if _moved(stage, printer):
            break
        yield _LOOK
    taken = _moved(stage, printer)
    peer.load_paper()
    stage.told.append(
        trn(
            taken,
            "{printer} : plus de papier, {n} bon sorti ailleurs",
            "{printer} : plus de papier, {n} bons sortis ailleurs",
            printer=_name(stage, printer),
        )
    )


def power_cut(stage: Stage, printer: str) -> Iterator[timedelta]:
    """The power goes in the middle of a ticket, and comes back."""
    peer = _peer(stage, printer)
    peer.power_cut_after(120)
    for _ in range(_LOOKS):
        if not peer.powered:
            break
        yield _LOOK
    peer.power_cut_after(None)
    yield timedelta(minutes=4)
    peer.power_on()
    stage.told.append(
        tr(
            "{printer} : courant coupé au milieu d'un bon",
            printer=_name(stage, printer),
        )
    )


def mute(stage: Stage, printer: str) -> Iterator[timedelta]:
    """It prints and answers nothing: the ticket is in doubt and comes again, marked."""
    peer = _peer(stage, printer)
    peer.mute(on=True)
    for _ in range(_MUTE_LOOKS):
        if stage.suite.devices.pool.jobs(printer, ("unknown",)):
            break
        yield _LOOK
    peer.mute(on=False)
    stage.told.append(
        tr("{printer} : imprimante muette", printer=_name(stage, printer))
    )


def sold_out(team: Team, article: str) -> Iterator[timedelta]:
    """A dish has run out: the waiter marks it, and nobody can order it any more."""
    hand = team.pos["pos"]
    hand.come("lea")
    hand.set_86(article)
    name = team.stage.world.catalogue.articles[article].name
    team.stage.told.append(tr("{name} en rupture", name=name))
    yield timedelta()


def supplier(team: Team) -> Iterator[timedelta]:
    """A delivery is paid out of the drawer, then the manager reads the X."""
    team.till.come()
    team.till.move(-4520, "supplier")
    team.till.read_x()
    team.till.go()
    yield timedelta()


def relief(team: Team, giver: str, taker: str) -> Iterator[timedelta]:
    """A waiter goes home: their tables pass to a colleague at the plan, who accepts."""
    plan = team.floor["floor"]
    for _ in range(_LOOKS):
        plan.come(giver)
        if plan.hand_over(taker):
            break
        yield _LOOK
    else:
        return
    plan.come(taker)
    plan.take_over()
    house = team.stage.house
    team.stage.told.append(
        tr(
            "{giver} passe ses tables à {taker}",
            giver=person_name(house, giver),
            taker=person_name(house, taker),
        )
    )


def refunds(team: Team) -> Iterator[timedelta]:
    """Guests come back with a receipt: one to the counter for cash, two with a card.

    The answer about the last card is lost on its way, and asked for again.
    """
    for tender, customer in (("cash", None), ("card", ACCEPTS), ("card", LOST)):
        for _ in range(_SALE_LOOKS):
            if _returnable(team.stage, tender):
                break
            yield _LOOK
        for receipt, number in _returnable(team.stage, tender)[:1]:
            team.office.come()
            try:
                given = team.office.refund(receipt, number, customer)
            finally:
                team.office.go()
            words = tr(
                "Ticket {number} : {amount} rendus, {way}",
                number=number,
                amount=price(-given.ttc),
                way=tr(METHODS[tender]).lower(),
            )
            lost = tr("réponse du terminal perdue") if customer is LOST else ""
            team.stage.told.append(", ".join(filter(None, (words, lost))))
        yield _LOOK


def _returnable(stage: Stage, tender: str) -> list[tuple[str, str]]:
    """Receipts, with their number, that were paid with this tender alone and of which
    nothing came back; for cash those of the counter."""
    back = {refund.of for refund in stage.written(ReceiptRefunded)}
    return [
        (sold.receipt, f"{fact.meta.chain}-{fact.meta.tseq:06d}")
        for fact in stage.facts
        if isinstance(sold := fact.event, ReceiptIssued)
        and sold.ttc
        and sold.receipt not in back
        and {payment.method for payment in sold.payments} == {tender}
        and (tender != "cash" or sold.mode == "counter")
    ]


def repair(stage: Stage) -> None:
    """Everything works again, whatever was left broken."""
    for peer in stage.suite.devices.simulated_printers.values():
        peer.power_cut_after(None)
        peer.mute(on=False)
        peer.load_paper()
        peer.power_on()


def _moved(stage: Stage, printer: str) -> int:
    """Papers meant for a printer that came out of another."""
    jobs = stage.suite.devices.pool.jobs()
    return sum(job.origin == printer and job.moved == "auto" for job in jobs)


def _peer(stage: Stage, printer: str) -> SimulatedPrinter:
    return stage.suite.devices.simulated_printers[printer]


def _name(stage: Stage, printer: str) -> str:
    return stage.world.settings.devices[printer].name
