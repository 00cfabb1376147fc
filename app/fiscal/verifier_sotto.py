"""Vérifie une archive fiscale de Sotto, sans Sotto.

Ce fichier se suffit : Python 3.10 ou plus récent, et la bibliothèque `cryptography`.

    pip install cryptography
    python verifier_sotto.py SOTTO-ARCH_….zip
    python verifier_sotto.py ARCHIVE.zip --temoin sotto:C1:48210:k7QdV0w2…
    python verifier_sotto.py ARCHIVE.zip --cle EMPREINTE --json

Il ne modifie rien et n'écrit rien. Code de sortie : 0 intacte, 1 intacte avec des
remarques, 2 altérée.

Ce qui est vérifié, dans cet ordre :

1. le manifeste est signé (ES256) par la clé de la caisse qui a fait l'archive ;
2. l'archive contient exactement les fichiers du manifeste, chacun avec son SHA-256 ;
3. chaque enregistrement du journal suit le précédent (numéro et empreinte), est signé là
   où la loi le demande, et les séries (tickets, clôtures…) n'ont pas de trou ;
4. les documents tombent juste : TVA, lignes, règlements, totaux perpétuels, clôtures ; un
   mois est la somme de ses jours, un exercice de ses mois, l'établissement de ses
   caisses ; un ticket n'est jamais remboursé au-delà de ce qui fut vendu ;
5. tickets.csv dit la même chose que le journal, et chaque facture archivée est celle
   qu'il nomme ;
6. les témoins donnés (code QR d'un Z, relevé d'un autre poste) sont dans le journal.

Une clé est crue parce que l'archive la contient. Qui possède un Z imprimé ou une
attestation compare : `--temoin` pour l'empreinte du Z, `--cle` pour celle de la clé.
Une fin de journal réécrite avec la vraie clé ne se voit qu'ainsi.
"""
# Comments and words are French: this file is handed to the French administration's experts.

import argparse
import base64
import hashlib
import json
import struct
import sys
import zipfile
import zlib
from collections.abc import Callable, Iterable, Iterator
from datetime import datetime
from pathlib import Path
from typing import Any, NamedTuple

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.asymmetric.utils import encode_dss_signature

FORMAT = "sotto-archive-1"
MANIFEST, SIGNATURE, SUMS = "manifest.json", "manifest.jws", "SHA256SUMS"
KEYS, TYPES, TICKETS = "keys.json", "schema/types.json", "csv/tickets.csv"
INVOICE, CREDIT_NOTE = "invoice.issued", "381"
SALE, REFUND, CLOSING = "receipt.issued", "receipt.refunded", "till.day_closed"
CORRECTED, PIECE = "payment.corrected", "till.file_kept"
# Les chiffres d'un Z que ses documents disent, et eux seuls, sauf ce qui fut contrôlé.
FAMILIES = (
    *("document.sale.", "document.refund.", "vat.", "vat_rate.", "tender."),
    *("beside.", "deposit.", "foreign.", "invoiced."),
)
CHECKED = (".told", ".off")
ROUNDING = "rounding"  # ce que l'arrondi des espèces ajoute à un document, ou en retire
# Centimes dont la TVA d'un remboursement partiel peut s'écarter de la règle : c'est la
# différence de deux parts arrondies d'une TVA arrondie.
SLACK = 2
# Une clôture qui en additionne d'autres : la série qu'elle additionne, et la sienne.
ADDING = {
    "till.month_closed": ("Z", "ZM"),
    "till.year_closed": ("ZM", "ZY"),
    "establishment.day_closed": ("Z", "E"),
    "establishment.month_closed": ("ZM", "EM"),
    "establishment.year_closed": ("ZY", "EY"),
}
OPENED, KEY_CHANGED = "journal.opened", "journal.key_changed"
SEGMENT_OPENED = "journal.segment_opened"
UNSIGNED, SEALED = "journal.unsigned", "journal.sealed"
BODY = frozenset(
    (
        *("v", "chain", "seq", "type", "tseq", "stream", "hlc", "ts", "bday"),
        *("op", "appr", "sw", "prev", "data"),
    )
)
# Le seul membre qui peut manquer : comment ce fut fait, s'il ne le fut pas à la main.
VIA = "via"
WORDS = {
    "NOT_AN_ARCHIVE": "ce n'est pas une archive de Sotto, ou elle est tronquée",
    "FILE_MISSING": "ce fichier manque",
    "FILE_EXTRA": "ce fichier n'est pas dans le manifeste",
    "FILE_ORDER": "les fichiers ne sont plus dans l'ordre du manifeste",
    "FILE_CHANGED": "ce fichier n'est pas celui qui a été archivé",
    "CSV_DIFF": "ce tableau ne dit pas la même chose que le journal",
    "INVOICE_DIFF": "cette facture n'est pas celle que le journal nomme",
    "INVOICE_ABSENT": "le fichier de cette facture n'est pas dans l'archive",
    "PIECE_DIFF": "ce justificatif n'est pas celui que le journal nomme",
    "PIECE_ABSENT": "ce justificatif n'est pas dans l'archive",
    "BAD_JWS": "enregistrement illisible",
    "KID_UNKNOWN": "signé par une clé inconnue",
    "BAD_SIG": "signature fausse ou absente",
    "SEQ_GAP": "un numéro manque avant celui-ci",
    "TSEQ_GAP": "un numéro manque dans sa série",
    "LINK_BROKEN": "ne suit pas le précédent : quelque chose a été changé",
    "TRUNCATED": "la fin du journal manque",
    "FORK": "un témoin connaît un autre enregistrement à ce numéro",
    "GENESIS_MISSING": "aucune clé n'est connue pour cette caisse",
    "TOTAL_DIFF": "un total ne tombe pas juste",
    "CLOSE_MISSING": "une clôture manque",
    "CLOSE_LATE": "clôturé après coup, par la première version qui clôture les mois",
    "REFUND_APART": "remboursé par des postes séparés : la somme ne tombe pas juste",
    "PROJECTION_DIFF": "les tables de lecture ne disent pas la même chose",
    "TS_BACKWARD": "l'horloge a reculé",
    "SEGMENT": "nouveau segment : la caisse a constaté une altération et a continué",
    "DEGRADED": "mode dégradé : écrits sans signature, scellés ensuite",
    "DECLARED": "anomalie que l'archive déclare elle-même",
    "WITNESS_UNREACHABLE": "ce témoin est hors de la période archivée",
}
WARNINGS = frozenset(
    {
        *("TS_BACKWARD", "SEGMENT", "DEGRADED", "DECLARED", "WITNESS_UNREACHABLE"),
        *("INVOICE_ABSENT", "PIECE_ABSENT", "CLOSE_LATE", "REFUND_APART"),
    }
)
# Ce que lit `zipfile` d'un fichier abîmé.
BROKEN = (
    *(zipfile.BadZipFile, zlib.error, EOFError, KeyError, ValueError),
    *(RuntimeError, struct.error),
)
# Ce que donne un document qui n'en est pas un.
WRONG = (LookupError, TypeError, ValueError, AttributeError, ArithmeticError)
TOLERANCE_SECONDS = 2  # l'heure légale peut être recalée


