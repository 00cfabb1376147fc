"""Devices in words: health and since when, what an address may be, what waits."""

from collections.abc import Iterator
from copy import deepcopy
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from gui_kit import EVENING, demo_house

from app.bootstrap import Opened
from app.domain.settings import DeviceSet
from app.domain.terminals.events import TerminalSet
from app.domain.world import World
from app.presenters.admin.device_trial import answer_words, asked_words
from app.presenters.admin.device_words import health_words, since_words, state_cell
from app.presenters.admin.devices import (
    address_error,
    confirmation_entries,
    device_draft,
    device_errors,
    device_of,
    device_rows,
    edited,
    effect_words,
    elsewhere_words,
    fallback_entries,
    model_entries,
    model_name,
    page_entries,
    speed_entries,
    takes_effect_words,
)
from app.presenters.admin.drafts import with_field
from app.presenters.admin.jobs import (
    affected,
    bulk_acts,
    job_rows,
    paper_rows,
    paper_title,
    present_doubts,
    present_job,
)
from app.presenters.admin.terminals import option_views, secrets_of
from app.presenters.admin.words import age_words, moment_words
from app.presenters.strip import present_problems, present_strip
from app.services.ports import ELSEWHERE, OWNER_GONE, TrialPage
from hardware.health import DeviceState, Health
from hardware.printers.jobs import Job, State
from hardware.scanners.scan import Scan
from hardware.terminals.kinds import KINDS
from hardware.terminals.model import ProbeReport
from resources.texts import catalogue, set_language
from widgets.table_model import as_cell

FINE = Health(state=DeviceState.READY, since=EVENING)


@pytest.fixture(scope="module")
def opened(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Opened]:
    set_language("fr")
    with demo_house(tmp_path_factory.mktemp("devices")) as house:
        yield house


@pytest.fixture
def world(opened: Opened) -> World:
    return opened.house.world


def health(state: DeviceState, *reasons: str) -> Health:
    return Health(state=state, reasons=frozenset(reasons), since=EVENING)


def job(state: State = "unknown", **more: object) -> Job:
    made = Job(
        id=7,
        key="k",
        kind="receipt",
        title="TICKET C1-000214",
        printer="caisse",
        origin="caisse",
        state=state,
        copies=0,
        moved="",
        proof="",
        detail="",
        created=EVENING.timestamp() - 600,
        changed=EVENING.timestamp(),
    )
    return replace(made, **more)  # type: ignore[arg-type]  # by name


@pytest.mark.parametrize(
    ("shown", "words", "tag"),
    [
        (health(DeviceState.READY), "en ordre", ""),
        (health(DeviceState.BUSY), "en train d’imprimer", ""),
        (health(DeviceState.CONNECTING), "connexion…", ""),
        (
            health(DeviceState.DEGRADED, "paper_near_end"),
            "papier bientôt fini",
            "warning",
        ),
        (health(DeviceState.HELD, "cover_open"), "capot ouvert", "danger"),
        (
            health(DeviceState.HELD, "paper_out", "cover_open"),
            "plus de papier, capot ouvert",
            "danger",
        ),
        (health(DeviceState.OFFLINE), "ne répond pas", "danger"),
        (health(DeviceState.FAULT), "en panne", "danger"),
    ],
)
def test_health_is_said_in_words(shown: Health, words: str, tag: str) -> None:
    assert health_words(shown) == words
    assert state_cell(shown).tag == tag


def test_since_when_is_said_unless_it_was_never_seen() -> None:
    assert since_words(health(DeviceState.OFFLINE), EVENING) == "depuis 20:26"
    never = Health(state=DeviceState.OFFLINE, since=datetime.fromtimestamp(0, UTC))
    assert since_words(never, EVENING) == ""


