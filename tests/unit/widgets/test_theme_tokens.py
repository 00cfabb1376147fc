"""The colour tokens: complete, readable, and as measured when they were chosen."""

from itertools import combinations, product

import pytest

from app.domain.catalogue.marks import COLOURS
from widgets.theme import CATEGORIES, COLORS, DISTINCT, Mode, colors

SURFACES = ("surface", "surface_low", "card", "surface_high", "surface_highest")
TEXTS = ("on", "on_var", "primary", "success", "warning", "danger", "info")
STATUSES = ("new", "prep", "ready", "late", "hold")
PAIRS = (
    ("on_primary", "primary"),
    ("on_primary", "primary_hover"),
    ("on_primary", "primary_press"),
    ("on_tonal", "tonal"),
    ("on_tonal", "tonal_hover"),
    ("on_inverse", "inverse"),
    ("inverse_accent", "inverse"),
    ("on_success_c", "success_c"),
    ("on_warning_c", "warning_c"),
    ("on_danger_c", "danger_c"),
    ("on_info_c", "info_c"),
    ("on_danger", "danger"),
    ("on_brand", "brand"),
    ("on_brand", "brand_key"),
    ("on_brand", "brand_press"),
    ("on_brand_var", "brand"),
    ("card", "on"),
    *((f"on_avatar_{number}", f"avatar_{number}") for number in range(1, 7)),
    *(
        (text, f"category_{name}_tile")
        for name in CATEGORIES
        for text in ("on", "on_var")
    ),
)
COURSES = tuple((f"on_course_{place}", f"course_{place}") for place in range(1, 6))


