"""Which page stands at which place of a window."""

from collections.abc import Mapping
from importlib import import_module
from typing import TYPE_CHECKING

from app.windows.board import DeviceBoard
from app.windows.desk import Desk
from app.windows.page import Page
from app.windows.shell import PageFactory

if TYPE_CHECKING:
    from app.suite import Suite


def page_factories(suite: "Suite") -> Mapping[str, PageFactory]:
    """Place -> what makes its page; imported when first shown, for a quick start."""

    def of(module: str, name: str) -> PageFactory:
        def make(desk: Desk, board: DeviceBoard) -> Page:
            made = getattr(import_module(module), name)(desk, board)
            if not isinstance(made, Page):
                raise TypeError(f"{module}.{name} is no page")
            return made

        return make

    def paper(desk: Desk, board: DeviceBoard) -> Page:
        from app.windows.paper.page import PaperPage

        return PaperPage(desk, board, *suite.devices.simulated, suite.scan)

    return {
        "pos": of("app.windows.pos.page", "PosPage"),
        "pay": of("app.windows.pay.page", "PayPage"),
        "floor": of("app.windows.floor.page", "FloorPage"),
        "kitchen": of("app.windows.kitchen.page", "KitchenPage"),
        "reservations": of("app.windows.reservations.page", "ReservationsPage"),
        "till": of("app.windows.till.page", "TillPage"),
        "admin": of("app.windows.admin.page", "AdminPage"),
        "paper": paper,
    }
