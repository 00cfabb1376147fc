"""How the journal stands: what an inspector's expert compares an archive with."""

from dataclasses import dataclass

from app.domain.archives import ArchiveMade
from app.fiscal.witnesses import Witness, witnesses
from app.projections.queries import last_closing
from app.services.facts import facts_of
from app.services.site import own_chain
from db import reading
from db.database import Database
from db.keys import thumbprint
from db.profile import Profile


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """One chain.

    Attributes:
        witness: its last entry as the QR code of a Z says it.
        keys: thumbprints of its keys, the one in force last.
        closing: number of its last Z, 0 for none; day: that was closed.
        perpetual_net, perpetual_abs: running totals at that Z, cents.
    """

    chain: str
    entries: int
    witness: str
    keys: tuple[str, ...]
    closing: int = 0
    day: str = ""
    perpetual_net: int = 0
    perpetual_abs: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Standings:
    """Every chain that this profile knows, and the archives that were made here.

    Attributes:
        own: the chain that this profile writes.
        witnesses: who else knows where it ends.
    """

    own: str
    witnesses: tuple[Witness, ...]
    chains: tuple[Standing, ...]
    archives: tuple[ArchiveMade, ...]


def standings(profile: Profile, *, server: str = "") -> Standings:
    """Reads them, window open or not; nothing is verified.

    Args:
        server: address of the database where the journal lies, when that is not the
            profile.

    Raises:
        KnownError: it cannot be read.
    """
    database = Database.open(server or profile.database, read_only=True)
    try:
        chains = [standing_of(database, chain) for chain in reading.vector(database)]
        told = reading.entries(database, stream="archive", after={}, readable=True)
        made = [fact.event for fact in facts_of(told)]
        own = own_chain(profile.keys)
        return Standings(
            own=own,
            witnesses=tuple(witnesses(database, profile.witness(own), own)),
            chains=tuple(chains),
            archives=tuple(each for each in made if isinstance(each, ArchiveMade)),
        )
    finally:
        database.close()


def standing_of(database: Database, chain: str) -> Standing:
    head = reading.head(database, chain)
    keys = tuple(thumbprint(jwk) for _, jwk in reading.keyring(database, chain).keys)
    witness = f"sotto:{chain}:{head.seq}:{head.hash}"
    with database.read() as connection:
        closing = last_closing(connection, chain)
    if closing is None:
        return Standing(chain=chain, entries=head.seq, witness=witness, keys=keys)
    event, _ = closing
    return Standing(
        chain=chain,
        entries=head.seq,
        witness=witness,
        keys=keys,
        closing=event.number,
        day=event.day,
        perpetual_net=event.totals.perpetual_net,
        perpetual_abs=event.totals.perpetual_abs,
    )
