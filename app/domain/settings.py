"""Facts about the house itself: identity, settings, devices, technical events (JET)."""

from dataclasses import dataclass, field

from app.domain.accounts import ACCOUNTS
from app.domain.invoices.settings import INVOICING, INVOICING_CHOICES
from app.domain.papers import PAPER_CHOICES, PAPERS
from app.domain.payments.currencies import RATES
from app.domain.profile import FRANCE, PROFILES
from app.domain.profile.contract import NORMAL, REGIMES
from app.domain.wire import Json, fact, upcast


@fact("setting.set", stream="setting/{key}", series="J", signed=True)
class SettingSet:
    """A setting changed; `value` is text. Keys are those of `SETTINGS`."""

    key: str
    value: str
    was: str = ""


@fact("device.set", version=4, stream="device/{id}")
class DeviceSet:
    """A device of the counter.

    Attributes:
        kind: "printer", "terminal", "scanner", "scale", "display", "headset", "pager"
            (what makes waiters' pagers ring), "presence" (what sees who is at a till).
        profile: model data to use ("epson_tm_m30", "caisse_ap").
        address: "tcp://host:port", "serial:///dev/ttyACM0?baud=9600", "usb://…",
            "sim://" for a simulated device started by Sotto.
        fallback: id of the device that takes over, "" for none.
        drawer: the cash drawer hangs on this printer.
        page: character table as the trial page names it ("cp858:19"), "image" to print
            everything as a picture, "" for the model's own; of a display "cp858".
        confirmation: how it says that a paper is out: "process_id", "gs_r", "none" when
            it only tells how it is, "silent" when it never answers, "" as the model does.
        drawer_pin: where the drawer's cable ends, 2 or 5.
        drawer_inverted: the drawer's switch says open when it is shut.
        serial, contract, acquirer: of a card terminal, which has to be shown to the
            administration (CGI 1770 quaterdecies).
        since, until: days on which it came and went, "YYYY-MM-DD".
        terminal: chain of the only terminal that drives it, "" for each by itself.
    """

    id: str
    kind: str
    name: str
    profile: str
    address: str
    fallback: str = ""
    drawer: bool = False
    active: bool = True
    page: str = ""
    confirmation: str = ""
    drawer_pin: int = 2
    drawer_inverted: bool = False
    serial: str = ""
    contract: str = ""
    acquirer: str = ""
    since: str = ""
    until: str = ""
    terminal: str = ""


@upcast("device.set", 1)
@upcast("device.set", 2)
@upcast("device.set", 3)
def _without_lessons(data: dict[str, Json]) -> dict[str, Json]:
    """The first version knew nothing of a unit beyond its model, the second nothing of
    its papers, the third nothing of an owner: the defaults hold."""
    return data


@fact("device.state_changed", stream="device/{device}")
class DeviceStateChanged:
    """Health of a device, as a person was told: state, reasons, words."""

    device: str
    state: str
    reasons: tuple[str, ...] = ()
    detail: str = ""


@fact("event.recorded", stream="jet", series="J", signed=True)
class EventRecorded:
    """A technical event of the catalogue in `fiscal.md` 5 ("APP_START", ...)."""

    code: str
    detail: str = ""


SIMULATED = "sim://"
"""`DeviceSet.address` of a device that Sotto plays itself."""
IMAGE = "image"
"""`DeviceSet.page` of a printer whose own characters are all wrong."""
INPUT, INPUT_ADDRESS = "input", "input://"
"""`DeviceSet.profile` and address of a gun that types, taken away from the keyboard."""
NFC_CHIP = "pn532"
"""`DeviceSet.profile` of a scanner that reads badges without contact."""
BEHIND = "printer://"
"""`DeviceSet.address` of a display: before the id of the printer that it hangs on."""
SCREEN, TOUCH, READY = "screen", "touch", "ready"
ORDER_SCREENS = (SCREEN, TOUCH)
SCREENS = (*ORDER_SCREENS, READY)
"""`DeviceSet.profile` of a display that is a second screen of this machine: the order in
front of the cashier, to be read or to be touched as well, or which orders are ready."""
SILENT = "silent"
"""`DeviceSet.confirmation` of a printer that never answers anything."""

