"""The screens of a restaurant that has several terminals."""

from typing_extensions import override

from app.domain.access.decide import CreateKey
from app.domain.orders.billing import order_due
from app.domain.orders.events import LineVoided, OrderCreated
from app.domain.payments.commands import TakePayment
from app.domain.terminals.decide import (
    AttachTo,
    CarryHub,
    EnrolTerminal,
    RevokeTerminal,
    SetSite,
)
from app.domain.webhooks.decide import CreateWebhook
from app.screenshots.studio import Stage, still, until
from app.services.house import Actor, House
from app.services.ids import new_id
from app.services.ports import (
    Arrived,
    HubSeen,
    NetworkStatus,
    PairingOffer,
    Programs,
    UpstreamStatus,
    WebhookHealth,
)
from app.services.sites import SITE, Member, SiteSeen
from app.windows.first_start import FirstStart
from app.windows.network_board import NetworkBoard
from db.canonical import b64u
from resources.texts import tr

_ADDRESS = "192.168.1.20:8443"
_OTHERS = (
    ("C1", "Caisse 1", "pos"),
    ("C2", "Bar", "pos"),
    ("C3", "Cuisine", "kitchen"),
    ("C4", "Terrasse", "floor"),
    ("C5", "Ancienne caisse", "pos"),
)


class PicturedPrograms:
    """A program that asked a moment ago, a webhook that does not listen."""

    def last_use(self, operator: str) -> str:
        """At half past eight, all of them."""
        return "2026-11-20T20:31:04+01:00"

    def untold(self) -> dict[str, WebhookHealth]:
        """The second one was given up."""
        return {"w2": WebhookHealth(waiting=1, dead=3, error="HTTP 503")}

    def tell_again(self, webhook: str) -> int:
        """All of them."""
        return 3


class PicturedRoom:
    """A hub that opens no port: pictures need no network."""

    def status(self) -> NetworkStatus:
        """Two of the others are there, a head office is not."""
        return NetworkStatus(
            "carrying",
            "",
            ("C2", "C3"),
            level=True,
            address=_ADDRESS,
            upstream=UpstreamStatus("seeking", "2026-11-20T19:12:00+01:00"),
        )

    def carry(self, actor: Actor, heard: object) -> None:
        """It does already."""

    def put_down(self, actor: Actor) -> None:
        """It goes on."""

    def open_pairing(self, name: str, role: str, actor: Actor) -> PairingOffer:
        """Always the same code, so that pictures are alike."""
        uri = "" if role == SITE else f"sotto://{_ADDRESS}/482913"
        return PairingOffer("482913", uri, 272)

    def pairing_left(self) -> int:
        """The time that stands still."""
        return 272

    def close_pairing(self) -> None:
        """Nothing was open."""

    def programs(self) -> Programs:
        """One asked a moment ago, one webhook does not listen."""
        return PicturedPrograms()

    def seen_sites(self) -> tuple[SiteSeen, ...]:
        """None: the restaurant is one."""
        return ()

    def attach(self, address: str, code: str, actor: Actor, heard: object) -> None:
        """Nobody answers."""


class PicturedOffice(PicturedRoom):
    """The room of a head office that has the evening of the demo restaurant twice."""

    def __init__(self, house: House) -> None:
        self._house = house

    @override
    def seen_sites(self) -> tuple[SiteSeen, ...]:
        """One is there, one away, one damaged."""
        member = Member("bastille", "", self._house, lambda _: None, b"")
        damaged = tr("Le fichier de données est abîmé.")
        return (
            SiteSeen(site="bastille", name="Bastille", linked=True, member=member),
            SiteSeen(site="clichy", name="Clichy", member=member),
            SiteSeen(site="dijon", name="Dijon", trouble=damaged),
        )


def several(stage: Stage) -> None:
    """Gives the restaurant five terminals, one of them revoked; this one is the hub."""
    for chain, name, role in _OTHERS:
        key = b64u(chain.encode() * 16)
        enrolled = EnrolTerminal(chain=chain, x=key, y=key, name=name, role=role)
        stage.run(enrolled, "marc")
    stage.run(RevokeTerminal(chain="C5"), "marc")
    stage.run(CarryHub(site="moulin", addresses=(_ADDRESS,)), "marc")
    stage.suite.network = NetworkBoard(PicturedRoom())


def terminals(stage: Stage) -> None:
    """The list, one of them opened."""
    several(stage)
    stage.window("admin", "network:C2", person="marc")


