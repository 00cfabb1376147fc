"""The API against its own OpenAPI document: no server error, no undocumented answer.

`SOTTO_API_EXAMPLES=500` looks longer than the suite has time for.
"""

import os
from collections.abc import Iterator

import pytest
import requests
import schemathesis
from api_kit import Served, served
from hypothesis import HealthCheck, Phase, settings
from schemathesis.specs.openapi.checks import positive_data_acceptance

from app.domain.till.decide import OpenTill
from app.hub.api import gate
from app.hub.api.face import PREFIX, routes
from app.hub.api.openapi import document

EXAMPLES = int(os.environ.get("SOTTO_API_EXAMPLES", "5"))
OF_PEOPLE = ("/auth", "/keys")


@pytest.fixture(scope="module")
def house(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    folder = tmp_path_factory.mktemp("api") / "one"
    with pytest.MonkeyPatch.context() as patch, served(folder) as found:
        patch.setattr(gate, "MAX_STRANGERS", 10_000_000)
        found.set("api.requests", "10000000")
        found.do(OpenTill(coins=()))
        yield found


@pytest.fixture(scope="module")
def session(house: Served) -> Iterator[requests.Session]:
    with requests.Session() as kept:
        kept.trust_env = False  # no other authority than the hub's own
        kept.verify = str(house.machine.opened.profile.keys / "hub.crt")
        yield kept


@pytest.fixture(scope="module")
def tokens(house: Served) -> dict[bool, str]:
    """The credential for a program's routes, and for those of people."""
    with house.client() as client:
        told = {"person": "marc", "pin": "9999"}
        granted = client.post("/auth/login", json=told).json()
    return {False: house.key(), True: granted["access_token"]}


def described() -> schemathesis.BaseSchema:
    described = document(routes(), PREFIX)
    # They would end the session in which the others are asked.
    del described["paths"]["/auth/logout"]
    del described["paths"]["/auth/sessions/{session_id}"]
    for methods in described["paths"].values():
        for operation in methods.values():
            del operation["security"]  # every call below is allowed to come in
    made = schemathesis.openapi.from_dict(described)
    # What is too long to read is refused before anybody looks at it.
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
    case: schemathesis.Case,
    house: Served,
    session: requests.Session,
    tokens: dict[bool, str],
) -> None:
    token = tokens[case.path.startswith(OF_PEOPLE)]
    case.call_and_validate(
        base_url=f"https://127.0.0.1:{house.hub.port}/api/v1",
        headers={"Authorization": f"Bearer {token}"},
        session=session,
        verify=session.verify,
        # What the house knows decides too: a valid id may be nobody's.
        excluded_checks=[positive_data_acceptance],
    )