SettingEvent = SettingSet | DeviceSet | DeviceStateChanged | EventRecorded

ALARMS = (
    "CHAIN_ROLLBACK",
    "VERIFY_FAILED",
    "INTEGRITY_BREACH",
    "TABLES_CHANGED",
    "CLOCK_BACKWARD",
    "CLOCK_FORWARD",
    "CLOCK_DRIFT",
    "CARD_LATE",
    "ENTRIES_REFUSED",
    "HUB_FAILED",
    "SITE_FAILED",
    "CREDIT_OVERDRAWN",
    "ARCHIVE_DUE",
    "ARCHIVE_NOT_MADE",
    "ARCHIVE_KEPT_HERE",
    "BACKUP_FAILED",
    "BACKUP_NOT_COPIED",
    "BACKUP_OLD",
    "INVOICE_FAILED",
    "FLOW_REFUSED",
    "MAIL_FAILED",
    "CORE_UNATTESTED",
)
"""Technical events that stay on the screen until a manager has seen them."""
CLOCK_SECONDS = 300
"""A clock that went back by more has to be corrected, or said to be right."""
SEEN = "SEEN_"
"""Before the code of an alarm: the event that says that a manager has seen it."""

YEAR_STARTS = "year.starts"
"""Setting: the month, 1 to 12, with which a fiscal year begins."""
PROFILE, TERRITORY, REGIME = "fiscal.profile", "fiscal.territory", "fiscal.regime"
"""Settings: the country's profile, where in it, and how the house stands to VAT."""
CONFIRMED = "fiscal.confirmed"
"""Setting: the `since` of the last notice of the profile that a manager has confirmed."""
ATTESTED = (
    "attestation.name",
    "attestation.licence",
    "attestation.acquired",
    "attestation.distributor",
    "attestation.started",
)
"""Settings: what the publisher's attestation says of the user besides `house.…`: legal name,
licence, the days on which the software was acquired and first used, and from whom."""
BACKUP_FOLDER, BACKUP_DAYS, BACKUP_KEY = "backup.folder", "backup.days", "backup.key"
ARCHIVE_FOLDER, ARCHIVE_EVERY = "archive.folder", "archive.every"
"""Settings: where copies and archives go, and how often."""
OWN_PRICES, SITE_GIFTS = "sites.prices", "sites.gifts"
"""Settings of a head office, which its sites have from it: whether they have prices of
their own, and whether one takes the vouchers of another."""
OF_OFFICE = (OWN_PRICES, SITE_GIFTS)

DISCOUNT_KINDS = "discount.kinds"
"""Setting: discounts that have a limit of their own (`app/domain/orders/discounts.py`)."""
COMP_BUDGET, COUNT_LIMIT = "comp.budget", "count.limit"
MOVE_LIMIT = "cash.move_limit"
"""Settings: cents that a person may give away a day, by which a count may differ before a
manager has to close, and that go in or out of the drawer without one; 0 for no limit."""
TOGETHER = "kitchen.together"
"""Setting: whether all of a course ends together: "no", "yes" (the kitchen is told when to
begin each dish), "hold" (what is quicker comes to its station when it is to be begun)."""
LIMITS = "kitchen.limits"
"""Setting: whether a card is late by the limit of its course ("typed"), or by what its dishes
mostly took lately ("learned")."""
PASSES = "kitchen.passes"
"""Setting: whether what is made is served at the pass ("one"), or goes on to a second one
("two")."""
ROUNDS = "kitchen.rounds"
"""Setting: minutes within which what is sent for a course joins its card while no cook has
begun; 0 for always, as an addition."""
PACE, PACE_MINUTES = "courses.pace", "courses.minutes"
"""Settings: when a held course goes: when it is called ("call"), or by itself so many
minutes after the course before it was asked for ("fired") or made ("ready"). A course may
have a rule of its own (`CourseSet`)."""
CALL, READY_BEFORE, FIRED_BEFORE = PACES = ("call", "ready", "fired")

