"""Changing the key that signs this terminal's chain, and beginning anew without it.

Source: `fiscal.md` 4.5, B-05.
"""

from pathlib import Path

from app.domain.integrity import KEY_LOST, SegmentOpened
from app.services.house import Actor, House
from db.device_key import prepare_next, take_next
from db.keys import Signer
from db.shelf import project_nothing
from resources.texts import tr


def key_name(terminal: str) -> str:
    """The name in the certificate of a terminal's key."""
    return f"Sotto {terminal}"


def rotate_key(
    house: House, folder: Path, signer: Signer, actor: Actor, reason: str = ""
) -> None:
    """Gives the terminal a new key, which the old one announces.

    Other terminals go on as before: the announcement reaches them with the entries, or
    with the greeting.

    Args:
        folder: where the key lies. signer: the key in force.

    Raises:
        KeyUnavailableError: the key in force does not sign: see `replace_lost_key`.
        OSError: the new key cannot be kept. KnownError: nothing can be written.
    """
    signer.sign(b"")  # or else it would be announced without a signature
    made = prepare_next(folder, name=key_name(house.terminal), now=house.clock())
    with house.journal.lock:
        house.catch_up()
        house.journal.change_key(
            made,
            reason=reason or tr("changement de clé"),
            bday=house.business_day(house.clock()),
            project=project_nothing,
            op=actor.person,
        )
        take_next(folder, signer, made)


def replace_lost_key(
    house: House, folder: Path, signer: Signer, actor: Actor, reason: str = ""
) -> None:
    """Goes on with a new key where the old one is gone: a new segment of the chain.

    Nothing can announce the new key, so it vouches for itself and every verification
    says so. Terminals that know the old one take nothing of it: in a network this
    machine joins as a new terminal instead.

    Raises:
        OSError: the new key cannot be kept. KnownError: nothing can be written.
    """
    made = prepare_next(folder, name=key_name(house.terminal), now=house.clock())
    with house.journal.lock:
        house.catch_up()
        head, waiting = house.journal.head(), house.journal.unsigned
        segment = SegmentOpened(
            chain=house.terminal,
            code=KEY_LOST,
            place="",
            found=reason or tr("clé perdue"),
            trusted=head.seq,
            trusted_hash=head.hash,
            jwk=dict(made.jwk),
            first=waiting.first if waiting else 0,
            last=head.seq if waiting else 0,
            count=waiting.count if waiting else 0,
        )
        house.journal.use(made)
        try:
            house.record((segment,), actor)
        except Exception:
            house.journal.use(signer)
            raise
        take_next(folder, signer, made)
