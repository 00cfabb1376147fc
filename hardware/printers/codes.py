"""Bars and squares: the black and white modules of QR, EAN-13 and CODE128.

Used to draw codes in pictures, for printers without their own and on simulated paper.
"""

_EAN_WEIGHTS = (1, 3)


def ean13(digits: str) -> str:
    """Twelve or thirteen digits as thirteen, the check digit computed or verified.

    Raises:
        ValueError: not digits, a wrong length, or a wrong check digit.
    """
    if not (digits.isascii() and digits.isdigit() and len(digits) in (12, 13)):
        raise ValueError(f"not an EAN-13: {digits!r}")
    total = sum(int(d) * _EAN_WEIGHTS[i % 2] for i, d in enumerate(digits[:12]))
    check = str(-total % 10)
    if len(digits) == 13 and digits[12] != check:
        raise ValueError(f"wrong EAN-13 check digit: {digits!r}")
    return digits[:12] + check


def ean13_modules(digits: str) -> str:
    """The 95 modules of an EAN-13, "1" for black.

    Raises:
        ValueError: as `ean13`.
    """
    import barcode

    modules: str = barcode.EAN13(ean13(digits)).build()[0]
    return modules.replace("G", "1")


def code128_modules(text: str) -> str:
    """The modules of a CODE128 with the shortest choice of code sets, "1" for black.

    Raises:
        ValueError: the text is empty or not printable ASCII.
    """
    import barcode

    if not (text and text.isascii() and text.isprintable()):
        raise ValueError(f"not for CODE128: {text!r}")
    modules: str = barcode.Code128(text).build()[0]
    return modules


def qr_modules(text: str, level: str) -> list[list[bool]]:
    """The rows of a QR code, True for black, without quiet zone.

    Raises:
        ValueError: more text than the largest QR code holds at this level.
    """
    import segno

    code = segno.make(text, error=level, micro=False, boost_error=False)
    return [[bool(module) for module in line] for line in code.matrix]
