"""Countries: what the law of each wants of a till, as data, and the profile in force."""

from typing import Final

from app.domain.profile.belgium import BELGIUM
from app.domain.profile.contract import CODES, FiscalProfile, Notice, Territory
from app.domain.profile.france import FRANCE
from app.domain.profile.germany import GERMANY
from app.domain.profile.spain import SPAIN

__all__ = [
    "CODES",
    "FRANCE",
    "PROFILES",
    "FiscalProfile",
    "Notice",
    "Territory",
    "profile_named",
]

PROFILES: Final[dict[str, FiscalProfile]] = {
    profile.id: profile for profile in (FRANCE, BELGIUM, GERMANY, SPAIN)
}


def profile_named(name: str) -> FiscalProfile:
    """The profile called so; that of France for a name that a newer Sotto gave."""
    return PROFILES.get(name, FRANCE)
