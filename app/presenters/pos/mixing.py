"""What may go into the glass of a drink, and what that would cost."""

from app.domain.catalogue.mixes import mix_of
from app.domain.orders.mixing import freed
from app.domain.orders.state import Line, Order
from app.domain.world import World
from app.presenters.pos.sheets import Act
from app.presenters.pos.words import Sight
from resources.texts import price, tr


def mixers(world: World, order: Order, line: Line, sight: Sight) -> tuple[Act, ...]:
    """The drinks that go with a line, first those of the order that would go into it."""
    catalogue = world.catalogue
    base = catalogue.articles.get(line.article)
    if base is None or line.formule:
        return ()
    found = []
    for article in catalogue.articles.values():
        rule = mix_of(catalogue.mixes.values(), base, article)
        if rule is None:
            continue
        there = bool(freed(world, order, line, article.id))
        if catalogue.sold_out(article.id) and not there:
            continue
        own = catalogue.price_of(
            article,
            order.served,
            sight.now,
            order.prices,
            room=sight.room,
            client=sight.client,
        )
        cents = rule.price(line.dishes[0].ordered.reference, own)
        words = price(cents + line.dishes[0].ordered.extra)
        if there:
            words = tr("{price} · déjà sur la note", price=words)
        act = Act(key=article.id, title=article.name, icon="local_bar", subtitle=words)
        found.append((not there, article.name.casefold(), act))
    return tuple(act for _, _, act in sorted(found, key=lambda each: each[:2]))