def test_the_list_says_state_fallback_and_model(world: World) -> None:
    rows = {
        row.id: [as_cell(cell).text for cell in row.cells]
        for row in device_rows(world, lambda _: FINE, EVENING)
    }
    assert rows["chaud"][:4] == ["Chaud", "en ordre", "20:26", "Bar"]
    assert rows["tpe1"][3:] == ["—", "Sotto TPE · simulé"]


def test_trouble_says_what_it_changes(world: World) -> None:
    def sick(device: str) -> Health:
        return health(DeviceState.HELD, "paper_out") if device == "chaud" else FINE

    assert effect_words(world, "chaud", sick) == "Les bons sortent sur Bar."
    assert effect_words(world, "bar", sick) == ""


@pytest.mark.parametrize(
    ("kind", "address", "right"),
    [
        ("printer", "tcp://192.168.1.31:9100", True),
        ("printer", "tcp://imprimante-chaud", True),
        ("printer", "serial:///dev/ttyUSB0?baud=19200", True),
        ("printer", "usb:///dev/usb/lp0", True),
        ("printer", "sim://", True),
        ("printer", "", False),
        ("printer", "192.168.1.31", True),
        ("printer", "192.168.1.31:9100", True),
        ("printer", "192.168.1.31/lp", False),
        ("printer", "tcp://", False),
        ("printer", "tcp://h:99999", False),
        ("printer", "serial:///dev/ttyUSB0?baud=vite", False),
        ("scanner", "/dev/ttyACM0", True),
        ("scanner", "/dev/serial/by-id/usb-Honeywell_1900-if00", True),
        ("scanner", "COM3", True),
        ("scanner", "05e0:1701", True),
        ("scanner", "ttyACM0", False),
        ("scanner", "/dev/ttyACM0?baud=9600", False),
        ("scanner", "sim://", False),
        ("scanner", "", False),
        ("pager", "/dev/ttyUSB0", True),
        ("pager", "192.168.1.60:5000", True),
        ("pager", "emetteur.local:5000", True),
        ("pager", "sim://", True),
        ("pager", "192.168.1.60", False),
        ("pager", "192.168.1.60:99999", False),
        ("pager", "ttyUSB0", False),
        ("pager", "", False),
        ("presence", "COM4", True),
        ("presence", "192.168.1.60:5000", False),
    ],
)
def test_an_address_is_one_that_a_driver_can_open(
    world: World, kind: str, address: str, right: bool
) -> None:
    draft = device_draft(world.settings.devices["chaud"])
    draft = replace(draft, kind=kind, address=address, port=address)
    assert (address_error(draft) == "") is right


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("name", " "),
        ("name", "Bar"),
        ("name", "x" * 25),
        ("profile", "minitel"),
        ("address", "là-bas"),
        ("fallback", "chaud"),
    ],
)
def test_what_a_device_cannot_be_is_refused_at_its_field(
    world: World, field: str, value: str
) -> None:
    stored = world.settings.devices["chaud"]
    draft = with_field(device_draft(stored), field, value)
    assert list(device_errors(draft, stored, world)) == [field]


def test_two_printers_do_not_share_an_address(world: World) -> None:
    stored = replace(world.settings.devices["bar"], address="")
    draft = replace(device_draft(stored), address=" 192.168.1.31:9100")
    assert device_errors(draft, stored, world) == {}
    made = device_of(draft, stored)
    assert made.address == "tcp://192.168.1.31:9100"
    world.settings.evolve(made)
    other = world.settings.devices["chaud"]
    draft = replace(device_draft(other), address="192.168.1.31:9100")
    errors = {"address": "C’est l’adresse de Bar"}
    assert device_errors(draft, other, world) == errors
    assert device_errors(device_draft(made), made, world) == {}


def test_fallbacks_may_not_lead_back(world: World) -> None:
    stored = world.settings.devices["caisse"]
    draft = replace(device_draft(stored), fallback="chaud")  # chaud -> bar -> caisse
    assert "fallback" in device_errors(draft, stored, world)
    draft = replace(device_draft(stored), fallback="")
    assert device_errors(draft, stored, world) == {}


