"""What every printer driver promises, whatever way its printer confirms."""

import os
import pty
import select
import socket
import threading
import tty
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from unit.hardware.printers.print_shop import FAST, WAITING, Shop, open_shop, ticket

from hardware.printers.document import Bitmap, Cut, Document, Kick, Picture, Text
from hardware.printers.driver import PrinterConfig
from hardware.printers.health import Alarm, DeviceState
from hardware.printers.jobs import Proof
from hardware.printers.profiles import Completion


@pytest.fixture
def shop(tmp_path: Path) -> Iterator[Shop]:
    with open_shop(tmp_path) as opened:
        yield opened


@pytest.fixture(
    params=[
        ("simulated", "process_id", "printer"),
        ("simulated_raster", "process_id", "printer"),
        ("simulated", "gs_r", "printer"),
        ("generic_80", "gs_r", "printer"),
        ("generic_80", "none", "assumed"),
    ],
    ids=lambda param: "-".join(param[:2]),
)
def any_printer(shop: Shop, request: pytest.FixtureRequest) -> tuple[Shop, Proof]:
    """A shop with one printer "chaud" of each way of confirming."""
    model, completion, proof = request.param
    shop.add("chaud", model, completion=completion)
    return shop, proof


class TestEveryDriver:
    """The same for all ways of confirming."""

    def test_a_ticket_is_printed_once_and_says_by_whom(
        self, any_printer: tuple[Shop, Proof]
    ) -> None:
        shop, proof = any_printer
        job = shop.pool.submit("chaud", "a", ticket(1))
        assert shop.wait_state(job, "printed").proof == proof
        assert shop.printers["chaud"].wait_for_tickets(1)
        assert shop.states_of(job) == ["queued", "sending", "sent", "printed"]
        assert len(shop.paper()) == 1

    def test_the_same_key_prints_once(self, any_printer: tuple[Shop, Proof]) -> None:
        shop, _ = any_printer
        job = shop.pool.submit("chaud", "a", ticket(1))
        assert shop.pool.submit("chaud", "a", ticket(2)) == job
        shop.wait_state(job, "printed")
        assert shop.pool.submit("chaud", "a", ticket(1)) == job
        last = shop.pool.submit("chaud", "b", ticket(3))
        shop.wait_state(last, "printed")
        assert shop.printers["chaud"].wait_for_tickets(2)
        assert len(shop.paper()) == 2

    def test_tickets_come_out_in_order(self, any_printer: tuple[Shop, Proof]) -> None:
        shop, _ = any_printer
        jobs = [shop.pool.submit("chaud", f"{n}", ticket(n)) for n in range(12)]
        shop.wait_state(jobs[-1], "printed")
        assert shop.printers["chaud"].wait_for_tickets(12)
        printed = [e.job.id for e in shop.events if hasattr(e, "job")]
        assert [j for j in dict.fromkeys(printed) if j in jobs] == jobs
        audit = shop.pool.audit(shop.paper())
        assert (audit.printed, audit.lost, audit.unmarked_duplicates) == (12, 0, 0)

    def test_an_open_cover_holds_the_queue_and_nothing_else(
        self, any_printer: tuple[Shop, Proof]
    ) -> None:
        shop, _ = any_printer
        shop.wait_health("chaud", DeviceState.READY)
        shop.printers["chaud"].open_cover()
        assert "cover_open" in shop.wait_health("chaud", DeviceState.HELD)
        job = shop.pool.submit("chaud", "a", ticket(1))
        shop.printers["chaud"].close_cover()
        shop.wait_state(job, "printed")
        assert shop.states_of(job)[:2] == ["queued", "sending"]
        assert len(shop.paper()) == 1

    def test_without_power_it_waits_and_prints_when_it_comes_back(
        self, any_printer: tuple[Shop, Proof]
    ) -> None:
        shop, _ = any_printer
        shop.wait_health("chaud", DeviceState.READY)
        shop.printers["chaud"].power_off()
        assert shop.wait_health("chaud", DeviceState.OFFLINE) == {"unplugged"}
        job = shop.pool.submit("chaud", "a", ticket(1))
        shop.printers["chaud"].power_on()
        shop.wait_state(job, "printed")
        assert shop.printers["chaud"].wait_for_tickets(1)
        assert len(shop.paper()) == 1

    def test_a_broken_transmission_is_reprinted_with_a_mark_on_paper(
        self, any_printer: tuple[Shop, Proof]
    ) -> None:
        shop, _ = any_printer
        shop.wait_health("chaud", DeviceState.READY)
        printer = shop.printers["chaud"]
        printer.power_cut_after(150)
        job = shop.pool.submit("chaud", "a", ticket(1, lines=40))
        shop.wait_state(job, "unknown")
        assert shop.wait(lambda: not printer.powered)
        printer.power_on()
        done = shop.wait_state(job, "printed")
        assert done.copies >= 1
        assert shop.wait(lambda: shop.pool.audit(shop.paper()).marked >= 1)
        audit = shop.pool.audit(shop.paper())
        assert (audit.lost, audit.unmarked_duplicates) == (0, 0)

    def test_the_probe_finds_how_it_confirms(
        self, any_printer: tuple[Shop, Proof]
    ) -> None:
        shop, _ = any_printer
        shop.wait_health("chaud", DeviceState.READY)
        report = shop.pool.probe("chaud")
        assert report.reachable
        assert report.completion == "process_id"
        assert report.model == shop.printers["chaud"].profile.id
        assert not shop.paper()

    def test_the_test_page_is_printed_and_understood(
        self, any_printer: tuple[Shop, Proof]
    ) -> None:
        shop, _ = any_printer
        job = shop.pool.print_test("chaud")
        shop.wait_state(job, "printed")
        assert shop.printers["chaud"].wait_for_tickets(1)
        assert shop.printers["chaud"].unknown_commands == []

    def test_the_drawer_opens_once(self, any_printer: tuple[Shop, Proof]) -> None:
        shop, _ = any_printer
        job = shop.pool.kick_drawer("chaud", "Léa")
        assert shop.wait_state(job, "printed").title == "Léa"
        assert shop.wait(lambda: shop.printers["chaud"].kicks == 1)
        assert shop.wait(lambda: "drawer_open" in shop.pool.health("chaud").reasons)
        shop.printers["chaud"].close_drawer()
        assert shop.wait(lambda: "drawer_open" not in shop.pool.health("chaud").reasons)


