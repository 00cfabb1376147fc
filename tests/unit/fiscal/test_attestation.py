"""The publisher's attestation: whom it names, which version, and when it is a draft."""

from dataclasses import replace
from io import BytesIO

import pypdf
import pytest

from app.domain.profile import FRANCE, PROFILES
from app.domain.settings import SETTINGS
from app.fiscal.attestation import (
    AttestationError,
    User,
    attest,
    root_of,
    user_of,
)
from app.fiscal.control import MISSING, SIGNED, UNSIGNED, signed_name, state_of
from app.fiscal.core import Core, Publisher, Release
from app.reports.attestation import attestation_pdf

USER = {
    "attestation.name": "SARL Le Vieux Moulin",
    "attestation.acquired": "2026-11-02",
    "attestation.distributor": "Caisses du Rhône",
    "house.siret": "732 829 320 00074",
    "house.address": "12 rue du Moulin, 69001 Lyon",
}
SETTINGS_HERE = SETTINGS | USER
PUBLISHER = Publisher(
    name="Sotto SAS",
    legal_form="société par actions simplifiée",
    siren="732829320",
    address="1 rue du Four, 75006 Paris",
    representative="Anne Dupont",
    capacity="présidente",
    place="Paris",
    first_marketed="2026-12-01",
    licence="Apache-2.0",
)
RELEASED = Core(
    version="F1.2",
    hash="ab" * 32,
    changed=(),
    publisher=PUBLISHER,
    releases=(Release("F1.2", "ab" * 32, "0.1.0", "2026-12-01"),),
)


def words(core: Core = RELEASED, settings: dict[str, str] = SETTINGS_HERE) -> str:
    user = user_of(settings, "2026-11-20")
    file = pypdf.PdfReader(BytesIO(attestation_pdf(attest(core, user, settings))))
    return " ".join(" ".join(page.extract_text().split()) for page in file.pages)


def test_it_names_publisher_user_and_the_running_version() -> None:
    text = words()
    for said in (
        "Volet 1",
        "Volet 2",
        "Anne Dupont, présidente de Sotto SAS",
        "mis sur le marché à compter du 01/12/2026",
        "version F1.2 · abababababab",
        "racine F1 ",
        "subdivisions F1.x",
        "délivrée à SARL Le Vieux Moulin, SIREN 732829320",
        "avoir acquis le 02/11/2026, auprès de Caisses du Rhône",
        "depuis le 20/11/2026",
        "Fonctions visées",
        "Fonctions non visées",
        "BOI-LETTRE-000242",
        "Fait à",
    ):
        assert said in text, said
    assert "Projet" not in text


def test_it_claims_no_certificate() -> None:
    text = words().casefold()
    assert "nf525" not in text
    assert "certifi" not in text


@pytest.mark.parametrize(
    ("key", "value", "missing"),
    [
        ("attestation.name", " ", "la raison sociale"),
        ("house.siret", "", "le SIRET"),
        ("house.siret", "7328", "le SIRET"),
    ],
)
def test_nobody_is_attested_without_a_name_and_a_siren(
    key: str, value: str, missing: str
) -> None:
    settings = SETTINGS_HERE | {key: value}
    with pytest.raises(AttestationError) as refused:
        attest(RELEASED, user_of(settings), settings)
    assert missing in refused.value.text()


def test_a_version_that_is_not_released_is_a_draft() -> None:
    text = words(replace(RELEASED, hash="cd" * 32))
    assert "Projet, sans valeur : cette version" in text
    assert "PROJET" in text


def test_so_is_one_of_an_unknown_publisher() -> None:
    text = words(replace(RELEASED, publisher=Publisher()))
    assert "Projet, sans valeur : l'éditeur" in text


def test_what_is_not_known_is_left_to_be_filled_in() -> None:
    bare = User(name="SARL", siren="732829320")
    attestation = attest(RELEASED, bare, SETTINGS_HERE)
    assert "déclare avoir acquis le ……" in attestation.user[0]


def test_a_country_without_attestations_has_none() -> None:
    for profile in PROFILES.values():
        settings = SETTINGS_HERE | {"fiscal.profile": profile.id}
        user = user_of(settings)
        if profile is FRANCE:
            assert attest(RELEASED, user, settings)
        else:
            with pytest.raises(AttestationError):
                attest(RELEASED, user, settings)


def test_the_same_attestation_is_the_same_file() -> None:
    made = attest(RELEASED, user_of(SETTINGS_HERE), SETTINGS_HERE)
    assert attestation_pdf(made) == attestation_pdf(made)


def test_a_major_version_covers_its_subdivisions() -> None:
    assert root_of("F1.2") == "F1"
    names = ["attestation_F1.0.pdf", signed_name("F2.0")]
    assert state_of("F1.3", names) == UNSIGNED
    assert state_of("F2.1", names) == SIGNED
    assert state_of("F3.0", names) == MISSING
    assert state_of("F20.0", names) == MISSING
    assert state_of("", names) == MISSING