class Finding(NamedTuple):
    """Un constat : quoi, sur quel enregistrement (caisse, numéro) ou dans quel fichier."""

    code: str
    chain: str = ""
    seq: int = 0
    file: str = ""
    detail: str = ""

    def line(self) -> str:
        """Le constat en une phrase."""
        place = f"{self.chain} n° {self.seq}" if self.seq else self.chain
        where = " · ".join(filter(None, (self.file, place)))
        detail = f" ({self.detail})" if self.detail else ""
        return f"{self.code:<16} {where} : {WORDS[self.code]}{detail}"


class Result(NamedTuple):
    """Ce que la vérification a trouvé ; `manifest` est vide s'il est illisible."""

    findings: list[Finding]
    manifest: dict[str, Any] = {}  # noqa: RUF012  jamais modifié
    keys: dict[str, list[str]] = {}  # noqa: RUF012  empreintes des clés de chaque caisse
    entries: int = 0
    documents: int = 0

    @property
    def errors(self) -> list[Finding]:
        """Ce qui prouve une altération."""
        return [f for f in self.findings if f.code not in WARNINGS]

    @property
    def exit_code(self) -> int:
        """0 intacte, 1 intacte avec des remarques, 2 altérée."""
        return 2 if self.errors else int(bool(self.findings))


# ------------------------------------------------------------------- signatures


def b64u(raw: bytes) -> str:
    """Base64url sans remplissage (RFC 7515)."""
    return base64.urlsafe_b64encode(raw).rstrip(b"=").decode()


def unb64u(text: str) -> bytes:
    """L'inverse ; refuse toute autre écriture des mêmes octets."""
    raw = base64.urlsafe_b64decode(text + "=" * (-len(text) % 4))
    if b64u(raw) != text:
        raise ValueError("base64url")
    return raw


def digest(text: str) -> str:
    """L'empreinte d'un enregistrement : SHA-256 de sa forme signée."""
    return b64u(hashlib.sha256(text.encode()).digest())


def thumbprint(jwk: dict[str, str]) -> str:
    """Le nom d'une clé publique (RFC 7638)."""
    members = {name: jwk[name] for name in ("crv", "kty", "x", "y")}
    return digest(json.dumps(members, sort_keys=True, separators=(",", ":")))


class Key:
    """Une clé publique ECDSA P-256, et à partir de quel enregistrement elle signe."""

    def __init__(self, first: int, jwk: dict[str, str]) -> None:
        self.first, self.kid = first, thumbprint(jwk)
        x, y = (int.from_bytes(unb64u(jwk[name]), "big") for name in ("x", "y"))
        numbers = ec.EllipticCurvePublicNumbers(x, y, ec.SECP256R1())
        self._key = numbers.public_key()

    def verifies(self, signed: str, signature: str) -> bool:
        """Si `signature` (r||s, 64 octets) est bien celle de ces octets."""
        try:
            raw = unb64u(signature)
            if len(raw) != 64:
                return False
            r, s = int.from_bytes(raw[:32], "big"), int.from_bytes(raw[32:], "big")
            der = encode_dss_signature(r, s)
            self._key.verify(der, signed.encode(), ec.ECDSA(hashes.SHA256()))
        except (InvalidSignature, ValueError):
            return False
        return True


def kid_of(header: str) -> str:
    """La clé qu'un en-tête nomme ; "" s'il n'en est pas un."""
    try:
        read = json.loads(unb64u(header))
        return str(read["kid"]) if read["alg"] == "ES256" else ""
    except (ValueError, LookupError, TypeError):
        return ""


# ------------------------------------------------------------------- le journal


def body_of(parts: list[str]) -> dict[str, Any] | None:
    """Le corps d'un enregistrement ; None s'il n'en est pas un."""
    try:
        body = json.loads(unb64u(parts[1]))
        whole = len(parts) == 3 and body.keys() ^ BODY <= {VIA} and body.get(VIA) != ""
        return body if whole and isinstance(body["seq"], int) else None
    except (ValueError, LookupError, AttributeError, TypeError):
        return None


