"""The page that a printer prints about itself: sizes, frames, codes and code pages.

The person setting it up reads which line shows the accents and the euro right and picks
the code page that it names.
"""

from hardware.printers.document import (
    QR,
    Bar,
    Barcode,
    BigNumber,
    Block,
    Box,
    Cell,
    Columns,
    Cut,
    Document,
    Logo,
    PageSample,
    Rule,
    Struck,
    Text,
    row,
)
from hardware.printers.profiles import Profile
from resources.texts import tr

SAMPLE = "éèàçùêôîë € œ É À Ç « » °"


def trial_page(name: str, address: str, profile: Profile) -> Document:
    """A document of kind "test" that shows what `profile` makes of every block."""
    ruler = "".join(str((n + 1) % 10) for n in range(profile.columns))
    return Document(
        "test",
        (
            Logo(),
            Text(tr("PAGE D'ESSAI"), size="title", bold=True, align="center"),
            Text(f"{name} · {profile.label}", align="center"),
            Text(address, align="center"),
            Rule(),
            Text(ruler),
            row(tr("Colonnes"), str(profile.columns)),
            *_pages(profile),
            Rule("dashed"),
            Bar(tr("BARRE"), "214"),
            BigNumber("12", ("20:34", tr("PLATS"), tr("3 couverts"))),
            Columns(
                (
                    Cell(tr("1 PLAT"), size="dish", bold=True),
                    Cell("P1", size="label", bold=True, align="right"),
                )
            ),
            Struck(tr("1 PLAT BARRÉ")),
            Box((Text(tr("⚠ CADRE"), size="title", bold=True),)),
            Columns(
                (
                    Cell(tr("TOTAL"), size="label", bold=True),
                    Cell("84,50 €", size="total", bold=True, align="right"),
                )
            ),
            QR("https://example.org/sotto", 5),
            Barcode("201234500123"),
            Rule(),
            Cut(),
        ),
        name,
    )


def _pages(profile: Profile) -> list[Block]:
    if profile.mode == "raster":
        return [Text(SAMPLE)]
    blocks: list[Block] = [
        Rule("dashed"),
        Text(tr("Quelle ligne est juste ?"), bold=True),
    ]
    for page in profile.pages:
        line = f"{page.label} {SAMPLE}"
        blocks.append(PageSample(line, page.encoding, page.number))
    return blocks
