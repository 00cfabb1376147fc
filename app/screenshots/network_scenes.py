"""The screens of a restaurant that has several terminals."""

from app.domain.orders.billing import order_due
from app.domain.orders.events import LineVoided, OrderCreated
from app.domain.payments.commands import TakePayment
from app.domain.terminals.decide import CarryHub, EnrolTerminal, RevokeTerminal
from app.screenshots.studio import Stage, still, until
from app.services.house import Actor
from app.services.ids import new_id
from app.services.ports import Arrived, HubSeen, NetworkStatus, PairingOffer
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


class PicturedRoom:
    """A hub that opens no port: pictures need no network."""

    def status(self) -> NetworkStatus:
        """Two of the others are there."""
        return NetworkStatus("carrying", "", ("C2", "C3"), level=True, address=_ADDRESS)

    def carry(self, actor: Actor, heard: object) -> None:
        """It does already."""

    def put_down(self, actor: Actor) -> None:
        """It goes on."""

    def open_pairing(self, name: str, role: str, actor: Actor) -> PairingOffer:
        """Always the same code, so that pictures are alike."""
        return PairingOffer("482913", f"sotto://{_ADDRESS}/482913", 272)

    def pairing_left(self) -> int:
        """The time that stands still."""
        return 272

    def close_pairing(self) -> None:
        """Nothing was open."""


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