class Chain:
    """Le journal d'une caisse, vérifié ligne après ligne."""

    def __init__(
        self,
        name: str,
        told: dict[str, Any],
        keys: list[Key],
        types: dict[str, Any],
        closings: "Closings",
    ) -> None:
        self.name, self.told, self.keys, self.types = name, told, keys, types
        self.closings = closings
        self.findings: list[Finding] = []
        self.count = self.documents = 0
        self.seq, self.hash = int(told["after"]), str(told["start"])
        self.ts, self.signed = "", True
        # Ce qui est écrit depuis la dernière signature : le premier numéro, s'il dit
        # qu'il attend son sceau, et les numéros qui devraient être signés.
        self.waiting, self.unsigned = 0, list[int]()
        self.series: dict[str, int] = {}
        # Les programmes qui ont écrit des tickets et des Z, et ce qui n'est pas clôturé
        # quand la première clôture de mois (ZM) ou d'exercice (ZY) n'est pas encore venue.
        self.programs: set[str] = set()
        self.unclosed: dict[str, list[tuple[int, str]]] = {"ZM": [], "ZY": []}
        self.sums = Sums(whole=self.seq == 0)
        # Numéro d'un document -> sa ligne dans le fichier ; les remboursements.
        self.places: dict[int, int] = {}
        self.refunds: list[dict[str, Any]] = []
        # Les documents d'après le journal, et d'après tickets.csv.
        self.csv, self.csv_told = hashlib.sha256(), hashlib.sha256()
        self.invoices: list[tuple[int, str, str]] = []  # numéro, fichier, SHA-256
        self.pieces: list[tuple[int, str]] = []  # numéro, SHA-256

    def find(self, code: str, seq: int, detail: str = "") -> None:
        """Note un constat ; personne n'en lit un million."""
        if len(self.findings) < 1000:
            self.findings.append(Finding(code, self.name, seq, "", detail))

    def take(self, line: str) -> None:
        """Vérifie l'enregistrement suivant."""
        self.count += 1
        parts = line.split(".")
        body = body_of(parts)
        if body is None:
            self.seq += 1  # son numéro n'est pas perdu : il est illisible
            self.find("BAD_JWS", self.seq)
            self.hash, self.signed = digest(line), False
            return
        seq, type_ = int(body["seq"]), str(body["type"])
        if seq != self.seq + 1:
            self.find("SEQ_GAP", seq)
        if body["prev"] != self.hash or body["chain"] != self.name:
            self.find("LINK_BROKEN", seq)
        rule = self.types.get(type_, {"series": "", "signed": False})
        self._signature(seq, parts, bool(rule["signed"]))
        self._series(seq, str(rule["series"]), body["tseq"])
        if self.ts and _seconds(self.ts, body["ts"]) < -TOLERANCE_SECONDS:
            self.find("TS_BACKWARD", seq)
        self._seal(seq, type_, body["data"], signed=bool(parts[2]))
        self._meaning(seq, type_, body)
        self.seq, self.hash, self.ts = seq, digest(line), body["ts"]
        self.signed = bool(parts[2])
        if type_ == CLOSING or type_ in ADDING:
            self.closings.take(self, type_, body)

    def end(self) -> None:
        """Rien ne manque à la fin, et la fin est celle du manifeste."""
        last, head = int(self.told["last"]), str(self.told["head"])
        if self.seq < last:
            self.find("TRUNCATED", self.seq + 1)
        elif (self.seq, self.hash) != (last, head):
            self.find("FORK", last, "autre fin que celle du manifeste")
        if self.waiting:  # le sceau est dans l'archive suivante
            self.find("DEGRADED", self.waiting, f"{self.waiting}-{self.seq}")
            return
        self._bare()
        if self.count and not self.signed and self.seq not in self.unsigned:
            self.find("BAD_SIG", self.seq)  # un ajout finit toujours par une signature

    def _signature(self, seq: int, parts: list[str], required: bool) -> None:
        key = next((k for k in reversed(self.keys) if k.first <= seq), None)
        if key is None:
            if not any(f.code == "GENESIS_MISSING" for f in self.findings):
                self.find("GENESIS_MISSING", seq)
        elif (kid := kid_of(parts[0])) != key.kid:
            self.find("KID_UNKNOWN" if kid else "BAD_JWS", seq)
        elif parts[2] and not key.verifies(f"{parts[0]}.{parts[1]}", parts[2]):
            self.find("BAD_SIG", seq)
        if required and not parts[2]:
            self.unsigned.append(seq)

    def _seal(self, seq: int, type_: str, data: Any, *, signed: bool) -> None:
        """Une suite sans signature commence en le disant et finit par un sceau signé."""
        if not signed:
            if type_ == UNSIGNED and self.signed:
                self.waiting = seq
            return
        seals = type_ in (SEALED, SEGMENT_OPENED) and isinstance(data, dict)
        told = data if seals else {}
        first = told.get("first")
        if isinstance(first, int) and told.get("last") == seq - 1:
            self.find("DEGRADED", first, f"{first}-{seq - 1}")
            self.unsigned = [n for n in self.unsigned if n < first]
        self._bare()
        self.waiting, self.unsigned = 0, []

    def _bare(self) -> None:
        """Ce qui devait être signé et que rien n'a scellé."""
        for seq in self.unsigned:
            self.find("BAD_SIG", seq)

    def _series(self, seq: int, series: str, number: int) -> None:
        before = self.series.get(series, None if self.told["after"] else 0)
        if series and before is not None and number != before + 1:
            self.find("TSEQ_GAP", seq, f"série {series}")
        if series:
            self.series[series] = number

    def _meaning(self, seq: int, type_: str, body: dict[str, Any]) -> None:
        try:
            data = body["data"]
            if type_ == SEGMENT_OPENED:
                self.find("SEGMENT", seq, str(data.get("code", "")))
            if type_ in (OPENED, KEY_CHANGED, SEGMENT_OPENED) and "jwk" in data:
                self._announced(seq + (type_ == KEY_CHANGED), data["jwk"])
            elif type_ in (SALE, REFUND):
                self._document(seq, type_, body)
            elif type_ == CORRECTED:
                self.sums.corrected(data)
            elif type_ == INVOICE:
                self.invoices.append((seq, data["file"], data["sha256"]))
                self.sums.invoice(body)
            elif type_ == PIECE:
                self.pieces.append((seq, data["file"]))
            elif type_ == CLOSING:
                self.programs.add(body["sw"])
                if not self.sums.closing(data):
                    self.find("TOTAL_DIFF", seq)
        except WRONG:
            self.find("TOTAL_DIFF", seq, "document incomplet")

    def _document(self, seq: int, type_: str, body: dict[str, Any]) -> None:
        self.documents += 1
        self.places[body["tseq"]] = self.count
        if type_ == REFUND and body["data"]["of"]:
            self.refunds.append(body)
        self.csv.update(_row(self.name, body["tseq"], body["data"]["ttc"]))
        for code in self.sums.document(body):
            self.find(code, seq)
        self.programs.add(body["sw"])
        for own, period in self.closings.missing(self.name, body["bday"]):
            if own in self.unclosed:
                self.unclosed[own].append((seq, period))
            else:
                self.find("CLOSE_MISSING", seq, period)

    def begins(self, own: str, body: dict[str, Any]) -> None:
        """La première clôture de mois ou d'exercice dit ce qu'un programme d'avant, qui ne
        les connaissait pas, a laissé ouvert : le sien n'a rien vendu ni clôturé plus tôt."""
        late = body["tseq"] == 1 and body["sw"] not in self.programs
        for seq, period in self.unclosed.pop(own, ()):
            self.find("CLOSE_LATE" if late else "CLOSE_MISSING", seq, period)

    def never(self, declared: set[int]) -> None:
        """Ce que cette archive ne clôture pas. Si la clôture est dans la suivante, la
        vérification du journal entier, que l'archive déclare, ne s'en plaint pas."""
        for seq, period in (each for found in self.unclosed.values() for each in found):
            self.find("CLOSE_MISSING" if seq in declared else "CLOSE_LATE", seq, period)

    def _announced(self, first: int, jwk: dict[str, str]) -> None:
        """Une clé annoncée dans le journal est celle de keys.json."""
        if (first, thumbprint(jwk)) not in [(k.first, k.kid) for k in self.keys]:
            self.find("KID_UNKNOWN", first, "keys.json ne dit pas la même clé")


