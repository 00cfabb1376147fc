"""Icons: Material Symbols Rounded from `resources/icons`, and two drawings of our own.

An icon is asked by name, outlined or filled, in any colour and size. Pictures are kept
by (name, size, pixel ratio, colour), so a wall of tiles draws each of them once.
"""

from functools import lru_cache
from importlib.resources import files

from PySide6.QtCore import QByteArray, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QIcon, QPainter, QPixmap
from PySide6.QtSvg import QSvgRenderer

from widgets import theme


def icon_names() -> tuple[str, ...]:
    """Every shipped icon that can be asked for, without the `-fill` variants."""
    return tuple(
        sorted(
            item.name.removesuffix(".svg")
            for item in files("resources").joinpath("icons").iterdir()
            if item.name.endswith(".svg") and not item.name.endswith("-fill.svg")
        )
    )


@lru_cache(maxsize=512)
def _source(name: str, *, filled: bool) -> bytes:
    folder = files("resources").joinpath("icons")
    if filled:
        solid = folder.joinpath(f"{name}-fill.svg")
        if solid.is_file():
            return solid.read_bytes()
    plain = folder.joinpath(f"{name}.svg")
    if not plain.is_file():
        raise KeyError(f"no icon named {name}")
    return plain.read_bytes()


@lru_cache(maxsize=2048)
def _picture(name: str, size: int, ratio: float, argb: int, *, filled: bool) -> QPixmap:
    tint = QColor.fromRgba(argb)
    # The shipped drawings say `currentColor` or nothing; both become the tint.
    source = _source(name, filled=filled).replace(
        b"<svg ", f'<svg fill="{tint.name()}" color="{tint.name()}" '.encode(), 1
    )
    source = source.replace(b"currentColor", tint.name().encode())
    renderer = QSvgRenderer(QByteArray(source))
    side = max(1, round(size * ratio))
    picture = QPixmap(side, side)
    picture.fill(Qt.GlobalColor.transparent)
    painter = QPainter(picture)
    painter.setOpacity(tint.alphaF())
    renderer.render(painter, QRectF(0, 0, side, side))
    painter.end()
    picture.setDevicePixelRatio(ratio)
    return picture


def icon_pixmap(
    name: str, color: QColor, size: int, *, filled: bool = False, ratio: float = 1.0
) -> QPixmap:
    """A square picture of `size` logical pixels; shared, do not paint on it.

    Raises:
        KeyError: no such icon.
    """
    return _picture(name, size, ratio, color.rgba(), filled=filled)


def paint_icon(
    painter: QPainter, name: str, rect: QRectF, color: QColor, *, filled: bool = False
) -> None:
    """Draws an icon centred in `rect`, as large as its shorter side allows.

    Raises:
        KeyError: no such icon.
    """
    size = int(min(rect.width(), rect.height()))
    ratio = painter.device().devicePixelRatio()
    picture = icon_pixmap(name, color, size, filled=filled, ratio=ratio)
    left = rect.x() + (rect.width() - size) / 2
    top = rect.y() + (rect.height() - size) / 2
    # On whole device pixels, so that strokes stay crisp.
    painter.drawPixmap(
        QRectF(round(left * ratio) / ratio, round(top * ratio) / ratio, size, size),
        picture,
        QRectF(picture.rect()),
    )


def icon(name: str, color_role: str, size: int, *, filled: bool = False) -> QIcon:
    """A `QIcon` in a colour role, for Qt's own menus and actions.

    Raises:
        KeyError: no such icon or role.
    """
    made = QIcon()
    for ratio in (1.0, 2.0):
        made.addPixmap(
            icon_pixmap(name, theme.color(color_role), size, filled=filled, ratio=ratio)
        )
    made.actualSize(QSize(size, size))
    return made
