"""A served house in a process of its own, to be killed.

    python api_child.py PROFILE KEY

Says its port and goes on until it is killed.
"""

import sys
import threading
from pathlib import Path

from hub_kit import machine

from app.domain.access.decide import CreateKey
from app.domain.rules import SetSetting
from app.domain.till.decide import OpenTill
from app.services.credentials import digest


def main() -> None:
    folder, key = Path(sys.argv[1]), sys.argv[2]
    with machine(folder) as one:
        hub = one.carries_hub()
        if one.house.world.access.key(digest(key)) is None:
            scopes = ("orders:read", "orders:write", "payments:cash", "payments:write")
            one.do(CreateKey(name="kill", secret=digest(key), scopes=scopes))
            one.do(OpenTill(coins=()))
            one.do(SetSetting(key="api.requests", value="100000"))  # as fast as it goes
        print(hub.port, flush=True)
        threading.Event().wait()


if __name__ == "__main__":
    main()
