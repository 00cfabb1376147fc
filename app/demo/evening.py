"""The evening of Friday 20 November 2026 at Le Vieux Moulin, as the pictures show it.

`play_evening` serves from 18:30 to 20:26, when the room is as in the pictures of the
floor plan and of the till; `play_on` goes on to 20:34 for the kitchen and for paying.
Every table is a story (`evening_tables.py`, then `evening_later.py`): a generator that
yields the moment of its next act. All stories run on one clock, and every act goes
through the house's door.

The pictures cannot all be true at once; where they differ, this is what happens:

- Table 3 waits for its réclame at 20:26, so at 20:34 its plats are made for 7:30 and in
  time; the late card is that of table 2, fired at 20:12. Table 3 has 4 covers (kitchen),
  so Léa has 17 (15 on the plan).
- The burgers of table 7 reach the pass at 20:25; they are sent back (recalled) and
  reach it again at 20:32:55, so the clock of their firing shows 18:30.
- Guests of 20 eat cheese while those who came later, at 21, wait for their plats: two
  orders that were merged. Their plats are fired at 20:25:50 all the same.
- Table 23 pays at 20:26:40 and is seated again at once. The additional garnish of table
  25 is green beans: the gratin is sold out.
- The child of table 12 has eaten; E14 has the next free number and no hour of pick-up.
"""

import heapq
from collections.abc import Iterable
from datetime import datetime, time

from app.demo.evening_hands import Hands, at
from app.demo.evening_later import LATER_STORIES
from app.demo.evening_tables import EVENING_STORIES, Story
from app.demo.history import TravelClock
from app.domain.catalogue.decide import SetAvailability
from app.domain.staff.decide import LogIn
from app.domain.till.decide import OpenTill
from app.domain.till.events import Coins
from app.fiscal.periods import close_due
from app.services.house import House

OPENING = at("18:30")
PICTURED = at("20:26")
"""The moment of the floor plan and of the till."""
COOKING = at("20:34")
"""The moment of the kitchen and of paying."""
_DAWN = time(5)
"""A day of trade begins."""


def play_evening(
    house: House, clock: TravelClock, pictured: datetime = PICTURED
) -> None:
    """Opens the till at 18:30 and serves until 20:26, where the clock then stands.

    The house must run on `clock`, its till must be shut, and its devices must not be
    running yet: cards are answered here.

    Args:
        pictured: the moment that stands for 20:26, with everything before it as much
            earlier or later.
    """
    clock.moment = opening_of(pictured)
    hands = Hands(house)
    hands.run(LogIn(person="marc", window="till"), "marc")
    float_coins = (Coins(value=5000, count=1), Coins(value=1000, count=10))
    close_due(house)
    hands.run(OpenTill(coins=float_coins), "marc")
    for person in ("lea", "karim", "ines"):
        hands.run(LogIn(person=person, window="pos"), person)
    for person in ("theo", "sofia"):
        hands.run(LogIn(person=person, window="kitchen"), person)
    for article, portions in (("gravlax", 13), ("tarte_tatin", 14)):
        hands.run(SetAvailability(article=article, remaining=portions), "theo")
    _tell(clock, (story(hands) for story in EVENING_STORIES), PICTURED, pictured)


def play_on(house: House, clock: TravelClock) -> None:
    """Goes on from where `play_evening` ended to 20:34."""
    assert clock.moment == PICTURED, "play the evening first"
    hands = Hands(house)
    _tell(clock, (story(hands) for story in LATER_STORIES), COOKING)


def opening_of(pictured: datetime) -> datetime:
    """When the service began that stands at 20:26 then."""
    return pictured - (PICTURED - OPENING)


def may_stand_at(now: datetime) -> bool:
    """Whether a service can stand at 20:26 now: it began on the same day of trade, after
    the day before was closed at midnight."""
    opening = opening_of(now)
    return opening.date() == now.date() and opening.time() >= _DAWN


def _tell(
    clock: TravelClock,
    stories: Iterable[Story],
    until: datetime,
    told: datetime | None = None,
) -> None:
    """Runs the stories side by side on the clock until `until`, for which the clock then
    shows `told`."""
    last = told or until
    queue = [(next(story), number, story) for number, story in enumerate(stories)]
    heapq.heapify(queue)
    while queue:
        moment, number, story = heapq.heappop(queue)
        assert moment <= until, f"story {number} goes on at {moment}"
        clock.moment = last - (until - moment)
        following = next(story, None)
        if following is not None:
            heapq.heappush(queue, (following, number, story))
    clock.moment = last
