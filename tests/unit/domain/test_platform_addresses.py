"""Where a secret may be sent."""

import pytest

from app.domain.invoices.settings import safe_address


@pytest.mark.parametrize(
    ("url", "safe"),
    [
        ("https://platform.example/flows", True),
        ("http://127.0.0.1:8080/flows", True),
        ("http://localhost/token", True),
        ("http://platform.example/flows", False),
        ("http://localhost.evil.example/token", False),
        ("https://", False),
        ("ftp://localhost/token", False),
        ("http://[", False),
        ("", False),
    ],
)
def test_a_secret_goes_out_encrypted_or_stays_on_this_machine(url, safe):
    assert safe_address(url) is safe
