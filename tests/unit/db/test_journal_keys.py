"""The key signs in the standard way and is bound to its machine."""

import stat
import sys
from pathlib import Path

import pytest
from cryptography import x509
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat
from hypothesis import given
from hypothesis import strategies as st
from journal_kit import SetClock, signer

from db import keys
from db.canonical import unb64u
from db.errors import KeyUnavailableError
from db.keyring import Keyring
from db.keys import PublicKey, load_key, open_key, thumbprint
from db.machine import machine_identity

HERE, ELSEWHERE = b"this machine", b"another machine"
NOW = SetClock().now

# RFC 7515, appendix A.3.
RFC_JWK = {
    "kty": "EC",
    "crv": "P-256",
    "x": "f83OJ3D2xF1Bg8vub9tLe1gHMzV76e8Tus9uPHvRVEU",
    "y": "x_FEzRu9m36HLN_tue659LNpXW6pCyStikYjKIWI5a0",
}
RFC_JWS = (
    "eyJhbGciOiJFUzI1NiJ9"
    ".eyJpc3MiOiJqb2UiLA0KICJleHAiOjEzMDA4MTkzODAsDQogImh0dHA6Ly9leGFt"
    "cGxlLmNvbS9pc19yb290Ijp0cnVlfQ"
    ".DtEhU3ljbEg8L38VWAfUAqOyKAM6-Xx-F4GawxaepmXFCgfTjDxw5djxLa8ISlSA"
    "pmWQxfKTUJqPP3-Kg6NU1Q"
)


def test_the_signature_of_the_standard_verifies() -> None:
    signing_input, _, signature = RFC_JWS.rpartition(".")
    assert PublicKey(RFC_JWK).verifies(signing_input.encode(), unb64u(signature))
    assert not PublicKey(RFC_JWK).verifies(b"other", unb64u(signature))


@given(st.binary(max_size=200))
def test_what_is_signed_verifies_and_nothing_else_does(message: bytes) -> None:
    key = PublicKey(signer().jwk)
    signature = signer().sign(message)
    assert len(signature) == 64
    assert key.verifies(message, signature)
    assert not key.verifies(message + b"x", signature)
    assert not key.verifies(message, signature[:-1])
    assert not PublicKey(signer("other").jwk).verifies(message, signature)


def test_signing_is_deterministic() -> None:
    assert signer().sign(b"once") == signer().sign(b"once")


def test_a_key_is_named_by_its_thumbprint_whatever_else_the_jwk_says() -> None:
    assert thumbprint({**RFC_JWK, "use": "sig"}) == thumbprint(RFC_JWK)
    assert PublicKey(signer().jwk).kid == signer().kid


@pytest.mark.parametrize(
    "jwk",
    [
        {},
        {**RFC_JWK, "kty": "RSA"},
        {**RFC_JWK, "x": RFC_JWK["y"]},
        {**RFC_JWK, "x": "A"},
    ],
)
def test_what_is_no_key_is_refused(jwk: dict[str, str]) -> None:
    with pytest.raises(ValueError):  # noqa: PT011  the text is the library's
        PublicKey(jwk)


def test_a_key_is_made_once_and_found_again(tmp_path: Path) -> None:
    first = open_key(tmp_path, name="Sotto C1", now=NOW, machine=HERE)
    again = open_key(tmp_path, name="Sotto C1", now=NOW, machine=HERE)
    assert again.kid == first.kid
    assert again.sign(b"x") == first.sign(b"x")


def test_the_folder_copied_to_another_machine_does_not_sign(tmp_path: Path) -> None:
    open_key(tmp_path, name="Sotto C1", now=NOW, machine=HERE)
    with pytest.raises(KeyUnavailableError, match="another machine"):
        open_key(tmp_path, name="Sotto C1", now=NOW, machine=ELSEWHERE)


@pytest.mark.parametrize("file", [keys.KEY_FILE, keys.SALT_FILE, keys.CERTIFICATE_FILE])
def test_a_lost_or_damaged_file_makes_the_key_unavailable(
    tmp_path: Path, file: str
) -> None:
    open_key(tmp_path, name="Sotto C1", now=NOW, machine=HERE)
    (tmp_path / file).write_bytes(b"{}")
    with pytest.raises(KeyUnavailableError):
        load_key(tmp_path, machine=HERE)
    (tmp_path / file).unlink()
    with pytest.raises(KeyUnavailableError):
        load_key(tmp_path, machine=HERE)


def test_the_private_key_is_not_in_the_folder_in_clear(tmp_path: Path) -> None:
    key = open_key(tmp_path, name="Sotto C1", now=NOW, machine=HERE)
    secret = key.pkcs8()[-32:]
    assert all(secret not in path.read_bytes() for path in tmp_path.iterdir())
    if sys.platform != "win32":
        modes = {stat.S_IMODE(path.stat().st_mode) for path in tmp_path.iterdir()}
        assert modes == {0o600}


def test_the_certificate_carries_the_same_key(tmp_path: Path) -> None:
    key = open_key(tmp_path, name="Sotto C1", now=NOW, machine=HERE)
    certificate = x509.load_der_x509_certificate(key.certificate)
    certificate.verify_directly_issued_by(certificate)
    assert certificate.subject.rfc4514_string() == "CN=Sotto C1"
    point = certificate.public_key().public_bytes(
        Encoding.X962, PublicFormat.UncompressedPoint
    )
    assert point == b"\x04" + unb64u(key.jwk["x"]) + unb64u(key.jwk["y"])


def test_this_machine_knows_itself() -> None:
    assert machine_identity() == machine_identity()
    assert len(machine_identity()) >= 16


def test_without_a_system_identity_a_random_one_is_kept_outside_the_profile(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("db.machine._of_the_system", lambda: "")
    monkeypatch.setattr("db.machine.user_state_path", lambda _: tmp_path / "one")
    first = machine_identity()
    assert machine_identity() == first
    monkeypatch.setattr("db.machine.user_state_path", lambda _: tmp_path / "other")
    assert machine_identity() != first


def test_each_key_is_in_force_from_its_entry_on() -> None:
    old, new = signer(), signer("new")
    ring = Keyring([(1, dict(old.jwk)), (10, dict(new.jwk))])
    in_force = [key.kid if (key := ring.at(seq)) else None for seq in (0, 1, 9, 10, 99)]
    assert in_force == [None, old.kid, old.kid, new.kid, new.kid]
