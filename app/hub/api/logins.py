"""Logging in over the network: a PIN or a password, and a one-time code where one is set.

Wrong tries slow the next ones down as at a window, and more each time: a PIN has only so
many values, and a program never gets tired. Every login and every refusal is journaled.
"""

import asyncio
import hmac
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass

import pyotp

from app.domain.access.decide import CloseSession, OpenSession, RenewSession
from app.domain.access.events import SessionEvent
from app.domain.access.state import Session
from app.domain.staff.decide import RefuseLogin
from app.domain.vocabulary import Refusal
from app.hub.api.api import Api
from app.hub.api.caller import WINDOW
from app.hub.api.problems import ProblemError
from app.hub.api.tokens import Claim
from app.services.credentials import check_password, digest, new_secret, unseal
from app.services.house import SYSTEM, Actor, House
from app.services.people import check_pin, code_keys, hash_pin

FREE_TRIES = 3
FIRST_PAUSE_S = 15
LONGEST_PAUSE_S = 3600
_MOST_WATCHED = 1000
_STEP_S = 30

WRONG = Refusal("login_wrong", "Cette personne et ce code ne vont pas ensemble.")
CODE_WRONG = Refusal("code_invalid", "Ce n'est pas ce code.")
CODE_NEEDED = Refusal("code_needed", "Donnez aussi le code à usage unique.")
SLOW_DOWN = Refusal("too_many_tries", "Trop d'essais : attendez quelques secondes.")
SPENT = "refresh_invalid"
SESSION_OVER = Refusal("session_over", "Cette connexion est terminée.")


@dataclass(slots=True)
class _Tries:
    wrong: int = 0
    until: float = 0.0


class Throttle:
    """Wrong tries of each person, and how long the next one has to wait."""

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._tries: dict[str, _Tries] = {}
        self._clock = clock

    def check(self, person: str) -> None:
        """Raises 429 while the person has to wait."""
        tries = self._tries.get(person)
        left = tries.until - self._clock() if tries else 0
        if left > 0:
            wait = {"Retry-After": str(int(left) + 1)}
            raise ProblemError(429, SLOW_DOWN, headers=wait)

    def wrong(self, person: str) -> None:
        """One more wrong try; from the third on each pause is twice as long."""
        if len(self._tries) >= _MOST_WATCHED and person not in self._tries:
            del self._tries[min(self._tries, key=lambda p: self._tries[p].until)]
        tries = self._tries.setdefault(person, _Tries())
        tries.wrong += 1
        if tries.wrong >= FREE_TRIES:
            pause = FIRST_PAUSE_S * 2 ** min(tries.wrong - FREE_TRIES, 20)
            tries.until = self._clock() + min(pause, LONGEST_PAUSE_S)

    def right(self, person: str) -> None:
        """The person is known again."""
        self._tries.pop(person, None)


@dataclass(frozen=True, slots=True)
class Granted:
    """What a login gives: two tokens."""

    person: str
    access: str
    refresh: str


def session_of(events: Sequence[object]) -> str:
    """The session that the first event is about."""
    (event,) = (each for each in events[:1] if isinstance(each, SessionEvent))
    return event.session


