"""The counter, and what the till's sheets offer."""

from datetime import datetime

import pytest
from domain_kit import Till
from pos_world import line_of, moulin, order_of, plain, sight

from app.domain.catalogue.decide import SetAvailability
from app.domain.orders.commands import (
    CompLine,
    NoteAllergy,
    OpenOrder,
    PrintAddition,
    SendOrder,
)
from app.domain.payments.commands import RecordOutcome, RequestCard
from app.domain.payments.events import PaymentFailed, PaymentUnknown
from app.domain.vocabulary import ALLERGENS
from app.presenters.pay.receipt_code import present_code
from app.presenters.pos import moves, sheets
from app.presenters.pos.counter import (
    Paid,
    counter_line,
    default_terminal,
    failure_words,
    present_counter,
    quick_cash,
    receipt_words,
    spaced_code,
    wished,
)
from app.presenters.pos.keys import KEYS, present_hints
from app.presenters.pos.lines import Draft
from resources.texts import catalogue
from widgets.order_list_views import LineView


@pytest.fixture
def till() -> Till:
    return moulin()


def sale(till: Till) -> str:
    """A counter sale without lines."""
    till.do(OpenOrder(mode="counter"))
    return str(till.last[0].order)


# The counter


@pytest.mark.parametrize(
    ("due", "notes"),
    [
        (4797, [5000, 6000, 10_000]),
        (2817, [3000, 4000, 5000]),
        (440, [500, 1000, 2000]),
        (4000, [5000, 6000, 10_000]),
        (20_000, [22_000, 25_000, 30_000]),
        (1, [500, 1000, 2000]),
        (0, []),
        (-100, []),
    ],
)
def test_quick_cash_is_what_guests_hand_over(due: int, notes: list[int]) -> None:
    assert quick_cash(due) == notes


def test_a_typed_weight_is_said_to_be_one(till: Till) -> None:
    order = sale(till)
    till.take(order, "tomme_savoie", quantity=300, typed=True)
    view = present_counter(till.world, order_of(till, order), "ines", sight(till))
    (line,) = view.list.courses[0].lines
    assert plain(line.detail) == "0,300 kg × 24,90 · poids saisi"


def test_the_counter_says_what_the_picture_says(till: Till) -> None:
    order = sale(till)
    till.take(order, "sac_kraft")
    till.take(order, "tomme_savoie", quantity=320, barcode="2600001003202")
    till.take(order, "brouilly_cave", barcode="3760123450072")
    till.take(order, "terrine_canard")
    honey = till.take(order, "miel_lavande", 2, barcode="3760123450010")
    view = present_counter(
        till.world, order_of(till, order), "ines", sight(till), chosen=honey, scans=2
    )
    assert (view.title, view.subtitle) == ("Vente 0001", "Comptoir · Inès · 19:00")
    lines = view.list.courses[0].lines
    assert [plain(line.detail) for line in lines] == [
        "scanné 2 fois · 3 760123 450010",
        "5,5 %",
        "20 % · majorité à vérifier",
        "0,320 kg × 24,90 · balance",
        "20 %",
    ]
    assert view.list.chosen == honey
    assert plain(view.summary) == "6 articles · TVA 5,5 % 1,68 · 20 % 2,62"
    assert plain(view.total) == "47,97 €"
    assert (view.big_label, view.big) == ("À payer", "47,97")
    assert [plain(words) for _, words in view.cash] == [
        "Exact",
        "50 €",
        "60 €",
        "100 €",
    ]
    assert view.payable
    assert not view.empty


def test_an_old_line_that_is_rung_again_comes_first(till: Till) -> None:
    order = sale(till)
    bag = till.take(order, "sac_kraft")
    till.take(order, "miel_lavande")
    view = present_counter(
        till.world, order_of(till, order), "ines", sight(till), chosen=bag
    )
    assert view.list.courses[0].lines[0].name == "Sac kraft"


def test_without_a_sale_the_ones_on_hold_are_offered(till: Till) -> None:
    held = sale(till)
    till.take(held, "miel_lavande")
    empty = sale(till)
    view = present_counter(till.world, None, "ines", sight(till))
    assert [waiting.order for waiting in view.waiting] == [held]
    assert view.waiting[0].subtitle == "1 article · Léa · 19:00"
    assert (view.title, view.empty) == ("Nouvelle vente", "Scannez un article")
    assert not view.due
    view = present_counter(till.world, order_of(till, empty), "ines", sight(till))
    assert [waiting.order for waiting in view.waiting] == [held]


