"""What a manager, an accountant and an inspector open in the back office."""

from app.domain.credits.decide import AddBeside, SetClient
from app.domain.invoices.decide import AskInvoice
from app.domain.orders.commands import AddLine, OpenOrder
from app.domain.orders.events import OrderCreated
from app.domain.payments.commands import TakePayment
from app.fiscal.parties import Party, keep_company
from app.screenshots.studio import SceneError, Stage, still, until
from app.services.clients import seal_client
from app.services.house import Actor
from app.windows.admin.devices.template_sheet import TemplateSheet
from app.windows.admin.money.closings import ClosingsSection
from app.windows.admin.page import AdminPage
from app.windows.admin.settings import SettingsSection

_DISH, _CENTS = "terrine", 950


def _sale(stage: Stage) -> str:
    """A dish sold at the counter, not paid yet; the order."""
    (created,) = stage.run(OpenOrder(mode="counter"))
    if not isinstance(created.event, OrderCreated):
        raise SceneError("no order")
    order = created.event.order
    stage.run(AddLine(order=order, article=_DISH))
    return order


def closing(stage: Stage) -> None:
    """The days that were closed, and the last one in full."""
    page = stage.window("admin", "closings", person="marc").page
    assert isinstance(page, AdminPage)
    assert isinstance(page.section, ClosingsSection)
    table = page.section.table
    until(lambda: table.model.rowCount() > 0)
    table.row_opened.emit(table.model.row_at(0).id)
    still()


def vouchers(stage: Stage) -> None:
    """Vouchers that were sold."""
    for cents in (5000, 8000):
        order = _sale(stage)
        stage.run(AddBeside(order=order, kind="gift", amount=cents))
        stage.run(TakePayment(order=order, method="cash", amount=cents + _CENTS))
    stage.window("admin", "credits:gift", person="marc")


def client(stage: Stage) -> None:
    """What a client bought on account."""
    key, name = seal_client(stage.house, "Boulangerie Morel")
    stage.run(SetClient(client=key, name=name, ceiling=50_000), "marc")
    order = _sale(stage)
    pay = TakePayment(order=order, method="account", amount=_CENTS, reference=key)
    stage.run(pay, "marc")
    stage.window("admin", "credits:account", person="marc").open_at(
        "admin", f"credits:{key}"
    )
    still()


def invoice(stage: Stage) -> None:
    """An invoice that a company asked for at the table."""
    house, order = stage.house, _sale(stage)
    party = Party(name="Dupont et Fils", siren="732829320", city="Lyon")
    company = keep_company(house, party, Actor("marc", "demo"))
    assert isinstance(company, str)
    stage.run(AskInvoice(order=order, bill="", company=company), "marc")
    stage.run(TakePayment(order=order, method="cash", amount=_CENTS))
    until(lambda: bool(house.world.invoices.last))
    stage.window("admin", "invoices", person="marc").open_at(
        "admin", "invoices:F-C1-000001"
    )
    still()


def fiscal(kind: str, stage: Stage) -> None:
    """One of the fiscal pages."""
    stage.window("admin", f"fiscal:{kind}", person="marc")


def papers(stage: Stage) -> None:
    """The template of papers, with a line of the house's own."""
    page = stage.window("admin", "settings", person="marc").page
    assert isinstance(page, AdminPage)
    assert isinstance(page.section, SettingsSection)
    page.section.form.papers.click()
    sheet = page.section.form.findChild(TemplateSheet)
    assert sheet is not None
    sheet.fields.edited.emit("header:0", "Cuisine du marché")
    until(lambda: bool(sheet.roll.pieces) and not sheet.drawing.background.busy)
    still()
