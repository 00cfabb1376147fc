"""The environment of a profile: what its journal says, and what a fresh one is to be.

The first entry of a chain names its environment and is never changed, so the folder of a
profile can be renamed or copied without becoming another one.
"""

from typing_extensions import override

from app.domain.environment import (
    PRODUCTION,
    SANDBOX,
    STAGING,
    Environment,
    environment_named,
    mark_of,
)
from db import reading
from db.database import Database
from db.entry import OPENED
from db.errors import KnownError
from db.profile import Profile
from resources.texts import tr

FIELD = "environment"
"""Of a chain's first entry."""
DEMO = "demo"
"""The profile that shows the demo restaurant to people: a sandbox whose windows say so
in the strip alone."""


class OtherEnvironmentError(KnownError):
    """A profile, a hub or a database is of another environment than was asked for.

    The arguments are the environment found and the one that was asked for.
    """

    @override
    def text(self) -> str:
        found, asked = map(environment_words, self.args)
        return tr(
            "Ceci est de l'environnement « {found} », pas « {asked} » : données et clés "
            "n'en changent jamais. Prenez un autre profil avec --profile.",
            found=found,
            asked=asked,
        )


def environment_words(environment: Environment) -> str:
    """What an environment is called."""
    mark = mark_of(environment)
    return tr(mark.name) if mark is not None else tr("Production")


def named_environment(profile: Profile) -> Environment | None:
    """The environment that a profile is called after; None when its name says nothing."""
    name = profile.folder.name
    found = {DEMO: SANDBOX, SANDBOX: SANDBOX, STAGING: STAGING, PRODUCTION: PRODUCTION}
    return found.get(name)


def usual_environment(profile: Profile) -> Environment:
    """What a fresh profile becomes when nobody says otherwise: what it is called after,
    else a sandbox, where nothing can go wrong."""
    return named_environment(profile) or SANDBOX


def environment_of(database: Database) -> Environment | None:
    """What the journal says; None while it is empty.

    Raises:
        KnownError: the data cannot be read.
    """
    opened = next(
        reading.entries(database, after={}, types=(OPENED,), limit=1, readable=True),
        None,
    )
    return environment_named(opened.data.get(FIELD)) if opened else None
