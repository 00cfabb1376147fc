"""What a till may rely on of every kind of card terminal, over real lines and sockets.

The simulated terminal keeps its own ledger: it is the judge of how often a guest was
charged. What only one protocol knows is tried in tests of its own.
"""

import time
from threading import Thread

import pytest
from terminal_kinds import ENTRIES, Entry
from till_and_terminal import Bench, request, until

from hardware.errors import HardwareError
from hardware.health import DeviceState
from hardware.terminals.customer import (
    ABANDONS,
    ACCEPTS,
    Behaviour,
    Cut,
    refuses,
)
from hardware.terminals.kind import Simulator
from hardware.terminals.model import (
    CancelSupport,
    Means,
    PayEvent,
    PayKind,
    PayOutcome,
    PayState,
    Service,
    TerminalBusyError,
    TerminalEvent,
)

PAN = "4970101234567890"
LOST = Behaviour(cut=Cut(side="answer", at=0))
UNASKED = Behaviour(cut=Cut(side="request", at=3))
PROVEN = {PayState.REFUSED, PayState.ABORTED, PayState.NOT_FOUND}


@pytest.fixture(params=ENTRIES, ids=str)
def kind(request: pytest.FixtureRequest) -> Entry:
    entry: Entry = request.param
    return entry


def bench(kind: Entry, customer: Behaviour | None = ACCEPTS, **how: object) -> Bench:
    sim = kind.simulator(customer)
    sim.power(on=True)
    return Bench(sim, kind.dialogue(sim.setup), **how)  # type: ignore[arg-type]


def sim_of(till: Bench) -> Simulator:
    return till._simulator


def test_a_card_that_is_accepted_is_charged_once(kind: Entry) -> None:
    with bench(kind) as till:
        till.terminal.start_payment(request())
        states = [till.next_event() for _ in range(3)]
        assert [event.state for event in states] == [
            PayState.SENDING,
            PayState.IN_PROGRESS,
            PayState.APPROVED,
        ]
        outcome = states[-1].outcome
        assert outcome is not None
        assert (outcome.amount, outcome.last4) == (1590, "0674")
        assert till.charged() == [1590]
        until(lambda: till.terminal.health().state is DeviceState.READY)
        assert DeviceState.BUSY in till.healths
        assert till.terminal.recover(request()) == outcome
        with pytest.raises(ValueError, match="asked before"):
            till.terminal.start_payment(request())
        assert sim_of(till).demands() == 1


def test_the_next_guest_may_come_once_it_is_known_that_one_has_paid(
    kind: Entry,
) -> None:
    with bench(kind) as till:
        there: dict[str, object] = {}
        sim = sim_of(till)
        sim.listen(lambda notice: there.update({notice.what: sim.asked()}))
        till.pay()
        assert there["asked"] is not None
        assert there["approved"] is None


def test_a_refund_moves_money_the_other_way(kind: Entry) -> None:
    with bench(kind) as till:
        sold = till.pay()
        back = request(2, amount=500, kind=PayKind.CREDIT, original=sold.transaction)
        assert till.pay(payment=back).state is PayState.APPROVED
        moved = [(charge.kind, charge.cents) for charge in sim_of(till).approved()]
        assert moved == [(PayKind.DEBIT, 1590), (PayKind.CREDIT, 500)]


@pytest.mark.parametrize("customer", [refuses("04"), ABANDONS], ids=["refused", "red"])
def test_a_guest_who_does_not_pay_is_not_charged(
    kind: Entry, customer: Behaviour
) -> None:
    with bench(kind) as till:
        assert till.pay(customer).state in (PayState.REFUSED, PayState.ABORTED)
        assert till.charged() == []
        assert till.pay(payment=request(2)).state is PayState.APPROVED


def test_a_lost_answer_is_unknown_until_it_is_proven(kind: Entry) -> None:
    with bench(kind) as till:
        outcome = till.pay(LOST)
        if "status" not in till.terminal.caps or outcome.amount == 0:
            assert (outcome.state, outcome.amount) == (PayState.UNKNOWN, 0)
        assert till.charged() == [1590]
        sim_of(till).power(on=True)  # a line that is cut is plugged in again
        found = till.terminal.recover(request())
        if "status" in till.terminal.caps:
            assert (found.state, found.amount) == (PayState.APPROVED, 1590)
        else:
            assert found.state is PayState.NEEDS_HUMAN
        assert till.terminal.recover(request()).state is found.state
        assert sim_of(till).demands() == 1


