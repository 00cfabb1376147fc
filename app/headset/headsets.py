"""The headsets of this terminal: one dialogue each, its deeds, and the house's whispers.

Called in the thread that owns the house. What hears and speaks is an `Engine`, a process of
its own (`voice/bank.py`), whose events somebody brings to `take`; without one, sentences
are typed.
"""

from collections.abc import Callable
from contextlib import AbstractContextManager
from dataclasses import replace
from functools import partial

from app.domain.rules import Command, decide
from app.domain.staff.decide import LogIn, LogOut
from app.domain.staff.events import LoggedOut, StaffSet
from app.domain.vocabulary import Refusal
from app.headset import dialogue
from app.headset.deeds import do
from app.headset.headset import Engine, Headset, Understanding, note, state_of
from app.headset.menu_of_house import SPOKEN_OF, HouseMenu
from app.headset.menus import Menus
from app.headset.plan import Allergy, Deed, Reserve, Room, Send
from app.headset.questions import approval_of
from app.headset.turn import Job, Step, Turn
from app.headset.whispers import late_tables, whispers
from app.services.facts import TEXT, VOICE
from app.services.guests import guest_of
from app.services.headset_care import headsets_here, tongue_of
from app.services.headsets import TYPED, WINDOW, HeadsetState
from app.services.house import SYSTEM, Actor, Fact, House
from app.services.ids import new_id
from app.services.people import person_name, unseal_order
from db.errors import KnownError
from resources.texts import language, speaking, tr
from voice.engine.messages import Event, HeardAt
from voice.heard import typed
from voice.meaning import Understood
from voice.menu import menu_as_json
from voice.speech.turns import Saying, Urgency


