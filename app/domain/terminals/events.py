"""Facts about the terminals that share one restaurant's journal."""

from typing import Final

from app.domain.wire import Json, fact, upcast

HEAD_OFFICE: Final = "head_office"
"""Role of the terminal that a head office is at each of its sites."""


@fact("terminal.set", stream="terminal/{chain}", series="J", signed=True)
class TerminalSet:
    """A terminal as it is known from now on.

    Attributes:
        chain: name of the chain that it alone writes ("C2").
        x, y: public half of its P-256 key, the DeviceKey (RFC 7518 6.2.1).
        name: what people call it ("Bar").
        role: place its window opens on ("pos", "kitchen", "floor", "admin", "pickup"),
            "hub" for a machine without windows, or `HEAD_OFFICE`.
        active: False once it was revoked: it gets nothing and nothing of it is taken.
    """

    chain: str
    x: str
    y: str
    name: str
    role: str = "pos"
    active: bool = True


@fact("terminal.located", stream="terminal/{chain}")
class TerminalLocated:
    """Where a terminal is found on the network of the house, as it said itself.

    Attributes:
        addresses: of its machine, the likeliest first, without a port.
    """

    chain: str
    addresses: tuple[str, ...]


@fact("terminal.display_set", version=2, stream="terminal/{chain}")
class DisplaySet:
    """What the kitchen's screen of a terminal shows, and which one stands in for it.

    Attributes:
        station: whose tickets it shows, "" for those of all stations.
        stand_in: terminal whose screen shows them while it is lost, "" for none.
        language: that is read there, "" for that of each station.
    """

    chain: str
    station: str = ""
    stand_in: str = ""
    language: str = ""


@upcast("terminal.display_set", 1)
def _of_its_stations(data: dict[str, Json]) -> dict[str, Json]:
    """Screens of the first version had no language of their own."""
    return data


@fact("terminal.limits_set", stream="terminal/{chain}", series="J", signed=True)
class LimitsSet:
    """What nobody may do at a terminal, whatever they may do elsewhere.

    Attributes:
        barred: keys of `vocabulary.RIGHTS`.
    """

    chain: str
    barred: tuple[str, ...] = ()


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


@fact("upstream.set", stream="upstream", series="J", signed=True)
class UpstreamSet:
    """Which head office this restaurant is attached to from now on.

    Attributes:
        site: id of this restaurant.
        chain: the terminal that the head office is here, "" when it is detached.
        name: of the head office.
        address: where its hub is found, "host:port".
    """

    site: str
    chain: str
    name: str
    address: str


@fact("site.set", stream="site/{site}", series="J", signed=True)
class SiteSet:
    """A site as its head office knows it from now on.

    Attributes:
        site: id of the site, the same for ever.
        name: what the head office calls it.
        active: False once it was detached; what came up from it is kept.
    """

    site: str
    name: str
    active: bool = True


TerminalEvent = (
    TerminalSet
    | TerminalLocated
    | DisplaySet
    | LimitsSet
    | HubSet
    | UpstreamSet
    | SiteSet
)
