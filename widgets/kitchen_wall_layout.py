"""Where the cards of the kitchen wall stand: plain geometry, no painting.

Cards keep the order they are given in (oldest first) and run down the columns. A full
layout makes the tallest column as short as it can be; afterwards a card keeps its
column for as long as it fits, so that bumping one moves only those under it.
All lengths are pixels at the metre preset; the wall paints them times its scale.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from PySide6.QtCore import QRect

from widgets.kitchen_wall_views import CardLineView, CardView, Said
from widgets.painted_text import width_of, wrapped

CARD_WIDTH = 376
GAP = 16
BORDER = 2
HEADER = 124  # with the border above it
LINE = 64
BODY_TOP = 4
BODY_END = 2
TEXT_X = 70
TEXT_TOP = 8
DISH, MODIFIER = 44, 36
SIGN = 38
"""Room of the sign before what stands out."""
LARGER = 1.15
SEAT_SCALE = 0.9
BUMP = 64
BANNER = 48
# Of the table number: 22 px in the heaviest weight.
ALLERGY_SCALE = 0.46
BLOCK_X = 16
_BLOCK = {"add": 86, "stop": 88, "move": 88, "wait": 88}
_BLOCK_ABOVE, _BLOCK_BELOW = 6, 8
_ALLERGY, _ALLERGY_ABOVE, _ALLERGY_BELOW = 48, 2, 8
_BUMP_ABOVE, _BUMP_BELOW = 6, 12
_FOOTER = 48
_SENT_END = 92
"""Where the clock since it was sent ends, mostly."""
_BETWEEN = " · "


@dataclass(frozen=True, slots=True)
class LinePlace:
    """Where a line stands in its card.

    Attributes:
        said: the rows of each thing that stands out.
        frame: of its allergy, or empty.
        seat: width of the badge beside its name, 0 for none.
    """

    line: CardLineView
    rect: QRect
    names: tuple[str, ...]
    modifiers: tuple[str, ...]
    frame: QRect
    allergy: tuple[str, ...]
    said: tuple[tuple[Said, tuple[str, ...]], ...] = ()
    seat: int = 0


@dataclass(frozen=True, slots=True)
class CardPlace:
    """A card measured: everything relative to its own top left corner.

    Attributes:
        banner: why it stands before the others; empty when it takes its turn.
        note: rows of what is to be known of the whole order.
        bump: the card's button; empty when it has none, like `footer`.
        sent, fired: the figures of the two clocks; `fired` empty while it waits, `sent` where
            a narrow card has no room beside what was promised.
        filet: the time against its limit; empty while it waits.
    """

    card: CardView
    width: int
    height: int
    banner: QRect
    note: tuple[str, ...]
    lines: tuple[LinePlace, ...]
    bump: QRect
    footer: QRect
    sent: QRect
    fired: QRect
    filet: QRect


def header_height(card: CardView) -> int:
    """Of the part above the lines; a waiting card has only a thin dashed filet."""
    return HEADER - 4 if card.state == "hold" else HEADER


def measure(card: CardView, width: int = CARD_WIDTH) -> CardPlace:
    """Height of a card `width` wide, and place of its parts."""
    room = width - TEXT_X - 8
    note = wrapped(card.note, "kitchen_modifier", room, lines=6) if card.note else ()
    top = header_height(card)
    banner = QRect()
    if card.banner:
        banner = QRect(BORDER, top, width - 2 * BORDER, BANNER)
        top += BANNER
    top += BODY_TOP + MODIFIER * len(note)
    top += TEXT_TOP if note else 0
    places: list[LinePlace] = []
    below = 0
    for line in card.lines:
        block = line.kind != "normal"
        top += max(0, _BLOCK_ABOVE - below) if block else 0
        place = _measure_line(line, top, width)
        places.append(place)
        top = place.rect.bottom() + 1
        below = _BLOCK_BELOW if block else 0
        top += below
        if not place.frame.isEmpty():
            top = place.frame.bottom() + 1 + _ALLERGY_BELOW
            below = _ALLERGY_BELOW
    bump, footer = QRect(), QRect()
    if card.bump_text:
        bump = QRect(14, top + _BUMP_ABOVE, width - 28, BUMP)
        top += _BUMP_ABOVE + BUMP + _BUMP_BELOW
    elif card.footer:
        footer = QRect(18, top, width - 36, _FOOTER)
        top += _FOOTER
    else:
        top += BODY_END + HEADER - header_height(card)
    sent, fired, filet = QRect(42, 72, 110, 24), QRect(), QRect()
    if card.fired_seconds is not None:
        right = width - 23 - round(width_of(limit_text(card), "kitchen_label"))
        fired = QRect(right - 146, 68, 151, 32)
        filet = QRect(18, 106, width - 36, 6)
        if fired.x() < _SENT_END:  # what is promised goes before since when it is known
            sent = QRect()
    return CardPlace(
        card,
        width,
        top + BORDER,
        banner,
        note,
        tuple(places),
        bump,
        footer,
        sent,
        fired,
        filet,
    )


def limit_text(card: CardView) -> str:
    """What stands after the fired clock."""
    return card.limit_text or f"/ {card.limit_minutes}"


def _measure_line(line: CardLineView, top: int, width: int) -> LinePlace:
    room = width - TEXT_X - (56 if line.done else 8)
    seat = seat_width(line.seat) if line.seat and not line.allergy else 0
    names = wrapped(
        line.name, "kitchen_dish", room - (seat + 8 if seat else 0), lines=3
    )
    modifiers = tuple(
        row for modifier in line.modifiers for row in _modifier_rows(modifier, room)
    )
    said = tuple(
        (
            each,
            wrapped(
                each.text,
                "kitchen_modifier",
                room - SIGN,
                lines=4,
                scale=said_scale(each),
            ),
        )
        for each in line.said
    )
    text = DISH * len(names) + MODIFIER * len(modifiers)
    text += sum(MODIFIER * len(rows) for _, rows in said)
    if line.kind == "normal":
        rect = QRect(BORDER, top, width - 2 * BORDER, max(LINE, text + 16))
    else:
        height = _BLOCK[line.kind] + text - DISH
        rect = QRect(BLOCK_X, top, width - 2 * BLOCK_X, height)
    frame = QRect()
    allergy: tuple[str, ...] = ()
    if line.allergy:
        room = width - 28 - 52 - (72 if line.seat else 16)
        # In as many rows as it needs: an allergy is never cut short.
        allergy = wrapped(
            line.allergy, "kitchen_table", room, lines=6, scale=ALLERGY_SCALE
        )
        height = _ALLERGY + 28 * (len(allergy) - 1)
        frame = QRect(14, rect.bottom() + 1 + _ALLERGY_ABOVE, width - 28, height)
    return LinePlace(line, rect, names, modifiers, frame, allergy, said, seat)


def said_scale(said: Said) -> float:
    """How large it is written, of what options are."""
    return LARGER if said.kind == "bold" else 1.0


def seat_width(seat: str) -> int:
    """Width of the badge that says whose a dish is."""
    return round(width_of(seat, "kitchen_header_strong", SEAT_SCALE)) + 18


def _modifier_rows(words: str, room: float) -> list[str]:
    """Broken between modifiers rather than inside one; no dot is left at an end."""
    rows: list[str] = []
    for modifier in words.split(_BETWEEN):
        joined = f"{rows[-1]}{_BETWEEN}{modifier}" if rows else modifier
        if rows and width_of(joined, "kitchen_modifier") <= room:
            rows[-1] = joined
        else:
            rows += wrapped(modifier, "kitchen_modifier", room, lines=3)
    return rows


def columns_of(
    heights: Sequence[int], columns: int, room: int, kept: Sequence[int | None]
) -> list[int]:
    """A column number for each card, never decreasing; -1 for what does not fit.

    Args:
        heights: of the cards, in order.
        columns: how many there are.
        room: height of a column.
        kept: column each card stood in before, None for a new card.
    """
    sticky = _sticky(heights, columns, room, kept)
    return _balanced(heights, columns, room) if sticky is None else sticky


def _sticky(
    heights: Sequence[int], columns: int, room: int, kept: Sequence[int | None]
) -> list[int] | None:
    """The old columns and new cards behind them, or None when that cannot be."""
    if not any(column is not None for column in kept):
        return None
    result: list[int] = []
    used = [0] * columns
    at = 0
    for height, column in zip(heights, kept, strict=True):
        wanted = at if column is None else column
        if column is None and used[at] and used[at] + GAP + height > room:
            wanted = at + 1
        if wanted < at or wanted >= columns:
            return None
        at = wanted
        used[at] += height + (GAP if used[at] else 0)
        if used[at] > room and used[at] != height:
            return None
        result.append(at)
    empty = any(not used[column] for column in range(min(at, columns)))
    # A hole among the columns, or everything in a corner, is worth a new layout.
    return None if empty or len(set(result)) < min(columns, len(heights)) else result


def _balanced(heights: Sequence[int], columns: int, room: int) -> list[int]:
    """Cuts the row of cards into columns so that the tallest is the least tall."""
    fitting = heights[: _fitting(heights, columns, room)]
    low, high = max(fitting, default=0), max(room, max(fitting, default=0))
    while low < high:
        middle = (low + high) // 2
        if _columns_needed(fitting, middle) <= columns:
            high = middle
        else:
            low = middle + 1
    result: list[int] = []
    column, used = 0, 0
    for index, height in enumerate(fitting):
        left = len(fitting) - index
        full = used and used + GAP + height > low
        # Never leave a column empty while cards could stand side by side.
        spread = used and left <= columns - 1 - column
        if full or spread:
            column, used = column + 1, 0
        used += height + (GAP if used else 0)
        result.append(column)
    return result + [-1] * (len(heights) - len(fitting))


def _fitting(heights: Sequence[int], columns: int, room: int) -> int:
    """How many of the first cards stand in so many columns."""
    count, used = 0, 0
    for index, height in enumerate(heights):
        if used and used + GAP + height <= room:
            used += GAP + height
        elif count < columns:
            count, used = count + 1, height
        else:
            return index
    return len(heights)


def _columns_needed(heights: Sequence[int], room: int) -> int:
    count, used = 0, 0
    for height in heights:
        if used and used + GAP + height <= room:
            used += GAP + height
        else:
            count, used = count + 1, height
    return count


def place_cards(
    cards: Sequence[CardPlace],
    columns: int,
    room: int,
    kept: Mapping[str, int],
) -> dict[str, tuple[int, int]]:
    """Column and top of each card that fits, by card id."""
    numbers = columns_of(
        [card.height for card in cards],
        columns,
        room,
        [kept.get(card.card.id) for card in cards],
    )
    tops = [0] * columns
    result: dict[str, tuple[int, int]] = {}
    for card, column in zip(cards, numbers, strict=True):
        if column >= 0:
            result[card.card.id] = (column, tops[column])
            tops[column] += card.height + GAP
    return result


def place_rows(
    cards: Sequence[CardPlace], columns: int, room: int
) -> dict[str, tuple[int, int]]:
    """The same in rows, each as high as its tallest card: the oldest at the top left."""
    result: dict[str, tuple[int, int]] = {}
    top = 0
    for first in range(0, len(cards), columns):
        row = cards[first : first + columns]
        height = max(card.height for card in row)
        if top and top + height > room:
            break
        result |= {card.card.id: (n, top) for n, card in enumerate(row)}
        top += height + GAP
    return result