def test_a_note_of_the_bar_waits_under_its_name(till: Till) -> None:
    till.do(OpenOrder(mode="counter", name="Paul", order="paul"))
    till.take("paul", "miel_lavande")
    [waiting] = present_counter(till.world, None, "ines", sight(till)).waiting
    assert waiting.subtitle == "Paul · 1 article · Léa · 19:00"


def test_the_change_stays_on_show_until_the_next_article(till: Till) -> None:
    paid = Paid(number="C1-000001", amount=890, methods=("cash",), change=110)
    view = present_counter(till.world, None, "ines", sight(till), paid=paid)
    assert (view.big_label, view.big, view.change) == ("À rendre", "1,10", True)
    assert plain(view.empty) == "8,90 € payés : Espèces"
    by_card = Paid(number="C1-000001", amount=890, methods=("voucher", "card"))
    view = present_counter(till.world, None, "ines", sight(till), paid=by_card)
    assert plain(view.empty) == "8,90 € payés : Titre-restaurant + Carte"
    assert (view.big_label, view.change) == ("Rien à rendre", False)


def test_a_running_card_blocks_every_other_way(till: Till) -> None:
    order = sale(till)
    till.take(order, "miel_lavande")
    till.do(RequestCard(order=order, amount=890, terminal="tpe1"))
    payment = till.last[0].payment
    found = order_of(till, order)
    view = present_counter(till.world, found, "ines", sight(till))
    assert (view.card_runs, view.payable, view.can_hold) == (True, False, False)
    assert view.card_words == "présentez la carte"
    till.do(RecordOutcome(order=order, payment=payment, state="unknown"))
    view = present_counter(till.world, found, "ines", sight(till))
    assert (view.stuck, view.payable) == (True, False)


def test_a_line_with_a_comp_says_so_before_its_rate(till: Till) -> None:
    order = sale(till)
    line = till.take(order, "miel_lavande")
    till.do(CompLine(order=order, line=line, reason="Maison"), "marc")
    row = counter_line(
        till.world, order_of(till, order), line_of(till, line), sight(till)
    )
    assert plain(row.detail) == "offert · maison · 5,5 %"
    assert row.old_price_text == "8,90"


def test_failures_are_said_in_words() -> None:
    fact = PaymentFailed(payment="p", order="o", state="refused")
    assert failure_words(fact) == "carte refusée"
    assert failure_words(PaymentUnknown(payment="p", order="o", detail="")) == (
        "à vérifier sur le TPE"
    )
    odd = PaymentFailed(payment="p", order="o", state="odd")
    assert failure_words(odd) == "non payé"


def test_codes_and_receipts_are_written_as_people_read_them() -> None:
    assert spaced_code("3760123450010") == "3 760123 450010"
    assert spaced_code("12345678") == "12345678"
    moment = datetime.fromisoformat("2026-11-20T20:34:00+01:00")
    text = present_code("C1-000214", "Le Vieux Moulin", moment, 4797, "aBcD").text
    assert plain(text).split("\n") == [
        "Le Vieux Moulin",
        "Ticket C1-000214",
        "20/11/2026 20:34",
        "Total 47,97 €",
        "aBcD",
    ]


def test_the_first_terminal_in_use_is_asked(till: Till) -> None:
    found = default_terminal(till.world)
    assert found is not None
    assert found.id == "tpe1"
    till.world.settings.devices.clear()
    assert default_terminal(till.world) is None


# Sheets


def acts(view: object) -> list[str]:
    return [act.key for act in view]  # type: ignore[attr-defined]


def test_an_unsent_line_can_be_changed_in_everything(till: Till) -> None:
    order = till.seat("t12", covers=3)
    line = till.take(order, "magret", 2, options=("rose",), seats=(2,))
    till.do(NoteAllergy(order=order, seat=3, text="x"))
    view = sheets.present_line_sheet(
        till.world, order_of(till, order), line_of(till, line), sight(till)
    )
    assert view.title == "2 Magret de canard"
    assert plain(view.subtitle) == "Place 2 · à envoyer · 39,00 €"
    assert (view.quantity, view.chosen_seats, view.course) == (2, (2,), "plats")
    assert [bool(seat.mark) for seat in view.seats] == [False, False, True]
    assert acts(view.acts) == [
        *("edit", "again", "divide", "void", "comp", "discount", "move"),
    ]
    assert view.acts[3].title == "Retirer"