def _seconds(before: str, now: str) -> float:
    try:
        step = datetime.fromisoformat(now) - datetime.fromisoformat(before)
    except (ValueError, TypeError):
        return 0.0
    return step.total_seconds()


# ------------------------------------------------------------------- les sommes


class Sums:
    """Les totaux d'une caisse, ajoutés ici, comparés à ceux qui sont écrits.

    Un écart est dit une fois, là où il naît ; au début d'une archive qui ne commence pas
    au premier enregistrement, le premier total écrit sert de départ, et la première
    clôture peut compter des documents de l'archive d'avant.
    """

    # Un exercice peut commencer avec n'importe quel mois.
    PERIODS = (("day", 10), ("month", 7), ("year", 7))

    def __init__(self, *, whole: bool) -> None:
        names = (*dict(self.PERIODS), "perpetual_net", "perpetual_abs")
        self.totals = dict.fromkeys(names, 0) if whole else None
        self.day = self.closed = ""
        self.whole = whole  # tous les documents depuis la clôture d'avant sont là
        self.figures: dict[str, int] = {}  # ce que disent les documents
        self.invoiced: dict[str, dict[str, int]] = {}  # les factures de chaque jour
        self.numbers: list[int] = []

    def document(self, body: dict[str, Any]) -> Iterator[str]:
        """Les codes de ce qui ne tombe pas juste dans un ticket ou un remboursement."""
        data, day = body["data"], body["bday"]
        if self.closed < self.day < day:
            yield "CLOSE_MISSING"
        self.numbers = [*self.numbers[:1], body["tseq"]]
        _add(self.figures, _told("sale" if body["type"] == SALE else "refund", data))
        if not self._follow(data["totals"], data["ttc"], day) or not _adds_up(data):
            yield "TOTAL_DIFF"

    def closing(self, data: dict[str, Any]) -> bool:
        """Une clôture nomme les documents depuis la précédente, et dit ce qu'ils disent."""
        figures = {
            key: value
            for key, value in _figures(data).items()
            if key.startswith(FAMILIES) and not key.endswith(CHECKED)
        }
        ends = (self.numbers[0], self.numbers[-1]) if self.numbers else (0, 0)
        # Les versions d'avant ne comptaient que les factures du jour même de la clôture.
        told = (
            _sum((self.figures, *self.invoiced.values())),
            _sum((self.figures, self.invoiced.get(data["day"], {}))),
        )
        sums = (data["first"], data["last"]) == ends and figures in told
        right = self._follow(data["totals"], 0, data["day"])
        right &= sums or not self.whole
        self.whole = True
        self.closed, self.figures, self.numbers = data["day"], {}, []
        self.invoiced = {}
        return right

    def invoice(self, body: dict[str, Any]) -> None:
        """Une facture, ou un avoir (négatif) : ce qui ne se déclare plus avec le Z."""
        data = body["data"]
        sign = -1 if data["type"] == CREDIT_NOTE else 1
        _add(
            self.invoiced.setdefault(body["bday"], {}),
            (
                (f"invoiced.{row['rate']}.{row['nature']}.{name}", sign * row[name])
                for row in data["amounts"]
                for name in ("ttc", "ht", "tva")
            ),
        )

    def corrected(self, data: dict[str, Any]) -> None:
        """Un règlement saisi pour un autre : les mêmes centimes, au bon moyen."""
        for method, sign in ((data["was"], -1), (data["method"], 1)):
            item = f"tender.{method}"
            cents = ((n, sign * data.get(n, 0)) for n in ("amount", "tip"))
            counted = (("count", sign), *cents)
            _add(self.figures, ((f"{item}.{n}", value) for n, value in counted))

    def _follow(self, totals: dict[str, int], ttc: int, day: str) -> bool:
        """Si ces totaux sont ceux d'avant, augmentés de `ttc`."""
        before, self.totals = self.totals, totals
        last, self.day = self.day, day
        if before is None:
            return True
        same = {name: last[:length] == day[:length] for name, length in self.PERIODS}
        same["year"] |= totals["year"] != ttc
        expected = {
            name: (before[name] if same[name] else 0) + ttc for name, _ in self.PERIODS
        }
        expected["perpetual_net"] = before["perpetual_net"] + ttc
        expected["perpetual_abs"] = before["perpetual_abs"] + abs(ttc)
        return totals == expected


def _adds_up(data: dict[str, Any]) -> bool:
    """Les lignes font la TVA, la TVA suit sa règle, les règlements font le total et ce qui
    est encaissé hors chiffre. Pourboires et excédents de titres sont à côté du montant."""
    lines: dict[int, dict[str, int]] = {}
    for line in data["lines"]:
        _add(lines.setdefault(line["rate"], {}), ((n, line[n]) for n in ("ttc", "ht")))
    slack = SLACK if data.get("of") else 0
    right = True
    for row in data["vat"]:
        sums = lines.pop(
            row["rate"], {"ttc": 0, "ht": 0}
        )  # un taux n'a qu'une ligne de TVA
        right &= sums == {"ttc": row["ttc"], "ht": row["ht"]}
        right &= row["ht"] + row["tva"] == row["ttc"]
        rule = rounded(row["ttc"] * row["rate"], 10_000 + row["rate"])
        right &= abs(row["tva"] - rule) <= slack
    paid = sum(each["amount"] for each in data["payments"])
    beside = sum(each["amount"] for each in data.get("beside", ()))
    return (
        right
        and not any(any(sums.values()) for sums in lines.values())
        and all(data[n] == sum(r[n] for r in data["vat"]) for n in ("ttc", "ht", "tva"))
        and paid == data["ttc"] + beside
        and all(map(_exchanged, data["payments"]))
    )


def _exchanged(tender: dict[str, Any]) -> bool:
    """Des devises valent ce qu'elles ont payé, au cours de la caisse (en millionièmes)."""
    given = tender.get("exchange")
    if given is None:
        return True
    worth, back = (
        rounded(given[name] * given["rate"], 1_000_000) for name in ("foreign", "back")
    )
    kept = tender["amount"] + tender["tip"] + tender["change"]
    return bool(worth == tender["tendered"] == kept + back)


