"""Who is invoiced: companies by name and number, sealed in the journal.

Source: `fiscal.md` L-01 and J-02; ISO/IEC 7812-1 as INSEE uses it for SIREN and SIRET.
"""

import json
import re
from collections.abc import Mapping
from dataclasses import asdict, dataclass, fields

from typing_extensions import override

from app.domain.invoices.decide import SetCompany
from app.domain.vocabulary import Refusal
from app.services.clients import company_key
from app.services.house import Actor, House
from app.services.ids import new_id
from db.errors import KnownError
from resources.texts import tr

_PLACE = re.compile(
    r"(?P<street>.*?)[,;\s]*\b(?P<postcode>\d{5})\s+(?P<city>\S.*)", re.S
)
_VAT = re.compile(r"FR[0-9A-Z]{2}\d{9}")
_POST = "356000000"
"""SIREN of La Poste, whose SIRETs have a rule of their own."""


class NotInvoicedError(KnownError):
    """No invoice can be made; the argument says why, in words."""

    @override
    def text(self) -> str:
        return str(self)


@dataclass(frozen=True, slots=True, kw_only=True)
class Party:
    """Who bills or is billed.

    Attributes:
        siret: 14 digits, or "" with a `siren` alone.
        legal: legal form, capital, register; of the seller.
    """

    name: str
    siren: str
    siret: str = ""
    vat_number: str = ""
    street: str = ""
    postcode: str = ""
    city: str = ""
    country: str = "FR"
    email: str = ""
    legal: str = ""


def sealed_company(house: House, company: str, party: Party) -> str:
    """The identity of a company as the journal may hold it.

    Raises:
        PersonErasedError: it was forgotten.
        KnownError: the key could not be stored.
    """
    told = {name: text for name, text in asdict(party).items() if text}
    return house.sealer.seal(
        company_key(company), json.dumps(told, ensure_ascii=False, sort_keys=True)
    )


def company_of(house: House, company: str) -> Party | None:
    """Who a company is; None once it was forgotten."""
    sealed = house.world.invoices.companies.get(company, "")
    text = house.sealer.unseal(company_key(company), sealed) if sealed else None
    if text is None:
        return None
    told = json.loads(text)
    return Party(**{f.name: told[f.name] for f in fields(Party) if f.name in told})


def companies(house: House) -> dict[str, Party]:
    """Every company that is known, by id."""
    house.sealer.recall(company_key(""))
    known = ((each, company_of(house, each)) for each in house.world.invoices.companies)
    return {company: party for company, party in known if party is not None}


def found(known: Mapping[str, Party], words: str) -> list[str]:
    """Ids of the companies whose name or SIREN begins with, or has, these words."""
    wanted = words.casefold().split()
    digits = "".join(filter(str.isdigit, words))
    hits = [
        company
        for company, party in known.items()
        if (wanted and all(word in party.name.casefold() for word in wanted))
        or (len(digits) > 2 and (party.siret or party.siren).startswith(digits))
    ]
    return sorted(hits, key=lambda company: known[company].name.casefold())


def place_of(text: str) -> tuple[str, str, str]:
    """(street, postcode, city) of an address on one line or several."""
    match = _PLACE.fullmatch(text.strip())
    if match is None:
        return " ".join(text.split()), "", ""
    street, postcode, city = (" ".join(each.split()) for each in match.groups())
    return street.rstrip(" ·,"), postcode, city


def luhn(digits: str) -> bool:
    """Whether the check digit of a SIREN or SIRET is right.

    La Poste's SIRETs are the known exception: all but the one of its seat have a sum of
    digits that is a multiple of 5 instead.
    """
    doubled = (int(d) * (1 + place % 2) for place, d in enumerate(reversed(digits)))
    right = sum(value - 9 if value > 9 else value for value in doubled) % 10 == 0
    post = digits.startswith(_POST) and len(digits) > len(_POST)
    return right or (post and sum(map(int, digits)) % 5 == 0)


def number_error(text: str) -> str:
    """What is wrong with a SIREN or a SIRET, "" for nothing."""
    digits = "".join(text.split())
    if not (digits.isascii() and digits.isdigit() and len(digits) in (9, 14)):
        return tr("9 chiffres (SIREN) ou 14 (SIRET)")
    right = luhn(digits) and luhn(digits[:9])
    return "" if right else tr("Un chiffre est faux (clé de contrôle)")


def vat_error(text: str, siren: str) -> str:
    """What is wrong with a VAT number, "" for nothing or for none."""
    plain = "".join(text.split()).upper()
    if not plain:
        return ""
    if not _VAT.fullmatch(plain):
        return tr("FR, 2 et 9 caractères")
    return "" if plain.endswith(siren) else tr("Ce n'est pas celui de ce SIREN")


def keep_company(
    house: House, party: Party, actor: Actor, company: str = ""
) -> str | Refusal:
    """Keeps a company, or what is new about it; its id.

    One that has the same SIRET, or the same SIREN where no SIRET is given, is that one.

    Args:
        company: id of the one that is changed, "" to look for it.

    Raises:
        NotInvoicedError: its number or its name cannot be.
        KnownError: nothing was written.
    """
    wrong = number_error(party.siret or party.siren)
    wrong = wrong or vat_error(party.vat_number, party.siren)
    if not party.name.strip():
        wrong = tr("Donnez le nom de la société.")
    if wrong:
        raise NotInvoicedError(wrong)
    known = companies(house)
    same = (party.siret, party.siren)
    company = company or next(
        (each for each, it in known.items() if (it.siret, it.siren) == same), ""
    )
    if company and known.get(company) == party:
        return company
    company = company or new_id()
    identity = sealed_company(house, company, party)
    done = house.run(SetCompany(id=company, identity=identity), actor)
    return done if isinstance(done, Refusal) else company
