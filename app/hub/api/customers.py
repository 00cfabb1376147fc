"""Customers: the guests who gave a phone number or an address when they reserved.

The house keeps no file on people: what is known follows from reservations that are still
kept, and is gone when they are forgotten (`reservation.keep`). Guests are the same when
their number or their address is.
"""

import asyncio
import hmac
import re
from collections.abc import Sequence

from fastapi import APIRouter
from pydantic import BaseModel, Field
from starlette.responses import Response

from app.domain.reservations.events import Reservation
from app.domain.vocabulary import Refusal
from app.hub.api.pages import After, Limit, linked, page
from app.hub.api.problems import refused
from app.hub.api.visit import Visit, Visiting, opened_by
from app.services.guests import Guest, guest_of
from app.services.house import House

router = APIRouter(prefix="/customers", tags=["customers"])

CUSTOMER_UNKNOWN = Refusal("customer_unknown", "Ce client n'est pas connu.")
_NOT_DIALLED = re.compile(r"[^\d+]")


class CustomerShape(BaseModel):
    """A guest as the newest reservation tells of them."""

    customer_id: str
    name: str = Field(examples=["Jean Dupont"])
    phone: str = Field(examples=["+33612345678"])
    email: str
    reservation_ids: list[str] = Field(description="The oldest first.")
    last_date: str = Field(examples=["2026-12-04"], description="May be to come.")


class CustomersShape(BaseModel):
    """Customers, page by page."""

    customers: list[CustomerShape]
    next: str | None = None


@router.get("", response_model=CustomersShape, **opened_by("customers:read"))
async def list_customers(
    visit: Visiting, limit: Limit = 50, after: After = ""
) -> Response:
    """The guests that are known."""
    customers = await _customers(visit)

    def view(house: House) -> CustomersShape:
        found, following = page(customers, lambda c: c.customer_id, after, limit)
        return CustomersShape(customers=found, next=following)

    return await visit.look(view, linked(visit.request))


@router.get(
    "/{customer_id}", response_model=CustomerShape, **opened_by("customers:read", 404)
)
async def show_customer(customer_id: str, visit: Visiting) -> Response:
    """One guest."""
    customers = {each.customer_id: each for each in await _customers(visit)}

    def view(house: House) -> CustomerShape:
        if customer_id not in customers:
            raise refused(CUSTOMER_UNKNOWN)
        return customers[customer_id]

    return await visit.look(view)


async def _customers(visit: Visit) -> list[CustomerShape]:
    """Every guest; unsealing takes its time, so not in the thread of the house."""
    kept = await visit.ask(lambda house: list(house.world.reservations.known.values()))
    return await asyncio.to_thread(_gathered, visit.api.house, kept, visit.api.pepper)


def _gathered(
    house: House, reservations: Sequence[Reservation], pepper: bytes
) -> list[CustomerShape]:
    found: dict[str, CustomerShape] = {}
    for each in sorted(reservations, key=lambda r: (r.start, r.id)):
        guest = guest_of(house, each)
        name = _id(guest, pepper)
        if not name:
            continue
        before = found.get(name)
        found[name] = CustomerShape(
            customer_id=name,
            name=guest.name or (before.name if before else ""),
            phone=guest.phone or (before.phone if before else ""),
            email=guest.email or (before.email if before else ""),
            reservation_ids=[*(before.reservation_ids if before else ()), each.id],
            last_date=each.date,
        )
    return list(found.values())


def _id(guest: Guest, pepper: bytes) -> str:
    """What names a guest without telling who they are; "" without a contact."""
    contact = _NOT_DIALLED.sub("", guest.phone) or guest.email.strip().casefold()
    if not contact:
        return ""
    return hmac.digest(pepper, b"customer " + contact.encode(), "sha256").hex()[:24]