def test_a_device_that_was_not_touched_stays_the_same(world: World) -> None:
    for stored in world.settings.devices.values():
        draft = device_draft(stored)
        assert device_of(draft, stored) == stored
        assert device_errors(draft, stored, world) == {}


def test_a_terminal_has_no_fallback_and_no_drawer(world: World) -> None:
    stored = DeviceSet(id="x", kind="printer", name="X", profile="generic", address="")
    draft = replace(
        device_draft(stored), kind="terminal", fallback="bar", drawer=True, address="h"
    )
    made = device_of(draft, stored)
    assert (made.fallback, made.drawer) == ("", False)
    assert "libre" in takes_effect_words(draft)


def test_a_printer_is_not_its_own_fallback(world: World) -> None:
    keys = [entry.key for entry in fallback_entries(world, "bar")]
    assert keys[0] == ""
    assert "bar" not in keys
    assert "tpe1" not in keys


def test_a_model_that_is_gone_stays_choosable(world: World) -> None:
    stored = replace(world.settings.devices["chaud"], profile="disparue")
    assert model_entries(device_draft(stored), stored)[-1].key == "disparue"


def test_doubtful_papers_come_first(world: World) -> None:
    queued = job(
        "queued", id=3, kind="kitchen", title="BON 214", printer="bar", origin="chaud"
    )
    rows = job_rows(world, (queued, job()), EVENING)
    assert [row.id for row in rows] == ["7", "3"]
    doubtful, waiting = ([as_cell(c).text for c in row.cells] for row in rows)
    assert doubtful == [
        "Ticket C1-000214",
        "Caisse",
        "imprimé ? personne ne le sait",
        "10 min",
    ]
    assert waiting[:3] == ["Bon de cuisine 214", "Chaud → Bar", "en attente"]


def test_only_a_doubtful_paper_can_be_confirmed(world: World) -> None:
    doubtful = present_job(world, "C1", job(), EVENING)
    assert doubtful.doubtful
    assert doubtful.waiting
    assert doubtful.subtitle == "Caisse · demandé il y a 10 min"
    assert {key for key, _ in doubtful.printers} == {"bar", "chaud", "froid"}
    sent = present_job(world, "C1", job("sent"), EVENING)
    assert not sent.doubtful
    assert not sent.waiting


def test_a_printer_of_another_terminal_is_named_with_it(world: World) -> None:
    """In its papers and in the strip, where it is no trouble; nothing goes there."""
    world = deepcopy(world)
    world.settings.devices["caisse"] = replace(
        world.settings.devices["caisse"], terminal="C2"
    )
    world.terminals.evolve(TerminalSet(chain="C2", x="x", y="y", name="Bar"))
    there = present_job(world, "C1", job(), EVENING)
    assert there.subtitle == "Caisse · Bar · demandé il y a 10 min"
    chaud = present_job(world, "C1", replace(job(), printer="chaud"), EVENING)
    assert {key for key, _ in chaud.printers} == {"bar", "froid"}

    world.settings.devices["chaud"] = replace(
        world.settings.devices["chaud"], terminal="C2"
    )
    away = Health(
        state=DeviceState.READY, reasons=frozenset({ELSEWHERE}), since=EVENING
    )
    items = {
        item.key: item for item in present_strip(world, lambda _: away, journal_ok=True)
    }
    assert items["chaud"].word == "Chaud · Bar"
    assert items["chaud"].state == "fine"
    assert present_problems(world, lambda _: away) == []
    chaud = world.settings.devices["chaud"]
    assert elsewhere_words(world, chaud, away) == "sur Bar"

    empty = replace(
        away, state=DeviceState.HELD, reasons=frozenset({ELSEWHERE, "paper_out"})
    )
    of = {"chaud": empty}
    world.terminals.evolve(TerminalSet(chain="C1", x="x", y="y", name="Caisse"))
    world.settings.devices["bar"] = replace(
        world.settings.devices["bar"], terminal="C1"
    )
    (problem,) = present_problems(world, lambda key: of.get(key, away))
    assert problem.title == "Imprimante Chaud, sur Bar : plus de papier"
    assert problem.effect.startswith("Les bons attendent")  # its stand-in is not Bar's
    assert problem.act == ""
    assert elsewhere_words(world, chaud, empty) == "plus de papier, sur Bar"
    gone = replace(
        away, state=DeviceState.OFFLINE, reasons=frozenset({ELSEWHERE, OWNER_GONE})
    )
    assert present_problems(world, lambda _: gone) == []
    assert elsewhere_words(world, chaud, gone) == "sur Bar, qui ne répond plus"


