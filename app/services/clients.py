"""Clients who pay later, and companies that are invoiced: their names are sealed before
the domain sees them."""

import json
from dataclasses import asdict, dataclass

from app.domain.credits.events import ClientSet
from app.services.house import House
from app.services.ids import new_id


def client_key(client: str) -> str:
    """Key under which a client's name is sealed."""
    return f"client/{client}"


def company_key(company: str) -> str:
    """Key under which a company's identity is sealed."""
    return f"company/{company}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Contact:
    """Where a client is reminded, and by which mandate their bank may be asked.

    Attributes:
        mandate: its unique reference (RUM), signed on the day `signed`, "YYYY-MM-DD".
        born: their birthday, "MM-DD", for what the house gives them then.
    """

    mail: str = ""
    iban: str = ""
    bic: str = ""
    mandate: str = ""
    signed: str = ""
    born: str = ""

    @property
    def debitable(self) -> bool:
        """Whether the bank can be asked to collect what is owed."""
        return bool(self.iban and self.mandate and self.signed)


def seal_contact(house: House, client: str, contact: Contact) -> str:
    """The contact as the journal may hold it, "" for none.

    Raises:
        KnownError: the key could not be stored, or was erased.
    """
    if contact == Contact():
        return ""
    told = json.dumps({name: text for name, text in asdict(contact).items() if text})
    return house.sealer.seal(client_key(client), told)


def client_contact(house: House, client: ClientSet | None) -> Contact:
    """Where a client is reminded; nowhere once the key was erased."""
    if client is None or not client.contact:
        return Contact()
    told = house.sealer.unseal(client_key(client.client), client.contact)
    return Contact(**json.loads(told)) if told else Contact()


def seal_client(house: House, name: str, client: str = "") -> tuple[str, str]:
    """(id, sealed name) of a client, new without an id.

    Raises:
        KnownError: the key could not be stored, or was erased.
    """
    client = client or new_id()
    return client, house.sealer.seal(client_key(client), name.strip())


def recall_clients(house: House) -> None:
    """Before a list of clients: their names are read at once.

    Raises:
        KnownError: the data cannot be read.
    """
    house.sealer.recall(client_key(""))


def client_name(house: House, client: ClientSet | None) -> str:
    """A client's name, "" once it was erased."""
    if client is None:
        return ""
    return house.sealer.unseal(client_key(client.client), client.name) or ""
