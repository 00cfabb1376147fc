"""Entries -> the rows of an archive's CSV files, for who reads it with a spreadsheet.

The journal beside them is the evidence; the tables say the same things in columns.
UTF-8 with its mark, semicolons, decimal commas, ISO dates. Source: `fiscal.md` 7 and 3
(E-01, B-01), with what two certified archives have.
"""

import csv
import json
from collections.abc import Iterator, Mapping
from typing import Any, Final, TextIO

from app.domain.jet import number_of, told_by
from app.fiscal.added import ADDING
from db.canonical import unb64u
from db.entry import Entry

Row = tuple[str, tuple[object, ...]]
"""Table, and its cells."""

_DOCUMENT = ("caisse", "numero")
TABLES: Final[Mapping[str, tuple[str, ...]]] = {
    "tickets": (
        *(*_DOCUMENT, "ttc", "type", "horodatage", "jour", "operateur", "commande"),
        *("mode", "table", "couverts", "lignes", "articles", "ht", "tva"),
        *("total_jour", "total_mois", "total_exercice"),
        *("perpetuel_net", "perpetuel_absolu", "remis", "logiciel", "enregistrement"),
        *("empreinte", "signature", "cle"),
    ),
    "lignes": (
        *(*_DOCUMENT, "ligne", "composant_de", "article", "libelle", "quantite"),
        *("part", "prix_unitaire_ttc", "remise", "motif_remise", "total_ttc", "ttc"),
        *("ht", "taux_tva", "nature", "categorie"),
    ),
    "tva": (*_DOCUMENT, "taux_tva", "ht", "tva", "ttc"),
    "paiements": (
        *(*_DOCUMENT, "moyen", "libelle", "montant", "recu", "rendu", "excedent"),
        "devise",
    ),
    "pourboires": (*_DOCUMENT, "moyen", "montant"),
    "hors_chiffre": (
        *(*_DOCUMENT, "identifiant", "nature", "montant", "titulaire", "taux_tva"),
        "tva",
    ),
    "bons": (
        *("caisse", "enregistrement", "numero", "horodatage", "jour", "evenement"),
        *("nature", "code", "montant", "ticket", "echeance", "operateur"),
        *("approbateur", "detail"),
    ),
    "remboursements": (
        *(*_DOCUMENT, "ticket_origine", "motif", "horodatage", "ht", "tva", "ttc"),
    ),
    "additions": (*_DOCUMENT, "horodatage", "commande", "ttc", "impression"),
    "duplicatas": (
        *(*_DOCUMENT, "horodatage", "ticket", "copie", "support", "operateur"),
    ),
    "clotures": (
        *("caisse", "serie", "numero", "premier_jour", "dernier_jour", "horodatage"),
        *("operateur", "premier_ticket", "dernier_ticket", "total_jour"),
        *("total_mois", "total_exercice", "perpetuel_net", "perpetuel_absolu"),
        *("complement", "caisses_absentes", "empreinte", "cloture_precedente"),
    ),
    "clotures_parties": (
        *("caisse", "serie", "numero", "partie_caisse", "partie_serie"),
        *("partie_numero", "partie_jour", "partie_net", "partie_empreinte"),
    ),
    "clotures_detail": (
        *("caisse", "serie", "numero", "famille", "rubrique", "mesure", "valeur"),
    ),
    "mouvements_caisse": (
        *(*_DOCUMENT, "horodatage", "jour", "evenement", "montant", "motif"),
        *("operateur", "approbateur", "detail"),
    ),
    "evenements_jet": (
        *("caisse", "enregistrement", "serie", "numero", "horodatage", "jour"),
        *("code", "nf525", "detail", "operateur", "approbateur"),
    ),
    "factures": (
        *(*_DOCUMENT, "facture", "type", "ticket", "facture_d_origine", "horodatage"),
        *("jour", "cadre", "taux_tva", "nature", "ht", "tva", "ttc", "reste_du"),
        *("client", "fichier", "sha256", "operateur"),
    ),
    "commandes": (
        *("caisse", "enregistrement", "serie", "numero", "horodatage", "jour"),
        *("commande", "evenement", "operateur", "approbateur", "detail"),
    ),
}
"""Table -> its columns. The first three of `tickets` are what the verifier compares."""