def test_done_papers_say_who_saw_them(world: World) -> None:
    done = (
        job("printed", id=1, proof="printer", changed=EVENING.timestamp() - 60),
        job("printed", id=2, proof="person", copies=1),
        job("dropped", id=3, kind="drawer"),
    )
    rows = paper_rows(world, done, EVENING)
    assert [row.id for row in rows] == ["2", "1"]
    assert [as_cell(row.cells[2]).text for row in rows] == [
        "sorti, quelqu’un l’a vu, réimpression",
        "sorti, l’imprimante le confirme",
    ]


def test_a_receipt_that_is_out_comes_again_as_a_duplicate_only(world: World) -> None:
    out = present_job(world, "C1", job("printed", proof="printer"), EVENING)
    assert not out.again
    assert "duplicata" in out.words
    ticket = job("printed", proof="printer", kind="kitchen")
    assert present_job(world, "C1", ticket, EVENING).again
    assert present_job(world, "C1", job("dropped"), EVENING).again


def test_a_forgotten_dish_explains_the_reprint(world: World) -> None:
    assert "tout seul" in present_job(world, "C1", job(kind="kitchen"), EVENING).words


def test_papers_are_decided_at_once(world: World) -> None:
    jobs = [job(), job("queued", id=8, printer="bar"), job("sending", id=9)]
    acts = dict(bulk_acts(world, "C1", jobs, EVENING))
    assert acts["confirm"] == "1 incertain : il est sorti"
    assert acts["move:bar"] == "1 vers Bar"
    assert acts["drop"] == "2 papiers à abandonner"
    assert [j.id for j in affected(jobs, "move:bar", EVENING)] == [7]
    assert not bulk_acts(world, "C1", [job("sent")], EVENING)


def test_a_paper_that_a_printer_keeps_half_sent_is_for_a_person(world: World) -> None:
    later = EVENING + timedelta(seconds=10)
    stuck = job("sent", printer="chaud", origin="chaud")
    view = present_job(world, "C1", stuck, later)
    assert (view.doubtful, view.waiting, view.again) == (True, True, False)
    assert "n’en a pas fini" in view.words
    (row,) = job_rows(world, [stuck], later)
    assert as_cell(row.cells[2]).text == "à moitié sorti ?"
    acts = dict(bulk_acts(world, "C1", [stuck], later))
    assert {"confirm", "drop", "move:bar"} <= set(acts)
    assert "reprint" not in acts


def test_the_till_hears_of_papers_that_may_not_be_out(world: World) -> None:
    later = EVENING + timedelta(seconds=10)
    cooks = [job(kind="kitchen"), job("queued"), job("printed")]

    def told(jobs: list[Job], state: DeviceState = DeviceState.READY) -> list[str]:
        found = present_doubts(world, jobs, lambda _: health(state), later)
        return [each.title for each in found]

    assert told(cooks) == []
    assert told([*cooks, job()]) == ["Ticket C1-000214 : est-il sorti ?"]
    assert told([job(), job("sent")]) == ["Ticket C1-000214 : est-il sorti ?"]
    held = told([job(), job("sent", kind="kitchen")], DeviceState.HELD)
    assert held == ["2 papiers : sont-ils sortis ?"]
    left = told([job(kind="kitchen")], DeviceState.OFFLINE)  # with its printer
    assert left == ["Bon de cuisine C1-000214 : est-il sorti ?"]


