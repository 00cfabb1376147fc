"""Who asks: a person with an access token, or a program with a key."""

from dataclasses import dataclass

from app.domain.access.scopes import SCOPES, opens
from app.domain.access.state import PREFIX
from app.domain.vocabulary import Refusal
from app.hub.api.problems import ProblemError
from app.hub.api.tokens import TokenError, Tokens
from app.services.credentials import MARK, digest, key_environment
from app.services.house import Actor, House

WINDOW = "api"
"""Where acts of the network come from, beside "pos", "kitchen"..."""
MAX_CREDENTIAL = 2048

TOKEN_INVALID = Refusal("token_invalid", "Ce jeton n'est pas valable.")
TOKEN_EXPIRED = Refusal("token_expired", "Ce jeton a expiré : renouvelez-le.")
ELSEWHERE = Refusal(
    "environment_invalid",
    "Ceci est d'un autre environnement (bac à sable, préproduction ou production).",
)
KEY_INVALID = Refusal("key_invalid", "Cette clé n'ouvre rien.")
SESSION_OVER = Refusal("session_over", "Cette connexion est terminée.")


@dataclass(frozen=True, slots=True)
class Caller:
    """Who asks, and what they may.

    Attributes:
        operator: id of the person, or "key:<id>", as the journal names them.
        scopes: keys of `SCOPES` that are open to them.
        session: of a person, "" for a program.
    """

    operator: str
    scopes: frozenset[str]
    session: str = ""

    @property
    def actor(self) -> Actor:
        """As whom the house acts for them."""
        return Actor(self.operator, WINDOW)

    @property
    def program(self) -> bool:
        """Whether it is a program."""
        return self.operator.startswith(PREFIX)

    def may(self, scope: str) -> bool:
        """Whether a scope is open to them."""
        return scope in self.scopes


def caller_of(authorization: str, house: House, tokens: Tokens) -> Caller | None:
    """Who a header says that they are, None without one. Any thread.

    Raises:
        ProblemError: 401, the header proves nothing.
    """
    if not authorization:
        return None
    kind, _, credential = authorization.partition(" ")
    credential = credential.strip()
    if kind.lower() != "bearer" or not 0 < len(credential) <= MAX_CREDENTIAL:
        raise _turned_away(TOKEN_INVALID)
    world = house.world
    if credential.startswith(MARK):
        key = world.access.key(digest(credential))
        if key is None and key_environment(credential) != house.environment:
            raise _turned_away(ELSEWHERE)
        if key is None:
            raise _turned_away(KEY_INVALID)
        return Caller(PREFIX + key.key, frozenset(key.scopes))
    now = house.clock()
    try:
        claim = tokens.read(credential, now)
    except TokenError as error:
        known = {each.code: each for each in (TOKEN_EXPIRED, ELSEWHERE)}
        raise _turned_away(known.get(str(error), TOKEN_INVALID)) from error
    session = world.access.session(claim.session, now)
    person = world.staff.people.get(claim.person)
    if session is None or session.person != claim.person:
        raise _turned_away(SESSION_OVER)
    if person is None or not person.active:
        raise _turned_away(SESSION_OVER)
    rights = world.staff.rights_of(claim.person)
    scopes = frozenset(name for name in SCOPES if opens(name, rights))
    return Caller(claim.person, scopes, claim.session)


def _turned_away(refusal: Refusal) -> ProblemError:
    challenge = f'Bearer error="invalid_token", error_description="{refusal.code}"'
    return ProblemError(401, refusal, headers={"WWW-Authenticate": challenge})
