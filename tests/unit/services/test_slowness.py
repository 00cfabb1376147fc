"""What people choose is hashed slowly, though the other tests hash it quickly."""

from unittest.mock import patch

from app.services import credentials
from app.services.credentials import check_password, hash_password
from app.services.people import check_pin, hash_pin, own_key

SLOWNESS = credentials.SLOWNESS
"""As the product has it: tests are collected before the first one is run."""
PEPPER = bytes(32)


def test_pins_and_passwords_cost_whoever_tries_them_out() -> None:
    with patch.object(credentials, "SLOWNESS", SLOWNESS):
        pin, password = hash_pin("1234", PEPPER), hash_password("un, deux", PEPPER)
    for hashed in (pin, password):
        assert "$argon2id$v=19$m=19456,t=2,p=1$" in hashed
    own = own_key(PEPPER)
    assert check_pin("1234", pin, {own.mark: own.key})
    assert check_password("un, deux", password, PEPPER)