def test_a_paper_without_a_title_is_named_by_its_kind() -> None:
    assert paper_title(job(kind="test", title="")) == "Page d’essai"
    assert paper_title(job(kind="drawer", title="Léa")) == "Tiroir Léa"


def test_moments_and_ages_in_words() -> None:
    assert moment_words(EVENING - timedelta(days=1), EVENING) == "hier 20:26"
    assert moment_words(EVENING - timedelta(days=6), EVENING) == "14/11/2026 20:26"
    assert [age_words(n) for n in (5, 65, 7200, 200_000)] == [
        "5 s",
        "1 min",
        "2 h",
        "2 jours",
    ]


GUN = DeviceSet(
    id="d1",
    kind="scanner",
    name="Boutique",
    profile="serial",
    address="serial:///dev/ttyACM0?baud=9600",
)


def test_a_gun_is_set_by_port_and_speed(world: World) -> None:
    draft = device_draft(GUN)
    assert (draft.port, draft.speed) == ("/dev/ttyACM0", "9600")
    assert device_of(draft, GUN) == GUN
    assert device_errors(draft, GUN, world) == {}
    draft = replace(draft, port=" COM3 ", speed="115200", drawer=True, page="cp858:19")
    made = device_of(draft, GUN)
    assert made.address == "serial://COM3?baud=115200"
    assert (made.drawer, made.page) == (False, "")
    assert list(device_errors(replace(draft, port="usb"), GUN, world)) == ["port"]


def test_the_speed_of_a_gun_stays_choosable() -> None:
    odd = replace(GUN, address="serial:///dev/ttyACM0?baud=1200")
    keys = [entry.key for entry in speed_entries(device_draft(odd))]
    assert keys[:2] == ["1200", "2400"]


def test_what_the_trial_page_taught_is_kept(world: World) -> None:
    stored = world.settings.devices["caisse"]
    draft = edited(device_draft(stored), "profile", "generic_80")
    pages = {entry.key: entry.text for entry in page_entries(draft)}
    assert pages[""] == "Comme le modèle · cp1252 (16)"
    assert pages["cp858:19"] == "cp858 (19)"
    assert pages["image"] == "Tout en image"
    ways = {entry.key: entry.text for entry in confirmation_entries(draft)}
    assert ways[""] == "Comme le modèle · Sans confirmation"
    assert ways["process_id"] == "Numéro renvoyé"
    draft = replace(
        draft,
        page="cp858:19",
        confirmation="gs_r",
        drawer=True,
        drawer_pin="5",
        drawer_inverted=True,
    )
    made = device_of(draft, stored)
    assert (made.page, made.confirmation) == ("cp858:19", "gs_r")
    assert (made.drawer_pin, made.drawer_inverted) == (5, True)
    without = device_of(replace(draft, drawer=False), stored)
    assert (without.drawer_pin, without.drawer_inverted) == (2, False)


def test_another_model_knows_nothing_of_the_page_before(world: World) -> None:
    draft = device_draft(replace(world.settings.devices["bar"], page="cp858:19"))
    changed = edited(draft, "profile", "star_escpos")
    assert changed.page == ""
    assert edited(draft, "name", "Bar 2").page == "cp858:19"
    assert edited(draft, "kind", "scanner").profile == "serial"