READY_SECONDS = "kitchen.ready"
"""Setting: seconds after which others are told of a plate on the pass, 0 for never."""
GUESTS_ORDER = "guests.order"
"""Setting: whether guests order at their table by telephone: "no", "review" (somebody sends
what they order), "send" (it goes at once) or "paid" (once it is paid, or somebody sends it)."""
GUESTS_FETCH = "guests.fetch"
"""Setting: whether guests order and pay by telephone what they fetch ("no", "yes")."""
GUESTS_PAY = "guests.pay"
"""Setting: whether guests see and split their bill by telephone: "no", "till" (they pay at the
till) or "online" (they pay on a provider's page, where the hub has an account)."""
CHANNELS_LOAD = "channels.load"
"""Setting: minutes of work at a station beyond which it is proposed to promise orders from
outside later, 0 for never."""
PICKUP_MINUTES, PICKUP_NAMES = "pickup.minutes", "pickup.names"
PICKUP_CALL = "pickup.call"
"""Settings of the screen where guests read which order is ready: minutes after which it
leaves, whether it says the guest's name beside the number, and whether it is heard as well
("no", "chime", "voice")."""
MENU_ADDRESS = "menu.address"
"""Setting: where guests read the card with its allergens, "" for the hub of the house."""

SETTINGS: dict[str, str] = {
    "house.name": "Restaurant",
    "house.address": "",
    "house.siret": "",
    "house.naf": "5610A",
    "house.vat_number": "",
    "house.footer": "",
    "house.contact": "",
    "house.sector": "restaurant",
    "setup.step": "house",
    "day.cutoff": "300",
    YEAR_STARTS: "1",
    PROFILE: FRANCE.id,
    TERRITORY: FRANCE.home,
    REGIME: NORMAL,
    CONFIRMED: "",
    **dict.fromkeys(ATTESTED, ""),
    **FRANCE.limits,
    "cash.limit_mode": "strict",
    "lock.minutes": "10",
    "discount.limit": "1000",
    DISCOUNT_KINDS: "",
    "comp.limit": "3000",
    COMP_BUDGET: "0",
    COUNT_LIMIT: "0",
    MOVE_LIMIT: "0",
    RATES: "",
    "credit.months_gift": "12",
    "credit.months_store": "12",
    "account.days": "30",
    "sepa.creditor": "",
    "sepa.iban": "",
    "sepa.bic": "",
    "gift.day_cap": "0",
    "gift.apart_cap": "5000",
    "client.keep": "3",
    "deposit.vat": "intermediate",
    "voucher.off_days": "warn",
    "ticket.weighed": "yes",
    MENU_ADDRESS: "",
    "scan.in_store": "02IIIIIVVVVVC:price:2 26IIIIIVVVVVC:weight:3",
    "scan.gap": "50",
    "scan.prefix": "",
    "kitchen.keys": "",
    READY_SECONDS: "90",
    GUESTS_ORDER: "no",
    GUESTS_PAY: "no",
    GUESTS_FETCH: "no",
    CHANNELS_LOAD: "30",
    PICKUP_MINUTES: "10",
    PICKUP_NAMES: "no",
    PICKUP_CALL: "no",
    "voice.keys": "",
    "voice.debug": "",
    "counter.mode": "counter",
    "tiles.photos": "no",
    TOGETHER: "no",
    LIMITS: "typed",
    ROUNDS: "0",
    PASSES: "one",
    PACE: "call",
    PACE_MINUTES: "5",
    "reservation.minutes_2": "90",
    "reservation.minutes_4": "105",
    "reservation.minutes_more": "135",
    "reservation.max_covers": "12",
    "reservation.horizon": "365",
    "reservation.late": "15",
    "reservation.keep": "30",
    "reservation.closed_days": "",
    "api.requests": "500",
    "api.webhooks": "100",
    "api.connections": "25",
    "api.payload": "5000000",
    "api.origins": "",
    "webhooks.private": "no",
    "hub.takeover": "0",
    "witness.mail": "",
    "witness.tsa": "",
    BACKUP_FOLDER: "",
    BACKUP_DAYS: "7",
    BACKUP_KEY: "",
    ARCHIVE_FOLDER: "",
    ARCHIVE_EVERY: "month",
    "outside.open": "no",
    OWN_PRICES: "yes",
    SITE_GIFTS: "yes",
    "tips.rule": "hours",
    "tips.period": "week",
    "tips.points": "",
    "tips.exempt": "2022-01-01/2026-12-31",
    **INVOICING,
    **PAPERS,
    **ACCOUNTS,
}
"""Key -> value before anybody set it. Minutes for `day.cutoff` (05:00), cents for limits,
hundredths of a percent for `discount.limit`: beyond it, and beyond `comp.limit` for all that
is offered on an order, the right "order.over_limit" is needed. `cash.limit_mode`: "strict"
takes no cash at all on a bill above `cash.limit`, "partial" takes cash up to it.
`discount.kinds`: "Personnel=3000;Direction=0", a reason and how much anybody may give for it.
`cash.currencies`: what other currencies are worth (`payments/currencies.py`).
`voucher.off_days`: whether titres-restaurant are warned about on Sundays and holidays.
`ticket.weighed`: whether the receipt of what is sold by weight is printed unasked.
`scan.in_store`: labels that the shop's own scale prints, shape:what:decimals each
(`hardware/scanners/barcodes.py`); `scan.gap`: milliseconds between two keys of a gun that
types, at most; `scan.prefix`: the character that it types first, "" for none.
`kitchen.keys`: keys of bump bars by station (`app/presenters/kitchen/bump_keys.py`);
`voice.keys`: keys to talk by headset (`app/presenters/headset/talk_keys.py`); `voice.debug`:
until when what is said to headsets is kept, a day at most (`app/kept_sounds.py`).
`counter.mode`: the preset that a sale of the counter begins with
(`catalogue/presets.py`). `tiles.photos`: whether dishes show what they look like on the till.
`reservation.minutes_…`: how long two, four or more guests keep their table;
`max_covers`: larger parties need a manager; `horizon`: days ahead that can be reserved;
`late`: minutes after which guests are late; `keep`: days after which their names are
erased; `closed_days`: "2026-12-25 2027-01-01". `api.…`, for each key: requests and
webhooks a minute, connections at once, bytes of a request; `origins`: web pages of others
that may call ("https://a.example https://b.example"), "" for none. `webhooks.private`: whether
webhooks may go to addresses of this network, and without TLS. `hub.takeover`: minutes after
which another terminal carries the hub that is gone, 0 for never. `witness.mail`: who gets
the end of the journal by mail after each closing ("owner@a.example books@b.example");
`witness.tsa`: address of the authority that stamps it (RFC 3161), "" for none.
`backup.folder`: a folder on another medium where backups are copied too, "" for none;
`backup.days`: beyond so many the last copy counts as old; `backup.key`: public half of the
key that seals those copies, "" for none. `archive.folder`: where archives go by themselves,
"" for where backups go; `archive.every`: "month", "year", or "never", which leaves the one
that the law wants after a year.
`outside.open`: whether a house that is not in production may tell guests something and use real
card terminals.
`house.sector`: "restaurant" or "shop". `year.starts`: the month with which a fiscal year
begins. `setup.step`: what is asked next of a house that is
being set up, "done" for nothing. `sites.prices`: whether the sites of a head office may
sell its articles at prices of their own. `credit.months_…`: how long vouchers and store
credit are taken, 0 for ever. `gift.…_cap`: cents that one voucher pays a day, and a day
at a terminal that does not reach its hub, 0 for no limit. `account.days`: within
how many days what is on account is to be paid. `sepa.…`: identifier (ICS), IBAN and BIC by
which clients are debited. `client.keep`: years after which
the name of a client who owes nothing and has not come is erased. `deposit.vat`: VAT code of
deposits. `account.…`: where closings go in the books (`accounts.py`)."""

