"""Facts about the people who work here and what they may do."""

from dataclasses import dataclass

from app.domain.staff.comfort import Comfort
from app.domain.wire import Json, fact, upcast


@fact("role.set", stream="role/{id}", series="J", signed=True)
class RoleSet:
    """A role and its rights (keys of `vocabulary.RIGHTS`)."""

    id: str
    name: str
    rights: tuple[str, ...]


@fact("staff.set", stream="staff/{id}", series="J", signed=True)
class StaffSet:
    """A person of the team.

    Attributes:
        name: sealed with the person's key, so that it can be erased.
        pin: argon2 hash, "" when the person cannot log in by PIN.
        badge: keyed hash of the badge's code, "" for none. It is given up by who leaves.
        avatar: 0-5, colour of the avatar.
        section: what the login card says under the name ("Salle").
    """

    id: str
    name: str
    role: str
    pin: str = ""
    badge: str = ""
    avatar: int = 0
    section: str = ""
    language: str = "fr"
    active: bool = True


@fact("staff.logged_in", stream="staff/{person}", series="J", signed=True)
class LoggedIn:
    """A person took a window."""

    person: str
    window: str


@fact("staff.logged_out", stream="staff/{person}", series="J", signed=True)
class LoggedOut:
    """A person left a window (by hand, by switch or by the lock)."""

    person: str
    window: str
    reason: str


@fact(
    "staff.login_refused", version=2, stream="staff/{person}", series="J", signed=True
)
class LoginRefused:
    """A wrong PIN, or a wrong badge; `person` is "" when it is nobody's badge."""

    person: str
    window: str
    badge: bool = False


@upcast("staff.login_refused", 1)
def _untold(data: dict[str, Json]) -> dict[str, Json]:
    """The first version did not tell badges from PINs, of which there were far more."""
    return data


@fact("staff.comfort_set", stream="staff/{person}")
class ComfortSet:
    """How windows look and speak to a person, at whichever terminal they sit down;
    None: as each screen is set."""

    person: str
    comfort: Comfort | None = None


@fact("staff.keys_set", stream="staff/{person}")
class KeysSet:
    """The keys of the keyboard that a person gave other acts, all of them.

    Attributes:
        keys: "place.act=key" each, as Qt writes the key: "pos.send=F9",
            "window.lock=Ctrl+Shift+L". What is not named has its own key.
    """

    person: str
    keys: tuple[str, ...] = ()


# ------------------------------------------------------------------ headsets

WHISPERS = ("ready", "late", "allergy", "arrived", "86", "call", "payment")
"""What of the house's news a headset whispers."""


@fact("staff.voice_set", version=2, stream="staff/{person}")
class VoiceSet:
    """How a person wants a headset, whichever they wear.

    Attributes:
        hands_free: it listens to every voice, without the button.
        read_back: what was understood is said; else a tone where nothing was doubtful.
        send_drinks: drinks are sent some seconds after they were said again.
        volume: percent of the ordinary.
        silent: of `WHISPERS`, those that are not wanted.
        language: that is spoken, "fr" or "en"; "" as the till's.
    """

    person: str
    hands_free: bool = False
    read_back: bool = True
    send_drinks: bool = False
    volume: int = 100
    silent: tuple[str, ...] = ()
    language: str = ""


@upcast("staff.voice_set", 1)
def _as_the_till(data: dict[str, Json]) -> dict[str, Json]:
    """Everybody spoke the language of the till."""
    return data


@fact("staff.called", stream="staff")
class StaffCalled:
    """Somebody is wanted, and whoever is near hears of it.

    Attributes:
        who: one of `CALLED`, or the id of a person.
        table: id of where, "" for nowhere in particular.
    """

    who: str
    table: str = ""


CALLED = ("runner", "manager", "kitchen", "bar")
"""Whom one calls without a name."""