def test_the_answer_of_a_terminal_is_said(world: World) -> None:
    terminal = world.settings.devices["tpe1"]
    there = ProbeReport(reachable=True, answer_ms=12, terminal_id="00420017")
    assert answer_words(terminal, there) == (
        "TPE 1 répond en 12 ms · 00420017",
        "done",
    )
    unnamed = replace(there, terminal_id="")
    assert answer_words(terminal, unnamed)[0] == "TPE 1 répond en 12 ms"
    lost = ProbeReport(reachable=False)
    assert answer_words(terminal, lost) == ("TPE 1 ne répond pas", "refused")


def test_what_came_of_a_trial_page_is_said(world: World) -> None:
    bar = world.settings.devices["bar"]
    assert asked_words(bar, FINE) == "Page d’essai envoyée à Bar"
    out = health(DeviceState.HELD, "paper_out")
    assert asked_words(bar, out) == (
        "Bar : plus de papier. La page d’essai sortira ensuite."
    )
    printed = job("printed", kind="test", proof="printer")
    assert answer_words(bar, TrialPage(printed)) == (
        "Bar confirme : la page d’essai est sortie",
        "done",
    )
    assumed = replace(printed, proof="assumed")
    assert answer_words(bar, TrialPage(assumed)) == (
        "Bar ne confirme rien : regardez si la page d’essai est sortie",
        "done",
    )
    assert answer_words(bar, TrialPage(assumed, "gs_r")) == (
        "Bar ne confirme rien, mais saurait : choisissez « État renvoyé »",
        "done",
    )
    lost = replace(printed, state="dropped", proof="")
    words, tone = answer_words(bar, TrialPage(lost))
    assert (words, tone) == (
        "Bar n’a pas confirmé la page d’essai : regardez le papier",
        "refused",
    )
    assert answer_words(bar, None) == ("Bar n’est pas en service", "refused")


def test_what_a_gun_read_is_said() -> None:
    assert asked_words(GUN, FINE) == "Scannez un code avec Boutique"
    read = Scan(text="3760123450010", symbology="EAN-13", source="serial")
    assert answer_words(GUN, read) == (
        "Boutique a lu 3760123450010 · EAN-13",
        "done",
    )
    assert answer_words(GUN, FINE) == ("Boutique n’a rien lu", "refused")
    out = health(DeviceState.OFFLINE, "unplugged")
    assert answer_words(GUN, out) == ("Boutique : câble ou courant coupé", "refused")


TERMINAL = DeviceSet(id="t1", kind="terminal", name="TPE", profile="", address="")


@pytest.mark.parametrize(
    ("model", "address", "right"),
    [
        ("ingenico", "tcp://192.168.1.40:8888", True),
        ("ingenico", "192.168.1.40", True),
        ("ingenico", "192.168.1.40:port", False),
        ("ingenico", "192.168.1.40:0", False),
        ("ingenico", "", False),
        ("ingenico", "sim://", True),
        ("ingenico", "serial:///dev/ttyACM0?format=7E1", True),
        ("concert_plus", "serial://COM3?baud=1200", True),
        ("concert_plus", "serial://079b:0028", True),
        ("concert_plus", "serial:///dev/ttyACM0?baud=12", False),
        ("concert_plus", "tcp://192.168.1.40:8888", False),
        ("stripe", "stripe://tmr_FfV", False),  # without its key
    ],
)
def test_a_terminal_is_reached_by_what_its_model_asks(
    world: World, model: str, address: str, right: bool
) -> None:
    stored = replace(TERMINAL, profile=model, address=address)
    draft = device_draft(stored)
    assert (device_errors(draft, stored, world) == {}) is right
    if right and "://" in address:
        assert device_of(draft, stored).address == address


def test_another_way_asks_for_something_else(world: World) -> None:
    stored = replace(TERMINAL, profile="ingenico", address="tcp://192.168.1.40")
    draft = edited(device_draft(stored), "way", "serial")
    draft = edited(draft, "option:", " COM4 ")
    draft = edited(draft, "option:baud", "1200")
    assert device_of(draft, stored).address == "serial://COM4?baud=1200"
    simulated = edited(draft, "way", "sim")
    assert device_of(simulated, stored).address == "sim://"


