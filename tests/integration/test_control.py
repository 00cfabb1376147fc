"""Attestation and control folder of a real profile, by command."""

import json
from collections.abc import Iterator
from dataclasses import replace
from io import BytesIO
from pathlib import Path
from zipfile import ZipFile

import pypdf
import pytest
from fiscal_kit import archive, close, sell
from gui_kit import FixedClock, demo_house

from app.bootstrap import open_house
from app.caretaker import Caretaker
from app.cli.main import main
from app.domain.environment import PRODUCTION
from app.domain.rules import SetDevice, SetSetting
from app.domain.settings import DeviceSet, EventRecorded
from app.domain.vocabulary import Refusal
from app.fiscal.control import signed_name
from app.fiscal.core import Release, core
from app.fiscal.periods import closings
from app.reports.closing import report_for
from app.reports.control_folder import control_source, make_control_folder
from app.services.house import Actor
from db.findings import Report
from db.profile import Profile

OLD = "Sotto 0.0.9 · F0.9 · 0123456789ab"


@pytest.fixture
def profile(tmp_path: Path) -> Path:
    """A day that is closed, and a card terminal with its papers."""
    folder = tmp_path / "profile"
    with demo_house(folder, FixedClock()) as opened:
        house = opened.house
        terminal = next(
            d for d in house.world.settings.devices.values() if d.kind == "terminal"
        )
        told = replace(
            terminal,
            serial="80K1234567",
            contract="1234567",
            acquirer="Crédit du Rhône",
            since="2026-11-02",
        )
        assert not isinstance(house.run(SetDevice(event=told), boss()), Refusal)
        spare = DeviceSet(
            id="tpe9",
            kind="terminal",
            name="TPE 9",
            profile="caisse_ap",
            address="sim://",
            active=False,
        )
        assert not isinstance(house.run(SetDevice(event=spare), boss()), Refusal)
        house.note("APP_START")
        sell(opened)
        close(opened)
    return folder


def boss() -> Actor:
    return Actor("marc", "admin")


def name(profile: Path, **settings: str) -> None:
    with open_house(Profile(profile), clock=FixedClock()) as opened:
        for key, value in settings.items():
            command = SetSetting(key=key.replace("__", "."), value=value)
            assert not isinstance(opened.house.run(command, boss()), Refusal)


def summary(path: Path) -> str:
    with ZipFile(path) as file:
        pages = pypdf.PdfReader(BytesIO(file.read("SYNTHESE.pdf"))).pages
        return " ".join(" ".join(page.extract_text().split()) for page in pages)


@pytest.fixture
def named(profile: Path) -> Iterator[Path]:
    name(
        profile, attestation__name="SARL Le Vieux Moulin", house__siret="73282932000074"
    )
    return profile


