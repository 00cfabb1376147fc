"""Real terminals on a bad network: processes that are killed, a proxy that cuts.

At the end all agree, and what any cashier was shown as done is everywhere.
`FAULT_SEEDS=20 pytest …` plays longer.
"""

import json
import os
import random
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import Any

import pytest
from faulty_proxy import FaultyProxy

from app.bootstrap import wall_clock
from app.hub.joining import join
from db.keys import open_key
from db.profile import Profile
from db.whole_file import write_whole

KITS = Path(__file__).parents[1] / "kits"
SEEDS = int(os.environ.get("FAULT_SEEDS", "1"))


class Process:
    """One terminal; killed and started again it goes on from its files."""

    def __init__(self, folder: Path, place: str, skew: float, seed: int) -> None:
        self.arguments = [str(folder), place, str(skew), str(seed)]
        self.done: set[tuple[str, int]] = set()
        self.start()

    def start(self, dies: int = 0) -> None:
        self.child = subprocess.Popen(
            [sys.executable, str(KITS / "terminal_child.py"), *self.arguments],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
            cwd=KITS.parents[1],
            env=os.environ
            | {"PYTHONPATH": f"{KITS.parents[1]}:{KITS}", "FAULT_DIES": str(dies)},
        )
        self.chain = self.hear()["ready"]

    def tell(self, order: str) -> None:
        assert self.child.stdin
        self.child.stdin.write(order + "\n")
        self.child.stdin.flush()

    def hear(self) -> Any:
        assert self.child.stdout
        line = self.child.stdout.readline()
        assert line, "the terminal died"
        return json.loads(line)

    def ask(self, order: str) -> Any:
        self.tell(order)
        return self.hear()

    def played(self) -> None:
        answer = self.hear()
        self.done |= {(answer["chain"], seq) for seq in answer["done"]}

    def kill(self) -> None:
        self.child.kill()
        self.died()

    def died(self) -> None:
        assert self.child.wait(60) == -signal.SIGKILL
        self.close()

    def close(self) -> None:
        for pipe in (self.child.stdin, self.child.stdout):
            assert pipe
            pipe.close()

    def stop(self) -> None:
        if self.child.poll() is None:
            self.tell("quit")
            self.child.wait(20)
        self.close()


def free_port() -> int:
    import socket

    with socket.create_server(("127.0.0.1", 0)) as found:
        port: int = found.getsockname()[1]
    return port


def pair(folder: Path, port: int, code: str) -> None:
    profile = Profile(folder)
    profile.create()
    key = open_key(profile.keys, name="Sotto", now=wall_clock())
    site, pepper = join(f"127.0.0.1:{port}", code, key.jwk)
    write_whole(profile.keys / "pepper", pepper)
    site.write(profile.keys)


@contextmanager
def restaurant(folder: Path, count: int, seed: int) -> Iterator[Any]:
    with ExitStack() as stack:
        port = free_port()
        hub = Process(folder / "hub", f"hub:{port}", 0, seed)
        stack.callback(hub.stop)
        proxy = FaultyProxy(port, seed)
        stack.callback(proxy.close)
        terminals = []
        for number in range(count):
            code = hub.ask(f"code T{number}")
            pair(folder / f"t{number}", port, code)
            skew = (0, 240, -180)[number % 3]
            terminal = Process(
                folder / f"t{number}", str(proxy.port), skew, seed + number
            )
            stack.callback(terminal.stop)
            terminals.append(terminal)
        yield hub, terminals, proxy


def agreed(everybody: list[Process], seconds: float = 60) -> dict[str, int]:
    """Waits until all have the same, and make the same of it."""
    limit = time.monotonic() + seconds
    while True:
        states = [process.ask("state") for process in everybody]
        if all(state == states[0] for state in states):
            vector: dict[str, int] = states[0]["vector"]
            return vector
        assert time.monotonic() < limit, states
        time.sleep(0.1)


@pytest.mark.parametrize("seed", range(1, 1 + SEEDS))
def test_terminals_on_a_bad_network_agree_in_the_end(tmp_path: Path, seed: int) -> None:
    dice = random.Random(seed)
    with restaurant(tmp_path, 3, seed) as (hub, terminals, proxy):
        everybody = [hub, *terminals]
        proxy.bad = False
        agreed(everybody)
        for process in everybody:
            process.ask("open")
        proxy.bad = True
        for _ in range(3):
            for process in everybody:
                process.tell("play 25")
            time.sleep(dice.uniform(0.1, 0.4))
            if dice.random() < 0.5:
                proxy.cut_all()
            for process in everybody:
                process.played()
        killed = dice.choice(everybody)
        killed.kill()
        for process in everybody:
            if process is not killed:
                process.tell("play 10")
        killed.start()
        for process in everybody:
            if process is not killed:
                process.played()
        proxy.mend()
        vector = agreed(everybody)

        done = set.union(*(process.done for process in everybody))
        assert done
        assert all(vector.get(chain, 0) >= seq for chain, seq in done)
        assert proxy.cuts


def test_who_dies_between_storing_and_answering_is_given_it_again(
    tmp_path: Path,
) -> None:
    with restaurant(tmp_path, 1, seed=7) as (hub, terminals, proxy):
        everybody = [hub, *terminals]
        proxy.mend()
        agreed(everybody)
        for process in everybody:
            process.ask("open")
        agreed(everybody)
        for victim in (hub, terminals[0]):
            others = [process for process in everybody if process is not victim]
            victim.kill()
            victim.start(dies=1)
            for process in others:
                process.tell("play 10")
            victim.died()
            for process in others:
                process.played()
            victim.start()
            vector = agreed(everybody)
            done = set.union(*(process.done for process in everybody))
            assert all(vector.get(chain, 0) >= seq for chain, seq in done)


def test_a_process_that_sleeps_and_wakes_up_agrees_with_the_others(
    tmp_path: Path,
) -> None:
    with restaurant(tmp_path, 1, seed=11) as (hub, terminals, proxy):
        everybody = [hub, *terminals]
        proxy.mend()
        agreed(everybody)
        for process in everybody:
            process.ask("open")
        for sleeper in (terminals[0], hub):
            others = [process for process in everybody if process is not sleeper]
            sleeper.child.send_signal(signal.SIGSTOP)
            for process in others:
                process.ask("play 5")
            time.sleep(2.5)  # beyond all pings: the others gave it up
            sleeper.child.send_signal(signal.SIGCONT)
            for process in everybody:
                process.ask("play 5")
            agreed(everybody)
