"""Ink on an A4 page: text, tabular figures, rules, the filet, the mark, codes.

Lengths are points from the top left corner, y growing downwards, so that sections read
like windows. All digits have one width: the fonts are the tabular cut of Inter.
"""

from importlib.resources import files
from io import BytesIO
from re import finditer
from typing import TYPE_CHECKING, Literal

from app.reports.tokens import BOLD, FACES, LINE, ON, PRIMARY, REGULAR, TONAL

if TYPE_CHECKING:
    from PIL.Image import Image
    from reportlab.pdfgen.pathobject import PDFPathObject

WIDTH, HEIGHT = 595.28, 841.89
"""A4."""

Align = Literal["left", "centre", "right"]


class Ink:
    """One PDF being drawn.

    Bytes depend on what is drawn alone: no date and no random id goes into the file.

    Args:
        archival: no font is named that is not in the file (PDF/A).
        page: width and height of every page, in points.
    """

    def __init__(
        self,
        title: str,
        author: str,
        *,
        archival: bool = False,
        page: tuple[float, float] = (WIDTH, HEIGHT),
    ) -> None:
        from reportlab.pdfbase.pdfmetrics import registerFont, stringWidth
        from reportlab.pdfbase.ttfonts import TTFont
        from reportlab.pdfgen.canvas import Canvas

        self._buffer = BytesIO()
        self._width = stringWidth
        self._height = page[1]
        fonts = files("resources").joinpath("fonts")
        for face, path in FACES.items():
            registerFont(TTFont(face, BytesIO(fonts.joinpath(path).read_bytes())))
        self._canvas = Canvas(
            self._buffer,
            pagesize=page,
            invariant=1,
            initialFontName=REGULAR if archival else None,  # type: ignore[arg-type]  # the stubs take it for a size
        )
        self._canvas.setTitle(title)
        self._canvas.setAuthor(author)
        self._canvas.setCreator("Sotto")

    def next_page(self) -> None:
        """Goes on with an empty page."""
        self._canvas.showPage()

    def finished(self) -> bytes:
        """The file."""
        self._canvas.showPage()
        self._canvas.save()
        return self._buffer.getvalue()

    def width_of(self, text: str, face: str, size: float) -> float:
        """Width of a text."""
        return self._width(text, face, size)

    def text(
        self,
        x: float,
        y: float,
        text: str,
        *,
        face: str = REGULAR,
        size: float = 9,
        colour: str = ON,
        align: Align = "left",
        room: float = 0,
    ) -> None:
        """A line of text on the baseline `y`; longer than `room`, it ends in "…"."""
        if room and self.width_of(text, face, size) > room:
            while text and self.width_of(f"{text}…", face, size) > room:
                text = text[:-1].rstrip()
            text = f"{text}…"
        if align != "left":
            width = self.width_of(text, face, size)
            x -= width if align == "right" else width / 2
        self._fill(colour)
        self._canvas.setFont(face, size)
        self._canvas.drawString(x, self._height - y, text)

    def rule(self, x: float, y: float, width: float, *, colour: str = LINE) -> None:
        """A hairline."""
        self._fill(colour)
        self._canvas.rect(x, self._height - y - 0.3, width, 0.6, stroke=0, fill=1)

    def filet(
        self,
        x: float,
        y: float,
        width: float,
        *,
        thick: float = 3,
        colour: str = PRIMARY,
    ) -> None:
        """The brand's short line, round at its ends, its middle on `y`."""
        self._fill(colour)
        self._canvas.roundRect(
            x, self._height - y - thick / 2, max(width, thick), thick, thick / 2, 0, 1
        )

    def panel(
        self, x: float, y: float, width: float, height: float, colour: str
    ) -> None:
        """A ground with large corners above and small ones below."""
        self._fill(colour)
        outline = self._outline(
            x, self._height - y - height, x + width, self._height - y
        )
        self._canvas.drawPath(outline, stroke=0, fill=1)

    def bar(self, x: float, y: float, width: float, height: float, colour: str) -> None:
        """A bar standing on the baseline `y`."""
        self._fill(colour)
        radius = min(2.5, width / 2, height / 2)
        self._canvas.roundRect(
            x, self._height - y, width, height, radius, stroke=0, fill=1
        )

    def line(
        self,
        x: float,
        y: float,
        width: float,
        *,
        thick: float,
        dash: tuple[float, ...] = (),
    ) -> None:
        """A black stroke, its middle on `y`; `dash` are lengths of ink and of gap."""
        self._stroke(thick)
        self._canvas.setDash(list(dash))
        self._canvas.line(x, self._height - y, x + width, self._height - y)
        self._canvas.setDash([])

    def band(
        self, x: float, y: float, width: float, height: float, colour: str
    ) -> None:
        """A ground without corners, under a row."""
        self._fill(colour)
        self._canvas.rect(x, self._height - y - height, width, height, 0, 1)

    def dot(
        self, x: float, y: float, radius: float, colour: str, *, filled: bool
    ) -> None:
        """A disc, or a ring, around a point."""
        from reportlab.lib.colors import HexColor

        self._fill(colour)
        self._canvas.setStrokeColor(HexColor(colour))
        self._canvas.setLineWidth(1)
        self._canvas.circle(x, self._height - y, radius, fill=int(filled))

    def upright(
        self, x: float, y: float, text: str, *, face: str = REGULAR, size: float = 9
    ) -> None:
        """A line of text that reads upwards from the baseline's left end."""
        self._canvas.saveState()
        self._canvas.translate(x, self._height - y)
        self._canvas.rotate(90)
        self._fill(ON)
        self._canvas.setFont(face, size)
        self._canvas.drawString(0, 0, text)
        self._canvas.restoreState()

    def frame(
        self, x: float, y: float, width: float, height: float, *, thick: float
    ) -> None:
        """A black frame, all of it inside the box."""
        self._stroke(thick)
        self._canvas.roundRect(
            x + thick / 2,
            self._height - y - height + thick / 2,
            width - thick,
            height - thick,
            3,
        )

    def mark(self, x: float, y: float, size: float, *, colour: str = PRIMARY) -> None:
        """The ring on its line, `size` points square."""
        from reportlab.lib.colors import HexColor

        unit = size / 32
        self._canvas.setStrokeColor(HexColor(colour))
        self._canvas.setLineWidth(4 * unit)
        self._canvas.circle(x + 16 * unit, self._height - y - 12.5 * unit, 8.5 * unit)
        self.filet(
            x + 5 * unit, y + 27.5 * unit, 22 * unit, thick=4 * unit, colour=colour
        )

    def picture(
        self, x: float, y: float, width: float, height: float, picture: "Image"
    ) -> None:
        """A picture in so many points."""
        from reportlab.lib.utils import ImageReader

        self._canvas.drawImage(
            ImageReader(picture), x, self._height - y - height, width, height
        )

    def qr(self, x: float, y: float, size: float, content: str) -> None:
        """A QR code, `size` points square without its quiet zone."""
        import segno

        rows = list(segno.make(content, error="m", micro=False).matrix)
        module = size / len(rows)
        self._fill(ON)
        for down, row in enumerate(rows):
            for across, dark in enumerate(row):
                if dark:
                    self._canvas.rect(
                        x + across * module,
                        self._height - y - (down + 1) * module,
                        module * 1.02,  # neighbours overlap: no hairline between
                        module * 1.02,
                        stroke=0,
                        fill=1,
                    )

    def bars(
        self, x: float, y: float, step: float, height: float, modules: str
    ) -> None:
        """The modules of a bar code, `step` points each; "1" is black."""
        self._fill(ON)
        for black in finditer("1+", modules):
            self._canvas.rect(
                x + black.start() * step,
                self._height - y - height,
                len(black.group()) * step,
                height,
                stroke=0,
                fill=1,
            )

    def watermark(self, text: str) -> None:
        """Large pale words across the page."""
        self._canvas.saveState()
        self._canvas.translate(WIDTH / 2, HEIGHT / 2)
        self._canvas.rotate(52)
        self._fill(TONAL)
        self._canvas.setFont(BOLD, 120)
        self._canvas.drawCentredString(0, -40, text)
        self._canvas.restoreState()

    def _stroke(self, thick: float) -> None:
        from reportlab.lib.colors import black

        self._canvas.setStrokeColor(black)
        self._canvas.setLineWidth(thick)

    def _fill(self, colour: str) -> None:
        from reportlab.lib.colors import HexColor

        self._canvas.setFillColor(HexColor(colour))

    def _outline(
        self, left: float, bottom: float, right: float, top: float
    ) -> "PDFPathObject":
        """A box with corners of 10 above and 4 below."""
        path = self._canvas.beginPath()
        path.moveTo(left, top - 10)
        path.arcTo(left, top - 20, left + 20, top, 180, -90)
        path.arcTo(right - 20, top - 20, right, top, 90, -90)
        path.arcTo(right - 8, bottom, right, bottom + 8, 0, -90)
        path.arcTo(left, bottom, left + 8, bottom + 8, 270, -90)
        path.close()
        return path
