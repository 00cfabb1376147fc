"""How a report names itself: its number, its days, its till, its documents."""

from collections.abc import Mapping

from app.reports.z_beside import BesideLine
from app.reports.z_report import Establishment, Heading
from resources.texts import clock, long_date, percent, short_date, tr

SERIES: Mapping[str, str] = {
    "": "Journal",
    "G": "Ouverture du journal",
    "T": "Tickets et remboursements",
    "N": "Additions",
    "D": "Duplicatas",
    "M": "Caisse",
    "O": "Commandes",
    "P": "Règlements",
    "B": "Bons de cuisine",
    "F": "Factures",
    "J": "Événements",
    "Z": "Clôtures du jour",
    "ZM": "Clôtures du mois",
    "ZY": "Clôtures de l'exercice",
    "E": "Clôtures du jour, établissement",
    "EM": "Clôtures du mois, établissement",
    "EY": "Clôtures de l'exercice, établissement",
    "A": "Archives",
    "K": "Changements de clé",
    "S": "Segments du journal",
    "W": "Témoins",
}
"""Series -> French name; those that are not here go by their letters."""


def legal_of(house: Establishment) -> str:
    """The numbers that identify an establishment, on one line."""
    told = (("SIRET", house.siret), ("APE", house.naf), ("TVA", house.vat_number))
    return " · ".join(f"{name} {number}" for name, number in told if number)


def name_of(heading: Heading) -> str:
    """What the report is called: "Z 0123", "X"."""
    if heading.kind == "X":
        return "X"
    return f"{heading.kind} {heading.number:04d}"


def days_of(heading: Heading) -> str:
    """The business days it covers: "20/11/2026"."""
    first, last = heading.first_day, heading.last_day
    if first == last:
        return short_date(first)
    return f"{short_date(first)} – {short_date(last)}"


def title_of(heading: Heading) -> str:
    """What kind of report it is, in words."""
    titles = {
        "X": tr("Lecture de caisse, sans remise à zéro"),
        "Z": tr("Clôture de la journée"),
        "ZM": tr("Clôture du mois"),
        "ZY": tr("Clôture de l'exercice"),
        "E": tr("Clôture de la journée, établissement"),
        "EM": tr("Clôture du mois, établissement"),
        "EY": tr("Clôture de l'exercice, établissement"),
    }
    title = titles[heading.kind]
    if heading.complement:
        return tr("{title}, complément {n}", title=title, n=heading.complement)
    return title


def period_of(heading: Heading) -> str:
    """Its business days as a headline: "Vendredi 20 novembre 2026"."""
    first, last = heading.first_day, heading.last_day
    if first == last:
        return _capital(f"{long_date(first)} {first.year}")
    return tr("Du {first} au {last}", first=short_date(first), last=short_date(last))


def beside_words(line: BesideLine) -> str:
    """What moved besides turnover; VAT with its rate."""
    if line.site:
        return due_by_words(line.site)
    return f"{tr(line.name)} {percent(line.rate)}" if line.rate else tr(line.name)


def due_by_words(site: str) -> str:
    """What another site owes for vouchers of its own that were taken here."""
    return tr("Dû par {site} (bons)", site=site)


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]


def circumstances_of(heading: Heading) -> str:
    """Which till, read or closed by whom and when."""
    where = (
        tr("Caisse {terminal}", terminal=heading.terminal.lstrip("C"))
        if heading.terminal
        else tr("Établissement entier")
    )
    moment = {
        "who": heading.operator,
        "day": short_date(heading.made.date()),
        "hour": clock(heading.made),
    }
    done = (
        tr("lue par {who} le {day} à {hour}", **moment)
        if heading.kind == "X"
        else tr("clôturée par {who} le {day} à {hour}", **moment)
    )
    return f"{where} · {done}"


def documents_of(heading: Heading) -> str:
    """The first and last document, and their moments."""
    if heading.absent:
        absent = ", ".join(heading.absent)
        return tr("Sans {absent}, qui n'avait pas clôturé", absent=absent)
    if heading.kind.startswith("E"):
        return tr("Toutes les caisses connues")
    if not (heading.first_moment and heading.last_moment):
        return tr("Aucun ticket sur la période")
    start, end = clock(heading.first_moment), clock(heading.last_moment)
    if heading.first_moment.date() != heading.last_moment.date():
        start = f"{short_date(heading.first_moment.date())} {start}"
        end = f"{short_date(heading.last_moment.date())} {end}"
    return tr(
        "Tickets {first} à {last} · de {start} à {end}",
        first=f"{heading.first_document:06d}",
        last=f"{heading.last_document:06d}",
        start=start,
        end=end,
    )
