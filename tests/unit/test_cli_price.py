"""`sotto price`: the format of the answers, and every refusal by its field."""

import io
import json
import sys

import pytest

from app.cli.price import USAGE, run
from resources.texts import set_language

COFFEE = {"label": "Café", "unit": 220, "qty": "1", "rate": 1000, "nature": "SERVICE"}
FORMULE = {
    "label": "Formule midi",
    "price": 1890,
    "qty": "3",
    "components": [
        {"label": "Œufs", "rate": 1000, "nature": "SERVICE", "ref_price": 750},
        {"label": "Plat", "rate": 1000, "nature": "SERVICE", "ref_price": 1590},
        {"label": "Vin", "rate": 2000, "nature": "SERVICE", "ref_price": 550},
    ],
}


def price(text, *argv):
    """(exit code, stdout, stderr) of `sotto price`."""
    out, err = io.StringIO(), io.StringIO()
    stdin = io.StringIO(text if isinstance(text, str) else json.dumps(text))
    return run(list(argv), stdin, out, err), out.getvalue(), err.getvalue()


def answer(document):
    code, out, err = price(document)
    assert (code, err) == (0, "")
    return json.loads(out)


def test_a_document_is_answered_with_exactly_the_documented_keys():
    document = {
        "prices": "incl",
        "lines": [COFFEE],
        "discount": {"amount": 20},
        "split": 3,
        "refunds": [[{"line": 0, "qty": "1"}]],
    }
    assert answer(document) == {
        "lines": [
            {"label": "Café", "rate": 1000, "nature": "SERVICE", "ttc": 200, "ht": 182}
        ],
        "vat": [{"rate": 1000, "ttc": 200, "ht": 182, "tva": 18}],
        "ttc": 200,
        "ht": 182,
        "tva": 18,
        "shares": [67, 67, 66],
        "split_documents": [
            {
                "vat": [{"rate": 1000, "ttc": t, "ht": t - 6, "tva": 6}],
                "ttc": t,
                "ht": t - 6,
                "tva": 6,
            }
            for t in (67, 67, 66)
        ],
        "refunds": [
            {
                "lines": [
                    {
                        "label": "Café",
                        "rate": 1000,
                        "nature": "SERVICE",
                        "ttc": -200,
                        "ht": -182,
                    }
                ],
                "vat": [{"rate": 1000, "ttc": -200, "ht": -182, "tva": -18}],
                "ttc": -200,
                "ht": -182,
                "tva": -18,
            }
        ],
    }


def test_what_was_not_asked_is_answered_empty():
    given = answer(
        {"lines": [COFFEE], "discount": None, "split": None, "refunds": None}
    )
    assert (given["shares"], given["split_documents"], given["refunds"]) == ([], [], [])


def test_components_come_out_as_lines_and_rates_ascend():
    given = answer({"lines": [FORMULE, COFFEE]})
    assert [line["label"] for line in given["lines"]] == ["Œufs", "Plat", "Vin", "Café"]
    assert [line["ttc"] for line in given["lines"]] == [1470, 3120, 1080, 220]
    assert [row["rate"] for row in given["vat"]] == [1000, 2000]


def test_a_component_without_reference_price_puts_the_formule_at_the_highest_rate():
    bare = {
        key: value
        for key, value in FORMULE["components"][2].items()
        if key != "ref_price"
    }
    formule = {**FORMULE, "components": [FORMULE["components"][0], bare]}
    assert [row["rate"] for row in answer({"lines": [formule]})["vat"]] == [2000]


def test_refunds_name_input_lines_and_cumulate():
    document = {
        "lines": [COFFEE, FORMULE],
        "refunds": [
            [{"line": 1, "qty": "1"}],
            [{"line": 1, "qty": 1}, {"line": 0, "qty": "1"}, {"line": 1, "qty": "1"}],
        ],
    }
    given = answer(document)
    assert [r["ttc"] for r in given["refunds"]] == [-1890, -(2 * 1890 + 220)]
    assert sum(r["tva"] for r in given["refunds"]) == -given["tva"]


def test_goods_stay_goods():
    given = answer({"lines": [{**COFFEE, "nature": "GOODS"}]})
    assert given["lines"][0]["nature"] == "GOODS"