CHOICES: dict[str, tuple[str, ...]] = {
    "cash.limit_mode": ("strict", "partial"),
    "ticket.weighed": ("yes", "no"),
    "voucher.off_days": ("warn", "allowed"),
    "tiles.photos": ("no", "yes"),
    TOGETHER: ("no", "yes", "hold"),
    LIMITS: ("typed", "learned"),
    PASSES: ("one", "two"),
    PACE: PACES,
    GUESTS_ORDER: ("no", "review", "send", "paid"),
    GUESTS_PAY: ("no", "till", "online"),
    GUESTS_FETCH: ("no", "yes"),
    PICKUP_NAMES: ("no", "yes"),
    PICKUP_CALL: ("no", "chime", "voice"),
    "webhooks.private": ("no", "yes"),
    "outside.open": ("no", "yes"),
    "house.sector": ("restaurant", "shop"),
    ARCHIVE_EVERY: ("month", "year", "never"),
    OWN_PRICES: ("yes", "no"),
    SITE_GIFTS: ("yes", "no"),
    "tips.rule": ("own", "equal", "hours", "points"),
    "tips.period": ("day", "week", "month"),
    PROFILE: tuple(PROFILES),
    REGIME: REGIMES,
    YEAR_STARTS: tuple(str(month) for month in range(1, 13)),
    **INVOICING_CHOICES,
    **PAPER_CHOICES,
}
"""Key -> the words it may be set to; any text for the others."""


