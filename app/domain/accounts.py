"""Which account of the chart of accounts each figure of a closing goes to.

Each is a setting, "<number> <name>", so that a change is journaled with who made it and
what it was. The defaults follow the plan comptable général and are to be confirmed by the
accountant; "" is no account, and a closing that needs it cannot be exported.

Source: `fiscal.md` 8 (I-03); PCG art. 932-1 for the classes.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from app.domain.profile import PROFILES

JOURNAL: Final = "account.journal"
_MAINLAND: Final[dict[str, str]] = {
    JOURNAL: "CA Caisse",
    "account.tender.cash": "531000 Caisse",
    "account.tender.foreign": "531400 Caisse en devises",
    "account.tender.card": "511500 Cartes bancaires à encaisser",
    "account.tender.card_manual": "511500 Cartes bancaires à encaisser",
    "account.tender.voucher": "511600 Titres-restaurant à encaisser",
    "account.tender.holiday_voucher": "511700 Chèques-vacances à encaisser",
    "account.tender.cheque": "511200 Chèques à encaisser",
    "account.tender.transfer": "512000 Banque",
    "account.tender.gift": "419100 Bons et acomptes",
    "account.tender.store": "419100 Bons et acomptes",
    "account.tender.deposit": "419100 Bons et acomptes",
    "account.tender.account": "411000 Clients en compte",
    "account.tender.online": "511800 Paiements en ligne à encaisser",
    "account.sale.GOODS.210": "",
    "account.sale.GOODS.550": "707155 Ventes à emporter 5,5 %",
    "account.sale.GOODS.1000": "707110 Ventes à emporter 10 %",
    "account.sale.GOODS.2000": "707120 Ventes à emporter 20 %",
    "account.sale.SERVICE.550": "",
    "account.sale.SERVICE.1000": "706110 Restauration sur place 10 %",
    "account.sale.SERVICE.2000": "706120 Alcool sur place 20 %",
    "account.vat.210": "",
    "account.vat.550": "445713 TVA collectée 5,5 %",
    "account.vat.1000": "445712 TVA collectée 10 %",
    "account.vat.2000": "445711 TVA collectée 20 %",
    "account.tip": "467100 Pourboires à reverser",
    "account.excess": "758100 Excédents de titres-restaurant",
    "account.expired": "758200 Bons périmés",
    "account.site": "181000 Liaison des établissements",
    "account.rounding": "758000 Arrondis des espèces",
    "account.moved": "580000 Virements internes",
    "account.shortage": "658000 Écart de caisse",
    "account.overage": "758000 Écart de caisse",
}


def _elsewhere() -> Iterator[str]:
    """Settings for the rates of every country and territory."""
    places = (t for p in PROFILES.values() for t in p.territories.values())
    for rate in sorted({0, *(rate for t in places for rate in t.rates.values())}):
        yield f"account.sale.GOODS.{rate}"
        yield f"account.sale.SERVICE.{rate}"
        if rate:
            yield f"account.vat.{rate}"


ACCOUNTS: Final = dict.fromkeys(_elsewhere(), "") | _MAINLAND
"""Setting -> account; rates are hundredths of a percent."""
NAME_LENGTH: Final = 60
_NUMBER: Final = re.compile(r"[1-8]\d{2}[0-9A-Z]{0,8}")
_CODE: Final = re.compile(r"[A-Z0-9]{2,3}")


@dataclass(frozen=True, slots=True)
class Account:
    """An account, or the journal of entries: its number or code, and its name."""

    number: str
    name: str


def account_of(value: str) -> Account | None:
    """The account that a setting names, None for none."""
    number, _, name = value.partition(" ")
    return Account(number, name) if number else None


def right_account(key: str, value: str) -> bool:
    """Whether a value can be that of a setting of `ACCOUNTS`.

    The first three characters are digits of a class from 1 to 8; a journal has two or
    three letters, of which its code keeps two.
    """
    account = account_of(value)
    if account is None:
        return value == "" and key != JOURNAL
    shape = _CODE if key == JOURNAL else _NUMBER
    name = account.name
    plain = name == name.strip() and name.isprintable() and "|" not in name
    return bool(shape.fullmatch(account.number)) and (
        plain and 0 < len(name) <= NAME_LENGTH
    )
