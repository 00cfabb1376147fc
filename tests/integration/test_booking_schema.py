"""The booking system's addresses against their own OpenAPI document."""

import os
from collections.abc import Iterator

import pytest
import requests
import schemathesis
from api_kit import Served, served
from hypothesis import HealthCheck, Phase, settings
from schemathesis.specs.openapi.checks import positive_data_acceptance

from app.hub.api.face import routes
from app.hub.api.openapi import document
from app.hub.booking.routes import PREFIX, ROUTERS

EXAMPLES = int(os.environ.get("SOTTO_API_EXAMPLES", "5"))


@pytest.fixture(scope="module")
def house(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    with served(tmp_path_factory.mktemp("booking") / "one") as found:
        found.set("api.requests", "10000000")
        yield found


@pytest.fixture(scope="module")
def session(house: Served) -> Iterator[requests.Session]:
    with requests.Session() as kept:
        kept.trust_env = False  # no other authority than the hub's own
        kept.verify = str(house.machine.opened.profile.keys / "hub.crt")
        kept.headers["Authorization"] = f"Bearer {house.key()}"
        yield kept


def described() -> schemathesis.BaseSchema:
    found = document(routes(ROUTERS, PREFIX), PREFIX)
    for methods in found["paths"].values():
        for operation in methods.values():
            del operation["security"]  # every call below is allowed to come in
    made = schemathesis.openapi.from_dict(found)
    made.config.checks.negative_data_rejection.expected_statuses += ["413", "414"]
    return made


schema = described()


@schema.parametrize()
@settings(
    max_examples=EXAMPLES,
    deadline=None,
    phases=(Phase.explicit, Phase.generate),
    suppress_health_check=list(HealthCheck),
)
def test_every_answer_is_documented(
    case: schemathesis.Case, house: Served, session: requests.Session
) -> None:
    case.call_and_validate(
        base_url=f"https://127.0.0.1:{house.hub.port}{PREFIX}",
        session=session,
        verify=session.verify,
        # What the house knows decides too: a valid id may be nobody's.
        excluded_checks=[positive_data_acceptance],
    )