def test_paper_that_ends_inside_a_ticket_is_waited_for(shop: Shop) -> None:
    printer = shop.add("chaud")
    shop.wait_health("chaud", DeviceState.READY)
    printer.paper_out_after(3)
    job = shop.pool.submit("chaud", "a", ticket(1))
    assert "paper_out" in shop.wait_health("chaud", DeviceState.HELD)
    later = shop.pool.submit("chaud", "b", ticket(2))
    assert shop.wait(lambda: bool(printer.hanging.text))
    assert shop.pool.job(job).state in ("sending", "sent")
    printer.load_paper()
    shop.wait_state(later, "printed")
    assert shop.states_of(job) == ["queued", "sending", "sent", "printed"]
    assert len(shop.paper()) == 2


def test_paper_that_never_comes_back_does_not_keep_the_ticket(shop: Shop) -> None:
    """A person takes it elsewhere; what the first printer says later changes nothing."""
    printer, other = shop.add("chaud"), shop.add("bar")
    shop.wait_health("chaud", DeviceState.READY)
    shop.wait_health("bar", DeviceState.READY)
    printer.paper_out_after(3)
    job = shop.pool.submit("chaud", "a", ticket(1))
    shop.wait_health("chaud", DeviceState.HELD)
    assert shop.wait(lambda: shop.pool.job(job).state == "sent")
    assert shop.pool.move(job, "bar")
    assert shop.wait_state(job, "printed").printer == "bar"
    assert other.wait_for_tickets(1)
    assert "REIMPRESSION" in "".join(other.tickets[0].text)
    printer.load_paper()
    shop.wait_state(shop.pool.submit("chaud", "b", ticket(2)), "printed")
    assert shop.pool.job(job).printer == "bar"


def test_a_big_ticket_waits_for_paper_while_still_being_sent(shop: Shop) -> None:
    """The printer's buffer is full and the socket with it: that is no dead link."""
    printer = shop.add("chaud")
    shop.wait_health("chaud", DeviceState.READY)
    printer.paper_out_after(3)
    huge = Picture(Bitmap(576, 4_000, bytes(72 * 4_000)))
    document = Document("kitchen", (Text("a"), *[Text("x")] * 9, huge, Cut()))
    job = shop.pool.submit("chaud", "a", document)
    shop.wait_health("chaud", DeviceState.HELD)
    assert not shop.wait(lambda: shop.pool.job(job).state != "sending", 1.2)
    printer.load_paper()
    assert shop.wait_state(job, "printed", 10).copies == 0
    assert len(shop.paper()) == 1


