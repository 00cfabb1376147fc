"""The API, and the booking system's addresses, against their own OpenAPI documents: no
server error, no undocumented answer.

`SOTTO_API_EXAMPLES=500` looks longer than the suite has time for, and at each corner of
each schema too: more than 3 000 requests.
"""

import os
from collections.abc import Iterator, Sequence

import pytest
import requests
import schemathesis
from api_kit import Served, served
from fastapi import APIRouter
from hypothesis import HealthCheck, Phase, settings
from jsonschema_rs import validator_for
from schemathesis.specs.openapi.checks import positive_data_acceptance

from app.domain.till.decide import OpenTill
from app.hub.api import gate
from app.hub.api.face import PREFIX, ROUTERS, routes
from app.hub.api.openapi import document
from app.hub.booking import routes as booking

LONGER = "SOTTO_API_EXAMPLES" in os.environ
EXAMPLES = int(os.environ.get("SOTTO_API_EXAMPLES", "5"))
OF_PEOPLE = ("/auth", "/keys")
FACES = ((ROUTERS, PREFIX), (booking.ROUTERS, booking.PREFIX))
patiently = settings(
    max_examples=EXAMPLES,
    deadline=None,
    phases=(Phase.explicit, Phase.generate),
    suppress_health_check=list(HealthCheck),
)


class Asked:
    """A served house, asked with the credential that fits."""

    def __init__(self, house: Served) -> None:
        self._url = f"https://127.0.0.1:{house.hub.port}"
        with house.client() as client:
            told = {"person": "marc", "pin": "9999"}
            granted = client.post("/auth/login", json=told).json()
        self._tokens = {False: house.key(), True: granted["access_token"]}
        self.session = requests.Session()
        self.session.trust_env = False  # no other authority than the hub's own
        self.session.verify = str(house.machine.opened.profile.keys / "hub.crt")

    def validate(self, case: schemathesis.Case, prefix: str) -> None:
        token = self._tokens[case.path.startswith(OF_PEOPLE)]
        case.call_and_validate(
            base_url=self._url + prefix,
            headers={"Authorization": f"Bearer {token}"},
            session=self.session,
            verify=self.session.verify,
            # What the house knows decides too: a valid id may be nobody's.
            excluded_checks=[positive_data_acceptance],
        )


@pytest.fixture(scope="module")
def asked(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Asked]:
    folder = tmp_path_factory.mktemp("api") / "one"
    with pytest.MonkeyPatch.context() as patch, served(folder) as house:
        patch.setattr(gate, "MAX_STRANGERS", 10_000_000)
        house.set("api.requests", "10000000")
        house.do(OpenTill(coins=()))
        found = Asked(house)
        with found.session:
            yield found


def described(
    routers: Sequence[APIRouter], prefix: str, *without: str
) -> schemathesis.BaseSchema:
    described = document(routes(routers, prefix), prefix)
    for path in without:
        del described["paths"][path]
    for methods in described["paths"].values():
        for operation in methods.values():
            del operation["security"]  # every call below is allowed to come in
    made = schemathesis.openapi.from_dict(described)
    made.config.phases.coverage.enabled = LONGER
    # What is too long to read is refused before anybody looks at it.
    made.config.checks.negative_data_rejection.expected_statuses += ["413", "414"]
    return made


# They would end the session in which the others are asked.
api = described(*FACES[0], "/auth/logout", "/auth/sessions/{session_id}")
bookings = described(*FACES[1])


@api.parametrize()
@patiently
def test_every_answer_is_documented(case: schemathesis.Case, asked: Asked) -> None:
    asked.validate(case, PREFIX)


@bookings.parametrize()
@patiently
def test_so_is_every_answer_of_the_booking_system(
    case: schemathesis.Case, asked: Asked
) -> None:
    asked.validate(case, booking.PREFIX)


@pytest.mark.parametrize("face", FACES, ids=("api", "booking"))
def test_every_operation_has_examples_that_fit(
    face: tuple[tuple[APIRouter, ...], str],
) -> None:
    described = document(routes(*face), face[1])
    parts = described["components"]
    bodies = list(parts["responses"].values())
    for methods in described["paths"].values():
        for operation in methods.values():
            bodies += [operation.get("requestBody", {})]
            bodies += operation["responses"].values()
    told = [each for body in bodies for each in body.get("content", {}).values()]
    assert len(told) > 10
    for each in told:
        schema = each["schema"] | {"components": parts}
        validator_for(schema).validate(each["example"])
