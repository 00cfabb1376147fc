"""Independent programs at our terminals, in a process of their own; see
`integration/test_terminal_oracles.py`. None of them is part of Sotto.

    python terminal_oracles.py telium DEVICE AMOUNT REPORT
    python terminal_oracles.py postelium DEVICE AMOUNT
    python terminal_oracles.py encode
    python terminal_oracles.py akretion PORT [OPTION…]
"""

import json
import sys
from itertools import product
from typing import Any

AMOUNTS = (1.0, 1.01, 12.5, 19.99, 99.95, 1234.56, 9999.99)
KINDS = ("debit", "credit", "refund")


def telium(device: str, amount: str, report: str) -> object:
    """pyTeliumManager as a till: asks, waits, says what it understood."""
    from telium import Telium, TeliumAsk

    ask = TeliumAsk.new_payment(
        float(amount),
        target_currency="EUR",
        collect_payment_source_info=report == "1",
    )
    till = Telium(device)
    taken = till.ask(ask)
    answer = till.verify(ask, 5)
    till.close()
    return {
        "taken": taken,
        "result": answer.transaction_result,
        "amount": answer.amount,
        "succeeded": answer.has_succeeded,
    }


def postelium(device: str, amount: str) -> object:
    """pypostelium as a till: asks for an answer at once, and ignores it."""
    from pypostelium import Driver

    driver = Driver({"telium_terminal_device_name": device})
    payment = {
        "amount": float(amount),
        "currency_iso": "EUR",
        "currency_decimals": 2,
        "payment_mode": "card",
    }
    return {"taken": driver.transaction_start(json.dumps(payment))}


def encode() -> object:
    """What pyTeliumManager makes of every kind of demand."""
    from telium import TeliumAsk

    made = []
    for amount, kind, report, wait, force in product(
        AMOUNTS, KINDS, (True, False), (True, False), (True, False)
    ):
        ask = TeliumAsk.new_payment(
            amount,
            payment_mode=kind,
            target_currency="EUR",
            wait_for_transaction_to_end=wait,
            collect_payment_source_info=report,
            force_bank_verification=force,
        )
        frame = ask.encode().encode("latin-1").hex()
        made.append([round(amount * 100), kind, report, not wait, force, frame])
    return made


def akretion(port: str, *options: str) -> object:
    """akretion's terminal, kept to the loopback address."""
    import caisse_ap_ip_server
    from twisted.internet import endpoints

    listen = endpoints.serverFromString

    def at_home(reactor: Any, place: str) -> Any:
        return listen(reactor, f"{place}:interface=127.0.0.1")

    caisse_ap_ip_server.endpoints.serverFromString = at_home
    sys.argv = ["terminal", "-p", port, "-d", "0", *options]
    source = caisse_ap_ip_server.__file__
    with open(source) as file:  # noqa: PTH123 - its main is not a function
        exec(compile(file.read(), source, "exec"), {"__name__": "__main__"})
    return None


if __name__ == "__main__":
    found = {
        "telium": telium,
        "postelium": postelium,
        "encode": encode,
        "akretion": akretion,
    }
    print(json.dumps(found[sys.argv[1]](*sys.argv[2:])))
