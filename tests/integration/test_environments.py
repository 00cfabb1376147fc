"""Environments never meet: pairing, keys, what leaves the house, making anew."""

from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest
from hub_kit import MANAGER, machine

from app.arrival import Arrival
from app.bootstrap import open_house
from app.cli.environment import NotFreshError, copy_structure, reset
from app.connectors.outbox import kept_in
from app.domain.rules import SetDevice, SetSetting
from app.domain.vocabulary import Refusal
from app.hub.api.caller import caller_of
from app.hub.api.problems import ProblemError
from app.hub.api.tokens import Claim, TokenError, Tokens
from app.hub.joining import JoinFailedError
from app.services.credentials import key_mark
from app.services.environment import OtherEnvironmentError
from app.services.house import Actor
from app.services.people import check_pin, code_keys, person_name
from app.services.site import read_site
from app.telling import notifier_of
from db.profile import Profile


def test_terminals_of_another_environment_stay_outside(tmp_path: Path) -> None:
    with machine(tmp_path / "one") as one:
        hub = one.carries_hub()
        offer = hub.desk.open("Bar", "pos", MANAGER)
        address = f"127.0.0.1:{hub.port}"
        arrival = Arrival(Profile(tmp_path / "production"))
        with pytest.raises(JoinFailedError, match="environment") as caught:
            arrival.join(address, offer.code)
        assert "Bac à sable" in caught.value.text()
        assert "Bar" not in str(one.house.world.terminals.known)

        undecided = Arrival(Profile(tmp_path / "two"))
        undecided.join(address, offer.code)
        site = read_site(Profile(tmp_path / "two").keys)
        assert site is not None
        assert site.environment == "sandbox"


def test_keys_and_tokens_of_another_environment_are_refused(tmp_path: Path) -> None:
    now = datetime.now(UTC)
    claim = Claim("marc", "s")
    token = Tokens(tmp_path, "C1", "sandbox").issue(claim, now)
    assert Tokens(tmp_path, "C1", "sandbox").read(token, now) == claim
    with pytest.raises(TokenError, match="environment_invalid"):
        Tokens(tmp_path, "C1", "production").read(token, now)
    (tmp_path / "other").mkdir()
    with pytest.raises(TokenError, match="environment_invalid"):
        Tokens(tmp_path / "other", "C1", "production").read(token, now)

    with machine(tmp_path / "sandbox") as one:
        tokens = Tokens(tmp_path, "C1", "sandbox")
        for strange in ("sk_live", "sk_staging_x"):
            with pytest.raises(ProblemError) as caught:
                caller_of(f"Bearer {strange}", one.house, tokens)
            assert caught.value.refusal.code == "environment_invalid"
        with pytest.raises(ProblemError) as caught:
            caller_of(f"Bearer {key_mark('sandbox')}x", one.house, tokens)
        assert caught.value.refusal.code == "key_invalid"


def test_a_sandbox_alone_is_made_anew(tmp_path: Path) -> None:
    production = Profile(tmp_path / "production")
    with open_house(production):
        pass
    with pytest.raises(OtherEnvironmentError):
        reset(production)
    with open_house(production) as opened:
        assert opened.house.environment == "production"

    sandbox = Profile(tmp_path / "sandbox")
    with open_house(sandbox) as opened:
        before = opened.signer.jwk
        opened.house.run(SetSetting(key="house.name", value="Essai"), Actor("marc"))
    reset(sandbox)
    with open_house(sandbox) as opened:
        assert opened.house.world.settings.text("house.name") == "Le Vieux Moulin"
        assert opened.signer.jwk != before


def test_staging_is_production_without_its_guests_and_keys(tmp_path: Path) -> None:
    source, target = Profile(tmp_path / "one"), Profile(tmp_path / "staging")
    with open_house(source) as opened:
        before = opened.house.world
        pepper = opened.pepper
        assert before.reservations.known
    pins = copy_structure(source, target)
    with pytest.raises(NotFreshError):
        copy_structure(source, target)
    with open_house(target) as opened:
        world, house = opened.house.world, opened.house
        assert house.environment == "staging"
        assert opened.pepper != pepper
        assert world.catalogue.articles == before.catalogue.articles
        assert world.floor.tables == before.floor.tables
        assert {p: world.staff.rights_of(p) for p in world.staff.people} == {
            p: before.staff.rights_of(p) for p in before.staff.people
        }
        assert not world.reservations.known
        assert {d.address for d in world.settings.devices.values()} == {"sim://"}
        codes, keys = dict(pins), code_keys(world.staff, opened.pepper)
        person = world.staff.people["lea"]
        assert check_pin(codes["Léa"], person.pin, keys)
        assert {len(code) for code in codes.values()} == {4}  # what the login takes
        assert not check_pin("1111", person.pin, keys)
        assert person_name(house, "lea") == "Léa"


def test_outside_production_nobody_is_told_and_no_card_is_charged(
    tmp_path: Path,
) -> None:
    with open_house(Profile(tmp_path / "sandbox")) as opened:
        house, profile = opened.house, opened.profile
        notifier = notifier_of(opened)
        assert notifier.channels() == {"sms", "email"}
        notifier.tell("sms", "+33600000000", "Le Vieux Moulin", "À ce soir")
        (told,) = kept_in(profile.outbox)
        assert told["to"] == "+33600000000"
        assert told["text"].startswith("SPÉCIMEN - bac à sable")

        device = house.world.settings.devices["tpe1"]
        real = SetDevice(event=replace(device, address="tcp://192.168.1.9:8888"))
        refused = house.run(real, Actor("marc"))
        assert isinstance(refused, Refusal)
        assert refused.code == "outside_closed"

        house.run(SetSetting(key="outside.open", value="yes"), Actor("marc"))
        assert not notifier.channels()  # there is no account
        assert not isinstance(house.run(real, Actor("marc")), Refusal)
