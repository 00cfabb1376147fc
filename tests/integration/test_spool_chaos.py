"""A service of tickets while printers fail: none lost, none twice without a mark.

The counts are taken from the simulated paper, twice over: by the spool's own audit and
by reading the numbers at the head and foot of every ticket.
"""

import random
import re
import threading
from collections import Counter
from pathlib import Path

import pytest
from unit.hardware.printers.print_shop import WAITING, Shop, open_shop, ticket

from hardware.printers.simulator import SimulatedPrinter

KITCHENS = ("chaud", "froid", "bar")
ACCIDENTS = (
    "power",
    "power",
    "network",
    "answer",
    "paper",
    "cover",
    "knife",
    "slow",
    "dead",
)


def accident(printer: SimulatedPrinter, chance: random.Random) -> str:
    """Something that happens to a printer; `heal` ends it."""
    what = chance.choice(ACCIDENTS)
    match what:
        case "power":
            printer.power_cut_after(chance.randint(1, 900))
        case "network":
            printer.drop_after(chance.randint(1, 900))
        case "answer":
            printer.drop_at_cut()
        case "paper":
            printer.paper_out_after(chance.randint(0, 12))
        case "cover":
            printer.open_cover()
        case "knife":
            printer.jam_cutter()
        case "slow":
            printer.slow(chance.choice([30, 100, 400]))
        case "dead":
            printer.power_off()
    return what


def heal(printer: SimulatedPrinter) -> None:
    """Paper, power, a shut cover: ready again."""
    printer.power_on()
    printer.load_paper()
    printer.close_cover()
    printer.clear_cutter()
    printer.slow(None)


def play(shop: Shop, seed: int, tickets: int) -> list[str]:
    """Orders keep coming while accidents happen and are repaired; what happened."""
    chance = random.Random(seed)
    happened = []
    pause = threading.Event()
    for number in range(tickets):
        kind = "receipt" if chance.random() < 0.2 else "kitchen"
        station = chance.choice(KITCHENS)
        paper = ticket(number, kind, chance.randint(1, 30))
        shop.pool.submit(station, f"bon {number}", paper)
        if chance.random() < 0.35:
            printer = shop.printers[chance.choice(KITCHENS)]
            happened.append(accident(printer, chance))
        if chance.random() < 0.5:
            heal(shop.printers[chance.choice(KITCHENS)])
        pause.wait(chance.uniform(0, 0.03))
    for printer in shop.printers.values():
        printer.power_cut_after(None)
        printer.drop_after(None)
        heal(printer)
    return happened


def settle(shop: Shop, timeout_s: float) -> None:
    """Until nothing waits and no kitchen ticket is to come again by itself."""

    def unsettled() -> list[str]:
        return [
            f"{job.key} {job.state} {job.printer}"
            for job in shop.pool.jobs(states=(*WAITING, "unknown"))
            if job.state != "unknown" or (job.kind == "kitchen" and not job.given_up)
        ]

    assert shop.wait(lambda: not unsettled(), timeout_s), unsettled()
    for printer in KITCHENS:
        assert shop.wait(lambda p=printer: shop.pool.health(p).state.usable)


def read_paper(shop: Shop) -> tuple[Counter[int], Counter[int]]:
    """Whole tickets by number: those without a mark, and the marked ones."""
    plain: Counter[int] = Counter()
    marked: Counter[int] = Counter()
    for printer in shop.printers:
        for text in shop.texts(printer):
            for number in re.findall(r"^FIN (\d+)$", text, re.MULTILINE):
                (marked if "REIMPRESSION" in text else plain)[int(number)] += 1
    return plain, marked


def check(shop: Shop, tickets: int) -> None:
    """Nothing lost, nothing twice unmarked, by both ways of counting."""
    audit = shop.pool.audit(shop.paper())
    assert (audit.lost, audit.unmarked_duplicates, audit.pending) == (0, 0, 0)
    assert audit.printed + audit.unknown == tickets
    plain, marked = read_paper(shop)
    assert [n for n, count in plain.items() if count > 1] == []
    unknown = {job.title for job in shop.pool.jobs(states=("unknown",))}
    missing = [
        n
        for n in range(tickets)
        if not plain[n] and not marked[n] and f"BON {n}" not in unknown
    ]
    assert missing == []


def run(folder: Path, seed: int, tickets: int, timeout_s: float) -> list[str]:
    """A service from the first ticket to the last count; the accidents it had."""
    with open_shop(folder) as shop:
        shop.add("chaud", fallback="froid")
        shop.add("froid", fallback="bar", completion="gs_r")
        shop.add("bar", fallback="chaud")
        happened = play(shop, seed, tickets)
        settle(shop, timeout_s)
        check(shop, tickets)
        return happened


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_no_ticket_is_lost_or_silently_doubled(tmp_path: Path, seed: int) -> None:
    run(tmp_path, seed, tickets=120, timeout_s=20)


@pytest.mark.scenario
@pytest.mark.parametrize("seed", range(10, 16))
def test_no_ticket_is_lost_or_silently_doubled_in_long_services(
    tmp_path: Path, seed: int
) -> None:
    happened = run(tmp_path, seed, tickets=500, timeout_s=120)
    assert len(happened) >= 40
    assert set(happened) == set(ACCIDENTS)