class HouseHeadsets:
    """All headsets of a terminal; see `app.services.headsets.Headsets`."""

    def __init__(
        self, house: House, understanding: Understanding, engine: Engine | None = None
    ) -> None:
        """Follows the house from now on; `close` ends it."""
        self._house, self._understanding = house, understanding
        self._engine = engine
        self._known: dict[str, Headset] = {}
        self._menus = Menus(house, self._name_of)
        self._late: dict[str, set[str]] = {}
        self._listeners: list[Callable[[str], None]] = []
        self._unfollow = house.follow(self._on_facts)
        self.connect(engine)

    def close(self) -> None:
        """Whoever wears one has left it."""
        for headset in [each.id for each in self._known.values() if each.turn.person]:
            self.leave(headset)
        self._unfollow()

    @property
    def menu(self) -> HouseMenu:
        """What can be spoken of in the till's language."""
        return self._menus.of(language())

    def connect(self, engine: Engine | None) -> None:
        """Another engine hears from now on, or none."""
        self._engine = engine
        self._menus.changed()
        self._menus.teach = None
        if engine is not None:
            self._menus.teach = lambda menu: engine.teach(
                menu_as_json(menu), menu.language
            )
            for headset in self._known.values():
                self._tell_context(headset)

    def tick(self) -> None:
        """Once a second: the menu is brought up to date, drinks that waited are sent, who
        forgot "envoie" is reminded, late tables are whispered."""
        for headset in self._known.values():
            self._menus.of(self._tongue(headset.turn.person))
        for headset in tuple(self._known.values()):
            if headset.turn.waiting and not headset.talking:
                with self._speaking(headset):
                    step = dialogue.wake(headset.turn, self._room(headset))
                if step is not None:
                    self._follow_through(headset, step)
        for code, people in self._by_tongue().items():
            with speaking(code):
                told = self._late.setdefault(code, set())
                room = self._room(menu=self._menus.latest(code))
                found = tuple(late_tables(room, people, told))
            for whisper in found:
                self._whisper(whisper.person, whisper.kind, whisper.saying)

    # ------------------------------------------------------------------ what is shown

    def states(self) -> tuple[HeadsetState, ...]:
        """See `Headsets`."""
        devices = [device.id for device in headsets_here(self._house)]
        typed_in = [key for key in self._known if key.startswith(TYPED)]
        return tuple(map(self.state, (*devices, *typed_in)))

    def state(self, headset: str) -> HeadsetState:
        """See `Headsets`."""
        known = self._known.get(headset) or Headset(headset)
        device = self._house.world.settings.devices.get(headset)
        person = known.turn.person
        wearer = self._name_of(person) if person else ""
        name = device.name if device else ""
        with self._speaking(known):
            return state_of(known, self._room(known), name, wearer)

    def follow(self, heard: Callable[[str], None]) -> Callable[[], None]:
        """See `Headsets`."""
        self._listeners.append(heard)

        def stop() -> None:
            self._listeners.remove(heard)

        return stop

    # ------------------------------------------------------------------ who wears it

    def wear(self, headset: str, person: str) -> None:
        """See `Headsets`. The field of a window is worn by whoever is at the window; a
        headset is a login of its own."""
        known = self._headset(headset)
        if known.turn.person == person:
            return
        self.leave(headset)
        if not person:
            return
        if not headset.startswith(TYPED):
            done = self._try(LogIn(person=person, window=f"{WINDOW}{headset}"), person)
            if done is not None:
                known.trouble = done
                self._changed(known)
                return
        known.turn = Turn(person=person)
        with self._speaking(known):
            self._say(known, tr("Bonjour {name}.", name=self._name_of(person)))
        self._tell_context(known)
        self._changed(known)

    def leave(self, headset: str) -> None:
        """See `Headsets`."""
        known = self._headset(headset)
        person = known.turn.person
        if not person:
            return
        known.turn = Turn()
        if not headset.startswith(TYPED):
            leaving = LogOut(person=person, window=f"{WINDOW}{headset}")
            known.trouble = self._try(leaving, person) or ""
        self._tell_context(known)
        self._changed(known)

    def _try(self, command: Command, person: str) -> str | None:
        """Carries out what is no matter of the dialogue; why not, in words."""
        try:
            done = self._house.run(command, Actor(person))
        except KnownError as error:
            return error.text()
        return _words(done) if isinstance(done, Refusal) else None

    # ------------------------------------------------------------------ the button

    def press(self, headset: str) -> None:
        """See `Headsets`."""
        known = self._headset(headset)
        if not known.turn.person:
            self._say(known, tr("Identifiez-vous d'abord."))
            return
        known.talking, known.hearing = True, ""
        known.turn = replace(known.turn, sends_at=None)
        if self._engine is not None:
            self._engine.press(headset)
        self._changed(known)

    def release(self, headset: str) -> None:
        """See `Headsets`."""
        if self._engine is not None:
            self._engine.release(headset)
        known = self._headset(headset)
        known.talking = False
        self._changed(known)

    def mute(self, headset: str, *, muted: bool) -> None:
        """See `Headsets`."""
        known = self._headset(headset)
        known.muted = muted
        self._changed(known)

    # ------------------------------------------------------------------ sentences

    def type(self, headset: str, text: str) -> None:
        """See `Headsets`."""
        known = self._headset(headset)
        context = known.turn.context(self._room(known).house.numbers)
        speakable = self._menus.speakable(self._tongue(known.turn.person))
        understood = self._understanding(typed(text), speakable, context)
        self.understood(headset, understood)

    def understood(self, headset: str, understood: Understood) -> None:
        """Something was said to it, or written."""
        known = self._headset(headset)
        known.talking, known.hearing = False, ""
        if not known.turn.person:
            self._say(known, tr("Identifiez-vous d'abord."))
            self._changed(known)
            return
        self._step(known, partial(dialogue.hear, known.turn, understood))

    def take(self, event: Event) -> None:
        """What the engine tells, brought to this thread; what is of no headset is for
        whoever runs the engine."""
        match event:
            case HeardAt(headset, understood=Understood() as understood):
                self.understood(headset, understood)
            case _ if headset := getattr(event, "headset", ""):
                known = self._headset(headset)
                if note(known, event, self._house.clock()):
                    self._changed(known)
            case _:
                pass

    def answer(self, headset: str, key: str) -> None:
        """See `Headsets`."""
        known = self._headset(headset)
        asked = known.turn.asked
        if asked is not None and asked.slot == "table":
            table = self._house.world.floor.by_number(key)
            key = str(self.menu.numbers.get(table.id if table else "", ""))
        self._step(known, partial(dialogue.tap, known.turn, key))

    def set_quantity(self, headset: str, line: str, quantity: int) -> None:
        """See `Headsets`."""
        known = self._headset(headset)
        self._step(known, partial(dialogue.set_quantity, known.turn, line, quantity))

    def replace(self, headset: str, line: str, article: str) -> None:
        """See `Headsets`."""
        known = self._headset(headset)
        self._step(known, partial(dialogue.substitute, known.turn, line, article))

    def send(self, headset: str) -> None:
        """See `Headsets`."""
        known = self._headset(headset)
        self._step(known, partial(dialogue.send, known.turn))

    def drop(self, headset: str) -> None:
        """See `Headsets`."""
        known = self._headset(headset)
        self._step(known, partial(dialogue.drop, known.turn))

    def approve(self, headset: str, manager: str) -> None:
        """See `Headsets`."""
        known = self._headset(headset)
        asked = known.turn.asked
        if asked is None or asked.job is None:
            return
        turn = replace(known.turn, asked=None)
        step = Step(turn=turn, jobs=(asked.job,))
        if any(isinstance(deed, Send) for deed in asked.job.deeds):
            with self._speaking(known):  # as the draft is now
                step = dialogue.send(turn, self._room(known))
        self._follow_through(known, step, manager)

    # ------------------------------------------------------------------ what comes of it

    def _step(self, known: Headset, coming: Callable[[Room], Step]) -> None:
        if known.turn.person:
            with self._speaking(known):
                step = coming(self._room(known))
            self._follow_through(known, step)

    def _follow_through(self, known: Headset, step: Step, manager: str = "") -> None:
        """Does what was decided, then says it all in one breath, the question last."""
        before = known.turn.asked
        known.turn, said = step.turn, list(step.say)
        jobs = list(step.jobs)
        while jobs:
            job = jobs.pop(0)
            refused = self._do(known, job, manager)
            if refused is not None:
                said += refused
                continue
            said += [job.done] if job.done else []
            if job.then or job.wishes:
                with self._speaking(known):
                    after = dialogue.after(known.turn, job, self._room(known))
                known.turn = after.turn
                said += after.say
                jobs += after.jobs
        asked = known.turn.asked
        if asked is not None and (step.asks or asked != before):
            said.append(asked.text)
        text = " ".join(map(_ended, filter(None, said)))
        read = self._house.world.staff.voice(known.turn.person).read_back
        if step.certain and not read and not known.turn.sends_at:
            self._say(known, text, beep=True)
        elif text:
            self._say(known, text)
        if text and known.turn.understood:
            known.turn = replace(known.turn, read=text)
        self._tell_context(known)
        self._changed(known)

    def _do(self, known: Headset, job: Job, manager: str) -> list[str] | None:
        """Does a job; what to say when the house refuses, None when it is done.

        What a refusal leaves undone waits: for a manager where one may allow it, and
        lines stay in the draft.
        """
        via = TEXT if known.id.startswith(TYPED) else VOICE
        actor = Actor(known.turn.person, f"{WINDOW}{known.id}", manager, via)
        for place, deed in enumerate(job.deeds):
            amiss: Refusal | KnownError | None
            try:
                amiss = do(self._house, deed, actor)
            except KnownError as error:
                amiss = error
            if amiss is None:
                continue
            with self._speaking(known):
                words = _words(amiss)
            if isinstance(deed, Send):
                kept = [w for w in deed.wishes if not self._is_taken(w.id)]
                waiting = (*kept, *known.turn.waiting)
                known.turn = replace(known.turn, waiting=waiting)
            rest = replace(job, deeds=job.deeds[place:])
            if (
                isinstance(amiss, Refusal)
                and not manager
                and self._lacks(known, amiss, deed)
            ):
                with self._speaking(known):
                    asked = approval_of(amiss, words, rest)
                known.turn = replace(known.turn, asked=asked)
                return [""]
            return [words]
        return None

    def _lacks(self, known: Headset, refused: Refusal, deed: Deed) -> bool:
        """Whether it is a right that is wanted, and no more: a till that is shut asks for
        one too, of who may open it."""
        rights = self._house.world.rights_of(known.turn.person)
        if not refused.right or refused.right in rights:
            return False
        return not self._hinders(deed)

    def _is_taken(self, line: str) -> bool:
        return line in self._house.world.book.lines

    def _say(self, known: Headset, text: str, *, beep: bool = False) -> None:
        """Says something to its wearer, and shows it; with `beep` a tone stands for it."""
        known.turn = replace(known.turn, said=text)
        if known.id.startswith(TYPED) or self._engine is None or known.muted:
            return
        self._engine.say(known.id, "" if beep else text, beep=beep)

    def _tell_context(self, known: Headset) -> None:
        if self._engine is not None and not known.id.startswith(TYPED):
            context = known.turn.context(self._room(known).house.numbers)
            self._engine.situation(known.id, context)

    # ------------------------------------------------------------------ the house's news

    def _on_facts(self, facts: tuple[Fact, ...]) -> None:
        if any(isinstance(fact.event, SPOKEN_OF) for fact in facts):
            self._menus.changed()
        for person in filter(None, (_gone(fact.event) for fact in facts)):
            for known in self._worn_by(person):
                self.leave(known.id)
        for code, people in self._by_tongue().items():
            with speaking(code):
                room = self._room(menu=self._menus.latest(code))
                found = tuple(whispers(room, facts, people, self._name_of))
            for each in found:
                self._whisper(each.person, each.kind, each.saying)

    def _whisper(self, person: str, kind: str, saying: Saying) -> None:
        """To each headset of a person, unless they do not want to hear such things. What
        a card terminal answered is shown as well: it was asked for here."""
        if kind in self._house.world.staff.voice(person).silent:
            return
        for known in self._worn_by(person):
            if kind == "payment":
                known.turn = replace(known.turn, said=saying.text)
                self._changed(known)
            if self._engine is None or known.id.startswith(TYPED) or known.muted:
                continue
            self._engine.say(
                known.id,
                saying.text,
                urgency=saying.urgency,
                key=saying.key,
                beep=saying.urgency is Urgency.ALERT,
            )

    def _worn_by(self, person: str) -> list[Headset]:
        return [each for each in self._known.values() if each.turn.person == person]

    def _by_tongue(self) -> dict[str, list[str]]:
        """Those who wear a headset, by their language."""
        worn = (each.turn.person for each in self._known.values())
        found: dict[str, list[str]] = {}
        for person in dict.fromkeys(filter(None, worn)):
            found.setdefault(self._tongue(person), []).append(person)
        return found

    def _tongue(self, person: str) -> str:
        return tongue_of(self._house, person)

    def _speaking(self, known: Headset) -> AbstractContextManager[None]:
        """Within it texts are for its wearer."""
        return speaking(self._tongue(known.turn.person))

    # ------------------------------------------------------------------ small things

    def _headset(self, headset: str) -> Headset:
        if headset not in self._known:
            self._known[headset] = Headset(headset)
        return self._known[headset]

    def _name_of(self, person: str) -> str:
        return person_name(self._house, person)

    def _room(
        self, known: Headset | None = None, menu: HouseMenu | None = None
    ) -> Room:
        turn = known.turn if known else Turn()
        return Room(
            world=self._house.world,
            house=menu or self._menus.of(self._tongue(turn.person)),
            now=self._house.clock(),
            person=turn.person,
            guest_of=partial(guest_of, self._house),
            unseal=partial(unseal_order, self._house),
            new_id=new_id,
            waiting=turn.waiting,
            last=turn.last,
            hinders=self._hinders,
        )

    def _hinders(self, deed: Deed) -> str:
        """Why the house refuses, even if everybody could allow it; "" when it does not, or
        when what is done is more than one command."""
        if isinstance(deed, Allergy | Reserve | Send):
            return ""
        context = self._house.context(Actor(SYSTEM))
        decided = decide(self._house.world, deed, context)
        return _words(decided) if isinstance(decided, Refusal) else ""

    def _changed(self, known: Headset) -> None:
        for heard in tuple(self._listeners):
            heard(known.id)


def _words(amiss: Refusal | KnownError) -> str:
    if isinstance(amiss, KnownError):
        return amiss.text()
    return tr(amiss.text, **dict(amiss.values))


def _gone(event: object) -> str:
    """Who has left the team or gone home by this fact, "" for nobody."""
    match event:
        case StaffSet(id=person, active=False):
            return person
        case LoggedOut(person=person, reason="shift_end"):
            return person
        case _:
            return ""


def _ended(text: str) -> str:
    """A sentence with its end."""
    return text if text[-1:] in ".?!…" else f"{text}."