class Logins:
    """The sessions of one hub.

    Attributes:
        seeds: person -> seed that their authenticator has to confirm.
    """

    def __init__(self, api: Api, clock: Callable[[], float] = time.monotonic) -> None:
        self._api = api
        self.throttle = Throttle(clock)
        self._checking = asyncio.Lock()
        self.seeds: dict[str, str] = {}
        self._used: dict[str, int] = {}
        self._nobody = ""

    async def prove(self, person: str, secret: str, way: str, code: str) -> None:
        """Makes sure that somebody is who they say.

        Args:
            way: "pin" or "password", what `secret` is.
            code: the one-time code, "" when none was given.

        Raises:
            ProblemError: 401 for a wrong secret, 429 while the person has to wait.
        """
        async with self._checking:  # one hash at a time: they are slow on purpose
            self.throttle.check(person)
            if not await asyncio.to_thread(self._right, person, secret, way):
                await self._refuse(person)
            if not self.code_right(person, code):
                if not code:
                    raise ProblemError(401, CODE_NEEDED)
                await self._refuse(person)
            self.throttle.right(person)

    async def log_in(self, person: str, secret: str, way: str, code: str) -> Granted:
        """Opens a session; arguments and errors as those of `prove`."""
        await self.prove(person, secret, way, code)
        return await self._api.ask(lambda house: self.opened(house, person, way))

    def opened(self, house: House, person: str, way: str) -> Granted:
        """Opens a session for somebody who has proved who they are.

        Raises:
            ProblemError: 401, they have left meanwhile.
        """
        refresh = new_secret()
        opening = OpenSession(person=person, refresh=digest(refresh), way=way)
        facts = house.run(opening, Actor(person, WINDOW))
        if isinstance(facts, Refusal):
            raise ProblemError(401, WRONG)
        return self._granted(person, session_of([facts[0].event]), refresh)

    async def confirm(self, person: str, secret: str, way: str) -> None:
        """Makes sure that it is still they who ask.

        Raises:
            ProblemError: 401 for a wrong secret, 429 while they have to wait.
        """
        async with self._checking:
            self.throttle.check(person)
            if not await asyncio.to_thread(self._right, person, secret, way):
                await self._refuse(person)
            self.throttle.right(person)

    async def renew(self, token: str) -> Granted:
        """New tokens for a refresh token; errors as those of `renewed`."""
        name, _, secret = token.partition(".")
        try:
            return await self._api.ask(lambda house: self.renewed(house, name, secret))
        except ProblemError:
            self._api.turn_away("", SPENT)
            raise

    def renewed(self, house: House, name: str, secret: str) -> Granted:
        """New tokens for a refresh token, which is spent by that.

        Raises:
            ProblemError: 401. A token that was spent before ends the session: somebody has a
                copy.
        """
        session = self._session(house, name)
        if not hmac.compare_digest(session.refresh, digest(secret)):
            closing = CloseSession(session=name, reason="reuse")
            house.run(closing, Actor(session.person, WINDOW))
            raise ProblemError(401, SESSION_OVER)
        return self.again(house, name)

    def again(self, house: House, name: str) -> Granted:
        """New tokens of a session for who has proved that it is theirs.

        Raises:
            ProblemError: 401, it is over.
        """
        session, refresh = self._session(house, name), new_secret()
        renewal = RenewSession(session=name, refresh=digest(refresh))
        house.run(renewal, Actor(session.person, WINDOW))
        return self._granted(session.person, name, refresh)

    def _session(self, house: House, name: str) -> Session:
        session = house.world.access.session(name, house.clock())
        person = house.world.staff.people.get(session.person) if session else None
        if session is None or person is None or not person.active:
            raise ProblemError(401, SESSION_OVER)
        return session

    def _granted(self, person: str, session: str, refresh: str) -> Granted:
        now = self._api.house.clock()
        access = self._api.tokens.issue(Claim(person, session), now)
        return Granted(person, access, f"{session}.{refresh}")

    def _right(self, person: str, secret: str, way: str) -> bool:
        """Whether the secret is theirs. Who has a password needs it: four digits are
        enough at a window where people see you, and not from afar."""
        world, pepper = self._api.house.world, self._api.pepper
        found = world.staff.people.get(person)
        password = world.access.passwords.get(person, "")
        hashed = password if way == "password" else found.pin if found else ""
        possible = found is not None and found.active and bool(hashed)
        if way == "pin" and password:
            possible = False
        if not possible:
            hashed, way = self._dummy(), "pin"  # nobody learns who exists by the clock
        if way == "password":
            return check_password(secret, hashed, pepper) and possible
        return check_pin(secret, hashed, code_keys(world.staff, pepper)) and possible

    def _dummy(self) -> str:
        self._nobody = self._nobody or hash_pin("0000", self._api.pepper)
        return self._nobody

    def code_right(self, person: str, code: str) -> bool:
        """Whether the second factor is right, or none is set."""
        sealed = self._api.house.world.access.seeds.get(person)
        if not sealed:
            return True
        seed = unseal(sealed, person, self._api.pepper)
        return seed is not None and self.accept(person, seed, code)

    def accept(self, person: str, seed: str, code: str) -> bool:
        """Whether a one-time code is right and was not used before (RFC 6238 5.2)."""
        now = int(self._api.house.clock().timestamp())
        for step in (now // _STEP_S - 1, now // _STEP_S, now // _STEP_S + 1):
            expected = pyotp.TOTP(seed).at(step * _STEP_S)
            if not hmac.compare_digest(expected.encode(), code.encode()):
                continue
            if step <= self._used.get(person, 0):
                return False
            self._used[person] = step
            return True
        return False

    def judge(self, person: str, *, right: bool) -> None:
        """Counts a one-time code that was wrong.

        Raises:
            ProblemError: 422, it was.
        """
        if not right:
            self.throttle.wrong(person)
            raise ProblemError(422, CODE_WRONG)

    async def _refuse(self, person: str) -> None:
        self.throttle.wrong(person)
        known = person if person in self._api.house.world.staff.people else ""
        refusal = RefuseLogin(person=known, window=WINDOW)
        await self._api.ask(lambda house: house.run(refusal, Actor(SYSTEM, WINDOW)))
        raise ProblemError(401, WRONG)