def test_a_demand_that_broke_off_is_never_taken_for_refused(kind: Entry) -> None:
    with bench(kind) as till:
        state = till.pay(UNASKED).state
        proven = "status" in till.terminal.caps and state in PROVEN
        assert proven or state in (PayState.UNKNOWN, PayState.NOT_SENT)
        sim_of(till).power(on=True)
        found = till.terminal.recover(request()).state
        assert found in PROVEN | {PayState.NEEDS_HUMAN, PayState.NOT_SENT}
        assert till.charged() == []
        assert sim_of(till).demands() == 0


def test_a_terminal_that_is_off_was_not_asked_and_comes_back(kind: Entry) -> None:
    with bench(kind) as till:
        sim_of(till).power(on=False)
        assert till.pay().state is PayState.NOT_SENT
        assert till.terminal.health().state is DeviceState.OFFLINE
        assert not till.terminal.probe().reachable
        sim_of(till).power(on=True)
        assert till.terminal.probe().reachable
        assert till.pay(payment=request(2)).state is PayState.APPROVED
        assert till.charged() == [1590]


def test_no_card_number_reaches_the_till(kind: Entry) -> None:
    with bench(kind) as till:
        outcome = till.pay(Behaviour(card=PAN))
        assert outcome.state is PayState.APPROVED
        assert outcome.last4 == PAN[-4:]
        assert PAN not in repr(outcome)
        assert PAN[:12] not in repr(outcome)


def test_what_a_terminal_cannot_read_is_not_asked(kind: Entry) -> None:
    with bench(kind) as till:
        for number, means in enumerate((Means.CHEQUE, Means.MEAL_VOUCHER), 1):
            outcome = till.pay(payment=request(number, means=means))
            can = means.value in till.terminal.caps
            expected = PayState.APPROVED if can else PayState.NOT_SENT
            assert outcome.state is expected, means
        assert till.terminal.health().state is DeviceState.READY


def test_a_cancellation_is_asked_only_where_it_exists(kind: Entry) -> None:
    with bench(kind) as till:
        sold = till.pay()
        undo = request(2, kind=PayKind.CANCELLATION, original=sold.transaction)
        done = till.pay(payment=undo).state is PayState.APPROVED
        assert done is ("cancellation" in till.terminal.caps)
        assert len(till.charged()) == 1 + done


def test_services_are_done_or_said_to_be_none(kind: Entry) -> None:
    with bench(kind) as till:
        till.pay()
        slip = till.terminal.serve(Service.DUPLICATE)
        assert slip.done is ("duplicata" in till.terminal.caps)
        assert ("15,90" in slip.text) is slip.done
        collected = till.terminal.serve(Service.COLLECT)
        assert collected.done is ("collect" in till.terminal.caps)
        assert till.terminal.health().state is DeviceState.READY
        assert till.charged() == [1590]


def test_one_payment_at_a_time(kind: Entry) -> None:
    with bench(kind, None) as till:
        till.terminal.start_payment(request())
        with pytest.raises(TerminalBusyError):
            till.terminal.start_payment(request(2))
        until(lambda: sim_of(till).press(ACCEPTS))
        assert till.outcome().state is PayState.APPROVED
        assert till.charged() == [1590]


def test_a_payment_cancelled_before_its_first_byte_is_not_sent(kind: Entry) -> None:
    answers = []

    def cancel_at_once(till: Bench, event: TerminalEvent) -> None:
        if isinstance(event, PayEvent) and event.state is PayState.SENDING:
            answers.append(till.terminal.cancel(event.pay_id))

    with bench(kind, on_event=cancel_at_once) as till:
        outcome = till.pay()
        assert answers == [CancelSupport.REQUESTED]
        assert (outcome.state, outcome.detail) == (PayState.NOT_SENT, "cancelled")
        assert sim_of(till).demands() == 0
        assert till.terminal.health().state is DeviceState.READY