def rounded(numerator: int, denominator: int) -> int:
    """Au centime, la moitié en s'éloignant de zéro."""
    half = (2 * abs(numerator) + denominator) // (2 * denominator)
    return -half if numerator < 0 else half


class Given:
    """Ce qui a été rendu d'un ticket, par chaque caisse et par toutes.

    Les centimes sont ceux d'une ligne et de son taux, ou de ce qui fut encaissé hors
    chiffre. La TVA rendue est celle de tout ce qui est rendu, moins celle de ce qui
    l'était déjà : il n'en reste rien quand tout est rendu.
    """

    def __init__(self, sold: dict[str, Any]) -> None:
        self.vat = {row["rate"]: row for row in sold["vat"]}
        self.sold = _cents(sold)
        self.all: dict[Any, int] = {}
        self.own: dict[str, dict[Any, int]] = {}
        self.ttc = dict.fromkeys(self.vat, 0)

    def code(self, chain: str, data: dict[str, Any]) -> str:
        """Ce qui est faux dans un remboursement de plus ; "" pour rien.

        Des caisses séparées peuvent rendre deux fois, chacune de bonne foi : une remarque.
        """
        more = _cents(data)
        too_much = self._exceeds(self.own.setdefault(chain, {}), more)
        apart = self._exceeds(self.all, more)
        for row in data["vat"]:
            sold, before = self.vat[row["rate"]], self.ttc[row["rate"]]
            after = self.ttc[row["rate"]] = before + row["ttc"]
            whole = sold["ttc"] or 1
            tva = (rounded(sold["tva"] * ttc, whole) for ttc in (after, before))
            apart |= row["tva"] != next(tva) - next(tva)
        if too_much or (apart and len(self.own) == 1):
            return "TOTAL_DIFF"
        return "REFUND_APART" if apart else ""

    def _exceeds(self, back: dict[Any, int], more: dict[Any, int]) -> bool:
        _add(back, more.items())
        return any(not -self.sold.get(item, 0) <= back[item] <= 0 for item in more)


def _cents(data: dict[str, Any]) -> dict[Any, int]:
    found: dict[Any, int] = {}
    _add(found, (((each["id"], each["rate"]), each["ttc"]) for each in data["lines"]))
    for each in data.get("beside", ()):
        if each["kind"] != ROUNDING:
            found[each["id"], 0] = each["amount"]
    return found


class Closings:
    """Les clôtures de toutes les caisses, et celles qui les additionnent.

    Une archive qui ne commence pas au premier enregistrement ne contient pas toutes les
    clôtures que les siennes additionnent : celles-là ne se comparent qu'avec l'archive
    d'avant.
    """

    def __init__(self, chains: dict[str, Any], starts: list[int]) -> None:
        self.chains, self.starts = chains, starts
        # (série, caisse, numéro) -> empreinte, dernier jour, chiffres comprimés, totaux
        self.known: dict[tuple[str, str, int], tuple[str, str, bytes, Any]] = {}
        self.upto: dict[tuple[str, str], int] = {}
        self.open: dict[tuple[str, str], list[str]] = {}
        self.late: list[tuple[Chain, int, str, dict[str, Any]]] = []

    def take(self, chain: Chain, type_: str, body: dict[str, Any]) -> None:
        """Note une clôture, et vérifie celle qui additionne celles de sa caisse."""
        try:
            data, own = body["data"], "Z"
            if type_ in ADDING:
                own = ADDING[type_][1]
                if own.startswith("E"):  # les autres caisses sont encore à lire
                    self.late.append((chain, chain.seq, own, data))
                else:
                    self.check(chain, chain.seq, own, data)
                    chain.begins(own, body)
                days = self.open.get((own, chain.name), [])
                self.open[own, chain.name] = [d for d in days if d > data["last_day"]]
            day = data["last_day"] if type_ in ADDING else data["day"]
            packed = zlib.compress(json.dumps(_figures(data)).encode(), 1)
            key = own, chain.name, int(body["tseq"])
            self.known[key] = chain.hash, day, packed, data["totals"]
            over = {"Z": "ZM", "ZM": "ZY"}.get(own)
            if over:
                self.open.setdefault((over, chain.name), []).append(day)
        except WRONG:
            chain.find("TOTAL_DIFF", chain.seq, "clôture incomplète")

    def end(self) -> None:
        """Vérifie les clôtures de l'établissement."""
        for chain, seq, own, data in self.late:
            try:
                self.check(chain, seq, own, data)
            except WRONG:
                chain.find("TOTAL_DIFF", seq, "clôture incomplète")

    def missing(self, chain: str, day: str) -> Iterator[tuple[str, str]]:
        """Les mois (ZM) et les exercices (ZY) qu'un document de ce jour trouve ouverts."""
        months = self.open.get(("ZM", chain), [])
        while months and months[0][:7] < day[:7]:
            month = months[0][:7]
            yield "ZM", month
            months[:] = [each for each in months if each[:7] > month]
        years = self.open.get(("ZY", chain), [])
        while years and all(_year(years[0], s) < _year(day, s) for s in self.starts):
            year = max(_year(years[0], start) for start in self.starts)
            yield "ZY", f"exercice {year}"
            years[:] = [
                d for d in years if min(_year(d, s) for s in self.starts) > year
            ]

    def check(self, chain: Chain, seq: int, own: str, data: dict[str, Any]) -> None:
        """Une clôture nomme chaque clôture une fois, telle qu'elle est, et leur somme."""
        added = {own: added for added, own in ADDING.values()}[own]
        parts = [(p, self.known.get(_key(added, p))) for p in data["parts"]]
        right = bool(parts) and self._once(chain, own, data["parts"])
        for part, stored in parts:
            if stored is None:
                right &= self._before(part, added)
                continue
            hash_, day, packed, _ = stored
            figures = json.loads(zlib.decompress(packed))
            told = part["hash"], part["day"], part["net"]
            right &= told == (hash_, day, _net(figures))
            right &= data["first_day"] <= day <= data["last_day"]
        figures, totals = _figures(data), data["totals"]
        turned = 2 * figures.get("document.sale.ttc", 0) - _net(figures)
        start = data["start_net"], data["start_abs"]
        ends = totals["perpetual_net"] - start[0], totals["perpetual_abs"] - start[1]
        right &= ends == (_net(figures), turned)
        known = [stored for _, stored in parts if stored]
        if len(known) == len(parts):
            all_ = (json.loads(zlib.decompress(packed)) for _, _, packed, _ in known)
            right &= _sum(all_) == figures
            right &= self._totals(own, added, known, data)
        for part in data["parts"]:
            self.upto[own, part["chain"]] = part["number"]
        if not right:
            chain.find("TOTAL_DIFF", seq)

    def _once(self, chain: Chain, own: str, parts: list[dict[str, Any]]) -> bool:
        upto = dict(self.upto)
        for part in parts:
            last = upto.get((own, part["chain"]))
            if not own.startswith("E"):
                if part["chain"] != chain.name:
                    return False
                if part["number"] != (part["number"] if last is None else last + 1):
                    return False
                if last is None and not chain.told["after"] and part["number"] != 1:
                    return False
            elif last is not None and part["number"] <= last:
                return False
            upto[own, part["chain"]] = part["number"]
        return True

    def _before(self, part: dict[str, Any], added: str) -> bool:
        """Si une clôture qui n'est pas là peut être dans une archive d'avant."""
        told = self.chains.get(part["chain"])
        numbers = [n for s, c, n in self.known if (s, c) == (added, part["chain"])]
        after = told is None or bool(told["after"])
        return after and part["number"] < min(numbers, default=part["number"] + 1)

    def _totals(
        self, own: str, added: str, known: list[Any], data: dict[str, Any]
    ) -> bool:
        """Les totaux courants sont ceux de la dernière, ou de toutes les caisses."""
        totals = data["totals"]
        if not own.startswith("E"):
            return bool(totals == known[-1][3])
        ends = [self.known.get(_key(added, end)) for end in data["ends"]]
        if not ends or None in ends:
            return bool(ends) and all(
                stored or self._before(end, added)
                for end, stored in zip(data["ends"], ends, strict=True)
            )
        last = max(end[1] for end in ends if end)
        return all(
            totals[name] == sum(e[3][name] for e in ends if e and e[1][:n] == last[:n])
            for name, n in (
                *(("day", 10), ("month", 7)),
                *(("perpetual_net", 0), ("perpetual_abs", 0)),
            )
        )


