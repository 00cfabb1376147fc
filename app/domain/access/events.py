"""Facts about who comes in by the network, and who was turned away."""

from app.domain.wire import fact


@fact("api_key.created", stream="api_key/{key}", series="J", signed=True)
class KeyCreated:
    """A program was given a key.

    Attributes:
        name: what people call the program.
        secret: SHA-256 of the key in hexadecimal; the key itself was shown once.
        scopes: keys of `scopes.SCOPES`.
    """

    key: str
    name: str
    secret: str
    scopes: tuple[str, ...]


@fact("api_key.revoked", stream="api_key/{key}", series="J", signed=True)
class KeyRevoked:
    """A key opens nothing any more."""

    key: str


@fact("access.password_set", stream="staff/{person}", series="J", signed=True)
class PasswordSet:
    """A person's password: an argon2 hash, "" for none."""

    person: str
    hash: str


@fact("access.second_factor_set", stream="staff/{person}", series="J", signed=True)
class SecondFactorSet:
    """The seed of a person's one-time codes, sealed; "" when none is asked for."""

    person: str
    seed: str


@fact("session.opened", stream="staff/{person}", series="J", signed=True)
class SessionOpened:
    """A person logged in over the network.

    Attributes:
        refresh: SHA-256 of the refresh token, in hexadecimal.
        until: when the session ends by itself, ISO 8601 with offset.
        way: "pin" or "password".
    """

    session: str
    person: str
    refresh: str
    until: str
    way: str


@fact("session.renewed", stream="staff/{person}", series="J")
class SessionRenewed:
    """The refresh token was used, and another one given."""

    session: str
    person: str
    refresh: str


@fact("session.closed", stream="staff/{person}", series="J", signed=True)
class SessionClosed:
    """A session is over: "logout", "revoked", or "reuse" of a spent refresh token."""

    session: str
    person: str
    reason: str


@fact("access.refused", stream="access", series="J", signed=True)
class AccessRefused:
    """Somebody was turned away.

    Attributes:
        who: person or key, "" when nobody knows.
        code: "token_invalid", "token_expired", "key_revoked", "scope_missing"...
        count: how often since the last such entry; they are written at most once a
            minute each.
    """

    who: str
    code: str
    count: int = 1


@fact("request.noted", stream="request/{request}")
class RequestNoted:
    """A request that may be repeated was carried out: whichever terminal is asked again
    knows it, once it has this entry.

    Attributes:
        request: keyed hash of who asked, what, and the Idempotency-Key they gave it.
        payload: keyed hash of what was sent.
        thing: what it was about ("order/01J…").
    """

    request: str
    payload: str
    thing: str


SessionEvent = SessionOpened | SessionRenewed | SessionClosed

AccessEvent = (
    KeyCreated
    | KeyRevoked
    | PasswordSet
    | SecondFactorSet
    | SessionEvent
    | AccessRefused
    | RequestNoted
)
