"""Who an invoice is made to: what is typed, who is meant, what is wrong."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace

from app.fiscal.parties import Party, found, number_error, vat_error
from app.services.ports import FoundCompany
from resources.texts import tr
from widgets.list_row import RowView

MOST = 4
"""Companies that are offered at a time."""
FIELDS = ("name", "number", "vat_number", "street", "postcode", "city", "email")


@dataclass(frozen=True, slots=True, kw_only=True)
class CompanyDraft:
    """A company as it stands in the form; `number` is a SIREN or a SIRET."""

    name: str = ""
    number: str = ""
    vat_number: str = ""
    street: str = ""
    postcode: str = ""
    city: str = ""
    email: str = ""


def company_draft(party: Party | FoundCompany) -> CompanyDraft:
    """The form of a company that is known."""
    return CompanyDraft(
        name=party.name,
        number=spaced(party.siret or party.siren),
        vat_number=party.vat_number if isinstance(party, Party) else "",
        street=party.street,
        postcode=party.postcode,
        city=party.city,
        email=party.email if isinstance(party, Party) else "",
    )


def company_errors(draft: CompanyDraft) -> dict[str, str]:
    """Field -> what is wrong with it."""
    party = party_of(draft)
    errors = {
        "name": "" if party.name else tr("Le nom figure sur la facture"),
        "number": number_error(draft.number),
        "vat_number": vat_error(draft.vat_number, party.siren),
        "postcode": ""
        if not party.postcode or (party.postcode.isdigit() and len(party.postcode) == 5)
        else tr("{n} chiffres", n=5),
        "email": "" if not party.email or "@" in party.email else tr("nom@exemple.fr"),
    }
    return {name: words for name, words in errors.items() if words}


def party_of(draft: CompanyDraft) -> Party:
    """The company that the form says."""
    words = {name: " ".join(getattr(draft, name).split()) for name in FIELDS}
    digits = "".join(words.pop("number").split())
    words["vat_number"] = words["vat_number"].replace(" ", "").upper()
    siret = digits if len(digits) == 14 else ""
    return Party(siren=digits[:9], siret=siret, **words)


def spaced(digits: str) -> str:
    """A SIREN or SIRET as people read it: "732 829 320 00074"."""
    parts = [digits[:3], digits[3:6], digits[6:9], digits[9:]]
    return " ".join(part for part in parts if part)


def digits_of(words: str) -> str:
    """The digits of what was typed, where it is a number and nothing else."""
    plain = "".join(words.split())
    return plain if plain.isascii() and plain.isdigit() else ""


def typed(draft: CompanyDraft, words: str) -> CompanyDraft:
    """The form after something was typed to look for a company: it goes where it belongs."""
    name = "number" if digits_of(words) else "name"
    return replace(draft, **{name: words.strip()})


def company_rows(known: Mapping[str, Party], words: str) -> list[tuple[str, RowView]]:
    """(id, row) of the known companies that are meant; the first ones without words."""
    ids = (
        found(known, words)
        if words.strip()
        else sorted(known, key=lambda each: known[each].name.casefold())
    )
    return [(each, _row(known[each], "badge")) for each in ids[:MOST]]


def found_rows(companies: Iterable[FoundCompany]) -> list[RowView]:
    """The companies of the directory, as they are listed."""
    return [_row(each, "search") for each in list(companies)[:MOST]]


def _row(party: Party | FoundCompany, icon: str) -> RowView:
    city = " ".join(filter(None, (party.postcode, party.city)))
    closed = "" if isinstance(party, Party) or party.active else tr("fermée")
    words = filter(None, (spaced(party.siret or party.siren), city, closed))
    return RowView(party.name, " · ".join(words), icon=icon, tone="tonal")
