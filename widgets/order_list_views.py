"""What an order list shows: courses and their lines, as display values."""

from dataclasses import dataclass
from typing import Literal

from resources.texts import tr

LineState = Literal["to_send", "sent", "served", "held", "voided", "offered"]
CourseState = Literal["open", "fired", "held", "served"]
Place = Literal[1, 2, 3, 4, 5]


@dataclass(frozen=True, slots=True, kw_only=True)
class LineView:
    """One line of an order, or of a bill.

    Attributes:
        detail: second row: modifiers, "envoyé 20:08", or who voided it and why.
        allergy: "Sans fruits à coque", never shortened.
        seat: "1", "1·2", or "" for the table.
        old_price_text: price before it was offered, shown struck.
        unsent: an offered line that the kitchen has not seen yet.
        act_text: "Réclamer" on a line that waits; empty for no button.
        doubt: what was guessed of a line that was spoken, or `problem`: why it cannot be
            sent; shown as a tag where there is no allergy.
        moves: it can be carried to another course.
    """

    id: str
    name: str
    quantity_text: str
    price_text: str
    state: LineState = "to_send"
    detail: str = ""
    allergy: str = ""
    seat: str = ""
    old_price_text: str = ""
    unsent: bool = False
    act_text: str = ""
    doubt: str = ""
    problem: str = ""
    moves: bool = False

    @property
    def tag(self) -> str:
        """The words of its tag; an allergy before anything else."""
        return self.allergy or self.problem or self.doubt


@dataclass(frozen=True, slots=True, kw_only=True)
class CourseView:
    """A course and its lines.

    Attributes:
        place: of the course in the meal, 1 direct to 5 desserts; gives the colour.
        tag: number of the suite; "" draws the lightning of what goes at once.
        name: "Plats"; "Entrées · 2 articles" once folded; "" for no header.
        state_text: "partent à l'envoi", "servies 20:14", "Bar".
        state_icon: name of the icon before `state_text`; "" for none.
        foldable: a tap on the header folds or unfolds it.
        price_text: shown on a folded header.
        fire_text: "Réclamer" when the course waits; empty for no button.
        moves: all of it can be carried to another course.
        swipe_icon: what brushing the header aside does; "" where it does nothing.
    """

    id: str
    place: Place
    name: str
    tag: str = ""
    state: CourseState = "open"
    state_text: str = ""
    state_icon: str = ""
    foldable: bool = False
    folded: bool = False
    price_text: str = ""
    fire_text: str = ""
    moves: bool = False
    swipe_icon: str = ""
    lines: tuple[LineView, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class OrderView:
    """A whole order.

    Attributes:
        chosen: id of the lit line, "" when none.
        summary: words of the total row ("dont TVA 10 % 6,77"), bills only.
        total_text: of the total row, bills only.
        others: courses without a line, (id, name), to which something can be carried.
    """

    courses: tuple[CourseView, ...] = ()
    chosen: str = ""
    summary: str = ""
    total_text: str = ""
    others: tuple[tuple[str, str], ...] = ()


def grown(before: OrderView, after: OrderView) -> str:
    """The one line that is new or counted anew; "" if none is, or several are."""
    old = {line.id: line.quantity_text for line in _lines(before)}
    new = [line.id for line in _lines(after) if old.get(line.id) != line.quantity_text]
    return new[0] if len(new) == 1 else ""


def _lines(view: OrderView) -> list[LineView]:
    return [line for course in view.courses for line in course.lines]


def spoken_line(line: LineView) -> str:
    """What a screen reader says of a line."""
    states = {
        "to_send": tr("à envoyer"),
        "sent": tr("envoyé"),
        "served": tr("servi"),
        "held": tr("en attente"),
        "voided": tr("annulé"),
        "offered": tr("offert"),
    }
    parts = [f"{line.quantity_text} {line.name}", line.detail]
    if line.allergy:
        parts.append(tr("allergie : {words}", words=line.allergy))
    elif line.tag:
        parts.append(line.tag)
    if line.seat:
        parts.append(tr("place {seat}", seat=line.seat))
    parts += [states[line.state], line.price_text]
    return ", ".join(part for part in parts if part)


def spoken_course(course: CourseView) -> str:
    """What a screen reader says of a course's header."""
    parts = [course.name, course.state_text]
    if course.foldable:
        parts.append(tr("replié") if course.folded else tr("déplié"))
    parts.append(course.price_text)
    return ", ".join(part for part in parts if part)