def _key(series: str, part: dict[str, Any]) -> tuple[str, str, int]:
    return series, part["chain"], part["number"]


def _told(kind: str, data: dict[str, Any]) -> Iterator[tuple[str, int]]:
    """Ce qu'un document ajoute à son Z : totaux, TVA, règlements, hors chiffre."""
    yield f"document.{kind}.count", 1
    for name in ("ttc", "ht", "tva"):
        yield f"document.{kind}.{name}", data[name]
        for row in data["vat"]:
            yield f"vat_rate.{row['rate']}.{name}", row[name]
    for line in data["lines"]:
        item, ttc, ht = f"vat.{line['rate']}.{line['nature']}", line["ttc"], line["ht"]
        yield f"{item}.ttc", ttc
        yield f"{item}.ht", ht
        yield f"{item}.tva", ttc - ht
    for paid in data["payments"]:
        yield f"tender.{paid['method']}.count", 1
        for name in ("amount", "tip", "excess"):
            yield f"tender.{paid['method']}.{name}", paid.get(name, 0)
        yield from _deposit("used", paid)
        if given := paid.get("exchange"):
            item = f"foreign.{given['currency']}"
            yield f"{item}.taken", given["foreign"]
            yield f"{item}.back", given["back"]
            yield f"{item}.amount", paid["amount"] + paid["tip"]
    for each in data.get("beside", ()):
        yield f"beside.{each['kind']}.count", 1
        yield f"beside.{each['kind']}.amount", each["amount"]
        yield from _deposit("taken", each)


def _deposit(item: str, data: dict[str, Any]) -> Iterator[tuple[str, int]]:
    """La TVA d'un acompte, reçu ou repris."""
    for row in data.get("vat", ()):
        for name in ("ttc", "ht", "tva"):
            yield f"deposit.{item}.{row['rate']}.{name}", row[name]


def _add(figures: dict[Any, int], more: Iterable[tuple[Any, int]]) -> None:
    for key, value in more:
        figures[key] = figures.get(key, 0) + value


def _sum(parts: Iterable[dict[str, int]]) -> dict[str, int]:
    figures: dict[str, int] = {}
    for part in parts:
        _add(figures, part.items())
    return {key: value for key, value in figures.items() if value}


def _figures(data: dict[str, Any]) -> dict[str, int]:
    return {each["key"]: each["value"] for each in data["figures"] if each["value"]}


def _net(figures: dict[str, int]) -> int:
    return sum(figures.get(f"document.{kind}.ttc", 0) for kind in ("sale", "refund"))


def _year(day: str, starts: int) -> int:
    """L'année où commence l'exercice d'un jour."""
    return int(day[:4]) - (int(day[5:7]) < starts)


def _row(chain: str, number: int, ttc: int) -> bytes:
    """Un document comme tickets.csv l'écrit : caisse, numéro, total TTC."""
    sign, (euros, cents) = "-" if ttc < 0 else "", divmod(abs(ttc), 100)
    return f"{chain};{number};{sign}{euros},{cents:02d}\n".encode()


# ------------------------------------------------------------------- l'archive

Progress = Callable[[float], object]


