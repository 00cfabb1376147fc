"""Facts about the terminals that share one restaurant's journal."""

from app.domain.wire import fact


@fact("terminal.set", stream="terminal/{chain}", series="J", signed=True)
class TerminalSet:
    """A terminal as it is known from now on.

    Attributes:
        chain: name of the chain that it alone writes ("C2").
        x, y: public half of its P-256 key, the DeviceKey (RFC 7518 6.2.1).
        name: what people call it ("Bar").
        role: place its window opens on ("pos", "kitchen", "floor", "admin"), or "hub"
            for a machine without windows.
        active: False once it was revoked: it gets nothing and nothing of it is taken.
    """

    chain: str
    x: str
    y: str
    name: str
    role: str = "pos"
    active: bool = True


@fact("hub.set", stream="hub", series="J", signed=True)
class HubSet:
    """Which terminal carries the hub from now on.

    Attributes:
        site: id of the restaurant, the same for ever.
        chain: the terminal, "" when none carries it.
        addresses: where it is found, "host:port".
    """

    site: str
    chain: str
    addresses: tuple[str, ...] = ()


TerminalEvent = TerminalSet | HubSet