def test_a_secret_is_never_in_the_address(world: World) -> None:
    stored = replace(TERMINAL, profile="stripe", address="stripe://tmr_FfV")
    draft = edited(device_draft(stored), "option:key", "rk_live_1")
    assert device_of(draft, stored).address == "stripe://tmr_FfV"
    assert secrets_of(KINDS["stripe"], draft.reach) == {"key": "rk_live_1"}
    assert device_errors(draft, stored, world) == {}
    kept = device_draft(stored)
    assert device_errors(kept, stored, world, {"key"}) == {}
    views = option_views(KINDS["stripe"], kept.reach, {"key"})
    assert [(view.secret, view.example) for view in views if view.secret] == [
        (True, "")
    ]
    assert secrets_of(KINDS["stripe"], kept.reach) == {}


def test_what_a_terminal_asks_is_said_in_english_too() -> None:
    english = catalogue("en")
    options = [o for kind in KINDS.values() for way in kind.ways for o in way.options]
    words = {way.label for kind in KINDS.values() for way in kind.ways}
    words |= {word for o in options for word in (o.label, o.hint) if word}
    words |= {label for option in options for _, label in option.choices}
    assert words <= english.keys()


@pytest.mark.parametrize(
    ("kind", "profile", "port", "address"),
    [
        ("scale", "cas", "COM3", "serial://COM3?baud=9600&least=40"),
        ("scale", "cas", "sim://", "sim://"),
        ("display", "cd5220", "/dev/ttyS0", "serial:///dev/ttyS0?baud=9600"),
        ("display", "screen", "", "screen://"),
        ("scanner", "input", "05e0:1701", "input://05e0:1701"),
        ("scanner", "pn532", "COM5", "serial://COM5?baud=9600"),
        ("scanner", "pn532", "sim://", "sim://"),
        ("pager", "tap", "COM3", "serial://COM3?baud=9600"),
        ("pager", "tap", "0403:6001", "serial://0403:6001?baud=9600"),
        ("pager", "tap", "192.168.1.60:5000", "tcp://192.168.1.60:5000"),
        ("presence", "ld2410", "COM4", "serial://COM4?baud=9600&near=120&after=20"),
        ("presence", "ld2410", "sim://", "sim://?near=120&after=20"),
    ],
)
def test_what_is_on_a_port_keeps_its_address(
    world: World, kind: str, profile: str, port: str, address: str
) -> None:
    draft = edited(device_draft(GUN), "kind", kind)
    draft = replace(draft, profile=profile, port=port, speed="9600", least="40")
    assert device_errors(draft, GUN, world) == {}
    made = device_of(draft, GUN)
    assert made.address == address
    again = device_draft(made)
    assert device_of(again, made) == made
    assert model_name(made) in {entry.text for entry in model_entries(again, made)}


def test_a_scale_weighs_at_least_something(world: World) -> None:
    draft = edited(device_draft(GUN), "kind", "scale")
    for least in ("0", "-1", "1001", "x"):
        wrong = replace(draft, least=least)
        assert list(device_errors(wrong, GUN, world)) == ["least"]


def test_a_radar_comes_with_its_speed_and_looks_within_reason(world: World) -> None:
    draft = edited(device_draft(GUN), "kind", "presence")
    assert (draft.profile, draft.speed) == ("ld2410", "256000")
    draft = replace(draft, port="COM4")
    assert device_errors(draft, GUN, world) == {}
    for field, wrongs in (("near", ("19", "501", "")), ("after", ("2", "601", "x"))):
        for value in wrongs:
            wrong = replace(draft, **{field: value})
            assert list(device_errors(wrong, GUN, world)) == [field]
    nfc = edited(edited(draft, "kind", "scanner"), "profile", "pn532")
    assert nfc.speed == "115200"
