"""What the kitchen wall shows: cards and their lines, as display values.

Ages are seconds when the view was made; the wall counts on from there by itself.
"""

from dataclasses import dataclass, replace
from typing import Literal, NamedTuple

from resources.texts import tr

CardState = Literal["new", "prep", "late", "ready", "hold"]
LineKind = Literal["normal", "add", "stop", "move", "wait"]
SaidKind = Literal[
    "later", "without", "extra", "note", "also", "plain", "bold", "inverse"
]
Reading = Literal["near", "metre", "far"]

SCALES: dict[Reading, float] = {"near": 0.7, "metre": 1.0, "far": 1.5}


class Said(NamedTuple):
    """What stands out under a dish, in a row of its own with a sign.

    The last three kinds are those of a house's own choosing, with their `icon` and their
    `colour`, a role of the design system.
    """

    kind: SaidKind
    text: str
    icon: str = ""
    colour: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class CardLineView:
    """One dish of a kitchen ticket.

    Attributes:
        modifiers: one entry a row ("1 BLEU · 1 SAIGNANT"), written in capitals.
        said: when to begin, what is left out, what is added, what was noted, one a row.
        kind: "add" came after the ticket (white block), "stop" was voided, "wait" is not
            to be made yet after all (pink blocks), "move" is made with another course
            (white block); the last three are touched to acknowledge them.
        note_seconds: age of an addition; None for none.
        allergy: "FRUITS À COQUE", framed in yellow under the line.
        seat: "P2"; within the frame of the allergy when there is one.
    """

    id: str
    quantity: str
    name: str
    modifiers: tuple[str, ...] = ()
    said: tuple[Said, ...] = ()
    done: bool = False
    kind: LineKind = "normal"
    note_seconds: int | None = None
    allergy: str = ""
    seat: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class CardView:
    """A kitchen ticket.

    Attributes:
        table: "12", or "E14" for what is taken away.
        course: "Plats", "Emporter".
        covers: "4"; empty for what is taken away.
        waiter: "Léa".
        sent_seconds: since the order was sent.
        fired_seconds: since the course was fired; None while it waits.
        limit_minutes: within which it should be ready.
        limit_text: what stands after that clock ("/ 15").
        warn_minutes: from which on its clock warns of that limit; 0 for never.
        fire_text: "feu prévu 20:41" while it waits.
        moved_from: what it was called until a moment ago; the wall fills it in itself.
        banner: why it stands before the others ("PRIORITÉ"), "" for its turn.
        banner_act: what a touch of the banner does: "join" or "part" rounds; "" sends the
            card to the front, or back into its turn.
        banner_hint: the same in words, at the end of the banner.
        note: what is to be known of the whole order, over the lines.
        bump_text: words of the card's button ("Tout prêt"), "" for none.
        due: when it is expected ("pour 20:41") and how much time there is ("reste 3 min"),
            on the button; empty where it is not made.
        footer: words under a ready card ("au passe depuis").
        footer_seconds: counted after `footer`; None for no count.
    """

    id: str
    table: str
    course: str
    covers: str = ""
    waiter: str = ""
    state: CardState = "new"
    sent_seconds: int = 0
    fired_seconds: int | None = 0
    limit_minutes: int = 15
    limit_text: str = ""
    warn_minutes: int = 0
    fire_text: str = ""
    moved_from: str = ""
    banner: str = ""
    banner_act: str = ""
    banner_hint: str = ""
    note: str = ""
    lines: tuple[CardLineView, ...] = ()
    bump_text: str = ""
    due: tuple[str, ...] = ()
    footer: str = ""
    footer_seconds: int | None = None


def is_soon(card: CardView, elapsed: int) -> bool:
    """Whether it will be late soon, so many seconds after the view was made."""
    if card.state not in ("new", "prep") or card.fired_seconds is None:
        return False
    return 0 < 60 * card.warn_minutes <= card.fired_seconds + elapsed


def goes_on(card: CardView, later: CardView, seconds: float) -> bool:
    """Whether `later` is the card as it is after so many seconds: nothing but its ages
    has changed, and they say within a second what a clock that goes on shows."""
    if len(card.lines) != len(later.lines):
        return False
    lines = tuple(
        replace(line, note_seconds=old.note_seconds)
        if line.note_seconds is not None
        else line
        for old, line in zip(card.lines, later.lines, strict=True)
    )
    same = replace(
        later,
        sent_seconds=card.sent_seconds,
        fired_seconds=card.fired_seconds,
        footer_seconds=card.footer_seconds,
        lines=lines,
    )
    return same == card and all(
        (old is None) == (new is None) and abs((new or 0) - (old or 0) - seconds) <= 1
        for old, new in zip(_ages(card), _ages(later), strict=True)
        if (old, new) != (None, None)
    )


def _ages(card: CardView) -> tuple[int | None, ...]:
    return (
        card.sent_seconds,
        card.fired_seconds,
        card.footer_seconds,
        *(line.note_seconds for line in card.lines),
    )


def clock_text(seconds: int) -> str:
    """Minutes and seconds, "41:10"; hours beyond the first ("1:02:03")."""
    minutes, rest = divmod(max(0, seconds), 60)
    if minutes < 60:
        return f"{minutes}:{rest:02d}"
    hours, minutes = divmod(minutes, 60)
    return f"{hours}:{minutes:02d}:{rest:02d}"


def state_word(state: CardState) -> str:
    """The word of a state's tag."""
    return {
        "new": tr("Nouveau"),
        "prep": tr("En cours"),
        "late": tr("En retard"),
        "ready": tr("Prêt"),
        "hold": tr("En attente"),
    }[state]


def kind_word(kind: LineKind) -> str:
    """The word over a line that changes a ticket."""
    return {
        "add": tr("AJOUT"),
        "stop": tr("STOP"),
        "move": tr("AUTRE SUITE"),
        "wait": tr("ATTENDRE"),
    }.get(kind, "")


def spoken_card(card: CardView, elapsed: int = 0) -> str:
    """What a screen reader says of a card; clocks are left out, they never rest."""
    state = state_word(card.state)
    if is_soon(card, elapsed):
        state = tr("{state}, bientôt en retard", state=state)
    was = tr("était {table}", table=card.moved_from) if card.moved_from else ""
    parts = [card.banner, card.table, was, card.course, state, card.waiter, card.note]
    for line in card.lines:
        words = [f"{line.quantity} {line.name}", *line.modifiers]
        words += [each.text for each in line.said]
        words += [line.seat] if line.seat else []
        if line.allergy:
            words.append(tr("allergie : {words}", words=line.allergy))
        if line.kind != "normal":
            words.insert(0, kind_word(line.kind))
        if line.done:
            words.append(tr("prêt"))
        parts.append(" ".join(words))
    return ", ".join(part for part in parts if part)