def test_an_attestation_is_refused_to_nobody_and_made_for_a_name(
    profile: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    command = ["fiscal", "attestation", "--into", str(tmp_path)]
    command += ["--profile", str(profile)]
    name(profile, house__siret="")
    assert main(command) == 2
    assert "la raison sociale" in capsys.readouterr().err
    assert not list(tmp_path.glob("*.pdf"))
    name(
        profile, attestation__name="SARL Le Vieux Moulin", house__siret="73282932000074"
    )
    assert main(command) == (0 if core().attested else 1)
    (made,) = tmp_path.glob("attestation_*.pdf")
    kept = profile / "attestations" / made.name
    assert kept.read_bytes() == made.read_bytes()
    text = pypdf.PdfReader(made).pages[0].extract_text()
    assert core().version in text
    assert "SPÉCIMEN" in text  # the demo restaurant


def test_a_control_folder_holds_what_a_control_asks_for(
    named: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    there = ["--profile", str(named), "--into", str(tmp_path)]
    main(["fiscal", "attestation", *there])
    medium = tmp_path / "key"
    medium.mkdir()
    assert main(["fiscal", "archive", str(medium), "--profile", str(named)]) == 0
    capsys.readouterr()
    assert main(["fiscal", "control-folder", *there]) == 0
    path = Path(capsys.readouterr().out.strip().splitlines()[-1])
    assert path.name.startswith("SOTTO-CONTROLE_732829320_")
    with ZipFile(path) as file:
        names = set(file.namelist())
        terminals = file.read("terminaux_paiement.csv").decode("utf-8-sig")
        checked = json.loads(file.read("verification.json"))
        told = json.loads(file.read("noyau_fiscal.json"))
    assert f"attestations/attestation_{core().version}.pdf" in names
    assert {"SYNTHESE.pdf", "versions.csv", "caisses.csv", "archives.csv"} <= names
    assert "80K1234567;1234567;Crédit du Rhône;02/11/2026" in terminals
    assert terminals.count("à renseigner") >= 4  # the spare one
    assert checked["errors"] == []
    assert told["hash"] == core().hash
    text = summary(path)
    (archive,) = medium.glob("*.zip")
    said = ("SARL Le Vieux Moulin", "80K1234567", "aucune anomalie", "à signer")
    for words in (*said, archive.name):
        assert words in text, words
    assert "…" not in text  # nothing of an evidence is cut


def test_two_versions_are_two_attestations_or_one_that_is_missing(
    named: Path, tmp_path: Path
) -> None:
    with open_house(Profile(named), clock=FixedClock()) as opened:
        house = opened.house
        scribe = house.journal._own._scribe
        assert scribe is not None
        before, scribe.software = scribe.software, OLD
        house.record([EventRecorded(code="APP_START")])
        scribe.software = before
        house.note("APP_START")
        source = control_source(
            house,
            named / "attestations",
            before,
            lambda: Report(entries=1, chains={}, errors=(), warnings=()),
        )
        path = make_control_folder(source, tmp_path, lambda *_: None)
        assert OLD in summary(path)
        assert summary(path).count("manquante") >= 2
        source.attestations.mkdir()
        for version in ("F0.9", core().version):
            (source.attestations / signed_name(version)).write_bytes(b"%PDF-")
        path = make_control_folder(source, tmp_path, lambda *_: None)
        text = summary(path)
    assert text.count("signée") >= 2


def test_whoever_stops_it_leaves_nothing(named: Path, tmp_path: Path) -> None:
    class Stop(Exception):  # noqa: N818
        pass

    def progress(_: str, part: float) -> None:
        if part >= 1:
            raise Stop

    with open_house(Profile(named), clock=FixedClock()) as opened:
        source = control_source(
            opened.house,
            named / "attestations",
            "Sotto",
            lambda: Report(entries=1, chains={}, errors=(), warnings=()),
        )
        (tmp_path / "usb").mkdir()
        with pytest.raises(Stop):
            make_control_folder(source, tmp_path / "usb", progress)
    assert not list((tmp_path / "usb").iterdir())


def starts(profile: Path) -> tuple[list[str], dict[str, tuple[str, ...]]]:
    """Starts a restaurant of its own once; what the journal has of it, and its alarms."""
    with open_house(
        Profile(profile), environment=PRODUCTION, clock=FixedClock(), demo=False
    ) as opened:
        caretaker = Caretaker(opened)
        caretaker.start()
        caretaker.stop()
        told = [
            e.data["detail"]
            for e in opened.house.journal.entries(stream="jet")
            if e.data.get("code") == "CORE_UNATTESTED"
        ]
        return told, dict(opened.house.world.settings.alarms)


def test_a_core_that_nobody_attests_is_told_once_a_start(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    patched = replace(core(), hash="0" * 64, releases=())
    monkeypatch.setattr("app.fiscal.core.core", lambda: patched)
    assert starts(tmp_path)[0] == [patched.label]
    told, alarms = starts(tmp_path)
    assert told == [patched.label] * 2
    assert alarms["CORE_UNATTESTED"] == (patched.label,)


def test_an_attested_core_is_silent(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    here = core()
    released = Release(here.version, here.hash, "0.1.0", "2026-12-01")
    monkeypatch.setattr(
        "app.fiscal.core.core", lambda: replace(here, releases=(released,))
    )
    assert starts(tmp_path) == ([], {})


def test_archive_and_closing_say_that_nobody_attests_them(profile: Path) -> None:
    with open_house(Profile(profile), clock=FixedClock()) as opened:
        made = archive(opened, profile / "usb")
        (fact,) = closings(opened.database, "C1", "Z")
        seal = report_for(opened.house, fact.event, fact.meta).seal
    with ZipFile(profile / "usb" / made.file) as file:
        notice = file.read("NOTICE.txt").decode()
    assert seal is not None
    assert ("non attestée" in seal.software) != core().attested
    assert ("Version fiscale non attestée" in notice) != core().attested