_NATURES = {"GOODS": "bien", "SERVICE": "service"}
_SECRETS = {"pin", "badge", "secret", "hash", "seed", "refresh"}
"""Members that prove who somebody is: in the journal as hashes, in no table."""
_BALANCES = ("credit.", "client.")
_CENTS = {
    *("ttc", "ht", "tva", "amount", "issued", "redeemed", "returned", "refunded"),
    *("expired", "charged", "settled"),
}
"""Measures of a closing that are cents; `milli` are thousandths, the others counts."""


def rows_of(entry: Entry, series: str) -> Iterator[Row]:
    """What an entry adds to the tables; `series` is the letter of its counter."""
    data: Mapping[str, Any] = entry.data
    for code, detail in told_by(entry.type, data):
        yield "evenements_jet", _event(entry, series, code, detail)
    match series:
        case "T":
            yield from _document(entry)
        case "N":
            yield (
                "additions",
                (
                    *_place(entry),
                    entry.ts,
                    data["order"],
                    _money(data["ttc"]),
                    data["print_no"],
                ),
            )
        case "D":
            copy = (data["number"], data["copy"], data["medium"], entry.op)
            yield "duplicatas", (*_place(entry), entry.ts, *copy)
        case "Z":
            yield from _closing(entry, "Z")
        case _ if entry.type in ADDING:
            yield from _closing(entry, series)
        case "F":
            yield from _invoice(entry)
        case "M":
            yield "mouvements_caisse", _movement(entry)
        case "O" | "P":
            balance = entry.type.startswith(_BALANCES)
            row = _credit(entry) if balance else _step(entry, series)
            yield "bons" if balance else "commandes", row
        case "J" | "A" | "G" | "K" | "S":
            if not told_by(entry.type, data):
                yield "evenements_jet", _event(entry, series, entry.type, _rest(data))
        case _:
            return


def _place(entry: Entry) -> tuple[str, int]:
    return entry.chain, entry.tseq


def _document(entry: Entry) -> Iterator[Row]:
    data: Mapping[str, Any] = entry.data
    place, totals = _place(entry), data["totals"]
    header, _, signature = entry.jws.split(".")
    refund = entry.type == "receipt.refunded"
    yield (
        "tickets",
        (
            *place,
            _money(data["ttc"]),
            _kind(data, refund=refund),
            *(entry.ts, entry.bday, entry.op, data["order"], data.get("mode", "")),
            *(data.get("table", ""), data.get("covers", "")),
            *(data.get("n_lines", ""), data.get("n_articles", "")),
            *(_money(data["ht"]), _money(data["tva"])),
            *_totals(totals),
            *(data.get("issued", ""), entry.sw, entry.seq, entry.hash, signature),
            json.loads(unb64u(header))["kid"],
        ),
    )
    for line in data["lines"]:
        yield (
            "lignes",
            (
                *place,
                *(line["id"], line["parent"], line["article"], line["label"]),
                *(line["quantity"].replace(".", ","), line["share"]),
                *(_money(line["unit"]), _money(line["discount"]), line["reason"]),
                *(_money(line["total"]), _money(line["ttc"]), _money(line["ht"])),
                *(_rate(line["rate"]), _NATURES.get(line["nature"], line["nature"])),
                line["category"],
            ),
        )
    for row in data["vat"]:
        amounts = _money(row["ht"]), _money(row["tva"]), _money(row["ttc"])
        yield "tva", (*place, _rate(row["rate"]), *amounts)
    for paid in data["payments"]:
        cents = ("amount", "tendered", "change", "excess")
        taken = [_money(paid[name]) for name in cents]
        yield "paiements", (*place, paid["method"], paid["label"], *taken, "EUR")
        if paid["tip"]:
            yield "pourboires", (*place, paid["method"], _money(paid["tip"]))
    for beside in data.get("beside", ()):
        about = beside["id"], beside["kind"], _money(beside["amount"]), beside["holder"]
        taxed = [(_rate(row["rate"]), _money(row["tva"])) for row in beside["vat"]]
        yield "hors_chiffre", (*place, *about, *(taxed[0] if taxed else ("", "")))
    if refund:
        amounts = _money(data["ht"]), _money(data["tva"]), _money(data["ttc"])
        told = data["number"], data["reason"], entry.ts
        yield "remboursements", (*place, *told, *amounts)


def _invoice(entry: Entry) -> Iterator[Row]:
    """One row for each rate and nature of an invoice."""
    data: Mapping[str, Any] = entry.data
    for each in data["amounts"]:
        amounts = (_money(each[name]) for name in ("ht", "tva", "ttc"))
        yield (
            "factures",
            (
                *_place(entry),
                *(data["number"], data["type"], " ".join(data["of"])),
                *(data["credits"], entry.ts, entry.bday, data["mode"]),
                *(_rate(each["rate"]), _NATURES.get(each["nature"], each["nature"])),
                *(*amounts, _money(data["unpaid"]), data["company"]),
                *(data["file"], data["sha256"], entry.op),
            ),
        )


