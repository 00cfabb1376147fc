"""Messages hidden on the local network, against known answers of Adyen's own library."""

import json
from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hardware.errors import ProtocolError
from hardware.terminals.nexo_crypto import SharedKey, derive, lock, unlock

PASSPHRASE = "mysupersecretpassphrase"
KEY = SharedKey(identifier="sotto", version=1, passphrase=PASSPHRASE)
NONCE = bytes(range(16))
# Made by @adyen/api-library 32.1.0 (tests/node/nexo.mjs).
OF_ADYEN = (
    b'{"SaleToPOIRequest":{"MessageHeader":{"ProtocolVersion":"3.0","POIID":"V400m'
    b'-324688179"},"NexoBlob":"EC4bd2RLanQDWrNCDcg/sPVsddsdub0tUlOt2PoHkcsQQKD5tUe'
    b"gZ93k1CeML6Zzj/KDNd4vuXUt+youk1vN15YvNObMdOAR2Aokiq5I8D9XoqTjbod7wBBx0tQXFxH"
    b'Vx1gKhZr2T36/BoaFhb0JJ78tO9LL2Bh2jpTqAxNxKRA=","SecurityTrailer":{"AdyenCryp'
    b'toVersion":1,"Hmac":"Im630AB8BmzsSFRHlXP6Tz/3gD0QXopxthzNcWKBBOo=","KeyIdent'
    b'ifier":"sotto","KeyVersion":1,"Nonce":"tH0I2c9pPVZtW3rbjy3XvA=="}}}'
)


def test_the_keys_are_those_that_adyen_derives() -> None:
    keys = derive(PASSPHRASE)
    assert keys.hmac.hex() == (
        "633651f2a778f91ef37ca2eae92d2f8e58073b766d26899967dc1202c1444742"
    )
    assert keys.cipher.hex() == (
        "89b3399a5c77fc0c38762ba1529488d19b4daf8360a2ef3f7a0b06d23c89b12a"
    )
    assert keys.iv.hex() == "17be85c2e52ba327bdce1910f4c2c7de"


def test_a_message_is_hidden_as_adyen_hides_it() -> None:
    hidden = json.loads(lock("SaleToPOIRequest", {}, b'{"a":1}', KEY, NONCE))
    assert hidden["SaleToPOIRequest"] == {
        "MessageHeader": {},
        "NexoBlob": "jsckSt34Ox4bLXzWFkYbGw==",
        "SecurityTrailer": {
            "AdyenCryptoVersion": 1,
            "KeyIdentifier": "sotto",
            "KeyVersion": 1,
            "Nonce": "AAECAwQFBgcICQoLDA0ODw==",
            "Hmac": "7FkD85J9v/mjOBPUVg0R4H7cJYzYg+a1kbOFzYgN9Sk=",
        },
    }


def test_what_adyens_library_hid_is_opened() -> None:
    opened = unlock("SaleToPOIRequest", OF_ADYEN, KEY)
    assert opened["SaleToPOIRequest"]["MessageHeader"]["POIID"] == "V400m-324688179"
    assert opened["SaleToPOIRequest"]["Words"] == "crème brûlée 15,90 €"


def test_a_key_needs_a_passphrase_that_adyen_can_type() -> None:
    for passphrase in ("", "€"):
        with pytest.raises(ValueError, match=r"."):
            SharedKey(identifier="sotto", version=1, passphrase=passphrase)
    assert PASSPHRASE not in repr(KEY)
    assert derive(PASSPHRASE).hmac.hex() not in repr(derive(PASSPHRASE))


@given(st.binary(max_size=200), st.integers(0, 400))
def test_a_message_that_was_changed_is_not_believed(content: bytes, at: int) -> None:
    name = "SaleToPOIResponse"
    whole = lock(name, {}, b'{"x":"' + content.hex().encode() + b'"}', KEY, NONCE)
    assert unlock(name, whole, KEY)["x"] == content.hex()
    place = at % len(whole)
    changed = whole[:place] + bytes([whole[place] ^ 1]) + whole[place + 1 :]
    with suppress(ProtocolError):  # or what was changed was of no consequence
        assert unlock(name, changed, KEY)["x"] == content.hex()


@given(
    st.recursive(
        st.none() | st.booleans() | st.integers() | st.text(max_size=30),
        lambda inner: (
            st.lists(inner, max_size=3)
            | st.dictionaries(
                st.sampled_from(
                    [
                        "SaleToPOIResponse",
                        "NexoBlob",
                        "SecurityTrailer",
                        "Nonce",
                        "Hmac",
                        "x",
                    ]
                ),
                inner,
                max_size=4,
            )
        ),
        max_leaves=12,
    )
)
def test_whatever_is_not_hidden_as_it_should_be_is_said_to_be_so(said: object) -> None:
    with pytest.raises(ProtocolError):
        unlock("SaleToPOIResponse", json.dumps(said).encode(), KEY)


@given(st.binary(max_size=300))
def test_bytes_that_are_no_message_are_said_to_be_none(received: bytes) -> None:
    with pytest.raises(ProtocolError):
        unlock("SaleToPOIResponse", received, KEY)