def test_a_sent_line_keeps_its_quantity_and_may_change_its_course(till: Till) -> None:
    order = till.seat("t12")
    line = till.take(order, "risotto")
    till.do(SendOrder(order=order))
    view = sheets.present_line_sheet(
        till.world, order_of(till, order), line_of(till, line), sight(till)
    )
    assert (view.quantity, len(view.courses)) == (0, 5)
    assert view.acts[1].title == "Annuler…"
    assert "envoyé" in view.subtitle


def test_a_paid_line_offers_nothing(till: Till) -> None:
    order = sale(till)
    line = till.take(order, "cafe")
    till.pay(order)
    view = sheets.present_line_sheet(
        till.world, order_of(till, order), line_of(till, line), sight(till)
    )
    assert acts(view.acts) == ["none"]


def test_a_discounted_line_can_go_back_to_its_price(till: Till) -> None:
    order = till.seat("t12")
    line = till.take(order, "risotto")
    till.do(CompLine(order=order, line=line, reason="Maison"), "marc")
    view = sheets.present_line_sheet(
        till.world, order_of(till, order), line_of(till, line), sight(till)
    )
    assert "undiscount" in acts(view.acts)
    assert "comp" not in acts(view.acts)


def test_an_order_offers_what_fits_its_state(till: Till) -> None:
    none = sheets.present_order_acts(till.world, None)
    assert acts(none) == [
        *("gift", "deposit", "reprint", "style:express", "style:flexible", "keys")
    ]
    order = till.seat("t12", covers=3)
    fresh = sheets.present_order_acts(till.world, order_of(till, order))
    assert "release" in acts(fresh)
    assert "addition" not in acts(fresh)
    till.take(order, "risotto")
    full = sheets.present_order_acts(till.world, order_of(till, order))
    assert {"addition", "transfer", "discount", "empty", "covers"} <= set(acts(full))
    assert "release" not in acts(full)
    counter = sale(till)
    of_sale = sheets.present_order_acts(till.world, order_of(till, counter))
    assert not {"covers", "allergy", "move"} & set(acts(of_sale))


def test_an_article_offers_what_fits_its_stock(till: Till) -> None:
    articles = till.world.catalogue.articles

    def keys(article: str) -> list[str]:
        view = sheets.present_article_sheet(
            till.world, articles[article], "dine_in", sight(till)
        )
        return acts(view.acts)

    assert keys("risotto") == ["choose", "apart", "86", "count"]
    assert keys("blanquette") == ["choose", "unlimited", "count"]
    till.do(SetAvailability(article="risotto", remaining=4))
    view = sheets.present_article_sheet(
        till.world, articles["risotto"], "dine_in", sight(till)
    )
    assert acts(view.acts) == ["choose", "apart", "86", "unlimited", "count"]
    assert view.acts[-1].subtitle == "reste 4"
    assert plain(view.subtitle) == "17,00 € · Plats · Chaud"
    assert view.allergens.startswith("Lait ; peut contenir")
    coffee = sheets.present_article_sheet(
        till.world, articles["cafe"], "dine_in", sight(till)
    )
    assert coffee.allergens == "Allergènes : non renseigné"


def test_tables_are_listed_by_room_and_number(till: Till) -> None:
    order = till.seat("t7", covers=2)
    till.take(order, "risotto")
    rooms = sheets.present_rooms(till.world, sight(till), without="t12")
    assert [room.name for room in rooms] == ["Salle", "Terrasse", "Bar"]
    numbers = [table.title for table in rooms[0].tables]
    assert numbers[:5] == ["1", "2", "3", "4", "7"]
    assert "12" not in numbers
    seven = next(table for table in rooms[0].tables if table.title == "7")
    assert (seven.taken, seven.subtitle) == (order, "17,00 · 0 min")


def test_a_merge_is_previewed(till: Till) -> None:
    mine, other = till.seat("t12", covers=3), till.seat("t7", covers=2)
    till.take(mine, "risotto")
    till.take(other, "magret", options=("rose",))
    view = moves.present_merge(till.world, order_of(till, mine), order_of(till, other))
    assert plain(view.sentence) == "Table 12 et 7 réunies : 5 couverts, 36,50 €"
    assert (view.keep_other, view.keep_mine) == ("Réunir sur la 7", "Réunir sur la 12")