def test_a_jammed_knife_is_named_and_outlasted(shop: Shop) -> None:
    printer = shop.add("chaud")
    shop.wait_health("chaud", DeviceState.READY)
    printer.jam_cutter()
    job = shop.pool.submit("chaud", "a", ticket(1))
    assert "cutter_error" in shop.wait_health("chaud", DeviceState.HELD)
    printer.clear_cutter()
    shop.wait_state(job, "printed")
    assert len(shop.paper()) == 1


def test_a_thin_roll_degrades_but_prints(shop: Shop) -> None:
    printer = shop.add("chaud")
    shop.wait_health("chaud", DeviceState.READY)
    printer.near_end(on=True)
    assert shop.wait_health("chaud", DeviceState.DEGRADED) == {"paper_near_end"}
    shop.wait_state(shop.pool.submit("chaud", "a", ticket(1)), "printed")


def test_an_inverted_drawer_reads_the_other_way(shop: Shop) -> None:
    shop.add("caisse", drawer_inverted=True)
    assert shop.wait_health("caisse", DeviceState.READY) == {"drawer_open"}


def test_a_mute_printer_gets_nothing_to_lose(shop: Shop) -> None:
    printer = shop.add("chaud")
    printer.mute(on=True)
    shop.wait_health("chaud", DeviceState.OFFLINE)
    job = shop.pool.submit("chaud", "a", ticket(1))
    assert not shop.wait(lambda: "sending" in shop.states_of(job), 1.0)
    printer.mute(on=False)
    shop.wait_state(job, "printed")
    assert len(shop.paper()) == 1


def test_a_printer_that_never_answers_can_be_used_on_trust(shop: Shop) -> None:
    printer = shop.add("clone", "generic_80", status=False)
    printer.mute(on=True)
    job = shop.pool.submit("clone", "a", ticket(1))
    assert shop.wait_state(job, "printed").proof == "assumed"
    assert printer.wait_for_tickets(1)
    printer.power_off()
    shop.wait_health("clone", DeviceState.OFFLINE)


def test_a_receipt_nobody_is_sure_of_waits_for_a_person(shop: Shop) -> None:
    printer = shop.add("caisse")
    shop.wait_health("caisse", DeviceState.READY)
    printer.power_cut_after(80)
    job = shop.pool.submit("caisse", "a", ticket(1, "receipt"))
    shop.wait_state(job, "unknown")
    assert shop.wait(lambda: not printer.powered)
    printer.power_on()
    other = shop.pool.submit("caisse", "b", ticket(2, "receipt"))
    shop.wait_state(other, "printed")
    assert shop.pool.job(job).state == "unknown"
    assert shop.pool.reprint(job) == job
    shop.wait_state(job, "printed")
    assert [text.split("\n")[0] for text in shop.texts("caisse")][-1] == " REIMPRESSION"
    assert shop.pool.reprint(job) == other + 1
    shop.wait_state(other + 1, "printed")
    assert shop.pool.audit(shop.paper()).unmarked_duplicates == 0


def test_an_unknown_job_can_be_confirmed_or_given_up(shop: Shop) -> None:
    printer = shop.add("caisse")
    for key in ("a", "b"):
        shop.wait_health("caisse", DeviceState.READY)
        printer.power_cut_after(200)
        job = shop.pool.submit("caisse", key, ticket(1, "receipt"))
        shop.wait_state(job, "unknown")
        shop.wait_health("caisse", DeviceState.OFFLINE)
        slips = len(printer.digests)
        printer.power_on()
        assert printer.wait_for_tickets(slips + 1)  # the torn paper is cut off
    first, second = shop.pool.jobs(states=("unknown",))
    assert shop.pool.confirm(first.id)
    assert shop.pool.drop(second.id)
    assert not shop.pool.confirm(first.id)
    assert shop.pool.job(first.id).proof == "person"
    assert shop.pool.job(second.id).state == "dropped"


