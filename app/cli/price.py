"""`sotto price`: prices documents given as JSON, to check the arithmetic without a till.

Reads one document from standard input, or one per line with `--jsonl`, and answers in
JSON. `cli_price_request.py` reads what is asked, `domain/pricing` computes; here are the
streams, the answers and the exit code. The format is in `docs/cli.md`.
"""

import json
from collections.abc import Iterable, Iterator
from typing import TextIO

from app.cli.price_request import Request, read_request
from app.domain.money import split_evenly
from app.domain.pricing import (
    FormuleLine,
    PricedDocument,
    PricedLine,
    PricingError,
    VatRow,
    price_document,
    refund,
    split_totals,
)
from app.domain.vocabulary import MILLI
from resources.texts import tr

USAGE = "usage: sotto price [--jsonl] < documents.json"

_WRONG_USE = 2


def run(argv: list[str], stdin: TextIO, stdout: TextIO, stderr: TextIO) -> int:
    """The body of `sotto price`; the exit code: 0, or 2 for wrong use.

    With `--jsonl` every input line has its output line, an empty one for an empty one,
    `{"error", "field"}` for one that cannot be priced.
    """
    if argv in (["-h"], ["--help"]):
        stdout.write(f"{USAGE}\n")
        return 0
    if argv not in ([], ["--jsonl"]):
        stderr.write(f"{USAGE}\n")
        return _WRONG_USE
    # Bytes where they can be had: then a line that is not UTF-8 is one wrong line.
    source = getattr(stdin, "buffer", stdin)
    if argv:
        return _run_lines(source, stdout, stderr)
    try:
        answer = answer_to(source.read())
    except PricingError as error:
        stderr.write(f"sotto price: {_words(error)}\n")
        return _WRONG_USE
    stdout.write(f"{answer}\n")
    return 0


def _run_lines(source: Iterable[str | bytes], stdout: TextIO, stderr: TextIO) -> int:
    code = 0
    for number, line in enumerate(source, start=1):
        answer = ""
        if line.strip():
            try:
                answer = answer_to(line)
            except PricingError as error:
                code = _WRONG_USE
                words = _words(error)
                answer = json.dumps({"error": words, "field": error.field})
                stderr.write(f"sotto price: {number}: {words}\n")
        stdout.write(f"{answer}\n")
        stdout.flush()
    return code


def _words(error: PricingError) -> str:
    words = tr(error.text, **error.values)
    return f"{error.field}: {words}" if error.field else words


def answer_to(text: str | bytes) -> str:
    """The JSON answer to one JSON document, on one line of ASCII.

    Raises:
        PricingError: the document is not JSON or cannot be meant; `field` names what.
    """
    request = read_request(text)
    priced = price_document(request.lines, request.prices, request.discount)
    answer: dict[str, object] = {"lines": _lines_out(priced), **_totals_out(priced)}
    answer["shares"] = (
        split_evenly(priced.ttc, request.shares) if request.shares else []
    )
    answer["split_documents"] = (
        [_totals_out(part) for part in split_totals(priced, request.shares)]
        if request.shares
        else []
    )
    answer["refunds"] = [
        {"lines": _lines_out(document), **_totals_out(document)}
        for document in _refunds(priced, request)
    ]
    return json.dumps(answer, separators=(",", ":"))


def _refunds(priced: PricedDocument, request: Request) -> Iterator[PricedDocument]:
    formules = {
        index
        for index, line in enumerate(request.lines)
        if isinstance(line, FormuleLine)
    }
    returned: dict[int, int] = {}
    for number, items in enumerate(request.refunds):
        back: dict[int, int] = {}
        for index, (line, qty_milli) in enumerate(items):
            if line in formules and qty_milli % MILLI:
                raise PricingError(
                    f"refunds[{number}][{index}].qty",
                    "une formule se rend par unités entières",
                )
            back[line] = back.get(line, 0) + qty_milli
        try:
            yield refund(priced, returned, back)
        except PricingError as error:
            source, _, key = error.field.partition(".")
            index = [line for line, _ in items].index(int(source))
            raise PricingError(
                f"refunds[{number}][{index}].{key}", error.text, **error.values
            ) from None
        for line, qty_milli in back.items():
            returned[line] = returned.get(line, 0) + qty_milli


def _lines_out(document: PricedDocument) -> list[dict[str, object]]:
    return [_line_out(line) for line in document.lines]


def _line_out(line: PricedLine) -> dict[str, object]:
    return {
        "label": line.label,
        "rate": line.rate,
        "nature": line.nature,
        "ttc": line.ttc,
        "ht": line.ht,
    }


def _totals_out(document: PricedDocument) -> dict[str, object]:
    return {
        "vat": [_row_out(row) for row in document.vat],
        "ttc": document.ttc,
        "ht": document.ht,
        "tva": document.tva,
    }


def _row_out(row: VatRow) -> dict[str, int]:
    return {"rate": row.rate, "ttc": row.ttc, "ht": row.ht, "tva": row.tva}
