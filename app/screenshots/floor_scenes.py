"""The team at the plan, a table that is blocked, and the rooms as they are drawn."""

from app.domain.floor.decide import BlockTable
from app.domain.floor.handover import HandOver
from app.screenshots.studio import SceneError, Stage, still
from app.windows.admin.floor.page import FloorSection
from app.windows.admin.page import AdminPage
from app.windows.floor.page import FloorPage


def _plan(stage: Stage, person: str) -> FloorPage:
    page = stage.window("floor", person=person).page
    if not isinstance(page, FloorPage):
        raise SceneError("no plan")
    return page


def sections(stage: Stage) -> None:
    """Who serves where, and a table that is out of use."""
    stage.run(BlockTable(table="t4", reason="À réparer"))
    _plan(stage, "lea").controller.team.show_sections()
    still()


def giving(stage: Stage) -> None:
    """What a waiter passes on at the end of a shift."""
    _plan(stage, "lea").controller.team.ask_taker("lea")
    still()


def offer(stage: Stage) -> None:
    """The same as the colleague sees it."""
    orders = tuple(
        order.id
        for order in stage.house.world.book.open_orders()
        if order.waiter == "lea"
    )
    wish = HandOver(giver="lea", taker="karim", orders=orders, sections=("salle_lea",))
    stage.run(wish)
    (handover,) = stage.house.world.floor.handovers
    _plan(stage, "karim").controller.team.show_handover(handover)
    still()


def drawing(stage: Stage) -> None:
    """A room as it is drawn, a table of it chosen."""
    page = stage.window("admin", "floor", person="marc").page
    if not isinstance(page, AdminPage) or not isinstance(page.section, FloorSection):
        raise SceneError("no drawing")
    page.section.editor.choose("table:t12")
    page.section.editor.chosen_changed.emit(("table:t12",))
    still()
