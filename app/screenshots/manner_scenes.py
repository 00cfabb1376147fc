"""How orders are served and told to the kitchen, and what each person and guest sees."""

from app.domain.orders.commands import AddLine, OpenOrder, SendOrder
from app.domain.orders.events import OrderCreated
from app.screenshots.studio import SceneError, Stage, still
from app.windows.admin.card.articles import ArticlesSection
from app.windows.admin.card.options_sheet import OptionsSheet
from app.windows.admin.money.documents import DocumentsSection
from app.windows.admin.page import AdminPage
from app.windows.admin.section import Section
from app.windows.channel_sheet import ChannelSheet
from app.windows.comfort_sheet import ComfortSheet
from app.windows.guest_window import GuestWindow
from app.windows.keys_sheet import OwnKeysSheet
from app.windows.pos.page import PosPage
from resources.texts import tr


def _takeaway(stage: Stage, *dishes: str) -> str:
    """An order to take away that is not sent yet; its id."""
    (created,) = stage.run(OpenOrder(mode="takeaway"))
    if not isinstance(created.event, OrderCreated):
        raise SceneError("no order")
    for dish in dishes:
        stage.run(AddLine(order=created.event.order, article=dish))
    return created.event.order


def _section(stage: Stage, place: str) -> Section:
    page = stage.window("admin", place, person="marc").page
    if not isinstance(page, AdminPage) or page.section is None:
        raise SceneError(f"no section {place}")
    return page.section


def preset(stage: Stage) -> None:
    """The ways of serving, one of them open."""
    stage.window("admin", "presets:takeaway", person="marc")


def manners(stage: Stage) -> None:
    """How the till stands in rooms and at terminals."""
    stage.window("admin", "presets:manners", person="marc")


def slots(stage: Stage) -> None:
    """When an order to take away may be ready."""
    order = _takeaway(stage, "burger")
    page = stage.window("pos", f"order:{order}").page
    if not isinstance(page, PosPage):
        raise SceneError("no sale")
    page.controller.serving.ask_time()
    still()


def station(stage: Stage) -> None:
    """A station, and what its tickets say."""
    stage.window("admin", "kitchen:chaud", person="marc")
    stage.tap(tr("Ses bons"))


def options(stage: Stage) -> None:
    """What stands out of a question's answers in the kitchen."""
    section = _section(stage, "articles")
    if not isinstance(section, ArticlesSection):
        raise SceneError("no articles")
    section.show_sheet("options")
    sheet = section.findChild(OptionsSheet)
    if sheet is None:
        raise SceneError("no answers")
    still()


def refund(stage: Stage) -> None:
    """What comes back of a ticket, and what becomes of it."""
    section = _section(stage, "documents")
    if not isinstance(section, DocumentsSection):
        raise SceneError("no documents")
    section.table.row_opened.emit(section.table.model.row_at(0).id)
    still()
    stage.tap(tr("Rembourser"))
    stage.tap(tr("Tout rembourser"))


def comfort(stage: Stage) -> None:
    """How windows look to a person."""
    shell = stage.window("pos", "table:t12")
    worn = shell.desk.wardrobe
    if worn is None:
        raise SceneError("nobody sees to looks")
    words = tr("{name}, sur tous les terminaux", name=shell.desk.name)
    ComfortSheet(shell.work, words, worn.worn, own=True).open()
    still()


def own_keys(stage: Stage) -> None:
    """Which key a person has for what."""
    shell = stage.window("pos", "table:t12")
    OwnKeysSheet(shell.stack, shell.desk, "pos").open()
    still()


def channels(stage: Stage) -> None:
    """Orders from outside, taken or paused."""
    shell = stage.window("pos", "table:t12")
    ChannelSheet(shell.work, shell.desk).open()
    still()


def guest(stage: Stage) -> None:
    """What the guest in front of the till reads."""
    order = stage.order_on("t12")
    stage.window("pay", f"order:{order}")
    window = GuestWindow(stage.house.mark)
    stage.suite.guests.windows["picture"] = window
    stage.suite.guests.start()
    stage.show(window)
    still()


def pickup(stage: Stage) -> None:
    """Which orders to take away are made, and which are ready."""
    for dishes in (("burger",), ("risotto", "tarte_tatin"), ("burger", "burger")):
        stage.run(SendOrder(order=_takeaway(stage, *dishes)))
    stage.show(stage.suite.guests.pickup.open())
