"""The screens that are pictured, named like the pictures they are laid beside.

A scene goes to its screen as a person would: by the places of the window and by the
words on its buttons, in the language that is on.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from functools import partial

from app.demo.evening import COOKING, PICTURED
from app.domain.orders.commands import AddLine, PrintAddition, SendOrder
from app.domain.orders.commands import VoidLine as Void
from app.domain.payments.decide import TakePayment
from app.domain.settings import DeviceStateChanged
from app.screenshots import (
    floor_scenes,
    headset_scenes,
    manner_scenes,
    network_scenes,
    office_scenes,
    sharing_scenes,
)
from app.screenshots.studio import Stage, still, until
from app.windows.pos.page import PosPage
from app.windows.shell import Shell
from app.windows.till.page import TillPage
from resources.texts import price, tr
from widgets.gallery.window import GalleryPage

LIGHT_AND_DARK = ("light", "dark")
ALL_MODES = ("light", "dark", "contrast")
SIZES = ((1024, 768), (1366, 768), (1920, 1080))
_COUNTED = {
    5000: 4,
    2000: 9,
    1000: 6,
    500: 11,
    200: 18,
    100: 23,
    50: 14,
    20: 20,
    10: 12,
    5: 8,
    2: 5,
    1: 3,
}


@dataclass(frozen=True, slots=True)
class Scene:
    """One screen.

    Attributes:
        name: of its files ("02-pos").
        moment: of the evening, a key of `studio.MOMENTS`.
        act: goes there.
        touch: least size of what a finger hits, in px.
        sizes: of the window; empty for a page that has its own.
    """

    name: str
    moment: str
    act: Callable[[Stage], object]
    modes: tuple[str, ...] = LIGHT_AND_DARK
    touch: int = 48
    sizes: tuple[tuple[int, int], ...] = SIZES


def _launcher(stage: Stage) -> None:
    stage.suite.show_launcher()
    if stage.suite.launcher is not None:
        stage.show(stage.suite.launcher)


def _login(stage: Stage) -> None:
    stage.window("pos", person="")


def _table_12(stage: Stage) -> Shell:
    return stage.window("pos", "table:t12")


def _pos(stage: Stage) -> None:
    _table_12(stage)
    stage.tap("2")


def _modifiers(stage: Stage) -> None:
    _table_12(stage)
    stage.tap("1")
    stage.tap("Entrecôte")
    for option in ("Saignant", "Poivre", "Sauce à part"):
        stage.tap(option)


def _formule(stage: Stage) -> None:
    _table_12(stage)
    stage.tap("2")
    stage.tap("Menu du Moulin")
    for dish in ("Œufs mimosa", "Bar rôti", "Crème brûlée"):
        stage.tap(dish)
    stage.tap("3 ")


def _pay(stage: Stage) -> None:
    stage.window("pay", f"order:{stage.order_on('t12')}")
    stage.tap(tr("Espèces"))
    stage.tap(price(5000).replace(",00", "").replace(".00", ""))


def _split(stage: Stage) -> None:
    order = stage.order_on("t12")
    stage.run(AddLine(order=order, article="eau_gazeuse"))
    stage.run(SendOrder(order=order))
    stage.window("pay", f"order:{order}")
    stage.tap(tr("Places"))


def _kitchen(stage: Stage) -> None:
    stage.window("kitchen", "chaud", person="theo")


def _admin(section: str, stage: Stage) -> None:
    stage.window("admin", section, person="marc")


def _device(stage: Stage) -> None:
    """The printer of the hot kitchen, out of paper for the second time this evening."""
    printer = stage.suite.devices.simulated_printers["chaud"]
    printer.remove_paper()
    until(lambda: not stage.devices_ready())
    told = (("held", ("paper_out",)), ("ready", ()), ("held", ("paper_out",)))
    stage.house.record(
        [DeviceStateChanged(device="chaud", state=s, reasons=r) for s, r in told]
    )
    for _ in range(2):
        stage.suite.devices.pool.print_test("chaud")
    stage.window("admin", "devices:chaud", person="marc")
    still()


def _reservations(stage: Stage) -> None:
    stage.window("reservations")


def _timeline(stage: Stage) -> None:
    stage.window("reservations")
    stage.tap(tr("Frise des tables"))


def _forecast(stage: Stage) -> None:
    _admin("", stage)
    stage.tap(tr("Couverts attendus"))


def _prices(stage: Stage) -> None:
    _admin("prices:happy_hour", stage)


def _party(stage: Stage) -> None:
    stage.window("reservations")
    stage.tap("20:45")


def _booking(stage: Stage) -> None:
    stage.window("reservations")
    stage.tap(tr("Nouvelle réservation"))


def _services(service: str, stage: Stage) -> None:
    stage.window("reservations", person="marc")
    stage.tap(tr("Services et règles"))
    if service:
        stage.tap(service)


def _stock(stage: Stage) -> None:
    _admin("stock:saumon_frais", stage)


def _articles(stage: Stage) -> None:
    """Favourites, and one of them half changed: a price, and a time that cannot be."""
    shell = stage.window("admin", "articles", person="marc")
    stage.tap(tr("Favoris"))
    shell.go("admin", "articles:entrecote")
    stage.write(tr("Temps prévu"), "")
    stage.write(tr("Prix TTC"), "24,5")


def _counter(stage: Stage) -> None:
    page = stage.window("pos", "counter", person="ines").page
    assert isinstance(page, PosPage)
    scan = page.controller.on_scan
    articles = stage.house.world.catalogue.articles
    scan(articles["sac_kraft"].barcodes[0])
    order = page.controller.state.order
    stage.run(AddLine(order=order, article="tomme_savoie", quantity=320), "ines")
    for article in ("brouilly_cave", "terrine_canard", "miel_lavande", "miel_lavande"):
        scan(articles[article].barcodes[0])
    still()


def _problems(stage: Stage) -> None:
    stage.at(PICTURED + timedelta(minutes=15))
    _pos(stage)
    stage.suite.devices.simulated_printers["chaud"].remove_paper()
    until(lambda: not stage.devices_ready())
    still()


def _approval(stage: Stage) -> None:
    shell = _table_12(stage)
    order = stage.order_on("t12")
    sent = next(
        line
        for line in stage.house.world.book.lines_of(
            stage.house.world.book.orders[order]
        )
        if line.sent
    )
    shell.desk.run(Void(order=order, line=sent.id, reason="Erreur de saisie"))


def _till(taps: int, stage: Stage) -> None:
    """The till, `taps` times the great button into the closing."""
    if taps:
        stage.at(COOKING + timedelta(hours=4, minutes=24))
    page = stage.window("till", "close" if taps else "", person="marc").page
    assert isinstance(page, TillPage)
    for tap in range(1, taps):
        page.next_button.click()
        if tap == 1:
            page.count.show_counts(_COUNTED)
            page.count.choose(6)
    still()


def _paper(stage: Stage) -> None:
    order = stage.order_on("t12")
    stage.window("paper", person="marc")
    stage.run(SendOrder(order=order))
    stage.run(PrintAddition(order=order))
    book = stage.house.world.book
    due = book.total(book.orders[order])
    paying = TakePayment(
        order=order, method="cash", amount=due, tendered=10_000, issued="paper"
    )
    stage.run(paying)
    printer = stage.suite.devices.simulated_printers["caisse"]
    until(lambda: len(printer.tickets) > 1)
    still()


def _gallery(stage: Stage) -> None:
    stage.show(GalleryPage())


SCENES: tuple[Scene, ...] = (
    Scene("00-launcher", "20:26", _launcher),
    Scene("00b-first-start", "20:26", network_scenes.first_start, sizes=()),
    Scene("00c-join", "20:26", network_scenes.joining, sizes=()),
    Scene("00d-interrupted", "20:26", network_scenes.interrupted, sizes=()),
    Scene("01-login", "20:26", _login),
    Scene("02-pos", "20:26", _pos, ALL_MODES, 64),
    Scene("02d-voice", "20:26", headset_scenes.draft, ALL_MODES, 64),
    Scene("02e-voice-question", "20:26", headset_scenes.question, touch=64),
    Scene("02f-slots", "20:26", manner_scenes.slots, touch=64),
    Scene("02g-own-keys", "20:26", manner_scenes.own_keys),
    Scene("02h-comfort", "20:26", manner_scenes.comfort, ALL_MODES),
    Scene("02i-channels", "20:26", manner_scenes.channels, touch=64),
    Scene("03-modifiers", "20:26", _modifiers, touch=64),
    Scene("03b-formule", "20:26", _formule, touch=64),
    Scene("04-pay", "20:34", _pay, touch=64),
    Scene("04b-split", "20:26", _split, touch=64),
    Scene("05-floor", "20:26", lambda stage: stage.window("floor")),
    Scene("05h-voice", "20:26", headset_scenes.plan),
    Scene("05i-sections", "20:26", floor_scenes.sections),
    Scene("05j-giving", "20:26", floor_scenes.giving),
    Scene("05k-offer", "20:26", floor_scenes.offer),
    Scene("05c-reservations", "20:26", _reservations, touch=64),
    Scene("05m-timeline", "20:26", _timeline, touch=64),
    Scene("05d-party", "20:26", _party, touch=64),
    Scene("05e-booking", "20:26", _booking, touch=64),
    Scene("05f-services", "20:26", partial(_services, "")),
    Scene("05g-service", "20:26", partial(_services, "Dîner")),
    Scene("06-kitchen", "20:34", _kitchen, touch=64),
    Scene("07-dashboard", "20:34", partial(_admin, "")),
    Scene("08-articles", "20:34", _articles),
    Scene("07b-forecast", "20:34", _forecast),
    Scene("08c-floor", "20:34", floor_scenes.drawing),
    Scene("08c-prices", "20:34", _prices),
    Scene("08c-offers", "20:34", partial(_admin, "prices:kirs")),
    Scene("08c-mixes", "20:34", partial(_admin, "prices:diabolo")),
    Scene("08c-presets", "20:34", manner_scenes.preset),
    Scene("08c-manners", "20:34", manner_scenes.manners),
    Scene("08c-station", "20:34", manner_scenes.station),
    Scene("08c-options", "20:34", manner_scenes.options),
    Scene("08b-team", "20:34", partial(_admin, "team")),
    Scene("08c-documents", "20:34", partial(_admin, "documents")),
    Scene("08c-refund", "20:34", manner_scenes.refund),
    Scene("08d-devices", "20:34", partial(_admin, "devices")),
    Scene("08e-device", "20:34", _device),
    Scene("08f-headsets", "20:34", headset_scenes.headsets),
    Scene("08f-headset-words", "20:34", headset_scenes.words),
    Scene("08f-headset-trial", "20:34", headset_scenes.trial),
    Scene("08f-headset-taken", "20:34", headset_scenes.taken),
    Scene("08k-office-article", "20:34", sharing_scenes.article_of_office),
    Scene("08l-office-person", "20:34", sharing_scenes.person_of_office),
    Scene("08m-article-sites", "20:34", sharing_scenes.sites_of_article),
    Scene("08n-person-sites", "20:34", sharing_scenes.sites_of_person),
    Scene("08g-network", "20:34", network_scenes.terminals),
    Scene("08s-programs", "20:34", network_scenes.programs),
    Scene("08t-webhooks", "20:34", network_scenes.webhooks),
    Scene("08h-pairing", "20:34", network_scenes.pairing),
    Scene("08i-network-alone", "20:34", partial(_admin, "network")),
    Scene("08o-sites", "20:34", network_scenes.sites),
    Scene("08p-site-code", "20:34", network_scenes.site_code),
    Scene("08q-attaching", "20:34", network_scenes.attaching),
    Scene("08r-attached", "20:34", network_scenes.attached),
    Scene("08j-reconcile", "20:34", network_scenes.reconcile),
    Scene("08e-journal", "20:34", partial(_admin, "journal")),
    Scene("08s-fiscal", "20:34", partial(office_scenes.fiscal, "accounts")),
    Scene("08u-archives", "20:34", partial(office_scenes.fiscal, "archives")),
    Scene("08v-integrity", "20:34", partial(office_scenes.fiscal, "integrity")),
    Scene("08w-control", "20:34", partial(office_scenes.fiscal, "control")),
    Scene("08x-closing", "20:34", office_scenes.closing),
    Scene("08y-vouchers", "20:34", office_scenes.vouchers),
    Scene("08y-tips", "20:34", partial(_admin, "tips")),
    Scene("08y-client", "20:34", office_scenes.client),
    Scene("08z-invoice", "20:34", office_scenes.invoice),
    Scene("08f-settings", "20:34", partial(_admin, "settings")),
    Scene("08f-papers", "20:34", office_scenes.papers),
    Scene("08g-stock", "20:34", _stock),
    Scene("09-counter", "20:34", _counter, touch=64),
    Scene("10-problems", "20:26", _problems, touch=64),
    Scene("11a-till", "20:34", partial(_till, 0)),
    Scene("11b-open-orders", "20:34", partial(_till, 1)),
    Scene("11-close", "20:34", partial(_till, 2)),
    Scene("11c-tenders", "20:34", partial(_till, 3)),
    Scene("11d-difference", "20:34", partial(_till, 4)),
    Scene("11e-z", "20:34", partial(_till, 5)),
    Scene("12-paper", "20:26", _paper),
    Scene("13-gallery", "20:26", _gallery, ALL_MODES, touch=40, sizes=()),
    Scene("15-guest", "20:26", manner_scenes.guest),
    Scene("15b-pickup", "20:26", manner_scenes.pickup),
    Scene("14-approval", "20:26", _approval, touch=64),
)
