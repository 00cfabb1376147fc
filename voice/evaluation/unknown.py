"""Dishes whose words a model does not know: said three times, are they understood?"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from voice.evaluation.corpus import Sentence
from voice.evaluation.hearing import Examined
from voice.evaluation.noise import in_room, room
from voice.evaluation.score import Outcome
from voice.evaluation.voices import Speaking, speak
from voice.menu import Item, Menu
from voice.recognition.learning import usable_aliases
from voice.sound import Sound

SAYINGS = ("{name}", "deux {name}", "{name}")
"""How it is taught: heard alone and as it is ordered, it is not the same."""
SAID = (
    ("table douze, un {name}", {"table": 12, "qty": 1}),
    ("deux {name} pour la sept", {"table": 7, "qty": 2}),
    ("table vingt, trois {name}", {"table": 20, "qty": 3}),
)
"""Sentences that order it."""

Examine = Callable[[Menu], Examined]


@dataclass(frozen=True, slots=True)
class Learned:
    """What became of one dish.

    Attributes:
        aliases: what three sayings were heard as, as far as it can stand for the dish.
        before, after: sentences with it that were exact, of how many.
    """

    name: str
    aliases: tuple[str, ...]
    before: int
    after: int
    said: int
    wrong: int


def learned(
    name: str,
    menu: Menu,
    examine: Examine,
    ways: Sequence[Speaking],
    snr_db: float | None = None,
) -> Learned:
    """A new dish of that name on a menu, before and after it was said three times.

    Args:
        examine: a headset's ears and interpreter for a menu.
        ways: the first one teaches the name; all of them order it.
    """
    dish = Item("new_dish", name.capitalize(), (name,), "plat")
    new = replace(menu, items=(*menu.items, dish))
    before = _ordered(examine(new), name, ways, snr_db)
    ears = examine(new).ears
    heard = []
    for number, form in enumerate(SAYINGS):
        said = _way(form.format(name=name), ways[0], number)
        sound = in_room(said, room([]), None, 0)
        ears.feed(sound.samples.tobytes())
        heard.append(ears.finish().witness)
    aliases = usable_aliases(heard, dish.id, new)
    named = replace(dish, say=(name, *aliases))
    taught = replace(menu, items=(*menu.items, named))
    after = _ordered(examine(taught), name, ways, snr_db)
    return Learned(
        name,
        aliases,
        sum(end.is_exact for end in before),
        sum(end.is_exact for end in after),
        len(after),
        sum(end is Outcome.WRONG for end in after),
    )


def _ordered(
    examined: Examined, name: str, ways: Sequence[Speaking], snr_db: float | None
) -> list[Outcome]:
    track = room([])
    ends = []
    for number, how in enumerate(ways):
        for form, slots in SAID:
            items = [{"item": "new_dish", "qty": slots["qty"]}]
            action = {"intent": "order.add", "table": slots["table"], "items": items}
            sentence = Sentence(name, form.format(name=name), (action,))
            sound = in_room(speak(sentence.text, how), track, snr_db, number)
            ends.append(examined.result(sentence, sound).outcome)
    return ends


def _way(text: str, how: Speaking, number: int) -> Sound:
    """Said once: nobody says it three times alike."""
    other = replace(how, speed=how.speed - 12 * number, pitch=how.pitch + 4 * number)
    return speak(text, other)
