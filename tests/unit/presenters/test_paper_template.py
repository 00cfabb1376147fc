"""What a house adds to its papers and leaves out; what the law asks for stays."""

from dataclasses import replace
from io import BytesIO

import pytest
from domain_kit import Till
from PIL import Image

from app.domain.credits.events import CreditIssued
from app.domain.jet import told_by
from app.domain.papers import picture_of, picture_text
from app.domain.rules import SetSetting
from app.domain.settings import Settings
from app.followers.paper.credit import credit_paper
from app.presenters.admin.paper_template import (
    PROFILES,
    PaperKind,
    TemplateDraft,
    example,
    room,
    template_draft,
    template_errors,
    template_values,
    with_line,
    with_picture,
    with_size,
)
from app.reports.paper_pdf import paper_pdf
from hardware.printers.dither import dithered
from hardware.printers.document import Feed, Logo, Text
from hardware.printers.paper_picture import preview
from hardware.printers.profiles import profile


def house(**values: str) -> Settings:
    settings = Settings()
    settings.values |= {
        "house.name": "Le Moulin",
        "house.siret": "81234567800021",
        "house.contact": "01 40 00 00 00",
        **values,
    }
    return settings


def bare(draft: TemplateDraft) -> TemplateDraft:
    """Everything is left out that can be."""
    off = dict.fromkeys(("logo", "contact", "share", "people", "count"), False)
    return replace(draft, **off, table="small", dishes="small")  # type: ignore[arg-type]  # a switch each


def picture() -> bytes:
    buffer = BytesIO()
    Image.radial_gradient("L").save(buffer, "PNG")
    return buffer.getvalue()


LEGAL: dict[PaperKind, tuple[str, ...]] = {
    "receipt": (
        "LE MOULIN",
        "SIRET 81234567800021",
        "2 lignes · 3 articles",
        "TOTAL TTC",
        "'Taux'",
        "Signature",
        "Léa · Caisse 1",
    ),
    "addition": ("DOCUMENT PROVISOIRE", "À PAYER"),
    "kitchen": ("12", "⚠ ALLERGIE P3", "FRUITS À COQUE", "RISOTTO AUX CÈPES"),
}
OPTIONAL: dict[PaperKind, tuple[str, ...]] = {
    "receipt": ("Logo(", "01 40 00 00 00"),
    "addition": ("par personne", "01 40 00 00 00"),
    "kitchen": ("2 couverts · Léa", "3 plats", "prévu 20:51"),
}


@pytest.mark.parametrize("kind", LEGAL)
def test_only_what_no_law_asks_for_can_be_left_out(kind: PaperKind) -> None:
    settings = house()
    full = template_draft(settings)
    whole, least = (str(example(kind, d, settings)) for d in (full, bare(full)))
    for words in LEGAL[kind]:
        assert words in whole
        assert words in least
    for words in OPTIONAL[kind]:
        assert words in whole
        assert words not in least


def test_the_lines_of_the_house_are_on_bills_and_vouchers_too() -> None:
    settings = house(**{"receipt.header": "Depuis 1912", "house.footer": "À bientôt"})
    gift = CreditIssued(
        credit="c", kind="gift", code="2912345678901", amount=50, order="", receipt="r"
    )
    bill = example("addition", template_draft(settings), settings)
    for paper in (bill, credit_paper(gift, 1, settings)):
        texts = [block.text for block in paper.blocks if isinstance(block, Text)]
        lines = [each for each in texts if each in ("Depuis 1912", "À bientôt")]
        assert lines == ["Depuis 1912", "À bientôt"]
        assert "01 40 00 00 00" in texts


@pytest.mark.parametrize("kind", LEGAL)
def test_every_paper_is_drawn_for_both_widths(kind: PaperKind) -> None:
    settings = house()
    draft = replace(template_draft(settings), dishes="large", top="3")
    paper = example(kind, draft, settings)
    assert (Feed(3) in paper.blocks) == (kind == "kitchen")
    widths = [preview(paper, profile(PROFILES[w])).width for w in ("80", "58")]
    assert widths == [576, 384]


def test_lines_that_cannot_be_printed_are_named() -> None:
    draft = template_draft(house())
    draft = with_line(draft, "header:0", "Ouvert ? Oui : l'été, « chaque » jour… 5 €")
    assert template_errors(draft) == {}
    draft = with_line(draft, "header:1", "Pizza 🍕")
    draft = with_line(draft, "footer:4", "x" * 300)
    assert template_errors(draft) == {
        "header:1": "« 🍕 » ne s’imprime pas",
        "footer:4": "48 signes au plus, il y en a 300",
    }


def test_a_long_footer_of_before_is_broken_into_lines_that_can_be_saved() -> None:
    words = "Merci de votre visite et à très bientôt dans notre maison. " * 3
    draft = template_draft(house(**{"house.footer": words.strip()}))
    assert template_errors(draft) == {}
    assert template_values(draft)["house.footer"].split() == words.split()


def test_the_logo_is_on_the_paper_and_in_the_mail_in_the_size_that_was_chosen() -> None:
    settings = house()
    draft = with_picture(template_draft(settings), dithered(picture(), *room("medium")))
    for size, width in (("large", 160), ("small", 67)):
        draft = with_size(draft, size)
        logo = example("receipt", draft, settings).blocks[0]
        assert isinstance(logo, Logo)
        assert logo.bitmap is not None
        assert logo.bitmap.width == pytest.approx(width, abs=1)
        stored = replace(settings, values=settings.values | template_values(draft))
        assert template_draft(stored) == draft
    pdf = paper_pdf(example("receipt", draft, settings), "Ticket", "Sotto")
    assert b"/Subtype /Image" in pdf


def test_a_setting_takes_no_picture_that_no_printer_could_print() -> None:
    till = Till()
    good = picture_text(384, 160, bytes(48 * 160))
    assert picture_of(good) == (384, 160, bytes(48 * 160))
    for bad in ("385x1:", "8x8:AAAA", "8x1:é", "0x0:", "x:", "8x1", "٣x1:AA=="):
        refused = till.refuses(SetSetting(key="receipt.picture", value=bad))
        assert refused == "setting_invalid", bad
    till.do(SetSetting(key="receipt.picture", value=good))
    ((_, told),) = told_by("setting.set", {"key": "receipt.picture", "value": good})
    assert len(told) < 100
