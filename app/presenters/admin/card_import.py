"""Articles out of a table: what each row becomes, and what is wrong with it in words.

Nothing is written here. The heads are those of the exported list, in French or English,
in any order; `docs/environments.md` names them. An article whose name is on the card
already is changed, keeping whatever the table has no column for; two of one name are told
apart by their category.
"""

import csv
import io
import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Final

from app.domain.catalogue.decide import MAX_NAME, MAX_PRICE, SetCatalogue
from app.domain.catalogue.events import ArticleSet, CategorySet, StationSet
from app.domain.catalogue.state import Catalogue
from app.domain.vocabulary import ALLERGENS
from app.presenters.admin.articles import category_name
from app.services.ids import new_id
from resources.texts import tr

_HEADS: Final[dict[str, tuple[str, ...]]] = {
    "name": ("article", "nom", "name", "item"),
    "category": ("catégorie", "categorie", "category"),
    "price": ("prix ttc", "prix", "price", "price incl. vat"),
    "vat": ("tva", "vat"),
    "vat_away": ("tva à emporter", "tva a emporter", "takeaway vat", "vat takeaway"),
    "cost": ("coût ht", "cout ht", "cost", "cost excl. vat"),
    "station": ("poste", "station"),
    "minutes": ("minutes",),
    "allergens": ("allergènes", "allergenes", "allergens"),
    "barcodes": ("codes-barres", "code-barres", "barcodes", "barcode"),
}
"""Column -> the heads that it may have, small letters."""
_NEEDED: Final = ("name", "price")
_COLOURS: Final = ("plats", "entrees", "desserts", "boissons", "vins", "cafe")
MOST_ROWS: Final = 5000
_MOST_MINUTES: Final = 999
_AMOUNT = re.compile(r"(\d{1,6})(?:[.,](\d{1,2}))?")


@dataclass(frozen=True, slots=True)
class Fault:
    """What is wrong with a row; 1 is the row of heads."""

    row: int
    words: str


@dataclass(frozen=True, slots=True)
class Imported:
    """What a table becomes.

    Attributes:
        categories: that are not there yet.
        articles: new and changed; `fresh` counts the new ones, `unrated` those of them
            for which the table names no VAT rate.
        faults: rows that are left out.
        stations: that are not there yet, where they may be made.
    """

    categories: tuple[CategorySet, ...]
    articles: tuple[ArticleSet, ...]
    fresh: int
    faults: tuple[Fault, ...]
    unrated: int = 0
    stations: tuple[StationSet, ...] = ()

    def commands(self) -> Iterator[SetCatalogue]:
        """What writes it all."""
        for category in self.categories:
            yield SetCatalogue(event=category)
        for station in self.stations:
            yield SetCatalogue(event=station)
        for article in self.articles:
            yield SetCatalogue(event=article)


def decoded(content: bytes) -> str:
    """The text of a file as spreadsheets write it."""
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError:
        return content.decode("cp1252", errors="replace")


def read_card(
    text: str, catalogue: Catalogue, day: str, *, opening: bool = False
) -> Imported:
    """What a table of articles becomes on a card.

    Args:
        text: rows with ";", "," or tabs between the cells.
        day: business day, for which VAT rates hold.
        opening: the house is being set up, so stations are made too. Later a mistyped
            one would be a station whose tickets come out nowhere.
    """
    try:
        table = io.StringIO(text, newline="")
        rows = list(csv.reader(table, delimiter=_delimiter(text)))
    except csv.Error:
        rows = []
    heads = [head.strip().lower() for head in rows[0]] if rows else []
    places = {
        column: next((heads.index(n) for n in names if n in heads), -1)
        for column, names in _HEADS.items()
    }
    missing = [column for column in _NEEDED if places[column] < 0]
    if missing:
        words = tr("La première ligne nomme au moins les colonnes Article et Prix TTC")
        return Imported((), (), 0, (Fault(1, words),))
    if len(rows) > MOST_ROWS:
        words = tr("{n} lignes au plus", n=MOST_ROWS)
        return Imported((), (), 0, (Fault(MOST_ROWS, words),))
    reading = _Reading(catalogue, day, opening=opening)
    for number, row in enumerate(rows[1:], start=2):
        cells = {
            column: row[at].strip() if 0 <= at < len(row) else ""
            for column, at in places.items()
        }
        if any(row):
            reading.take(number, cells)
    return reading.outcome()


def _delimiter(text: str) -> str:
    first = text.partition("\n")[0]
    return max(";,\t", key=first.count)


