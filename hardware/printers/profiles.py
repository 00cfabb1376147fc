"""Printer models as data: what each can do and how it numbers its code pages.

A model that is not here is served by `generic_80` or `generic_58`; the page, the way of
printing and the completion answer can be overridden per printer after the test page and
the probe. Printers lie about their model (GS I), so nothing is deduced from it.
Source: Epson ESC/POS reference (GS ( H and GS r per model); capability database of
python-escpos 3.1 for widths, columns and code page numbers. `completion` is "none" where
no document vouches for an answer: the probe can raise it.
"""

from dataclasses import dataclass, field, replace
from typing import Literal

Completion = Literal["process_id", "gs_r", "none"]
Mode = Literal["text", "raster"]
CutCommand = Literal["feed_cut", "full", "none"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    """A character table: the Python codec and the number that ESC t selects it by."""

    encoding: str
    number: int

    @property
    def key(self) -> str:
        """As settings keep it: "cp858:19"."""
        return f"{self.encoding}:{self.number}"

    @property
    def label(self) -> str:
        """As the trial page and the form name it: "cp858 (19)"."""
        return f"{self.encoding} ({self.number})"


_EPSON_PAGES = (
    Page(encoding="cp1252", number=16),
    Page(encoding="cp858", number=19),
    Page(encoding="iso8859-15", number=40),
    Page(encoding="cp850", number=2),
    Page(encoding="cp437", number=0),
)
_STAR_PAGES = (
    Page(encoding="cp1252", number=32),
    Page(encoding="cp858", number=4),
    Page(encoding="cp437", number=1),
)
_CLONE_PAGES = (
    *_EPSON_PAGES,
    Page(encoding="cp1252", number=71),
    Page(encoding="cp858", number=53),
    Page(encoding="cp1252", number=49),
    Page(encoding="cp858", number=31),
)
_WINCOR_PAGES = (
    Page(encoding="cp1252", number=8),
    Page(encoding="cp858", number=6),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Profile:
    """What one model can do.

    Attributes:
        dots: printable width; columns: body characters of 12 dots in a line.
        pages: candidates for the test page; the first is used unless overridden.
        completion: how the end of a print is confirmed.
        status: answers DLE EOT n. asb: sends its status unasked (GS a).
        offline_bit: bit 3 of the first status byte can be believed.
        stored_logo: keeps pictures in its memory and tells their keys (GS ( L).
        raster: GS v 0 works; `fragment` is the most rows per image command.
        size_command: "GS" for GS ! (up to 8 times), "ESC" for ESC ! (double only).
        lines_per_s: body lines it prints in a second, to know how long to wait.
        mode: print in its own font, or everything as a picture.
    """

    id: str
    label: str
    dots: int = 576
    columns: int = 48
    pages: tuple[Page, ...] = _EPSON_PAGES
    completion: Completion = "none"
    status: bool = True
    asb: bool = False
    offline_bit: bool = True
    cut: CutCommand = "feed_cut"
    stored_logo: bool = False
    raster: bool = True
    fragment: int = 128
    native_qr: bool = True
    native_barcode: bool = True
    size_command: Literal["GS", "ESC"] = "GS"
    lines_per_s: float = 30.0
    mode: Mode = "text"
    pins: tuple[Literal[2, 5], ...] = field(default=(2, 5))

    @property
    def page(self) -> Page:
        """The character table in use."""
        return self.pages[0]


_EPSON = Profile(
    id="epson_tm_t20",
    label="Epson TM-T20 (II, III, X)",
    completion="process_id",
    asb=True,
    stored_logo=True,
    fragment=256,
)
_NETUM_PAGES = (
    Page(encoding="cp1252", number=71),
    Page(encoding="cp858", number=53),
    *_EPSON_PAGES,
)
_BASE_58 = Profile(
    id="generic_58",
    label="Imprimante 58 mm (générique)",
    dots=384,
    columns=32,
    pages=_CLONE_PAGES,
    cut="none",
    native_qr=False,
    native_barcode=False,
)
_SIMULATED = replace(
    _EPSON, id="simulated", label="Imprimante simulée", lines_per_s=1000.0
)

PROFILES: dict[str, Profile] = {
    profile.id: profile
    for profile in (
        _EPSON,
        replace(
            _EPSON,
            id="epson_tm_t88",
            label="Epson TM-T88 (IV à VII)",
            dots=512,
            columns=42,
            lines_per_s=60.0,
        ),
        replace(_EPSON, id="epson_tm_m30", label="Epson TM-m30 (I à III), TM-m50"),
        Profile(
            id="epson_tm_u220",
            label="Epson TM-U220 (à aiguilles)",
            dots=400,
            columns=33,
            pages=(
                Page(encoding="cp850", number=2),
                Page(encoding="cp437", number=0),
            ),
            completion="gs_r",  # only recent units know GS ( H: the probe tells
            asb=True,
            cut="feed_cut",
            raster=False,
            native_qr=False,
            native_barcode=False,
            size_command="ESC",
            lines_per_s=4.5,
        ),
        Profile(
            id="star_escpos",
            label="Star (mode ESC/POS)",
            pages=_STAR_PAGES,
            offline_bit=False,  # TSP models keep it set
        ),
        Profile(
            id="citizen_ct",
            label="Citizen CT-S / CT-E",
            completion="gs_r",
            asb=True,
        ),
        Profile(
            id="bixolon_srp",
            label="Bixolon SRP-330 / SRP-350",
            dots=512,
            columns=42,
            completion="gs_r",
            asb=True,
        ),
        replace(
            _EPSON,
            id="epson_tm_p20",
            label="Epson TM-P20, TM-m10 (58 mm)",
            dots=384,
            columns=32,
        ),
        Profile(id="sunmi_80", label="Sunmi NT (80 mm)"),
        replace(
            _BASE_58, id="sunmi_58", label="Sunmi V2, NT (58 mm)", pages=_EPSON_PAGES
        ),
        Profile(id="seiko_rp", label="Seiko RP-D, RP-E"),
        Profile(id="rongta_80", label="Rongta RP-326, RP-80"),
        Profile(id="wincor_th", label="Wincor Nixdorf TH", pages=_WINCOR_PAGES),
        Profile(id="netum_80", label="Zjiang, Netum (80 mm)", pages=_NETUM_PAGES),
        replace(
            _BASE_58, id="netum_58", label="Zjiang, Netum (58 mm)", pages=_NETUM_PAGES
        ),
        replace(
            _BASE_58,
            id="xprinter_58",
            label="Xprinter XP-58",
        ),
        Profile(
            id="xprinter_80",
            label="Xprinter XP-S260M, XP-N160",
            completion="process_id",
            pages=_CLONE_PAGES,
        ),
        Profile(
            id="generic_80",
            label="Imprimante 80 mm (générique)",
            pages=_CLONE_PAGES,
        ),
        _BASE_58,
        Profile(
            id="archive_file",
            label="Fichier (sans réponse)",
            status=False,
        ),
        _SIMULATED,
        replace(
            _SIMULATED,
            id="simulated_raster",
            label="Imprimante simulée (image)",
            mode="raster",
        ),
        replace(
            _SIMULATED,
            id="simulated_58",
            label="Imprimante simulée (58 mm)",
            dots=384,
            columns=32,
        ),
    )
}


def profile(model: str) -> Profile:
    """The profile named `model`.

    Raises:
        LookupError: no such model.
    """
    try:
        return PROFILES[model]
    except KeyError:
        raise LookupError(f"no printer model named {model}") from None


def customised(
    base: Profile,
    *,
    page: Page | None = None,
    mode: Mode | None = None,
    completion: Completion | None = None,
    status: bool | None = None,
) -> Profile:
    """`base` with what the test page and the probe taught about one unit."""
    return replace(
        base,
        pages=base.pages
        if page is None
        else (page, *(p for p in base.pages if p != page)),
        mode=mode or base.mode,
        completion=completion or base.completion,
        status=base.status if status is None else status,
        asb=base.asb and status is not False,
    )
