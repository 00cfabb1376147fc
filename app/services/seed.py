"""Seeding a profile with the demo restaurant: the only way facts come from a file."""

from dataclasses import replace

from app.domain.staff.events import StaffSet
from app.services.demo import demo_facts
from app.services.house import House
from app.services.people import hash_badge, hash_pin


def seed_demo(house: House, pepper: bytes) -> None:
    """Writes the demo restaurant into an empty house.

    Names are sealed, PINs and badges hashed, as for anybody who is hired.

    Raises:
        JournalError: nothing was written.
    """
    facts = [
        replace(
            fact,
            name=house.sealer.seal(f"staff/{fact.id}", fact.name),
            pin=hash_pin(fact.pin, pepper) if fact.pin else "",
            badge=hash_badge(fact.badge, pepper) if fact.badge else "",
        )
        if isinstance(fact, StaffSet)
        else fact
        for fact in demo_facts()
    ]
    house.record(facts)