def test_a_late_answer_settles_an_unknown_receipt(shop: Shop) -> None:
    printer = shop.add("caisse")
    shop.wait_health("caisse", DeviceState.READY)
    printer.slow(2.0)
    document = Document("receipt", (*[Text("x")] * 3, Cut()))
    job = shop.pool.submit("caisse", "a", document)
    shop.wait_state(job, "unknown")
    printer.slow(None)
    assert shop.wait_state(job, "printed").proof == "printer"
    assert len(shop.paper()) == 1


def test_a_dead_printer_s_tickets_go_to_its_stand_in_and_back(shop: Shop) -> None:
    shop.add("bar")
    chaud = shop.add("chaud", fallback="bar")
    shop.wait_health("chaud", DeviceState.READY)
    shop.wait_health("bar", DeviceState.READY)
    chaud.power_off()
    moved = shop.pool.submit("chaud", "a", ticket(1))
    shop.wait_state(moved, "printed")
    assert shop.texts("bar")[0].split("\n")[:2] == [
        "** SECOURS CHAUD **",
        "BON 1                                   TABLE 12",
    ]
    chaud.power_on()
    shop.wait_health("chaud", DeviceState.READY)
    back = shop.pool.submit("chaud", "b", ticket(2))
    shop.wait_state(back, "printed")
    assert "SECOURS" not in shop.texts("chaud")[0]
    assert (len(shop.texts("chaud")), len(shop.texts("bar"))) == (1, 1)


def test_tickets_waiting_at_a_stand_in_come_home_when_it_can_print_again(
    shop: Shop,
) -> None:
    bar = shop.add("bar")
    chaud = shop.add("chaud", fallback="bar")
    shop.wait_health("chaud", DeviceState.READY)
    shop.wait_health("bar", DeviceState.READY)
    bar.slow(4.0)
    busy = shop.pool.submit("bar", "b", ticket(9, lines=2))
    chaud.power_off()
    job = shop.pool.submit("chaud", "a", ticket(1))
    assert shop.wait(lambda: shop.pool.job(job).printer == "bar")
    chaud.power_on()
    shop.wait_state(job, "printed", 10)
    assert "SECOURS" not in shop.texts("chaud")[0]
    bar.slow(None)
    assert shop.wait(lambda: shop.pool.job(busy).state == "printed", 10)


def test_failover_walks_down_the_chain_and_never_in_circles(shop: Shop) -> None:
    a = shop.add("a", fallback="b")
    b = shop.add("b", fallback="c")
    shop.add("c", fallback="a")
    for printer in "abc":
        shop.wait_health(printer, DeviceState.READY)
    a.power_off()
    b.power_off()
    job = shop.pool.submit("a", "x", ticket(1))
    assert shop.wait_state(job, "printed").printer == "c"
    shop.printers["c"].power_off()
    stuck = shop.pool.submit("a", "y", ticket(2))
    assert shop.wait(lambda: any(isinstance(e, Alarm) for e in shop.events))
    alarm = next(e for e in shop.events if isinstance(e, Alarm))
    assert (alarm.printer, alarm.waiting) == ("a", 1)
    assert shop.pool.job(stuck).state == "queued"


def test_a_drawer_never_opens_elsewhere(shop: Shop) -> None:
    shop.add("bar")
    caisse = shop.add("caisse", fallback="bar")
    shop.wait_health("caisse", DeviceState.READY)
    caisse.power_off()
    job = shop.pool.kick_drawer("caisse", "Léa")
    dropped = shop.wait_state(job, "dropped", 6)
    assert dropped.detail == "too late"
    caisse.power_on()
    shop.wait_state(shop.pool.submit("caisse", "a", ticket(1)), "printed")
    assert (caisse.kicks, shop.printers["bar"].kicks) == (0, 0)


def test_a_person_moves_a_waiting_ticket(shop: Shop) -> None:
    chaud = shop.add("chaud")
    shop.add("bar")
    shop.wait_health("chaud", DeviceState.READY)
    chaud.open_cover()
    shop.wait_health("chaud", DeviceState.HELD)
    job = shop.pool.submit("chaud", "a", ticket(1))
    assert shop.pool.move(job, "bar")
    assert shop.wait_state(job, "printed").moved == "person"
    assert "** SECOURS CHAUD **" in shop.texts("bar")[0]
    assert "REIMPRESSION" not in shop.texts("bar")[0]
    with pytest.raises(LookupError):
        shop.pool.move(job, "cave")