class Archive:
    """Une archive ouverte en lecture."""

    def __init__(self, file: zipfile.ZipFile, progress: Progress) -> None:
        self.file, self.progress = file, progress
        self.findings: list[Finding] = []
        self.manifest: dict[str, Any] = {}
        self.keys: dict[str, list[Key]] = {}
        self.chains: dict[str, Chain] = {}
        self.closings = Closings({}, [])
        self._size = sum(each.file_size for each in file.infolist()) or 1
        self._read = 0

    def find(self, code: str, file: str, detail: str = "") -> None:
        """Note un constat sur un fichier."""
        self.findings.append(Finding(code, "", 0, file, detail))

    def small(self, name: str) -> bytes:
        """Un petit fichier en entier ; vide s'il manque ou s'il est abîmé."""
        try:
            return self.file.read(name)
        except BROKEN:
            return b""

    def check(self, trusted: list[str], witnesses: list[str]) -> Result:
        """Tout, dans l'ordre que dit le haut de ce fichier."""
        if not self._open():
            return Result(self.findings)
        self._check_signature(trusted)
        self._check_names()
        for told in self.manifest["files"]:
            self._check_file(str(told["name"]), str(told["sha256"]))
        errors = self.manifest["verification"]["errors"]
        for chain in self.chains.values():
            chain.end()
            missing = [e for e in errors if e["code"] == "CLOSE_MISSING"]
            chain.never({e["seq"] for e in missing if e["chain"] == chain.name})
        self.closings.end()
        self._check_tickets()
        self._check_refunds()
        self._check_invoices()
        self._check_pieces()
        self._check_sums()
        for told in errors:
            declared = told["chain"], told["seq"], "", told["code"]
            self.findings.append(Finding("DECLARED", *declared))
        chains = self.chains.values()
        found = [f for chain in chains for f in chain.findings]
        found += self._against(witnesses)
        return Result(
            self.findings + found,
            self.manifest,
            {name: [key.kid for key in keys] for name, keys in self.keys.items()},
            sum(chain.count for chain in chains),
            sum(chain.documents for chain in chains),
        )

    def _open(self) -> bool:
        """Lit le manifeste, les clés et les règles des types."""
        read: dict[str, Any] = {}
        for name in (MANIFEST, KEYS, TYPES):
            try:
                read[name] = json.loads(self.small(name))
                if name == KEYS:
                    self.keys = {
                        chain: [Key(each["first"], each["jwk"]) for each in keys]
                        for chain, keys in read[KEYS].items()
                    }
            except (ValueError, LookupError, TypeError, AttributeError):
                there = name in self.file.namelist()
                self.find("FILE_CHANGED" if there else "FILE_MISSING", name)
        if self.findings or read[MANIFEST].get("format") != FORMAT:
            self.find("NOT_AN_ARCHIVE", MANIFEST)
            return False
        self.manifest = read[MANIFEST]
        told_of, starts = self.manifest["chains"], self.manifest.get("year_starts", [1])
        self.closings = Closings(told_of, starts)
        for name, told in told_of.items():
            keys = self.keys.get(name, [])
            chain = Chain(name, told, keys, read[TYPES], self.closings)
            self.chains[f"journal/{name}.jsonl"] = chain
        return True

    def _check_signature(self, trusted: list[str]) -> None:
        """Le manifeste est signé par la caisse qui a fait l'archive (JWS détaché)."""
        header, payload, signature = (
            *self.small(SIGNATURE).decode(errors="replace").split("."),
            *("", "", ""),
        )[:3]
        maker = str(self.manifest["made_by"]["chain"])
        key = next(
            (k for k in self.keys.get(maker, []) if k.kid == kid_of(header)), None
        )
        signed = f"{header}.{b64u(self.small(MANIFEST))}"
        if key is None or (trusted and key.kid not in trusted):
            self.find("KID_UNKNOWN", SIGNATURE)
        elif payload or not key.verifies(signed, signature):
            self.find("BAD_SIG", f"{MANIFEST}, {SIGNATURE}")

    def _check_names(self) -> None:
        told = [str(each["name"]) for each in self.manifest["files"]]
        expected = [*told, MANIFEST, SIGNATURE, SUMS]  # comme ils ont été écrits
        names = self.file.namelist()
        for name in expected:
            if name not in names:
                self.find("FILE_MISSING", name)
        for place, name in enumerate(names):
            if name not in expected or name in names[:place]:
                self.find("FILE_EXTRA", name)
        if sorted(names) == sorted(expected) and names != expected:
            self.find("FILE_ORDER", "")

    def _check_file(self, name: str, expected: str) -> None:
        """Lit un fichier une fois : son empreinte, et ce qu'il dit."""
        if name not in self.file.namelist():
            return
        chain, content = self.chains.get(name), hashlib.sha256()
        try:
            with self.file.open(name) as lines:
                for raw in lines:
                    content.update(raw)
                    self._advance(len(raw))
                    if chain is not None:
                        chain.take(raw.decode(errors="replace").rstrip("\n"))
                    elif name == TICKETS:
                        self._ticket(raw.decode(errors="replace"))
        except BROKEN:
            content.update(b"illisible")
        if content.hexdigest() != expected:
            self.find("FILE_CHANGED", name)

    def _ticket(self, line: str) -> None:
        """Une ligne de tickets.csv ; ses trois premières cases suffisent."""
        cells = line.rstrip("\r\n").split(";")
        chain = self.chains.get(f"journal/{cells[0]}.jsonl")
        if chain is not None:
            chain.csv_told.update(";".join(cells[:3]).encode() + b"\n")

    def _check_tickets(self) -> None:
        chains = self.chains.values()
        if any(c.csv.digest() != c.csv_told.digest() for c in chains):
            self.find("CSV_DIFF", TICKETS)

    def _check_refunds(self) -> None:
        """Chaque remboursement contre son ticket, s'il est dans cette archive."""
        refunds = [(c, body) for c in self.chains.values() for body in c.refunds]
        refunds.sort(
            key=lambda each: (str(each[1]["hlc"]), each[0].name, each[1]["seq"])
        )
        wanted: dict[str, set[int]] = {}
        for chain, body in refunds:
            sold, place = self._place(chain, str(body["data"].get("number", "")))
            if sold is not None and place:
                wanted.setdefault(sold.name, set()).add(place)
        stored = {
            (name, place): body
            for name, places in wanted.items()
            for place, body in self._bodies(f"journal/{name}.jsonl", places)
        }
        given: dict[str, Given] = {}
        for chain, body in refunds:
            of, number = body["data"]["of"], str(body["data"].get("number", ""))
            sold, place = self._place(chain, number)
            if sold is None:
                continue  # son ticket est dans une archive d'avant, ou encore en chemin
            try:
                if of not in given:
                    found = stored[sold.name, place]
                    right = found["type"] == SALE and found["data"]["receipt"] == of
                    given[of] = Given(found["data"] if right else {})
                code = given[of].code(chain.name, body["data"])
            except WRONG:
                code = "TOTAL_DIFF"
            if code:
                chain.find(code, body["seq"], f"remboursement de {number}")

    def _place(self, refunding: Chain, number: str) -> tuple[Chain | None, int]:
        """La caisse d'un ticket, et sa ligne dans le fichier de celle-ci (0 : nulle part) ;
        None s'il n'a pas à être dans cette archive."""
        name, _, digits = number.rpartition("-")
        chain = self.chains.get(f"journal/{name}.jsonl")
        if not digits.isdecimal() or len(digits) > len(str(2**62)):
            return refunding, 0
        if chain is None:
            return None, 0
        told, ticket = chain.places, int(digits)
        before = bool(chain.told["after"]) and ticket < min(told, default=ticket + 1)
        coming = chain is not refunding and ticket > max(told, default=0)
        return (None, 0) if before or coming else (chain, told.get(ticket, 0))

    def _bodies(
        self, name: str, places: set[int]
    ) -> Iterator[tuple[int, dict[str, Any]]]:
        """Ces lignes d'un fichier, lues une seconde fois."""
        try:
            with self.file.open(name) as lines:
                for place, raw in enumerate(lines, start=1):
                    if place in places:
                        line = raw.decode(errors="replace").rstrip("\n")
                        yield place, body_of(line.split(".")) or {}
        except BROKEN:
            return  # FILE_CHANGED le dit

    def _check_invoices(self) -> None:
        """Une facture peut manquer (un autre poste l'a émise), jamais être une autre."""
        told = {str(f["name"]): str(f["sha256"]) for f in self.manifest["files"]}
        for chain in self.chains.values():
            for seq, file, sha256 in chain.invoices:
                held = told.get(f"factures/{file}", "")
                if held != sha256:
                    code = "INVOICE_DIFF" if held else "INVOICE_ABSENT"
                    chain.find(code, seq, file)

    def _check_pieces(self) -> None:
        """Un justificatif peut manquer (il est sur un autre poste), jamais être un autre."""
        told = {
            str(each["name"]).removeprefix("pieces/").partition(".")[0]: each["sha256"]
            for each in self.manifest["files"]
            if str(each["name"]).startswith("pieces/")
        }
        for chain in self.chains.values():
            for seq, piece in chain.pieces:
                if told.get(piece) != piece:
                    code = "PIECE_DIFF" if piece in told else "PIECE_ABSENT"
                    chain.find(code, seq, piece)

    def _check_sums(self) -> None:
        """SHA256SUMS redit le manifeste."""
        told = {
            str(each["name"]): str(each["sha256"]) for each in self.manifest["files"]
        }
        for name in (MANIFEST, SIGNATURE):
            told[name] = hashlib.sha256(self.small(name)).hexdigest()
        lines = "".join(f"{sha256}  {name}\n" for name, sha256 in told.items())
        if SUMS in self.file.namelist() and self.small(SUMS) != lines.encode():
            self.find("FILE_CHANGED", SUMS)

    def _against(self, witnesses: list[str]) -> Iterator[Finding]:
        """Compare au témoin "sotto:caisse:numéro:empreinte", tel qu'un Z le porte."""
        for told in witnesses:
            parts = (*told.removeprefix("sotto:").split(":"), "", "", "")
            chain, seq, hash_ = parts[:3]
            name = f"journal/{chain}.jsonl"
            if name not in self.chains or not seq.isdigit():
                yield Finding("WITNESS_UNREACHABLE", detail=told)
                continue
            known = self.chains[name].told
            if not int(known["after"]) < int(seq):
                yield Finding("WITNESS_UNREACHABLE", detail=told)
            elif int(seq) > int(known["last"]):
                words = "ou ce témoin est d'après la période"
                yield Finding("TRUNCATED", chain, int(known["last"]) + 1, "", words)
            elif self._hash_at(name, int(seq) - int(known["after"])) != hash_:
                yield Finding("FORK", chain, int(seq))

    def _hash_at(self, name: str, place: int) -> str:
        with self.file.open(name) as lines:
            for number, raw in enumerate(lines, start=1):
                if number == place:
                    return digest(raw.decode(errors="replace").rstrip("\n"))
        return ""

    def _advance(self, size: int) -> None:
        self._read += size
        self.progress(min(1.0, self._read / self._size))


