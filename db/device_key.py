"""The key of this machine as the program holds it: it may be away, and may be replaced.

A key that is missing, damaged or cannot be read does not stop the sale: entries are
written without signatures until it is back, or until somebody has a new one made (see
`db.own_chain`). A key that was wrapped on another machine does stop it: the folder was
copied, and two machines must not write one chain.

A new key lies beside the old one until the journal says that it is in force. So a power
cut at any moment leaves one that signs.
"""

import shutil
from collections.abc import Mapping
from datetime import datetime
from pathlib import Path
from typing import Final

from db.errors import KeyElsewhereError, KeyUnavailableError
from db.keyring import Keyring
from db.keys import (
    CERTIFICATE_FILE,
    KEY_FILE,
    SALT_FILE,
    LocalSigner,
    Signer,
    load_key,
    open_key,
    store_key,
    thumbprint,
)

_NEXT: Final = "next"


class DeviceKey:
    """The key in force, wherever it lies: a `Signer` that finds it again by itself.

    Attributes:
        jwk, kid, certificate: as `Signer`; the certificate is empty while the key is away.
    """

    def __init__(
        self, folder: Path, jwk: Mapping[str, str], machine: bytes | None = None
    ) -> None:
        self._folder, self._machine = folder, machine
        self._held: LocalSigner | None = None
        self.jwk, self.kid, self.certificate = jwk, thumbprint(jwk), b""

    def hold(self, signer: LocalSigner) -> None:
        """From now on this key is used."""
        self._held = signer
        self.jwk, self.kid = signer.jwk, signer.kid
        self.certificate = signer.certificate

    def sign(self, signing_input: bytes) -> bytes:
        """As `Signer`."""
        if self._held is None:
            found = load_key(self._folder, machine=self._machine)
            if found.kid != self.kid:
                raise KeyUnavailableError("another key lies there")
            self.hold(found)
        assert self._held is not None
        return self._held.sign(signing_input)


def open_device_key(
    folder: Path,
    keyring: Keyring,
    *,
    name: str,
    now: datetime,
    lost: bool = False,
    machine: bytes | None = None,
) -> DeviceKey:
    """The key of `folder`; made first for a chain that has none yet.

    Args:
        keyring: the keys that the chain has had.
        name: common name of a new certificate; now: start of its validity.
        lost: somebody says that it is gone for good, or that the house has moved here.
        machine: identity of this machine; found out when not given.

    Raises:
        KeyElsewhereError: it was wrapped on another machine.
        KeyUnavailableError: it is not the one that signs this chain.
    """
    if not keyring.keys:
        made = open_key(folder, name=name, now=now, machine=machine)
        key = DeviceKey(folder, made.jwk, machine)
        key.hold(made)
        return key
    key = DeviceKey(folder, keyring.keys[-1][1], machine)
    announced = _read(folder / _NEXT, machine)
    if announced is not None and announced.kid == key.kid:
        _promote(folder)
    try:
        found = load_key(folder, machine=machine)
    except KeyUnavailableError as error:
        if isinstance(error, KeyElsewhereError) and not lost:
            raise
        return key
    if lost:
        return key
    if found.kid != key.kid:
        raise KeyUnavailableError(f"the key in force is {key.kid}")
    key.hold(found)
    return key


def prepare_next(
    folder: Path, *, name: str, now: datetime, machine: bytes | None = None
) -> LocalSigner:
    """A new key beside the one in force, for the journal to announce.

    Raises:
        OSError: it cannot be kept.
    """
    made = LocalSigner.generate(name, now)
    store_key(folder / _NEXT, made, machine=machine)
    return made


def take_next(folder: Path, key: Signer, made: LocalSigner) -> None:
    """The new key is in force: it takes the place of the old one.

    Raises:
        OSError: not yet; the next start does it.
    """
    if isinstance(key, DeviceKey):
        key.hold(made)
    _promote(folder)


def _read(folder: Path, machine: bytes | None) -> LocalSigner | None:
    try:
        return load_key(folder, machine=machine)
    except KeyUnavailableError:
        return None


def _promote(folder: Path) -> None:
    """Moves the new key into its place; the key file itself last, for it is the one that
    another try goes by."""
    for name in (SALT_FILE, CERTIFICATE_FILE, KEY_FILE):
        beside = folder / _NEXT / name
        if beside.exists():
            shutil.copyfile(beside, folder / f"{name}.new")
            (folder / f"{name}.new").replace(folder / name)
    shutil.rmtree(folder / _NEXT, ignore_errors=True)