def _kind(data: Mapping[str, Any], *, refund: bool) -> str:
    if refund:
        return "ANNULATION" if data.get("whole") else "REMBOURSEMENT"
    return "VENTE" if data["lines"] else "ENCAISSEMENT"


def _credit(entry: Entry) -> tuple[object, ...]:
    data: Mapping[str, Any] = entry.data
    return (
        *(entry.chain, entry.seq, entry.tseq, entry.ts, entry.bday, entry.type),
        *(data.get("kind", ""), data.get("code", ""), _money(data["amount"])),
        *(data.get("receipt", ""), data.get("expires", ""), entry.op, entry.appr),
        _rest(data),
    )


def _closing(entry: Entry, series: str) -> Iterator[Row]:
    data: Mapping[str, Any] = entry.data
    place = entry.chain, series, entry.tseq
    day = data.get("day")
    yield (
        "clotures",
        (
            *(*place, day or data["first_day"], day or data["last_day"]),
            *(entry.ts, entry.op, data.get("first", ""), data.get("last", "")),
            *_totals(data["totals"]),
            *(entry.hash, data["previous"]),
        ),
    )
    for part in data.get("parts", ()):
        of = part["chain"], ADDING[entry.type][0], part["number"], part["day"]
        yield "clotures_parties", (*place, *of, _money(part["net"]), part["hash"])
    for figure in data["figures"]:
        family, _, rest = figure["key"].partition(".")
        item, _, measure = rest.rpartition(".")
        value = figure["value"]
        shown = _money(value) if measure in _CENTS else value
        yield "clotures_detail", (*place, family, item, measure, shown)


def _totals(totals: Mapping[str, int]) -> tuple[str, ...]:
    names = ("day", "month", "year", "perpetual_net", "perpetual_abs")
    return tuple(_money(totals[name]) for name in names)


def _movement(entry: Entry) -> tuple[object, ...]:
    data: Mapping[str, Any] = entry.data
    cents = data.get("amount", data.get("total"))
    moment = entry.ts, entry.bday, entry.type
    return (
        *(*_place(entry), *moment, "" if cents is None else _money(cents)),
        *(data.get("reason", ""), entry.op, entry.appr, _rest(data)),
    )


def _step(entry: Entry, series: str) -> tuple[object, ...]:
    order = entry.stream.partition("/")[2]
    return (
        *(entry.chain, entry.seq, series, entry.tseq, entry.ts, entry.bday),
        *(order, entry.type, entry.op, entry.appr, _rest(entry.data)),
    )


def _event(entry: Entry, series: str, code: str, detail: str) -> tuple[object, ...]:
    return (
        *(entry.chain, entry.seq, series, entry.tseq or "", entry.ts, entry.bday),
        *(code, number_of(code), detail, entry.op, entry.appr),
    )


def _rest(data: Mapping[str, Any]) -> str:
    shown = {name: value for name, value in data.items() if name not in _SECRETS}
    return json.dumps(shown, ensure_ascii=False, separators=(",", ":"))


def _money(cents: int) -> str:
    """Cents as euros: -1890 -> "-18,90"."""
    euros, rest = divmod(abs(cents), 100)
    return f"{'-' if cents < 0 else ''}{euros},{rest:02d}"


def _rate(hundredths: int) -> str:
    """A rate in percent: 550 -> "5,50"."""
    return _money(hundredths)


class TableWriter:
    """One CSV file being written."""

    def __init__(self, file: TextIO, columns: tuple[str, ...]) -> None:
        self.rows = 0
        self._writer = csv.writer(file, delimiter=";", lineterminator="\r\n")
        file.write("\ufeff")
        self._writer.writerow(columns)

    def write(self, cells: tuple[object, ...]) -> None:
        """Adds a row."""
        self._writer.writerow([_cell(cell) for cell in cells])
        self.rows += 1


def _cell(value: object) -> object:
    """One line of text, which no spreadsheet takes for a formula."""
    if not isinstance(value, str):
        return value
    text = " ".join(value.splitlines())
    amount = text[:1] == "-" and text[1:2].isdigit()
    return f"'{text}" if text[:1] in ("=", "+", "-", "@") and not amount else text