def test_a_receipt_copied_to_a_stand_in_leaves_the_drawer_shut(shop: Shop) -> None:
    shop.add("bar")
    caisse = shop.add("caisse", fallback="bar")
    shop.wait_health("caisse", DeviceState.READY)
    caisse.power_off()
    paid = Document("receipt", (Kick(2), Text("TICKET"), Cut()))
    shop.wait_state(shop.pool.submit("caisse", "a", paid), "printed")
    assert shop.printers["bar"].kicks == 0


def test_a_printer_left_inside_a_picture_is_freed_before_the_next_job(
    shop: Shop,
) -> None:
    printer = shop.add("chaud", "simulated_raster")
    shop.wait_health("chaud", DeviceState.READY)
    printer.drop_after(20_000)
    job = shop.pool.submit("chaud", "a", ticket(1, lines=40))
    shop.wait_state(job, "unknown")
    assert shop.wait_state(job, "printed").copies == 1
    torn, whole = printer.tickets
    assert shop.pool.audit([whole.digest]).marked == 1
    assert shop.pool.audit([torn.digest]).marked == 0
    assert printer.unknown_commands == []


def test_a_ticket_whose_answer_is_lost_is_printed_again_only_with_a_mark(
    shop: Shop,
) -> None:
    printer = shop.add("chaud")
    shop.wait_health("chaud", DeviceState.READY)
    printer.drop_at_cut()
    job = shop.pool.submit("chaud", "a", ticket(1))
    shop.wait_state(job, "unknown")
    shop.wait_state(job, "printed")
    first, second = shop.texts("chaud")
    assert "REIMPRESSION" not in first
    assert second.startswith(" REIMPRESSION")
    assert "Peut-être déjà imprimé" in second


@pytest.mark.logs
def test_a_ticket_that_cannot_be_encoded_does_not_block_the_queue(
    shop: Shop, caplog: pytest.LogCaptureFixture
) -> None:
    shop.add("chaud")
    broken = Document("kitchen", (Picture(Bitmap(16, 9, b"")), Cut()))
    bad = shop.pool.submit("chaud", "a", broken)
    good = shop.pool.submit("chaud", "b", ticket(2))
    shop.wait_state(good, "printed")
    assert shop.pool.job(bad).state == "dropped"
    assert "cannot be printed" in caplog.text


