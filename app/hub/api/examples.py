"""Examples of the OpenAPI document: of every body that is sent or answered.

A field's own example comes first; most have none, because what a field is called says it
(`order_id`), and what that looks like is said once, here.
"""

from typing import Any, Final

from app.hub.api.schemas import REF

_ULID: Final = "01KB6R3Z6M7T9Q0V5W8X2Y4Z6A"
_MOMENT: Final = "2026-11-20T20:26:00+01:00"
_SHA256: Final = "5f16f4c7f149ac4f9510d9cf8cf384038ad348b3bcdc01915f95de12df9d1b02"

BY_NAME: Final[dict[str, Any]] = {
    **dict.fromkeys(
        (
            *("order_id", "payment_id", "refund_id", "receipt_id", "item_id", "key_id"),
            *("reservation_id", "customer_id", "webhook_id", "session_id"),
            *("reservation_ids", "id", "bill_id", "invoice_id"),
        ),
        _ULID,
    ),
    **dict.fromkeys(
        ("created_at", "issued_at", "opened_at", "happened_at", "createdAt"), _MOMENT
    ),
    "access_token": "eyJhbGciOiJFZERTQSJ9.eyJzdWIiOiJtYXJjIn0.c2lnbmVk",
    "address": "12 rue de la Soif, 35000 Rennes",
    "allergens": "gluten",
    "authorisation": "A1B2C3",
    "body": {"type": "order.created", "data": {"order_id": _ULID}},
    "business_day": "2026-11-20",
    "category_id": "burgers",
    "closedDays": "2026-12-25",
    "closings": 214,
    "contact": "02 99 00 00 00",
    "count": 42,
    "covers": 4,
    "covers_left": 38,
    "current_password": "le zinc brille tôt",
    "data": {"order": _ULID, "covers": 4},
    "daysAhead": 365,
    "detail": "Accepté",
    "email": "jean.dupont@example.com",
    "group_id": "cooking",
    "group_ids": "cooking",
    "hash": "q83vEjRWeJCrze8SNFZ4kKvN7xI0VniQq83vEjRWeJA",
    **dict.fromkeys(("file_sha256", "sha256"), _SHA256),
    "hour": 20,
    "kind": "sale",
    "last_closed_day": "2026-11-19",
    "last_error": "HTTP 503",
    "last_status": 503,
    "level": 12.5,
    "limit": 50,
    "maxPeople": 12,
    "maximum": 2,
    "menu_item_id": "burger_1",
    "method": "card",
    "minimum": 1,
    "mode": "dine_in",
    "name": "Burger Classique",
    "next": "MDFLQjZSM1o",
    "next_try_at": "2026-11-20T20:28:00.000+01:00",
    "notes": "Sauce à part",
    "number": "C1-000214",
    "opened_by": "lea",
    "operator": "lea",
    "password": "le zinc brille tôt",
    "phone": "+33612345678",
    "placesLeft": 38,
    "queued": 3,
    "rank": 1,
    "receipts": 118,
    "reference": "tf-88121",
    "refresh_token": f"{_ULID}.Zk3vJ1hQxW9b",
    "refund_of": None,
    "seats": 4,
    "secret": "JBSWY3DPEHPK3PXP",
    "server_id": "lea",
    "source": "thefork",
    "supplier": "Moulin de la Vilaine",
    "table_id": "12",
    "tables": "12",
    "target_url": "https://partner.example/sotto/orders",
    "terminal_id": "tpe1",
    "to": "+33612345678",
    "tries": 2,
    "version": 1,
    "weekdays": 4,
}
"""Field -> what it looks like; of a list, what one of it looks like."""


def example_of(schema: dict[str, Any], shapes: dict[str, Any], name: str = "") -> Any:
    """An example of a schema.

    Args:
        shapes: what the document's references lead to, by name.
        name: of the field that it describes.

    Raises:
        LookupError: nobody said what such a thing looks like.
    """
    if "$ref" in schema:
        return example_of(shapes[schema["$ref"].removeprefix(REF)], shapes, name)
    for own in ("examples", "enum"):
        if schema.get(own):
            return schema[own][0]
    if "anyOf" in schema:
        return example_of(schema["anyOf"][0], shapes, name)
    kind = schema.get("type")
    if "properties" in schema:
        return {
            field: example_of(inner, shapes, field)
            for field, inner in schema["properties"].items()
            if field in schema.get("required", ()) or _told(field, inner)
        }
    if kind == "array":
        return [example_of(schema["items"], shapes, name)]
    if kind == "boolean":
        return True
    if name in BY_NAME:
        return BY_NAME[name]
    if "default" in schema:
        return schema["default"]
    raise LookupError(f"no example of {name or schema}")


def _told(field: str, schema: dict[str, Any]) -> bool:
    """Whether somebody said what an optional field looks like."""
    inner = schema.get("anyOf", [schema])[0]
    return "examples" in schema or "examples" in inner or field in BY_NAME