def test_a_payment_under_way_is_stopped_where_the_protocol_can(kind: Entry) -> None:
    with bench(kind, None) as till:
        till.terminal.start_payment(request())
        until(lambda: sim_of(till).asked() is not None)
        assert till.terminal.cancel("pay-2") is CancelSupport.NOT_RUNNING
        support = till.terminal.cancel("pay-1")
        if "abort" in till.terminal.caps:
            assert support is CancelSupport.REQUESTED
        else:
            assert support is CancelSupport.UNSUPPORTED
            sim_of(till).press(ABANDONS)
        assert till.outcome().state in (PayState.ABORTED, PayState.REFUSED)
        assert till.charged() == []


def test_stopping_the_driver_leaves_its_payment_unknown(kind: Entry) -> None:
    with bench(kind, None) as till:
        till.terminal.start_payment(request())
        until(lambda: sim_of(till).asked() is not None)
        till.terminal.stop(5.0)
        outcome = till.outcome()
        assert (outcome.state, outcome.detail) == (PayState.UNKNOWN, "stopped")
        with pytest.raises(HardwareError, match="not running"):
            till.terminal.recover(request())


@pytest.mark.filterwarnings("ignore::pytest.PytestUnhandledThreadExceptionWarning")
@pytest.mark.parametrize(
    ("state", "customer", "charges"),
    [
        (PayState.CREATED, ACCEPTS, 0),
        (PayState.SENDING, ACCEPTS, 0),
        (PayState.IN_PROGRESS, ACCEPTS, 1),
        (PayState.IN_PROGRESS, refuses(), 0),
        (PayState.APPROVED, ACCEPTS, 1),
        (PayState.REFUSED, refuses(), 0),
        (PayState.UNKNOWN, LOST, 1),
    ],
    ids=lambda value: getattr(value, "value", None) or str(value)[:20],
)
def test_a_till_that_dies_in_any_state_never_charges_twice(
    kind: Entry, state: PayState, customer: Behaviour, charges: int
) -> None:
    """The driver's thread ends where it stands, as in a process that is killed; another
    till recovers what the first one had written down."""
    sim = kind.simulator(None if state is PayState.IN_PROGRESS else customer)
    sim.power(on=True)
    _die_at(state, kind, sim)
    if state is PayState.IN_PROGRESS:  # the guest types on, unaware of it
        until(lambda: sim.press(customer))
        until(lambda: sim.asked() is None)
    sim.power(on=True)  # a line that is cut is plugged in again
    with Bench(sim, kind.dialogue(sim.setup)) as till:
        asks = "status" in till.terminal.caps
        found = till.terminal.recover(request())
        _assert_honest(found, charges, asks)
        again = till.terminal.recover(request())
        _assert_honest(again, charges, asks)
        assert found.state in (again.state, PayState.NEEDS_HUMAN)
        assert len(till.charged()) == charges
        assert sim.demands() == (state not in (PayState.CREATED, PayState.SENDING))


def _assert_honest(found: PayOutcome, charges: int, asks: bool) -> None:
    """Approved once, or shown as unknown."""
    if charges and (asks or found.state is PayState.APPROVED):
        assert (found.state, found.amount) == (PayState.APPROVED, 1590)
    elif charges:
        assert found.state is PayState.NEEDS_HUMAN
    else:
        assert found.state in PROVEN | {PayState.NEEDS_HUMAN}


def _die_at(state: PayState, kind: Entry, sim: Simulator) -> None:
    dead: list[PayState] = []
    # What can be asked at once is approved without ever being told to be unknown.
    states = {state, PayState.APPROVED} if state is PayState.UNKNOWN else {state}

    def die(_: Bench, event: TerminalEvent) -> None:
        if dead or (isinstance(event, PayEvent) and event.state in states):
            dead.append(state)
            raise SystemExit  # the thread ends, and says nothing more

    if state is PayState.CREATED:
        return
    till = Bench(sim, kind.dialogue(sim.setup), die)
    till.terminal.start(till._hear)
    till.terminal.start_payment(request())
    until(lambda: bool(dead) and not _runs(till))
    till.terminal.dialogue.close()


def _runs(till: Bench) -> bool:
    thread: Thread | None = till.terminal._worker._thread
    time.sleep(0)
    return thread is not None and thread.is_alive()
