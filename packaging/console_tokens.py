"""Writes the design tokens of `widgets/` as CSS for the developer console.

    make tokens

The hub has no screen and may not import the windows' design system, so the file is kept
in the repository; `tests/lint/test_console_rules.py` says when it is out of date.
"""

from widgets.fonts import STYLES
from widgets.theme import COLORS, RADIUS, SPACE, STROKE, TOUCH

_NOT_ON_A_PAGE = (
    *("category_", "course_", "on_course_", "status_", "mark_", "paper", "ink"),
)
_STYLES = ("h1", "h2", "h3", "wordmark", "avatar_mid", "body", "body_medium")
_STYLES += (
    "body_strong",
    "label",
    "label_strong",
    "caption",
    "caption_strong",
    "micro",
)


def css() -> str:
    """The whole file."""
    roles = {r: v for r, v in COLORS.items() if not r.startswith(_NOT_ON_A_PAGE)}
    pairs = [
        f"--{_name(r)}: light-dark({_rgb(v[0])}, {_rgb(v[1])});"
        for r, v in roles.items()
    ]
    contrast = [f"--{_name(role)}: {_rgb(v[2])};" for role, v in roles.items()]
    sizes = [
        f"--{kind}-{name}: {value}px;"
        for kind, sizes in (
            ("space", SPACE),
            ("radius", RADIUS),
            ("stroke", STROKE),
            ("touch", TOUCH),
        )
        for name, value in sizes._asdict().items()
    ]
    styles = [
        f"--type-{_name(name)}: {of.weight} {of.size}px/{of.line}px {of.family}, sans-serif;"
        for name, of in STYLES.items()
        if name in _STYLES
    ]
    return (
        "/* Made by packaging/console_tokens.py from widgets/theme.py: not to be edited. */\n"
        + _rule(":root", [*pairs, *sizes, *styles])
        + "@media (prefers-contrast: more) {\n"
        + _rule(":root", contrast)
        + "}\n"
    )


def _rule(selector: str, lines: list[str]) -> str:
    return f"{selector} {{\n" + "".join(f"  {line}\n" for line in lines) + "}\n"


def _name(role: str) -> str:
    return role.replace("_", "-")


def _rgb(colour: str) -> str:
    """Qt writes #AARRGGBB, CSS #RRGGBBAA."""
    return f"#{colour[3:]}{colour[1:3]}" if len(colour) == 9 else colour


if __name__ == "__main__":
    print(css(), end="")
