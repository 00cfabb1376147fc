"""The developer console in a real browser, as somebody who writes a program uses it.

Debian's Chromium, driven by Playwright; without it these tests skip.
"""

import json
import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from api_kit import Served, served
from playwright.sync_api import Browser, Page, Route, expect, sync_playwright

CHROMIUM = shutil.which("chromium")
WATCH = """document.addEventListener("securitypolicyviolation", (event) =>
  console.error("policy", event.violatedDirective, event.blockedURI));"""
NAMELESS = """() => [...document.querySelectorAll("button, a, input, select, textarea")]
  .filter((each) => each.checkVisibility()
    && !(each.getAttribute("aria-label") || each.labels?.length || each.textContent.trim()))
  .map((each) => each.outerHTML)"""
WIDE = "() => document.documentElement.scrollWidth > innerWidth"
PAGES = ("start", "reference", "reference/create_order", "keys", "calls", "webhooks")
PAGES += ("webhooks/simulator", "webhooks/inspector")

pytestmark = pytest.mark.skipif(CHROMIUM is None, reason="Debian's chromium is missing")


@pytest.fixture(scope="module")
def house(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    with served(tmp_path_factory.mktemp("console")) as found:
        yield found


@pytest.fixture(scope="module")
def chromium() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        # There is no sandbox for root, as whom CI runs.
        browser = playwright.chromium.launch(
            executable_path=CHROMIUM, args=["--no-sandbox", "--disable-dev-shm-usage"]
        )
        yield browser
        browser.close()


class Desk:
    """A browser at the console, and what it complained of."""

    def __init__(self, house: Served, page: Page) -> None:
        self.page = page
        self.home = f"https://127.0.0.1:{house.hub.port}/developers/"
        self.complaints: list[str] = []
        self.watch(page)

    def watch(self, page: Page) -> None:
        page.on("console", lambda told: self.complaints.append(told.text))
        page.on("pageerror", lambda error: self.complaints.append(str(error)))
        page.on("request", lambda request: self._asked(request.url))

    def _asked(self, url: str) -> None:
        if urlsplit(url).netloc != urlsplit(self.home).netloc:
            self.complaints.append(url)

    def log_in(self) -> None:
        self.page.goto(self.home)
        self.page.get_by_label("Nom").fill("Marc")
        self.page.get_by_label("Code ou mot de passe").fill("9999")
        self.page.get_by_role("button", name="Entrer").click()
        expect(self.page.get_by_role("heading", level=1)).to_contain_text(
            "cinq minutes"
        )

    def go(self, where: str) -> Page:
        self.page.goto(f"{self.home}#/{where}")
        return self.page


@contextmanager
def sat_down(
    house: Served, chromium: Browser, width: int, scheme: str = "light"
) -> Iterator[Desk]:
    context = chromium.new_context(
        ignore_https_errors=True,  # the hub vouches for itself
        viewport={"width": width, "height": 800},
        color_scheme=scheme,
        locale="fr-FR",
        permissions=["clipboard-read", "clipboard-write"],
    )
    context.add_init_script(WATCH)
    desk = Desk(house, context.new_page())
    yield desk
    context.close()
    assert not desk.complaints


@pytest.fixture
def desk(house: Served, chromium: Browser) -> Iterator[Desk]:
    with sat_down(house, chromium, 1280) as found:
        found.log_in()
        yield found


def test_a_key_in_two_clicks_and_its_calls_live(desk: Desk) -> None:
    page = desk.go("keys")
    page.get_by_role("button", name="Réservations en ligne").click()
    page.get_by_role("button", name="Créer la clé").click()
    expect(page.get_by_label("Clé", exact=True)).to_contain_text("sk_")
    expect(page.get_by_role("button", name="Révoquer").first).to_be_visible()

    other = page.context.new_page()  # the same person, another tab
    desk.watch(other)
    other.goto(f"{desk.home}#/calls")
    expect(other.get_by_text("en direct")).to_be_visible()

    desk.go("reference/create_reservation")
    expect(page.get_by_label("Qui demande")).to_contain_text("Réservations en ligne")
    guest = {"date": "2027-01-08", "time": "19:30", "covers": 2, "name": "Jean Dupont"}
    page.get_by_label("Corps").fill(json.dumps(guest))
    page.get_by_role("button", name="Envoyer").click()
    expect(page.get_by_label("Réponse", exact=True)).to_contain_text("reservation_id")

    row = other.get_by_role(
        "row", name="Réservations en ligne POST /api/v1/reservations"
    )
    expect(row).to_contain_text("201")
    row.click()
    detail = other.get_by_label("Détail de l’appel")
    expect(detail.get_by_label("Demande")).to_contain_text("2027-01-08")
    expect(detail).not_to_contain_text("Dupont")
    other.close()


def test_an_example_speaks_of_this_house_and_can_be_sent_at_once(desk: Desk) -> None:
    page = desk.go("reference/create_order")
    page.get_by_role("button", name="Envoyer").click()
    expect(page.locator(".result")).to_contain_text("201")
    page.get_by_role("button", name="Envoyer").click()  # the same once more
    expect(page.get_by_text("idempotency-replayed")).to_have_count(1)
    desk.go("reference/show_order")
    page.get_by_role("button", name="Envoyer").click()
    expect(page.locator(".result")).to_contain_text("200")


def test_a_simulated_event_is_verified_in_the_inspector(desk: Desk) -> None:
    page = desk.go("webhooks/inspector")
    expect(page.get_by_text("en direct")).to_be_visible()
    desk.go("webhooks/simulator")
    page.get_by_label("Événement").select_option("reservation.created")
    expect(page.get_by_label("Données")).not_to_have_value("")
    page.get_by_role("button", name="Envoyer, signé").click()
    page.get_by_role("link", name="Voir l’inspecteur").click()
    message = page.locator(".message").first
    expect(message).to_contain_text("Signature vérifiée")
    message.locator("summary").first.click()
    expect(message.get_by_label("Ce qui est signé")).to_contain_text("test-")


def test_a_webhook_is_made_tried_and_its_deliveries_looked_at(desk: Desk) -> None:
    page = desk.go("webhooks/addresses")
    page.get_by_label("Événement").select_option("payment.completed")
    page.get_by_role("button", name="Créer le webhook").click()
    hook = page.get_by_role("listitem").filter(has_text="payment.completed")
    expect(hook).to_contain_text("actif")
    desk.go("webhooks/simulator")
    page.get_by_label("Événement").select_option("payment.completed")
    page.get_by_label("Destinataire").select_option("mon inspecteur")
    page.get_by_role("button", name="Envoyer, signé").click()
    expect(page.get_by_text("En route")).to_be_visible()
    desk.go("webhooks/inspector")
    expect(page.locator(".message", has_text="payment.completed")).to_be_visible()
    desk.go("webhooks/addresses")
    hook.get_by_role("button", name="Livraisons").click()
    expect(hook.get_by_text("livré", exact=True)).to_be_visible()
    hook.get_by_role("button", name="Tout redire").click()
    expect(page.get_by_text("Un message sera redit.")).to_be_visible()
    for name in ("Supprimer", "Supprimer pour de bon"):
        hook.get_by_role("button", name=name).click()
    expect(hook).to_have_count(0)


PROGRAMS = {
    "curl": ("ask.sh", "sh"),
    "Python": ("ask.py", sys.executable),
    "TypeScript": ("ask.mjs", "node"),
}


def test_what_it_shows_as_programs_runs(
    desk: Desk, house: Served, tmp_path: Path
) -> None:
    if not all(map(shutil.which, ("curl", "node"))):
        pytest.skip("curl or node is missing")
    with house.client() as stranger:
        certificate = stranger.get(desk.home + "hub.crt").content
    (tmp_path / "hub.crt").write_bytes(certificate)
    page = desk.go("reference/create_reservation")
    guest = {"date": "2027-01-09", "time": "19:30", "covers": 2, "name": "L'Été"}
    page.get_by_label("Corps").fill(json.dumps({**guest, "notes": 'dit "oui"'}))
    made = set()
    for language, (name, runs) in PROGRAMS.items():
        page.get_by_role("tab", name=language).click()
        page.get_by_role("button", name="Copier le programme").click()
        program = page.evaluate("navigator.clipboard.readText()")
        (tmp_path / name).write_text(program, encoding="utf-8")
        told = json.loads(ran([runs, name], tmp_path, house))
        assert (told["name"], told["notes"]) == ("L'Été", 'dit "oui"')
        made.add(told["reservation_id"])
    assert len(made) == len(PROGRAMS)  # other callers, other reservations


def ran(command: list[str], folder: Path, house: Served) -> str:
    key = house.key("reservations:write", "personal:read")
    known = {"SOTTO_KEY": key, "NODE_EXTRA_CA_CERTS": "hub.crt"}
    done = subprocess.run(
        command,
        cwd=folder,
        env={"PATH": os.environ["PATH"], **known},
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    return done.stdout


def test_what_was_asked_in_vain_is_said(desk: Desk, house: Served) -> None:
    page = desk.go("keys")
    page.get_by_role("button", name="Stock").click()
    page.get_by_role("button", name="Créer la clé").click()
    key = page.get_by_role("listitem").filter(has_text="inventory:write").first
    key.get_by_role("button", name="Révoquer").click()
    page.route("**/api/v1/keys/*", refused)
    key.get_by_role("button", name="Révoquer pour de bon").click()
    expect(page.locator("#said")).to_have_text("Plus tard.")
    desk.complaints.clear()  # the browser says itself that it was refused


def refused(route: Route) -> None:
    route.fulfill(status=503, json={"detail": "Plus tard.", "code": "busy"})


def test_a_session_outlives_a_reload_and_ends_with_the_logout(desk: Desk) -> None:
    page = desk.page
    page.reload()
    expect(page.get_by_role("link", name="Clés")).to_be_visible()
    page.get_by_role("button", name="English").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("five minutes")
    page.get_by_role("button", name="Log out").click()
    expect(page.get_by_role("button", name="Enter")).to_be_visible()
    page.reload()
    expect(page.get_by_role("button", name="Enter")).to_be_visible()
    page.get_by_role("link", name="Read the reference").click()
    expect(page.get_by_role("link", name="Log in")).to_be_visible()


@pytest.mark.parametrize(("width", "scheme"), [(1280, "dark"), (390, "light")])
def test_every_page_fits_and_names_its_controls(
    house: Served, chromium: Browser, width: int, scheme: str
) -> None:
    with sat_down(house, chromium, width, scheme) as desk:
        desk.log_in()
        for each in PAGES:
            page = desk.go(each)
            expect(page.locator("main :is(h1, .group):visible").first).to_be_visible()
            assert not page.evaluate(WIDE), each
            assert not page.evaluate(NAMELESS), each


def test_the_keyboard_alone_reaches_a_call(desk: Desk, house: Served) -> None:
    page = desk.go("calls")
    row = page.get_by_role("row", name="/api/v1/auth/me").first
    row.focus()
    page.keyboard.press("Enter")
    detail = page.get_by_label("Détail de l’appel")
    expect(detail).to_be_visible()
    page.keyboard.press("Escape")
    expect(detail).to_be_hidden()
    expect(row).to_be_focused()