@pytest.mark.logs
def test_a_listener_s_bug_does_not_stop_the_printer(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    with open_shop(tmp_path) as shop:
        shop.add("chaud")
        shop.wait_health("chaud", DeviceState.READY)
        heard = shop.pool._sink
        driver = shop.pool._drivers["chaud"]
        driver._sink = lambda event: (heard(event), 1 / 0)[0]
        shop.wait_state(shop.pool.submit("chaud", "a", ticket(1)), "printed")
        shop.wait_state(shop.pool.submit("chaud", "b", ticket(2)), "printed")
    assert "listener" in caplog.text


def test_a_restart_forgets_nothing_and_repeats_nothing_unmarked(shop: Shop) -> None:
    printer = shop.add("chaud")
    shop.wait_health("chaud", DeviceState.READY)
    printer.paper_out_after(3)
    begun = shop.pool.submit("chaud", "a", ticket(1))
    shop.wait_health("chaud", DeviceState.HELD)
    waiting = shop.pool.submit("chaud", "b", ticket(2))
    shop.restart_pool()
    assert shop.pool.job(begun).state == "unknown"
    printer.load_paper()
    shop.wait_state(waiting, "printed")
    assert shop.wait(lambda: not shop.pool.jobs(states=(*WAITING, "unknown")))
    audit = shop.pool.audit(shop.paper())
    assert (audit.lost, audit.unmarked_duplicates) == (0, 0)


def test_printers_come_and_go_with_the_configuration(shop: Shop) -> None:
    shop.add("chaud")
    shop.add("bar")
    shop.wait_health("bar", DeviceState.READY)
    shop.pool.configure(shop.configs[:1])
    with pytest.raises(LookupError):
        shop.pool.submit("bar", "a", ticket(1))
    with pytest.raises(LookupError):
        shop.pool.health("bar")
    shop.pool.configure(shop.configs)
    shop.wait_state(shop.pool.submit("bar", "a", ticket(1)), "printed")


@pytest.mark.parametrize("completion", ["process_id", "gs_r"])
def test_an_emulator_with_a_constant_process_id_proves_nothing(
    shop: Shop, completion: Completion
) -> None:
    """Answers to status questions are right; the id echoed is always "1234"."""
    listener = socket.create_server(("127.0.0.1", 0))
    thread = threading.Thread(target=_constant_printer, args=(listener,))
    thread.start()
    try:
        address = f"tcp://127.0.0.1:{listener.getsockname()[1]}"
        config = PrinterConfig(
            id="faux",
            name="Faux",
            model="simulated",
            address=address,
            completion=completion,
        )
        shop.pool.configure([config])
        job = shop.pool.submit("faux", "a", ticket(1, "receipt"))
        if completion == "process_id":
            shop.wait_state(job, "unknown")
        else:
            shop.wait_state(job, "printed")
        shop.pool.configure([])
    finally:
        listener.close()
        thread.join(5)


def test_tickets_that_nobody_confirms_are_said(tmp_path: Path) -> None:
    listener = socket.create_server(("127.0.0.1", 0))
    thread = threading.Thread(target=_constant_printer, args=(listener,))
    thread.start()
    with listener, open_shop(tmp_path, replace(FAST, ack_text=0.1)) as shop:
        address = f"tcp://127.0.0.1:{listener.getsockname()[1]}"
        faux = PrinterConfig(id="faux", name="Faux", model="simulated", address=address)
        shop.pool.configure([faux])
        job = shop.pool.submit("faux", "a", ticket(1))
        assert shop.wait_health("faux", DeviceState.DEGRADED) >= {"unconfirmed"}
        assert shop.pool.job(job).copies == 3
        shop.pool.confirm(job)
        assert "unconfirmed" not in shop.wait_health("faux", DeviceState.READY)
    thread.join(5)


def _constant_printer(listener: socket.socket) -> None:
    client, _ = listener.accept()
    with client:
        while received := client.recv(4096):
            client.sendall(b"\x12" * received.count(b"\x10\x04"))
            if b"\x1d(H" in received:
                client.sendall(b"\x37\x221234\x00")
            if b"\x1dr\x01" in received:
                client.sendall(b"\x00")


def test_a_file_prints_without_ever_answering(shop: Shop, tmp_path: Path) -> None:
    target = tmp_path / "tickets.bin"
    config = PrinterConfig(
        id="archive",
        name="Archive",
        model="archive_file",
        address=f"file://{target}",
    )
    shop.pool.configure([config])
    job = shop.pool.submit("archive", "a", ticket(1))
    assert shop.wait_state(job, "printed").proof == "assumed"
    assert b"BON 1" in target.read_bytes()
    report = shop.pool.probe("archive")
    assert (report.reachable, report.completion) == (True, "none")


def test_a_printer_set_to_be_silent_is_asked_nothing(shop: Shop) -> None:
    shop.add("chaud", status=False, completion="none")
    shop.wait_health("chaud", DeviceState.READY)
    report = shop.pool.probe("chaud", 5.0)
    assert (report.reachable, report.completion) == (True, "none")
    job = shop.pool.submit("chaud", "a", ticket(1))
    assert shop.wait_state(job, "printed").proof == "assumed"


def test_a_printer_on_a_serial_line(shop: Shop) -> None:
    """Through a pseudo-terminal joined to the simulated printer's socket."""
    printer = shop.add("reseau")
    shop.pool.configure([])
    shop.configs.clear()
    master, slave = pty.openpty()
    tty.setraw(slave)
    cable = threading.Thread(target=_cable, args=(master, printer.port))
    cable.start()
    try:
        config = PrinterConfig(
            id="serie",
            name="Série",
            model="simulated",
            address=f"serial://{os.ttyname(slave)}?baud=115200",
        )
        shop.pool.configure([config])
        job = shop.pool.submit("serie", "a", ticket(1))
        assert shop.wait_state(job, "printed").proof == "printer"
        assert shop.texts("reseau")[0].startswith("BON 1")
        shop.pool.configure([])
    finally:
        os.close(slave)
        printer.stop()
        cable.join(5)
        os.close(master)


def _cable(master: int, port: int) -> None:
    """Carries bytes between a pseudo-terminal and a socket until one end closes."""
    with socket.create_connection(("127.0.0.1", port)) as device:
        while True:
            ready, _, _ = select.select([master, device], [], [], 5)
            try:
                if master in ready:
                    device.sendall(os.read(master, 4096))
                if device in ready:
                    answer = device.recv(4096)
                    if not answer:
                        return
                    os.write(master, answer)
            except OSError:
                return
