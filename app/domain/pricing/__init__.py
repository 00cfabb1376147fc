"""What a document costs and which VAT it carries, to the cent.

Pure functions over integers: cents, thousandths of a unit, hundredths of a percent.
Read in this order: `sale.py` (what is sold), `document.py` (VAT once per rate per
document), `splits.py` (several payers), `refunds.py` (what comes back), `totals.py`
(the sums of a closing). The rules are section 10 of the fiscal requirements.
"""

from app.domain.pricing.document import (
    PricedDocument,
    PricedLine,
    Prices,
    VatRow,
    price_document,
)
from app.domain.pricing.refunds import refund
from app.domain.pricing.sale import (
    ArticleLine,
    Component,
    Discount,
    FormuleLine,
    PricingError,
    SaleLine,
    Share,
    line_total,
)
from app.domain.pricing.splits import split_documents, split_totals
from app.domain.pricing.totals import DocumentTotals, NatureRow, sum_documents

__all__ = [
    "ArticleLine",
    "Component",
    "Discount",
    "DocumentTotals",
    "FormuleLine",
    "NatureRow",
    "PricedDocument",
    "PricedLine",
    "Prices",
    "PricingError",
    "SaleLine",
    "Share",
    "VatRow",
    "line_total",
    "price_document",
    "refund",
    "split_documents",
    "split_totals",
    "sum_documents",
]