def programs(stage: Stage) -> None:
    """The keys of programs, one opened."""
    several(stage)
    thefork = ("reservations:read", "reservations:write", "personal:read")
    for name, scopes in (("TheFork", thefork), ("Notre site", ("menu:read",))):
        stage.run(CreateKey(name=name, secret=name, scopes=scopes), "marc")
    first = min(stage.house.world.access.keys)
    stage.window("admin", f"programs:{first}", person="marc")


def webhooks(stage: Stage) -> None:
    """The webhooks, one that does not listen opened."""
    several(stage)
    for webhook, event in (("w1", "order.created"), ("w2", "reservation.created")):
        url = f"https://partner.example/sotto/{event}"
        made = CreateWebhook(webhook=webhook, event=event, target_url=url, sealed="")
        stage.run(made, "marc")
    stage.window("admin", "programs:w2", person="marc")


def sites(stage: Stage) -> None:
    """The sites of a head office, the figures of one."""
    several(stage)
    for site, name in (("bastille", "Bastille"), ("clichy", "Clichy")):
        stage.run(SetSite(site=site, name=name), "marc")
    stage.suite.network = NetworkBoard(PicturedOffice(stage.house))
    stage.window("admin", "sites", person="marc")


def site_code(stage: Stage) -> None:
    """A code for one more site."""
    sites(stage)
    stage.tap(tr("Nouvel établissement"))
    stage.write(tr("Nom"), "Dijon")
    stage.tap(tr("Afficher le code"))


def attaching(stage: Stage) -> None:
    """A restaurant that is about to be attached."""
    several(stage)
    stage.window("admin", "network", person="marc")
    stage.tap(tr("Rattacher à un siège"))
    stage.write(tr("Adresse du siège"), "siege.maison-dupont.fr:8443")


def attached(stage: Stage) -> None:
    """A restaurant whose head office is away."""
    several(stage)
    key = b64u(b"C6" * 16)
    office = "siege.maison-dupont.fr:8443"
    attach = AttachTo(chain="C6", x=key, y=key, name="Maison Dupont", address=office)
    stage.run(attach, "marc")
    stage.window("admin", "network", person="marc")


def pairing(stage: Stage) -> None:
    """A code that is open for one more."""
    several(stage)
    stage.window("admin", "network", person="marc")
    stage.tap(tr("Ajouter un terminal"))
    stage.write(tr("Nom"), "Terrasse 2")
    stage.tap(tr("Afficher le code"))


def reconcile(stage: Stage) -> None:
    """What does not fit: a line voided behind its receipt, one table taken twice."""
    several(stage)
    book, order = stage.house.world.book, stage.order_on("t12")
    due = order_due(book, book.orders[order])
    stage.run(TakePayment(order=order, method="card_manual", amount=due))
    paid = book.lines_of(book.orders[order])[0]
    voided = LineVoided(
        order=order,
        line=paid.id,
        quantity=paid.quantity,
        amount=paid.net,
        stage="served",
        reason="Plat renvoyé",
    )
    table = book.orders[stage.order_on("t7")].table
    again = OrderCreated(
        order=new_id(), mode="dine_in", table=table, covers=2, number=99
    )
    stage.house.record((voided, again), Actor("ines", "demo"))
    stage.window("admin", f"reconcile:{order}", person="marc")


class PicturedWay:
    """A network on which two restaurants announce themselves."""

    received = 12_480

    def look(self) -> None:
        """They do already."""

    def hubs(self) -> tuple[HubSeen, ...]:
        """Both of them."""
        return (
            HubSeen("Le Vieux Moulin", _ADDRESS),
            HubSeen("Chez Lu", "10.0.0.7:8443"),
        )

    def join(self, address: str, code: str) -> None:
        """At once."""

    def receive(self) -> Arrived:
        """A part, and then the hub is gone."""
        return Arrived("C2", "Le Vieux Moulin", "Bar", "pos", whole=False)

    def close(self) -> None:
        """Nothing is under way."""


def first_start(stage: Stage) -> None:
    """A fresh profile."""
    stage.show(FirstStart(PicturedWay()))


def joining(stage: Stage) -> None:
    """Which restaurant, and the code."""
    first_start(stage)
    stage.tap(tr("Rejoindre un restaurant"))
    stage.write(tr("Code à six chiffres"), "482 913")


def interrupted(stage: Stage) -> None:
    """The hub is gone before all has come."""
    joining(stage)
    stage.tap(tr("Rejoindre"))
    until(
        lambda: isinstance(stage.shown, FirstStart) and stage.shown.arrived is not None
    )
    still()