def test_seats_tell_what_they_cannot_eat(till: Till) -> None:
    order = till.seat("t12", covers=2)
    till.do(NoteAllergy(order=order, seat=2, text="Sans lait"))
    views = sheets.present_seats(till.world, order_of(till, order), sight(till))
    assert [(v.title, v.allergy) for v in views] == [
        ("Toute la table", ""),
        ("Place 1", ""),
        ("Place 2", "Sans lait"),
    ]


def test_paid_lines_do_not_move(till: Till) -> None:
    order = till.seat("t12")
    till.take(order, "kir", 3)
    till.take(order, "tomme_savoie", quantity=500)
    views = moves.present_movable(till.world, order_of(till, order))
    assert [(v.title, v.most) for v in views] == [
        ("Kir cassis", 3),
        ("Tomme de Savoie", 0),
    ]
    till.do(PrintAddition(order=order))
    assert len(moves.present_movable(till.world, order_of(till, order))) == 2


@pytest.mark.parametrize(
    ("text", "refused"),
    [
        ("", False),
        ("a" * 200, False),
        ("a" * 201, True),
        ("\x00" * 5000, False),
        ("🍟" * 300, True),
    ],
)
def test_a_note_is_refused_only_when_words_would_be_lost(
    text: str, *, refused: bool
) -> None:
    assert bool(sheets.note_refusal(text)) == refused


# Texts


def test_every_reason_key_and_allergen_has_its_english() -> None:
    english = catalogue("en")
    wanted = [
        *sheets.VOID_REASONS,
        *sheets.COMP_REASONS,
        *sheets.DISCOUNT_REASONS,
        *sheets.CANCEL_REASONS,
        *sheets.KITCHEN_NOTES,
        *sheets.GUEST_NOTES,
        *(name for name, _ in ALLERGENS.values()),
        *(key.words for key in KEYS),
    ]
    assert [text for text in wanted if text not in english] == []


def test_no_key_is_given_twice() -> None:
    keys = [key.key for key in KEYS]
    assert len(set(keys)) == len(keys)
    assert len(present_hints()) == sum(not key.act for key in KEYS)


def test_a_meal_at_the_counter_owes_its_note_from_the_threshold_on(till: Till) -> None:
    order = till.seat("t17", covers=0)
    till.take(order, "risotto")
    found = order_of(till, order)
    assert wished(till.world, found, "") == "none"
    assert receipt_words(till.world, found) == "Pas de ticket, sauf demande"
    till.take(order, "risotto")
    assert wished(till.world, found, "") == "paper"
    assert wished(till.world, found, "qr") == "qr"
    assert plain(receipt_words(till.world, found)) == "Note due dès 25,00 €"
    view = present_counter(till.world, found, "ines", sight(till))
    assert view.title == "Table 17"
    shelf = sale(till)
    till.take(shelf, "beaufort", quantity=2000)
    assert wished(till.world, order_of(till, shelf), "none") == "none"
    assert wished(till.world, None, "") == "none"


def test_a_line_being_chosen_stands_first_at_the_counter(till: Till) -> None:
    order = sale(till)
    till.take(order, "sac_kraft")
    draft = Draft(
        "direct", LineView(id="d", name="D", quantity_text="1", price_text="1")
    )
    view = present_counter(
        till.world, order_of(till, order), "ines", sight(till), draft=draft
    )
    assert view.list.courses[0].lines[0].id == view.list.chosen == "d"


def test_a_sale_of_nothing_but_comps_needs_no_vat(till: Till) -> None:
    order = sale(till)
    line = till.take(order, "miel_lavande")
    till.do(CompLine(order=order, line=line, reason="Maison"), "marc")
    view = present_counter(till.world, order_of(till, order), "ines", sight(till))
    assert plain(view.summary).startswith("1 article")
    assert not view.due


def test_the_counter_offers_to_send_what_has_a_station(till: Till) -> None:
    order = till.seat("t17", covers=0)
    till.take(order, "cafe")
    found = order_of(till, order)
    assert (
        acts(sheets.present_order_acts(till.world, found, style="express"))[0] == "send"
    )
    assert "send" not in acts(sheets.present_order_acts(till.world, found))