def verify(
    path: Path,
    trusted: list[str] | None = None,
    witnesses: list[str] | None = None,
    progress: Progress = lambda fraction: None,
) -> Result:
    """Vérifie l'archive `path`.

    Args:
        trusted: empreintes des clés admises ; toutes celles de l'archive sinon.
        witnesses: ce que d'autres ont noté, "sotto:C1:48210:empreinte".
        progress: reçoit la part déjà lue, de 0 à 1.

    Raises:
        OSError: le fichier ne se lit pas.
    """
    try:
        with zipfile.ZipFile(path) as file:
            if any(each.header_offset < 0 for each in file.infolist()):
                raise zipfile.BadZipFile("un fichier serait avant le début du ZIP")
            return Archive(file, progress).check(trusted or [], witnesses or [])
    except (*BROKEN, TypeError, AttributeError) as error:
        return Result([Finding("NOT_AN_ARCHIVE", file=str(error))])


def report(result: Result) -> str:
    """Le résultat en clair."""
    told = result.manifest
    lines = []
    if told:
        house = told["house"]
        lines += [told["mark"].upper()] if told["mark"] else []
        lines += [
            f"{house['name']} · SIRET {house['siret'] or 'non renseigné'}",
            f"Période du {told['from']} au {told['to']} · archive n° {told['number']}",
            f"Faite par {told['made_by']['software']}, caisse {told['made_by']['chain']}",
        ]
        for name, chain in told["chains"].items():
            lines.append(
                f"Caisse {name} : n° {chain['after'] + 1} à {chain['last']}, "
                f"fin {chain['head']}, clé {', '.join(result.keys.get(name, []))}"
            )
        lines.append(f"{result.entries} enregistrements, {result.documents} documents")
    lines += [finding.line() for finding in result.findings]
    words = ("INTACTE", "INTACTE, avec des remarques", "ALTÉRÉE")
    return "\n".join([*lines, words[result.exit_code]])


def main(arguments: list[str] | None = None) -> int:
    """La commande."""
    parser = argparse.ArgumentParser(description="Vérifie une archive de Sotto.")
    parser.add_argument("archive", type=Path)
    parser.add_argument("--cle", action="append", default=[], help="empreinte admise")
    parser.add_argument("--temoin", action="append", default=[], help="code QR d'un Z")
    parser.add_argument("--json", action="store_true", help="réponse en JSON")
    chosen = parser.parse_args(arguments)
    try:
        result = verify(chosen.archive, chosen.cle, chosen.temoin)
    except OSError as error:
        print(f"Illisible : {error}", file=sys.stderr)
        return 2
    if chosen.json:
        findings = [finding._asdict() for finding in result.findings]
        told = {"entries": result.entries, "documents": result.documents}
        print(json.dumps(told | {"findings": findings}, ensure_ascii=False))
    else:
        print(report(result))
    return result.exit_code


if __name__ == "__main__":
    sys.exit(main())
