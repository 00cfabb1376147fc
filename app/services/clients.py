"""Clients who pay later, and companies that are invoiced: their names are sealed before
the domain sees them."""

from app.domain.credits.events import ClientSet
from app.services.house import House
from app.services.ids import new_id


def client_key(client: str) -> str:
    """Key under which a client's name is sealed."""
    return f"client/{client}"


def company_key(company: str) -> str:
    """Key under which a company's identity is sealed."""
    return f"company/{company}"


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
