"""Words that several sections of the back office share."""

from datetime import datetime

from app.domain.catalogue.state import Catalogue
from app.projections.browsing import Wanted, page
from app.services.house import SYSTEM, House
from app.services.people import person_name
from resources.texts import short_date, tr, trn
from widgets.theme import CATEGORIES


def capital(text: str) -> str:
    """The first letter large: "vendredi" -> "Vendredi"."""
    return text[:1].upper() + text[1:]


def menu_word() -> str:
    """ "Carte": what is sold. Alone, the French word is also a tender."""
    return capital(tr("La carte").removeprefix("La "))


def signed(text: str, value: int = 0) -> str:
    """ "+ 8 %", "− 19,50": a change with its sign set apart.

    Args:
        text: the amount; its own sign stands when `value` is 0.
    """
    if value == 0 and text[:1] in "-−":
        value, text = -1, text[1:]
    sign = "−" if value < 0 else "+"
    return f"{sign}\u00a0{text}"


def shop_category(catalogue: Catalogue, category: str) -> tuple[str, str]:
    """Icon and colour role of a category."""
    found = catalogue.categories.get(category)
    if found is None:
        return "sell", "primary"
    colour = found.colour if found.colour in CATEGORIES else "plats"
    return found.icon, f"category_{colour}"


def moment_words(moment: datetime, now: datetime) -> str:
    """When something was: "20:34" today, "hier 20:34", "14/11/2026 20:34"."""
    days = (now.date() - moment.date()).days
    if days == 0:
        return f"{moment:%H:%M}"
    if days == 1:
        return tr("hier {time}", time=f"{moment:%H:%M}")
    return f"{short_date(moment.date())} {moment:%H:%M}"


def age_words(seconds: float) -> str:
    """How long: "12 s", "4 min", "3 h", "2 jours"."""
    whole = max(0, int(seconds))
    if whole < 60:
        return tr("{n} s", n=whole)
    if whole < 3600:
        return tr("{n} min", n=whole // 60)
    if whole < 86_400:
        return tr("{n} h", n=whole // 3600)
    return trn(whole // 86_400, "{n} jour", "{n} jours")


def changed_words(house: House, stream: str, *kinds: str) -> str:
    """Who changed a thing last, and when: "modifié hier 15:02 par Marc",
    "modifié le 14/11/2026 20:34 par Marc".

    Args:
        stream: of the thing ("article/entrecote"); `kinds` the facts that set it.
    """
    head = house.journal.head()
    wanted = Wanted(types=kinds, stream=stream)
    found = page(house.database, head.chain, wanted, before=head.seq + 1, limit=1)
    if not found.entries:
        return ""
    entry = found.entries[0]
    moment = datetime.fromisoformat(entry.ts)
    if entry.op in ("", SYSTEM):
        return tr("inchangé depuis le {date}", date=short_date(moment.date()))
    days = (house.clock().date() - moment.date()).days
    words = {
        0: tr("modifié à {time} par {who}"),
        1: tr("modifié hier {time} par {who}"),
    }.get(days, tr("modifié le {date} {time} par {who}"))
    return words.format(
        date=short_date(moment.date()),
        time=f"{moment:%H:%M}",
        who=person_name(house, entry.op),
    )