@fact("staff.pager_set", stream="staff/{person}")
class PagerSet:
    """The pager or the watch that a person wears: digits, "" for none."""

    person: str
    number: str = ""


@fact("staff.paged", stream="staff/{person}")
class StaffPaged:
    """A person's pager is told something; written before the first byte leaves, so that
    nothing rings twice.

    Attributes:
        device: id of the transmitter; number: of the pager.
        about: what it is about (`app/presenters/paging.py`): "plate/<order>/<course>/<ms>/
            <level>", or "entry/<chain>/<number>" of a call or a rush.
    """

    person: str
    device: str
    number: str
    about: str


# ------------------------------------------------------------------ end of a shift


@dataclass(frozen=True, slots=True, kw_only=True)
class Taken:
    """What somebody took by one tender: cents that paid for sales, refunds taken off,
    and the tips beside them."""

    method: str
    amount: int
    tip: int = 0


@fact("shift.reviewed", stream="staff/{person}", series="J", signed=True)
class ShiftReviewed:
    """Somebody said what they hand over at the end of their shift.

    Attributes:
        taken: since what they signed before on the same business day.
        declared: cents of cash that they counted, without being told what was awaited.
        difference: what that is above the cash they took, tips included.
        orders: ids of the orders that they still looked after.
    """

    person: str
    taken: tuple[Taken, ...]
    declared: int
    difference: int
    orders: tuple[str, ...] = ()
    note: str = ""


# ------------------------------------------------------------------ tips


@dataclass(frozen=True, slots=True, kw_only=True)
class TipShare:
    """What one person gets of the tips: cents, and the minutes that they were there and
    the points of their role by which they were shared out."""

    person: str
    cents: int
    minutes: int = 0
    points: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class DayTips:
    """Tips that one tender brought on a business day, in cents."""

    day: str
    method: str
    cents: int


@fact("tips.shared", stream="tips/{first}", series="J", signed=True)
class TipsShared:
    """A manager has seen and agreed who gets what of the tips of a period.

    The later fact about a period stands, and names the one that it corrects: neither is
    ever changed.

    Attributes:
        share: names this agreement.
        first, last: business days of the period, inclusive.
        rule: one of `tips.RULES`.
        tips: what there was to share.
        shares: add up to `tips`.
        corrects: the agreement that this one takes the place of, "" for the first; `reason`
            says why.
    """

    share: str
    first: str
    last: str
    rule: str
    tips: tuple[DayTips, ...]
    shares: tuple[TipShare, ...]
    corrects: str = ""
    reason: str = ""


# ------------------------------------------------------------------ several sites


@fact("role.office_set", stream="role/{id}", series="J", signed=True)
class OfficeRole(RoleSet):
    """A role as the head office has it."""


@fact("staff.office_set", stream="staff/{id}", series="J", signed=True)
class OfficePerson(StaffSet):
    """A person of the head office's team who may work at this site, or no longer may.

    The name is sealed with a key of this site; code and badge are as the head office
    hashed them, with the key that `CodeKeySet` brings.
    """


@fact("code_key.set", stream="code_key/{mark}", series="J", signed=True)
class CodeKeySet:
    """With what another house keys the codes and badges of its team.

    Attributes:
        mark: what its hashes begin with.
        sealed: the key; who has the pepper of this house can read it.
    """

    mark: str
    sealed: str


@fact("staff.sites_set", stream="staff/{id}", series="J", signed=True)
class PersonSites:
    """At which sites a person of the head office may work; None: at all, later ones too."""

    id: str
    sites: tuple[str, ...] | None = None


StaffEvent = (
    RoleSet
    | StaffSet
    | LoggedIn
    | LoggedOut
    | LoginRefused
    | ComfortSet
    | KeysSet
    | VoiceSet
    | StaffCalled
    | PagerSet
    | StaffPaged
    | ShiftReviewed
    | TipsShared
    | OfficeRole
    | OfficePerson
    | CodeKeySet
    | PersonSites
)
