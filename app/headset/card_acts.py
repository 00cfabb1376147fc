"""Questions about the card, and what is left of it."""

from app.domain.catalogue.decide import SetAvailability
from app.domain.vocabulary import MILLI
from app.headset.plan import Plan, Room, Slots, answer
from app.headset.speakable import allergens_of
from resources.texts import tr

NO_LIMIT = -1
"""`SetAvailability.remaining` of what is not counted."""


def left(room: Room, slots: Slots) -> Plan:
    """How much there is of an article."""
    article, remaining = slots["item"], room.world.catalogue.remaining
    if room.world.catalogue.sold_out(article):
        return answer(room.whisper("stock.out", item=article))
    if article not in remaining:
        return answer(room.whisper("stock.some", item=article))
    pieces = remaining[article] // MILLI
    return answer(room.whisper("stock.left", item=article, qty=pieces))


def out(room: Room, slots: Slots) -> Plan:
    """There is no more of it."""
    if room.world.catalogue.sold_out(slots["item"]):
        return answer(room.whisper("stock.out", item=slots["item"]))
    return _set(room, "stock.out", slots, 0)


def back(room: Room, slots: Slots) -> Plan:
    """There is some of it again."""
    return _set(room, "stock.back", slots, NO_LIMIT)


def count(room: Room, slots: Slots) -> Plan:
    """So many are left."""
    return _set(room, "stock.set", slots, int(slots["qty"]))


def _set(room: Room, intent: str, slots: Slots, remaining: int) -> Plan:
    command = SetAvailability(article=slots["item"], remaining=remaining)
    text = room.say((intent, slots))
    return Plan(how="ask", text=text, deeds=(command,), done=tr("C'est noté."))


def price(room: Room, slots: Slots) -> Plan:
    """What an article costs at a table now."""
    catalogue = room.world.catalogue
    article = catalogue.articles[slots["item"]]
    cents = catalogue.price_of(article, "dine_in", room.now)
    return answer(room.whisper("price", item=article.id, amount=cents))


def allergen(room: Room, slots: Slots) -> Plan:
    """Whether there is something in it. Nobody hears that a dish is safe: what is not
    declared, the kitchen knows (`fiscal.md` K-01: unknown is not absent)."""
    article = room.world.catalogue.articles[slots["item"]]
    meant, said = allergens_of(slots["allergen"]), slots["allergen"]
    if any(key in article.allergens for key in meant):
        return answer(room.whisper("allergen.yes", item=article.id, allergen=said))
    if any(f"{key}?" in article.allergens for key in meant):
        return answer(tr("{name} : traces possibles.", name=article.name))
    if meant and (article.allergens or article.no_allergens):
        words = tr("{name} : pas déclaré, vérifiez en cuisine.", name=article.name)
        return answer(words)
    return answer(room.whisper("allergen.unknown", item=article.id))
