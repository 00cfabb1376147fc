"""What was said and waits to be sent, as the pane under the microphone shows it."""

from collections.abc import Iterable
from dataclasses import dataclass, field

from app.services.headsets import Asked, DraftLine, HeadsetState, Option
from resources.texts import tr
from widgets.mic_button import MicState
from widgets.order_list_views import CourseView, LineView, OrderView


@dataclass(frozen=True, slots=True, kw_only=True)
class ChosenLine:
    """The line of the draft that a finger is correcting.

    Attributes:
        counted: it has a quantity.
    """

    id: str
    name: str
    quantity: int
    counted: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class VoiceView:
    """The pane.

    Attributes:
        title: the table it is about, or whose draft it is.
        heard: what was said, while it is said and after.
        live: it is being said now.
        level: of the microphone, 0 to 1.
        reply: what Sotto answered; `wrong`: it did not understand, or cannot.
        question: what it asks; options: the answers; code: a manager's code is one;
            loud: the first answer is the next act.
        wanted: what may be typed now, from the longest wording to the shortest.
        draft: something waits; ready: all of it can be sent.
        own: of the person at the window; else it is only shown.
        others: drafts of others, as (headset, words).
    """

    title: str = ""
    heard: str = ""
    live: bool = False
    level: float = 0.0
    reply: str = ""
    wrong: bool = False
    question: str = ""
    options: tuple[Option, ...] = ()
    code: str = ""
    loud: bool = False
    wanted: tuple[str, ...] = ("",)
    order: OrderView = field(default_factory=OrderView)
    chosen: ChosenLine | None = None
    draft: bool = False
    ready: bool = False
    own: bool = True
    others: tuple[Option, ...] = ()


def busy(state: HeadsetState) -> bool:
    """Whether something is going on that a screen should show."""
    return bool(state.talking or state.hearing or state.draft or state.asked)


def mic_state(state: HeadsetState) -> MicState:
    """How the microphone is drawn."""
    if state.talking:
        return "talking"
    return "muted" if state.muted else "rest"


def present_voice(
    state: HeadsetState,
    *,
    own: bool = True,
    chosen: str = "",
    front: str = "",
    others: Iterable[HeadsetState] = (),
) -> VoiceView:
    """One headset, and which others have something too.

    Args:
        own: the person at the window wears it.
        chosen: id of the line that a finger is correcting.
        front: number of the table that the page shows, "" for none.
    """
    asked, line = state.asked, _line(state, chosen)
    live = bool(state.talking or state.hearing)
    return VoiceView(
        title=_title(state, own=own),
        heard=state.hearing or ("" if state.talking else state.words),
        live=live,
        level=state.level if state.talking else 0.0,
        reply=_reply(state, live=live),
        wrong=bool(state.trouble),
        question="" if live or not asked else asked.text,
        options=_answers(asked, front) if asked and not live else (),
        code=_code_words(asked),
        loud=bool(asked and asked.slot == "confirm" and not state.draft),
        wanted=wanted_words(asked),
        order=_order(state, line.id if line else ""),
        chosen=line,
        draft=bool(state.draft),
        ready=state.ready and not live,
        own=own,
        others=tuple(Option(each.id, other_words(each)) for each in others),
    )


def other_words(state: HeadsetState) -> str:
    """ "Karim · table 7", "Karim · question"."""
    name = state.person_name or state.name
    tables = _tables(state.draft)
    if state.asked:
        return f"{name} · {tr('question')}"
    if len(tables) == 1:
        return f"{name} · {tr('table {table}', table=tables[0])}"
    return name


def wanted_words(asked: Asked | None) -> tuple[str, ...]:
    """What the empty field says, from the longest wording to the shortest."""
    if asked is None:
        example = tr("Dites ou tapez : table douze, deux burgers…")
        return example, tr("Dites ou tapez"), tr("Tapez")
    if asked.slot == "table":
        return (tr("Numéro de la table"), tr("Table"))
    return tr("Répondez, ou corrigez"), tr("Répondez")


def _answers(asked: Asked, front: str) -> tuple[Option, ...]:
    """What can be tapped; of tables the one that is in front of the person."""
    if asked.slot == "table" and front and not asked.options:
        return (Option(front, tr("Table {table}", table=front)),)
    return asked.options


def _reply(state: HeadsetState, *, live: bool) -> str:
    """What Sotto said, without the question, which stands below; over lines that wait
    for an answer they say it themselves."""
    if live or state.trouble:
        return state.trouble
    if not state.understood:
        return tr("Pas compris : redites-le autrement.")
    if state.asked is None:
        return state.said
    return "" if state.draft else state.said.removesuffix(state.asked.text).strip()


def _title(state: HeadsetState, *, own: bool) -> str:
    name = "" if own else state.person_name or state.name
    tables = _tables(state.draft)
    words = tr("Table {table}", table=tables[0]) if len(tables) == 1 else ""
    return " · ".join(part for part in (words, name) if part)


def _tables(draft: Iterable[DraftLine]) -> list[str]:
    return list(dict.fromkeys(line.table for line in draft if line.table))


def _code_words(asked: Asked | None) -> str:
    return tr("Code d'un responsable") if asked and asked.slot == "approval" else ""


def _line(state: HeadsetState, chosen: str) -> ChosenLine | None:
    found = next((line for line in state.draft if line.id == chosen), None)
    if found is None:
        return None
    return ChosenLine(
        id=found.id,
        name=found.text,
        quantity=found.quantity,
        counted=found.quantity > 0,
    )


def _order(state: HeadsetState, chosen: str) -> OrderView:
    several = len(_tables(state.draft)) > 1
    lines = tuple(_view(line, several=several) for line in state.draft)
    course = CourseView(id="draft", place=1, name="", lines=lines)
    return OrderView(courses=(course,) if lines else (), chosen=chosen)


def _view(line: DraftLine, *, several: bool) -> LineView:
    table = tr("Table {table}", table=line.table) if several and line.table else ""
    return LineView(
        id=line.id,
        name=line.text,
        quantity_text=str(line.quantity) if line.quantity else "·",
        price_text="",
        detail=" · ".join(part for part in (table, line.detail) if part),
        problem=line.problem,
        doubt=", ".join(filter(None, (line.warning, *map(doubt_words, line.guessed)))),
    )


def doubt_words(guessed: str) -> str:
    """What was guessed, in words."""
    return tr("table d'avant") if guessed == "table" else guessed
