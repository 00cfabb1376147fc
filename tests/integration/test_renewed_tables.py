"""Read tables that another core folded are made anew at the start."""

from pathlib import Path

from fiscal_kit import FLOAT, MARC, sell
from sqlalchemy import text

from app.bootstrap import open_house
from app.domain.till.decide import OpenTill
from app.fiscal.checking import verify_profile
from db.profile import Profile

BROKEN = 2


def test_an_update_reads_what_the_version_before_folded(tmp_path: Path) -> None:
    profile = Profile(tmp_path / "real")
    with open_house(profile) as opened:
        opened.house.run(OpenTill(coins=FLOAT), MARC)
        sell(opened)
    assert verify_profile(profile, deep=True).exit_code < BROKEN
    with open_house(profile) as opened, opened.database.write() as connection:
        data = "json_remove(data, '$.beside')"  # as if it had not known of this
        connection.execute(text(f"UPDATE receipt SET data = {data}"))
    with open_house(profile):
        pass  # the same core: nothing to do
    assert verify_profile(profile, deep=True).exit_code == BROKEN
    with open_house(profile) as opened, opened.database.write() as connection:
        connection.execute(
            text(
                "UPDATE follower SET chain = 'another core' WHERE name = 'read tables'"
            )
        )
    with open_house(profile):
        pass
    assert verify_profile(profile, deep=True).exit_code < BROKEN