@pytest.mark.parametrize("qty", ["2", 2, "2.0", "2.000"])
def test_a_quantity_is_a_decimal_string_or_a_whole_number(qty):
    assert answer({"lines": [{**COFFEE, "qty": qty}]})["ttc"] == 440


def test_weights_round_half_away_from_zero():
    cheese = {**COFFEE, "unit": 1990, "qty": "0.350"}
    assert answer({"lines": [cheese]})["ttc"] == 697


@pytest.mark.parametrize("percent", ["12.5", "12.50"])
def test_a_percentage_has_up_to_two_decimals(percent):
    document = {"lines": [{**COFFEE, "unit": 999}], "discount": {"percent": percent}}
    assert answer(document)["ttc"] == 874


def test_a_line_may_carry_its_own_discount():
    document = {"lines": [{**FORMULE, "qty": "1", "discount": {"percent": 10}}]}
    assert answer(document)["ttc"] == 1701


def test_prices_before_vat_get_it_on_top():
    lines = [{**COFFEE, "unit": 1250}, {**COFFEE, "unit": 450}]
    given = answer({"prices": "excl", "lines": lines, "split": 2})
    assert (given["ht"], given["tva"], given["ttc"]) == (1700, 170, 1870)
    assert given["shares"] == [935, 935]


def changed(path, value):
    """A good document with one thing changed; a value of `...` removes it."""
    document = {
        "prices": "incl",
        "lines": [dict(COFFEE), json.loads(json.dumps(FORMULE))],
        "refunds": [[{"line": 0, "qty": "1"}]],
    }
    *way, last = path
    where = document
    for key in way:
        where = where[key]
    if value is ...:
        del where[last]
    else:
        where[last] = value
    return document


WRONG = [
    (("prices",), "TTC", "prices"),
    (("lines",), ..., "lines"),
    (("lines",), [], "lines"),
    (("lines",), {}, "lines"),
    (("lines", 0), 3, "lines[0]"),
    (("lines", 0, "qty"), "-1", "lines[0].qty"),
    (("lines", 0, "qty"), "0", "lines[0].qty"),
    (("lines", 0, "qty"), -1, "lines[0].qty"),
    (("lines", 0, "qty"), 0.35, "lines[0].qty"),
    (("lines", 0, "qty"), "1,5", "lines[0].qty"),
    (("lines", 0, "qty"), "1.0001", "lines[0].qty"),
    (("lines", 0, "qty"), True, "lines[0].qty"),
    (("lines", 0, "qty"), ..., "lines[0].qty"),
    (("lines", 0, "unit"), 2.2, "lines[0].unit"),
    (("lines", 0, "unit"), 220.0, "lines[0].unit"),
    (("lines", 0, "unit"), "220", "lines[0].unit"),
    (("lines", 0, "unit"), -220, "lines[0].unit"),
    (("lines", 0, "unit"), True, "lines[0].unit"),
    (("lines", 0, "rate"), 10.0, "lines[0].rate"),
    (("lines", 0, "rate"), 100_000, "lines[0].rate"),
    (("lines", 0, "nature"), "goods", "lines[0].nature"),
    (("lines", 0, "label"), 7, "lines[0].label"),
    (("lines", 0, "price"), 7, "lines[0].price"),
    (("lines", 1, "qty"), "1.5", "lines[1].qty"),
    (("lines", 1, "price"), -1, "lines[1].price"),
    (("lines", 1, "components"), [], "lines[1].components"),
    (("lines", 1, "components", 2, "rate"), -5, "lines[1].components[2].rate"),
    (
        ("lines", 1, "components", 0, "ref_price"),
        "7",
        "lines[1].components[0].ref_price",
    ),
    (("discount",), {"amount": 5891}, "discount.amount"),
    (("discount",), {"amount": -1}, "discount.amount"),
    (("discount",), {"percent": "101"}, "discount.percent"),
    (("discount",), {"percent": 12.5}, "discount.percent"),
    (("discount",), {"percent": "1", "amount": 1}, "discount"),
    (("discount",), {}, "discount"),
    (("discount",), 500, "discount"),
    (("split",), 0, "split"),
    (("split",), 1001, "split"),
    (("split",), "3", "split"),
    (("refunds",), [[]], "refunds[0]"),
    (("refunds", 0, 0, "line"), 2, "refunds[0][0].line"),
    (("refunds", 0, 0, "line"), -1, "refunds[0][0].line"),
    (("refunds", 0, 0, "qty"), "2", "refunds[0][0].qty"),
    (("refunds", 0, 0), {"line": 1, "qty": "0.5"}, "refunds[0][0].qty"),
    (
        ("refunds",),
        [[{"line": 0, "qty": "1"}], [{"line": 0, "qty": "1"}]],
        "refunds[1][0].qty",
    ),
    (("tip",), 100, "tip"),
    (("lines", 0, "vat"), 100, "lines[0].vat"),
]