class _Reading:
    """Row after row; what one adds is known to the next."""

    def __init__(self, catalogue: Catalogue, day: str, *, opening: bool) -> None:
        self._catalogue, self._opening = catalogue, opening
        articles = catalogue.articles.values()
        self._alike: dict[str, list[ArticleSet]] = {}
        for article in articles:
            self._alike.setdefault(article.name.casefold(), []).append(article)
        self._exactly = {(a.name.casefold(), a.category): a for a in articles}
        self._categories = {
            category_name(catalogue, c.id).casefold(): c
            for c in catalogue.categories.values()
        }
        self._stations = {s.name.casefold(): s.id for s in catalogue.stations.values()}
        self._rates = {catalogue.rate(code, day): code for code in catalogue.vat}
        self._made: dict[str, CategorySet] = {}
        self._built: dict[str, StationSet] = {}
        self._unrated: set[str] = set()
        self._rows: dict[tuple[str, str], int] = {}
        self._found: dict[str, ArticleSet] = {}
        self._barcodes = dict(catalogue.barcodes)
        self._faults: list[Fault] = []

    def outcome(self) -> Imported:
        known = self._catalogue.articles
        fresh = sum(1 for article in self._found if article not in known)
        made, found = tuple(self._made.values()), tuple(self._found.values())
        built, unrated = tuple(self._built.values()), len(self._unrated)
        return Imported(made, found, fresh, tuple(self._faults), unrated, built)

    def take(self, number: int, cells: Mapping[str, str]) -> None:
        try:
            article = self._article(cells)
        except ValueError as error:
            self._faults.append(Fault(number, str(error)))
            return
        self._rows[article.name.casefold(), article.category] = number
        if article.id not in self._catalogue.articles and not cells["vat"]:
            self._unrated.add(article.id)
        self._exactly[article.name.casefold(), article.category] = article
        self._found[article.id] = article
        self._barcodes |= dict.fromkeys(article.barcodes, article.id)

    def _article(self, cells: Mapping[str, str]) -> ArticleSet:
        name = cells["name"]
        if not 0 < len(name) <= MAX_NAME:
            raise ValueError(tr("Le nom a de 1 à {n} caractères", n=MAX_NAME))
        before = self._known(name, cells["category"])
        price = _cents(cells["price"])
        if not price:
            raise ValueError(tr("« {text} » n'est pas un prix", text=cells["price"]))
        category = self._category(cells["category"], before)
        row = self._rows.get((name.casefold(), category))
        if row is not None:
            raise ValueError(tr("Cet article est déjà à la ligne {row}", row=row))
        article = before or ArticleSet(
            id=new_id(), name=name, category=category, price=price
        )
        change: dict[str, Callable[[], dict[str, object]]] = {
            "vat": lambda: {"vat_on_site": self._vat(cells["vat"])},
            "vat_away": lambda: {"vat_takeaway": self._vat(cells["vat_away"])},
            "cost": lambda: {"cost": self._cost(cells["cost"])},
            "station": lambda: {"station": self._station(cells["station"])},
            "minutes": lambda: {"minutes": _whole(cells["minutes"])},
            "allergens": lambda: {"allergens": _allergens(cells["allergens"])},
            "barcodes": lambda: {"barcodes": self._codes(cells["barcodes"], article)},
        }
        values: dict[str, object] = {"category": category, "price": price}
        for column, changed in change.items():
            if cells[column]:  # an empty one says nothing
                values |= changed()
        if before is None and "vat_on_site" in values:
            values.setdefault("vat_takeaway", values["vat_on_site"])
        return replace(article, **values)  # type: ignore[arg-type]  # each is a field's

    def _known(self, name: str, category: str) -> ArticleSet | None:
        """The article that a row is about; two of one name are told by their category."""
        found = self._categories.get(category.casefold())
        exactly = self._exactly.get((name.casefold(), found.id)) if found else None
        alike = self._alike.get(name.casefold(), [])
        if exactly is None and len(alike) > 1:
            raise ValueError(tr("Plusieurs articles ont ce nom : dites la catégorie"))
        return exactly or (alike[0] if alike else None)

    def _category(self, name: str, before: ArticleSet | None) -> str:
        if not name:
            if before is not None:
                return before.category
            name = tr("Divers")
        found = self._categories.get(name.casefold())
        if found is None:
            count = len(self._categories)
            found = CategorySet(
                id=new_id(),
                name=name[:MAX_NAME],
                colour=_COLOURS[count % len(_COLOURS)],
                icon="restaurant",
                rank=count + 1,
            )
            self._made[found.id] = self._categories[name.casefold()] = found
        return found.id

    def _vat(self, text: str) -> str:
        if text in self._catalogue.vat:
            return text
        hundredths = _cents(text.replace("%", "").replace("\u00a0", "").strip())
        if hundredths not in self._rates:
            raise ValueError(tr("« {text} » n'est pas un taux de TVA d'ici", text=text))
        return self._rates[hundredths]

    def _station(self, text: str) -> str:
        key = text.casefold()
        if key not in self._stations:
            if not self._opening:
                raise ValueError(tr("Le poste « {text} » n'existe pas", text=text))
            rank = len(self._stations) + 1
            made = StationSet(id=new_id(), name=text[:MAX_NAME], rank=rank, printer="")
            self._built[made.id], self._stations[key] = made, made.id
        return self._stations[key]

    def _cost(self, text: str) -> int:
        cents = _cents(text)
        if cents is None:
            raise ValueError(tr("« {text} » n'est pas un prix", text=text))
        return cents

    def _codes(self, text: str, article: ArticleSet) -> tuple[str, ...]:
        codes = tuple(text.replace(",", " ").split())
        for code in codes:
            if self._barcodes.get(code, article.id) != article.id:
                words = tr(
                    "Le code {code} est déjà celui d'un autre article.", code=code
                )
                raise ValueError(words)
        return codes


def _cents(text: str) -> int | None:
    match = _AMOUNT.fullmatch(re.sub(r"[\s\u00a0\u202f€]", "", text))
    if match is None:
        return None
    cents = int(match[1]) * 100 + int((match[2] or "0").ljust(2, "0"))
    return cents if cents <= MAX_PRICE else None


def _whole(text: str) -> int:
    if not (text.isascii() and text.isdigit() and int(text) <= _MOST_MINUTES):
        raise ValueError(tr("« {text} » n'est pas un nombre de minutes", text=text))
    return int(text)


def _allergens(text: str) -> tuple[str, ...]:
    names = {name.casefold(): key for key, (name, _) in ALLERGENS.items()}
    found = []
    for word in re.split(r"[\s,;]+", text):
        plain = word.removesuffix("?")
        key = plain if plain in ALLERGENS else names.get(plain.casefold(), "")
        if not key:
            raise ValueError(tr("L'allergène « {text} » n'existe pas", text=plain))
        found.append(key + word[len(plain) :])
    return tuple(found)