def luminance(colour: str) -> float:
    """Relative luminance, 0-1. Source: WCAG 2.2, definition of relative luminance."""
    red, green, blue = (int(colour[-6:][i : i + 2], 16) / 255 for i in (0, 2, 4))
    linear = [
        value / 12.92 if value <= 0.04045 else ((value + 0.055) / 1.055) ** 2.4
        for value in (red, green, blue)
    ]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(front: str, ground: str, mode: Mode) -> float:
    """Contrast ratio of two roles, 1-21. Source: WCAG 2.2, contrast ratio."""
    values = (COLORS[front][mode.value], COLORS[ground][mode.value])
    light, dark = sorted(map(luminance, values), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def lowest(fronts: tuple[str, ...], mode: Mode) -> float:
    return min(
        contrast(text, ground, mode) for text, ground in product(fronts, SURFACES)
    )


def test_every_role_has_a_value_in_every_mode() -> None:
    for role, values in COLORS.items():
        assert len(values) == len(Mode), role
        for value in values:
            assert value.startswith("#"), role
            assert len(value) in (7, 9), role
            int(value[1:], 16)


def test_every_filled_role_says_what_is_written_on_it() -> None:
    for text, ground in (*PAIRS, *COURSES):
        assert text in COLORS
        assert ground in COLORS


@pytest.mark.parametrize("mode", list(Mode))
@pytest.mark.parametrize(("text", "ground"), PAIRS)
def test_text_on_a_fill_can_be_read(text: str, ground: str, mode: Mode) -> None:
    assert contrast(text, ground, mode) >= 4.5


@pytest.mark.parametrize(
    ("mode", "least", "least_quiet"),
    [(Mode.LIGHT, 4.8, 5.8), (Mode.DARK, 7.3, 7.6), (Mode.CONTRAST, 8.8, 8.8)],
)
def test_text_on_any_surface_is_as_measured(
    mode: Mode, least: float, least_quiet: float
) -> None:
    assert lowest(TEXTS, mode) >= least - 0.05
    assert lowest(("on_var",), mode) >= least_quiet - 0.05


def test_the_lowest_text_of_light_is_danger_on_the_highest_surface() -> None:
    assert contrast("danger", "surface_highest", Mode.LIGHT) == pytest.approx(
        4.8, abs=0.06
    )
    assert lowest(TEXTS, Mode.LIGHT) == contrast(
        "danger", "surface_highest", Mode.LIGHT
    )


@pytest.mark.parametrize(
    ("mode", "ratio"), [(Mode.LIGHT, 5.2), (Mode.DARK, 4.7), (Mode.CONTRAST, 9.7)]
)
def test_inactive_text_on_a_card_is_as_measured(mode: Mode, ratio: float) -> None:
    assert contrast("disabled", "card", mode) == pytest.approx(ratio, abs=0.06)


@pytest.mark.parametrize(
    ("mode", "ratio"), [(Mode.LIGHT, 4.8), (Mode.DARK, 5.8), (Mode.CONTRAST, 7.5)]
)
def test_course_tags_read_at_least_as_measured(mode: Mode, ratio: float) -> None:
    assert min(contrast(*pair, mode) for pair in COURSES) >= ratio - 0.06


SEEN_BY = {
    "protan": (
        (0.152286, 1.052583, -0.204868),
        (0.114503, 0.786281, 0.099216),
        (-0.003882, -0.048116, 1.051998),
    ),
    "deutan": (
        (0.367322, 0.860646, -0.227968),
        (0.280085, 0.672501, 0.047413),
        (-0.011820, 0.042940, 0.968881),
    ),
    "tritan": (
        (1.255528, -0.076749, -0.178779),
        (-0.078411, 0.930809, 0.147602),
        (0.004733, 0.691367, 0.303900),
    ),
}
"""Linear RGB as three kinds of colour blindness see it, at full severity. Source:
Machado, Oliveira, Fernandes, 2009, table of the simulation matrices."""
TOLD_APART = (
    ("success", "warning", "danger"),
    ("success_c", "warning_c", "danger_c"),
    tuple(f"status_{state}" for state in STATUSES),
)
PLAIN = 20
"""Distance in CIELAB (1976) from which two fills are two colours at a glance."""


def seen(colour: str, eyes: str) -> tuple[float, float, float]:
    """CIELAB of a colour in such eyes, white D65. Source: IEC 61966-2-1, CIE 15."""
    parts = (int(colour[-6:][i : i + 2], 16) / 255 for i in (0, 2, 4))
    linear = [
        v / 12.92 if v <= 0.04045 else ((v + 0.055) / 1.055) ** 2.4 for v in parts
    ]
    linear = [
        min(1.0, max(0.0, sum(a * b for a, b in zip(row, linear, strict=True))))
        for row in SEEN_BY[eyes]
    ]
    rows = (
        (0.4124564, 0.3575761, 0.1804375),
        (0.2126729, 0.7151522, 0.0721750),
        (0.0193339, 0.1191920, 0.9503041),
    )
    x, y, z = (
        (v ** (1 / 3) if v > 0.008856 else 7.787 * v + 16 / 116)
        for v in (
            sum(a * b for a, b in zip(row, linear, strict=True)) / white
            for row, white in zip(rows, (0.95047, 1.0, 1.08883), strict=True)
        )
    )
    return 116 * y - 16, 500 * (x - y), 200 * (y - z)


@pytest.mark.parametrize("eyes", SEEN_BY)
@pytest.mark.parametrize("mode", list(Mode))
def test_the_distinct_palette_is_told_apart_by_every_eye(eyes: str, mode: Mode) -> None:
    palette = colors(distinct=True)
    for group in TOLD_APART:
        for one, other in combinations(group, 2):
            pair = [seen(palette[role][mode.value], eyes) for role in (one, other)]
            apart = sum((a - b) ** 2 for a, b in zip(*pair, strict=True)) ** 0.5
            assert apart >= PLAIN, (one, other)


MARKS = tuple(f"mark_{colour}" for colour in COLOURS)


@pytest.mark.parametrize("eyes", SEEN_BY)
def test_what_stands_out_on_a_card_is_told_apart_by_every_eye(eyes: str) -> None:
    for one, other in combinations(MARKS, 2):
        pair = [seen(COLORS[role][0], eyes) for role in (one, other)]
        apart = sum((a - b) ** 2 for a, b in zip(*pair, strict=True)) ** 0.5
        assert apart >= PLAIN, (one, other)


@pytest.mark.parametrize("mark", MARKS)
def test_what_stands_out_reads_as_a_sign_and_as_a_ground(mark: str) -> None:
    assert contrast("on_status", mark, Mode.DARK) >= 7
    assert contrast(mark, "card", Mode.DARK) >= 4.5


@pytest.mark.parametrize("mode", list(Mode))
def test_the_distinct_palette_reads_as_well(mode: Mode) -> None:
    least = 7.0 if mode is Mode.CONTRAST else 4.5
    palette = colors(distinct=True)
    assert DISTINCT.keys() <= COLORS.keys()
    pairs = [
        *((f"on_{role}", role) for role in ("success_c", "warning_c", "danger_c")),
        ("on_danger", "danger"),
        *product(("success", "warning", "danger"), SURFACES),
    ]
    for front, ground in pairs:
        both = (palette[front][mode.value], palette[ground][mode.value])
        light, dark = sorted(map(luminance, both), reverse=True)
        floor = 4.5 if ground in SURFACES else least
        assert (light + 0.05) / (dark + 0.05) >= floor, (front, ground)


def test_contrast_mode_reaches_seven_everywhere() -> None:
    for pair in (*PAIRS, *COURSES):
        assert contrast(*pair, Mode.CONTRAST) >= 7, pair
    assert lowest(TEXTS, Mode.CONTRAST) >= 7


@pytest.mark.parametrize("state", STATUSES)
def test_the_kitchen_writes_black_on_its_fills(state: str) -> None:
    least = 6.45 if state == "late" else 7
    assert contrast("on_status", f"status_{state}", Mode.DARK) >= least


def test_the_kitchen_reads_at_seven_on_its_dark_grounds() -> None:
    for text, ground in product(("on", "on_var"), ("surface", "card", "surface_high")):
        assert contrast(text, ground, Mode.DARK) >= 7


@pytest.mark.parametrize("mode", list(Mode))
def test_edges_and_filets_stand_out(mode: Mode) -> None:
    for ground in ("surface", "surface_low", "card"):
        for shape in ("outline", "primary", "focus"):
            assert contrast(shape, ground, mode) >= 3, (shape, ground)
    for name in CATEGORIES:
        filet, tile = f"category_{name}", f"category_{name}_tile"
        assert contrast(filet, tile, mode) >= 3, name


@pytest.mark.parametrize("mode", list(Mode))
def test_the_meal_gets_darker_or_lighter_as_it_advances(mode: Mode) -> None:
    steps = [luminance(COLORS[f"course_{place}"][mode.value]) for place in range(1, 6)]
    assert steps == sorted(steps, reverse=mode is Mode.LIGHT)


def test_the_brand_is_the_same_in_every_mode() -> None:
    for role in (
        "brand",
        "on_brand",
        "brand_key",
        *(f"avatar_{n}" for n in range(1, 7)),
    ):
        assert len(set(COLORS[role])) == 1, role
