"""Messages to Adyen's terminals, hidden and opened by Adyen's own library for Node."""

import json
import subprocess
from datetime import UTC, datetime

import pytest
from node_kit import NODE, node_tools

from hardware.terminals.model import PayRequest
from hardware.terminals.nexo import Names, demand
from hardware.terminals.nexo_crypto import SharedKey, lock, unlock

KEY = SharedKey(identifier="sotto", version=1, passphrase="éàü passphrase")


@pytest.fixture(scope="module")
def node() -> str:
    return node_tools()


def by_adyen(node: str, message: bytes) -> bytes:
    asked = [node, "nexo.mjs", KEY.passphrase]
    done = subprocess.run(
        asked, cwd=NODE, input=message, capture_output=True, check=True
    )
    return done.stdout


def test_adyens_library_opens_what_we_hide_and_we_what_it_hides(node: str) -> None:
    names = Names(sale="Sotto", poi="V400m-324688179")
    payment = PayRequest(id="p", amount=1590, reference="01KCNVQ4M70000000000000001")
    message = demand(names, payment, datetime(2026, 1, 1, tzinfo=UTC))
    name = "SaleToPOIRequest"
    hidden = lock(name, message.header, message.content, KEY)
    assert by_adyen(node, hidden) == message.content
    theirs = by_adyen(node, message.content)
    assert unlock(name, theirs, KEY).keys() == json.loads(message.content).keys()