def _slight(event: EventRecorded) -> bool:
    """A clock that was set back by less than five minutes asks nobody for anything."""
    seconds = event.detail.removesuffix(" s").rpartition(" ")[2]
    back = event.code == "CLOCK_BACKWARD" and seconds.isdigit()
    return back and int(seconds) <= CLOCK_SECONDS


@dataclass(slots=True)
class Settings:
    """Settings and devices as they stand.

    Attributes:
        alarms: code -> details of the `ALARMS` that no manager has seen yet.
        day_left_open: business day that Sotto closed by itself last, "" for none.
    """

    values: dict[str, str] = field(default_factory=lambda: dict(SETTINGS))
    devices: dict[str, DeviceSet] = field(default_factory=dict)
    alarms: dict[str, tuple[str, ...]] = field(default_factory=dict)
    day_left_open: str = ""

    def evolve(self, event: SettingEvent) -> None:
        """Takes a fact in; never refuses."""
        match event:
            case SettingSet():
                self.values[event.key] = event.value
            case DeviceSet():
                self.devices[event.id] = event
            case EventRecorded():
                self._note(event)
            case _:
                pass

    def _note(self, event: EventRecorded) -> None:
        if event.code in ALARMS and not _slight(event):
            before = self.alarms.get(event.code, ())
            if event.detail not in before:  # a thing is loaded, and folded once more
                self.alarms[event.code] = (*before, event.detail)
        elif event.code.startswith(SEEN):
            self.alarms.pop(event.code.removeprefix(SEEN), None)
        elif event.code == "DAY_LEFT_OPEN":
            self.day_left_open = event.detail

    @property
    def clock_doubtful(self) -> bool:
        """The clock has leapt, and no manager has corrected it or said that it is right."""
        return any(code in self.alarms for code in ("CLOCK_BACKWARD", "CLOCK_FORWARD"))

    def text(self, key: str) -> str:
        """A setting as text."""
        return self.values[key]

    def number(self, key: str) -> int:
        """A setting as whole number (cents, minutes)."""
        return int(self.values[key])
