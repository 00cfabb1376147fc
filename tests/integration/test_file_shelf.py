"""The files of invoices and pictures follow their entries to every terminal, the very
bytes."""

import base64
from pathlib import Path

from fiscal_kit import sell
from hub_kit import Machine, pair_of_machines, soon
from invoice_kit import bill

from app.domain.floor.drawing import DrawFloor
from app.domain.floor.events import TracingSet
from app.domain.invoices.events import InvoiceIssued
from app.domain.till.decide import MoveCash, OpenTill
from app.fiscal.issuing import InvoiceFileError, kept
from app.hub.file_shelf import FileShelf
from app.services.kept_files import keep
from app.services.kept_files import kept as picture


def invoice(machine: Machine, table: str) -> InvoiceIssued:
    def issue() -> InvoiceIssued:
        sell(machine.opened, table)
        (made,) = bill(machine.opened)
        return made

    return machine.ask(issue)


def has(machine: Machine, made: InvoiceIssued) -> bool:
    try:
        return bool(kept(machine.opened.profile.invoices, made))
    except InvoiceFileError:
        return False


def test_an_invoice_is_on_every_terminal_and_comes_back(tmp_path: Path) -> None:
    with pair_of_machines(tmp_path) as (one, two):
        one.do(OpenTill(coins=()))
        before = invoice(one, "t12")
        link = two.links()
        soon(lambda: has(two, before))
        after = invoice(one, "t14")
        soon(lambda: has(two, after))
        link.stop()
        folder = one.opened.profile.invoices
        (folder / before.file).unlink()  # its disk lost one
        (folder / after.file).write_bytes(b"%PDF another one")
        shelf = one.node.shelf
        assert shelf.lacking() == [before.number]
        assert list(shelf.files([before.number, after.number])) == []
        theirs = two.node.shelf.files([before.number, after.number])
        assert list(theirs) == [before.number, after.number]
        wrong = base64.b64encode(b"%PDF forged").decode()
        shelf.keep({before.number: wrong, "F-C9-000001": wrong, after.number: "?"})
        assert not has(one, before)
        two.links()
        soon(lambda: has(one, before))


def test_a_traced_picture_is_on_every_terminal(tmp_path: Path) -> None:
    with pair_of_machines(tmp_path) as (one, two):
        folder, theirs = one.opened.profile.files, two.opened.profile.files
        name = keep(folder, b"the walls of the house")
        room = one.ask(lambda: next(iter(one.opened.house.world.floor.rooms)))
        lies = TracingSet(room=room, picture=name, x=0, y=0, width=900, height=600)
        one.do(DrawFloor(things=(lies,)))
        two.links()
        soon(lambda: picture(theirs, name) is not None)
        (folder / name).write_bytes(b"another house")
        assert picture(folder, name) is None
        (folder / name).unlink()
        wrong = base64.b64encode(b"forged").decode()
        one.node.shelf.keep({name: wrong, "../" + name: wrong})
        assert picture(folder, name) is None
        assert one.node.shelf.lacking() == [name]


def test_the_receipt_of_what_was_paid_is_on_every_terminal(tmp_path: Path) -> None:
    with pair_of_machines(tmp_path) as (one, two):
        one.do(OpenTill(coins=()))
        name = keep(one.opened.profile.files, b"lemons, 4,50")
        one.do(MoveCash(amount=500, reason="change", files=(name,)))
        two.links()
        soon(lambda: picture(two.opened.profile.files, name) is not None)


def test_who_knows_no_names_is_given_nothing(tmp_path: Path) -> None:
    shelf = FileShelf()
    assert (shelf.lacking(), shelf.files(["F-C1-000001"])) == ([], {})
    shelf.keep({"F-C1-000001": "aaaa"})