@pytest.mark.parametrize(("path", "value", "field"), WRONG)
def test_wrong_use_is_named_by_its_field(path, value, field):
    code, out, err = price(changed(path, value))
    assert (code, out) == (2, "")
    assert err.startswith(f"sotto price: {field}: ")


@pytest.mark.parametrize(
    "text",
    [
        "",
        "{",
        "[1]",
        "null",
        '{"lines": NaN}',
        "[" * 100_000,
        '{"lines": 1' + "0" * 5000,
    ],
)
def test_what_is_no_document_is_refused_in_one_line(text):
    code, out, err = price(text)
    assert (code, out) == (2, "")
    assert err.startswith("sotto price: ")
    assert err.count("\n") == 1


def test_a_field_given_twice_is_refused():
    code, _, err = price('{"lines": [], "split": 2, "split": 3}')
    assert code == 2
    assert err.startswith("sotto price: split: ")


def test_jsonl_answers_every_line_in_place_and_names_the_wrong_one():
    good = json.dumps({"lines": [COFFEE]})
    bad = json.dumps({"lines": [{**COFFEE, "qty": "0"}]})
    code, out, err = price(f"{good}\n{bad}\n\n{good}", "--jsonl")
    first, second, third, fourth = out.splitlines()
    assert code == 2
    assert first == fourth
    assert json.loads(first)["ttc"] == 220
    assert json.loads(second)["field"] == "lines[0].qty"
    assert json.loads(second)["error"].startswith("lines[0].qty: ")
    assert third == ""
    assert err.startswith("sotto price: 2: lines[0].qty: ")


def test_jsonl_without_a_fault_exits_0():
    good = json.dumps({"lines": [COFFEE]})
    assert price(f"{good}\n{good}\n", "--jsonl")[0] == 0


def test_bytes_that_are_not_utf8_are_one_wrong_line():
    good = json.dumps({"lines": [COFFEE]}).encode()
    stdin = io.TextIOWrapper(io.BytesIO(b'{"lines": "\xff"}\n' + good))
    out, err = io.StringIO(), io.StringIO()
    assert run(["--jsonl"], stdin, out, err) == 2
    wrong, right = map(json.loads, out.getvalue().splitlines())
    assert wrong["field"] == ""
    assert right["ttc"] == 220


def test_a_label_of_5000_characters_comes_back_as_it_went_in():
    label = "é\u202e🍷\x00\ud800" * 1000
    given = answer({"lines": [{**COFFEE, "label": label}]})
    assert given["lines"][0]["label"] == label


def test_ten_thousand_lines_are_one_document():
    given = answer({"lines": [COFFEE] * 10_000, "split": 3})
    assert given["ttc"] == 2_200_000
    assert sum(line["ht"] for line in given["lines"]) == given["ht"]


def test_refusals_are_written_in_the_language_in_force():
    set_language("en")
    try:
        _, _, err = price({"lines": []})
    finally:
        set_language("fr")
    assert err == "sotto price: lines: a document has at least one line\n"


def test_other_words_are_wrong_use_and_help_is_not():
    assert price("", "--json") == (2, "", f"{USAGE}\n")
    assert price("", "--help") == (0, f"{USAGE}\n", "")


def test_pricing_needs_neither_windows_nor_database():
    """The command starts at once: nothing heavy comes in with it."""
    import subprocess

    code = (
        "import sys, app.cli.price;"
        "print('PySide6' in sys.modules, 'sqlalchemy' in sys.modules)"
    )
    done = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True
    )
    assert done.stdout.split() == ["False", "False"]
