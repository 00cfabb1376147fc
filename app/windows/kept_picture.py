"""A receipt or picture as it is kept and shown: small, upright, without what a camera adds.

A photograph is scaled to what a till's receipt needs to be read, and loses its notes (where
it was taken); a PDF is kept as it is.
"""

from PySide6.QtCore import QBuffer, QByteArray, QIODevice, QSize, Qt
from PySide6.QtGui import QImage, QImageReader, QImageWriter, QPainter
from PySide6.QtPdf import QPdfDocument

MOST_BYTES = 40 * 2**20
"""Of a photograph that is read; MOST_PDF of a scan, which is not made smaller."""
MOST_PDF = 6 * 2**20
_PDF = b"%PDF-"
_FORMS = (b"jpeg", b"jpg", b"png", b"webp", b"tiff", b"tif", b"bmp")
"""Pictures of dots; Qt reads others too, which may lead to other files."""
_SIDE, _QUALITY = 1800, 80
_PAGES, _PAGE_WIDTH, _LONG = 6, 1100, 8
"""Pages that are shown, their width in pixels, and how much longer than wide they may be."""


class NoPictureError(Exception):
    """A file is too large, or neither a picture nor a PDF."""

    def __init__(self, *, large: bool = False) -> None:
        super().__init__()
        self.large = large


def kept_form(content: bytes) -> bytes:
    """The bytes to keep of a photograph (a JPEG of at most 1800 pixels) or a PDF; any
    thread.

    Raises:
        NoPictureError: it is neither, or too large.
    """
    if content.startswith(_PDF):
        if len(content) > MOST_PDF:
            raise NoPictureError(large=True)
        if not pages_of(content):
            raise NoPictureError
        return content
    if len(content) > MOST_BYTES:
        raise NoPictureError(large=True)
    picture = _read(content)
    if picture.isNull():
        raise NoPictureError
    side = QSize(_SIDE, _SIDE)
    if max(picture.width(), picture.height()) > _SIDE:
        picture = picture.scaled(
            side,
            Qt.AspectRatioMode.KeepAspectRatio,
            Qt.TransformationMode.SmoothTransformation,
        )
    return _jpeg(_on_paper(picture))


def pages_of(content: bytes) -> list[QImage]:
    """A picture, or the first pages of a PDF; none when it cannot be read. Any thread."""
    if not content.startswith(_PDF):
        picture = _read(content)
        return [] if picture.isNull() else [picture]
    document, buffer = QPdfDocument(), _opened(content)
    document.load(buffer)
    pages = []
    for page in range(min(document.pageCount(), _PAGES)):
        points = document.pagePointSize(page)
        high = round(_PAGE_WIDTH * min(points.height() / max(points.width(), 1), _LONG))
        drawn = document.render(page, QSize(_PAGE_WIDTH, high))
        pages.append(_on_paper(drawn))
    document.close()
    return pages


def _on_paper(drawn: QImage) -> QImage:
    """The dots alone, on white: what was noted with them stays behind."""
    paper = QImage(drawn.size(), QImage.Format.Format_RGB32)
    paper.fill(Qt.GlobalColor.white)
    with QPainter(paper) as painter:
        painter.drawImage(0, 0, drawn)
    return paper


def _read(content: bytes) -> QImage:
    buffer = _opened(content)
    reader = QImageReader(buffer)
    if bytes(reader.format().data()) not in _FORMS:
        return QImage()
    reader.setAutoTransform(True)  # a telephone notes how it was held
    return reader.read()


def _opened(content: bytes) -> QBuffer:
    buffer = QBuffer()
    buffer.setData(QByteArray(content))
    buffer.open(QIODevice.OpenModeFlag.ReadOnly)
    return buffer


def _jpeg(picture: QImage) -> bytes:
    content = QByteArray()
    buffer = QBuffer(content)
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    writer = QImageWriter(buffer, b"jpeg")
    writer.setQuality(_QUALITY)
    writer.write(picture)
    return bytes(content.data())
