"""What terminals answer reaches the journal, each answer once."""

from pathlib import Path

import pytest
from gui_kit import demo_house

from app.domain.settings import EventRecorded
from app.followers.cards import CardFollower
from app.services.house import Fact
from hardware.terminals.model import PayEvent, PayOutcome, PayState


@pytest.mark.parametrize(
    ("state", "told"), [(PayState.APPROVED, 1), (PayState.REFUSED, 0)]
)
def test_money_that_no_order_knows_of_is_told_once(
    tmp_path: Path, state: PayState, told: int
) -> None:
    """An answer may come by itself and by a look-up."""
    with demo_house(tmp_path) as opened:
        follower = CardFollower(
            opened.house, {}, lambda function: function(), lambda work: work()
        )
        facts: list[Fact] = []
        opened.house.follow(facts.extend)
        outcome = PayOutcome(state=state, amount=650)
        for _ in range(2):
            follower.heard(PayEvent(pay_id="gone", state=state, outcome=outcome))
        late = EventRecorded(code="CARD_LATE", detail="gone 650")
        assert [fact.event for fact in facts] == [late] * told
