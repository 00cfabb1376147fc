"""Headsets in a real house: who wears them, rights, refusals, whispers, two waiters."""

from collections.abc import Iterator
from dataclasses import replace

import pytest
from headset_kit import Room, Waiter, headset_room

from app.domain.catalogue.decide import SetAvailability, SetCatalogue
from app.domain.kitchen.decide import BumpDishes
from app.domain.orders.commands import AddLine, NoteAllergy, OpenOrder
from app.domain.staff.decide import CallStaff, LogOut, SetStaff, SetVoice
from app.domain.staff.events import LoggedIn, LoggedOut, StaffCalled, VoiceSet
from app.presenters.admin.journal import present_entry
from app.services.headsets import typed
from app.services.people import order_key, unseal_order
from db.errors import DiskFullError
from voice.engine.messages import HeardAt, Hearing, Learned, Linked
from voice.heard import Heard
from voice.meaning import Understood
from voice.understanding import understand

BURGER = {"item": "burger", "qty": 1}


@pytest.fixture
def room(tmp_path) -> Iterator[Room]:
    with headset_room(tmp_path / "demo") as room:
        yield room


def words(text: str) -> str:
    return text.replace("’", "'").replace("\u00a0", " ")


def test_putting_a_headset_on_is_a_login_and_what_waited_is_gone_with_its_wearer(room):
    waiter = room.waiter("lea")
    waiter.orders(12, BURGER)
    room.headsets.wear(waiter.headset, "karim")

    assert waiter.state.person_name == "Karim"
    assert not waiter.draft
    who = [
        (type(fact.event), fact.event.person)
        for fact in room.facts
        if isinstance(fact.event, LoggedIn | LoggedOut)
    ]
    assert who == [(LoggedIn, "lea"), (LoggedOut, "lea"), (LoggedIn, "karim")]


def test_a_headset_that_nobody_wears_does_nothing(room):
    room.headsets.understood("h1", Understood("accept", "annule tout"))
    room.headsets.send("h1")

    assert room.kinds() == []
    assert words(room.headsets.state("h1").said) == "Identifiez-vous d'abord."


def test_a_typed_field_is_worn_by_whoever_is_at_the_window(room):
    field = typed("pos")
    room.headsets.wear(field, "lea")

    assert room.kinds() == []  # they are logged in at the window
    assert room.headsets.state(field).person == "lea"


def test_two_waiters_on_one_table_send_their_own_lines_alone(room):
    lea, karim = room.waiter("lea"), room.waiter("karim")
    lea.orders(12, BURGER)
    karim.orders(12, {"item": "cafe", "qty": 2})
    order = room.do(OpenOrder(table="t12", covers=3), "ines")[0].event.order
    room.do(AddLine(order=order, article="frites"), "ines")

    karim.sends()
    stages = {line.article: line.stage for line in room.lines("12")}
    assert stages == {"frites": "unsent", "cafe": "sent"}
    assert [line.text for line in lea.draft] == ["Burger du Moulin"]
    lea.sends()
    stages = {line.article: line.stage for line in room.lines("12")}
    assert stages == {"frites": "unsent", "cafe": "sent", "burger": "sent"}


def test_envoie_twice_sends_once(room):
    waiter = room.waiter()
    waiter.orders(12, BURGER)
    room.headsets.send(waiter.headset)
    room.headsets.send(waiter.headset)

    assert room.kinds().count("OrderSent") == 1
    assert len(room.lines("12")) == 1


def test_who_may_not_void_asks_a_manager_and_a_no_leaves_it(room):
    waiter = room.waiter("lea")
    waiter.orders(12, BURGER)
    waiter.sends()
    void = ("order.void", {"table": 12, "items": [BURGER]})
    waiter.means(void)
    said = waiter.taps("Doublon")

    assert "responsable" in said
    assert waiter.asked.refusal.right == "order.void_sent"
    waiter.means(("dialog.no", {}))
    assert waiter.state.asked is None
    assert room.lines("12")
    waiter.means(void)
    waiter.taps("Doublon")
    room.headsets.approve(waiter.headset, "marc")
    assert not room.lines("12")
    voided = [fact for fact in room.facts if type(fact.event).__name__ == "LineVoided"]
    assert (voided[0].meta.op, voided[0].meta.appr) == ("lea", "marc")


def test_a_cook_may_not_order_and_keeps_the_draft(room):
    cook = room.waiter("theo")
    cook.orders(12, BURGER)
    said = cook.sends()

    assert "droit" in said
    assert cook.asked.slot == "approval"
    assert [line.text for line in cook.draft] == ["Burger du Moulin"]
    room.headsets.approve(cook.headset, "marc")
    assert room.lines("12")
    assert not cook.draft


def test_a_till_that_is_shut_is_said_to_who_may_open_it(tmp_path):
    with headset_room(tmp_path / "shut", open_till=False) as room:
        lea = room.waiter("lea")
        lea.orders(12, BURGER)
        lea.sends()
        lea.means(("bill.pay", {"table": 12, "method": "cash"}))
        said = lea.means(("dialog.yes", {}))

        assert words(said) == "Ouvrez d'abord la caisse."
        assert lea.state.asked is None


def test_a_disk_that_is_full_loses_no_draft(room, monkeypatch):
    waiter = room.waiter()
    waiter.orders(12, BURGER)

    def full(*_: object) -> None:
        raise DiskFullError

    with monkeypatch.context() as patch:
        patch.setattr(room.opened.house, "run", full)
        waiter.sends()
    assert waiter.draft
    assert waiter.state.said
    waiter.sends()
    assert not waiter.draft
    assert len(room.lines("12")) == 1


def test_an_allergy_is_added_to_what_is_known_and_the_kitchen_hears(room):
    waiter = room.waiter("lea")
    cook = room.waiter("theo")
    waiter.means(("table.note", {"table": 12, "allergy": "noix"}))
    waiter.means(("table.note", {"table": 12, "allergy": "lait"}))
    waiter.means(("table.note", {"table": 12, "allergy": "lait"}))

    order = room.order("12")
    assert unseal_order(room.opened.house, order.id, order.allergies[0]) == "noix, lait"
    assert (cook.headset, "12, allergie, noix") in room.ear.said


# ------------------------------------------------------------------ whispers


def whispered(room: Room, waiter) -> list[str]:
    found = [
        words(text) for headset, text in room.ear.said if headset == waiter.headset
    ]
    room.ear.said.clear()
    return found


def test_plates_that_are_ready_are_whispered_to_whose_table_it_is(room):
    lea, karim = room.waiter("lea"), room.waiter("karim")
    lea.orders(12, BURGER, {"item": "frites", "qty": 1})
    lea.sends()
    burger, fries = room.lines("12")
    whispered(room, lea)
    order = room.order("12").id
    room.do(BumpDishes(order=order, station="chaud", dishes=(f"{burger.id}.0",)))
    assert whispered(room, lea) == []  # the course is not whole
    room.do(BumpDishes(order=order, station="chaud", dishes=(f"{fries.id}.0",)))

    assert whispered(room, lea) == ["12, plats prêts"]
    assert whispered(room, karim) == []


def test_sold_out_is_whispered_to_all_but_who_said_so(room):
    lea, karim = room.waiter("lea"), room.waiter("karim")
    whispered(room, lea)
    room.do(SetAvailability(article="dorade", remaining=0), "karim")

    assert ("casque_lea", "Plus de dorade") in room.ear.said
    assert whispered(room, karim) == []


def test_the_last_piece_that_is_ordered_is_whispered(room):
    lea, karim = room.waiter("lea"), room.waiter("karim")
    room.do(SetAvailability(article="dorade", remaining=1), "marc")
    whispered(room, lea)
    karim.orders(20, {"item": "dorade", "qty": 1})
    karim.taps("riz")
    karim.sends()

    assert "Plus de dorade" in whispered(room, lea)


def test_a_call_reaches_the_one_who_is_meant(room):
    lea, theo = room.waiter("lea"), room.waiter("theo")
    whispered(room, lea)
    lea.means(("staff.call", {"what": "kitchen"}))
    room.do(CallStaff(who="lea", table="t12"), "marc")

    assert "Marc vous appelle, table 12" in whispered(room, lea)
    assert theo.state.person == "theo"
    assert any(isinstance(fact.event, StaffCalled) for fact in room.facts)


def test_a_waiter_who_wants_no_news_of_a_kind_hears_none(room):
    lea = room.waiter("lea")
    wish = VoiceSet(person="lea", silent=("86",))
    room.do(SetVoice(event=wish), "lea")
    whispered(room, lea)
    room.do(SetAvailability(article="dorade", remaining=0), "marc")

    assert whispered(room, lea) == []


def test_a_table_that_is_late_is_whispered_once(room):
    lea = room.waiter("lea")
    room.do(OpenOrder(table="t12", covers=2), "lea")
    whispered(room, lea)
    room.clock.forward(minutes=9)
    room.headsets.tick()
    room.clock.forward(minutes=1)
    room.headsets.tick()

    assert whispered(room, lea) == ["12 attend depuis 9 minutes"]


def test_plates_that_nobody_comes_for_are_whispered_to_others_then_to_managers(room):
    lea, karim, marc = (room.waiter(each) for each in ("lea", "karim", "marc"))
    lea.orders(12, {"item": "frites", "qty": 1})
    lea.sends()
    (fries,) = room.lines("12")
    order = room.order("12").id
    room.do(BumpDishes(order=order, station="chaud", dishes=(f"{fries.id}.0",)))
    whispered(room, lea)

    def heard_by() -> list[str]:
        room.headsets.tick()
        return [headset for headset, text in room.ear.said if "plats prêts" in text]

    room.clock.forward(seconds=91)
    assert heard_by() == [karim.headset]
    room.clock.forward(seconds=60)
    assert heard_by() == [karim.headset]  # once
    room.clock.forward(seconds=30)
    assert heard_by() == [karim.headset, marc.headset]


# ------------------------------------------------------------------ the engine


def test_the_engine_gets_the_menu_and_the_context_and_brings_what_it_heard(room):
    waiter = room.waiter()
    assert len(room.ear.menus) == 1
    room.headsets.take(Linked(waiter.headset, "on"))
    room.headsets.press(waiter.headset)
    room.headsets.take(Hearing(waiter.headset, "table douze"))
    assert (waiter.state.link, waiter.state.hearing) == ("on", "table douze")
    room.headsets.take(Linked(waiter.headset, "lost", "no source micro-1"))
    assert waiter.state.trouble.startswith("Ce casque")
    room.headsets.take(Linked(waiter.headset, "on"))
    assert not waiter.state.trouble

    understood = Understood("reject", "il pleut")
    room.headsets.take(HeardAt(waiter.headset, Heard(()), understood=understood))
    assert (waiter.state.talking, waiter.state.words) == (False, "il pleut")
    room.headsets.take(Hearing(waiter.headset, "bas faites"))
    room.headsets.take(Learned(waiter.headset, "bavette", "bas faites"))
    assert (waiter.state.talking, waiter.state.hearing) == (False, "")
    waiter.orders(12, BURGER)
    context = room.ear.contexts[waiter.headset]
    assert context.table == 12
    assert context.draft[0]["items"][0]["item"] == "burger"


def test_a_change_of_the_card_is_taught_within_a_tick(room):
    room.waiter()
    article = room.opened.house.world.catalogue.articles["burger"]
    more = replace(article, spoken=(*article.spoken, "le gros"))
    room.do(SetCatalogue(event=more), "marc")
    room.headsets.tick()

    assert any("le gros" in item["say"] for item in room.ear.menus[-1]["items"])


def test_a_muted_headset_says_nothing(room):
    waiter = room.waiter()
    whispered(room, waiter)
    room.headsets.mute(waiter.headset, muted=True)
    waiter.orders(12, BURGER)

    assert whispered(room, waiter) == []
    assert waiter.state.said


def test_a_tone_is_enough_for_who_does_not_want_it_read_back(room):
    waiter = room.waiter("lea")
    room.do(SetVoice(event=VoiceSet(person="lea", read_back=False)), "lea")
    whispered(room, waiter)
    waiter.orders(12, BURGER)

    assert whispered(room, waiter) == [""]
    assert room.ear.beeps == [waiter.headset]


def test_an_allergy_of_a_colleague_is_whispered_to_the_waiter(room):
    lea = room.waiter("lea")
    order = room.do(OpenOrder(table="t12"), "lea")[0].event.order
    whispered(room, lea)
    sealed = room.opened.house.sealer.seal(order_key(order), "arachide")
    room.do(NoteAllergy(order=order, seat=2, text=sealed), "karim")

    assert whispered(room, lea) == ["12, allergie, arachide"]


def test_who_forgets_to_send_is_reminded_once(room):
    lea = room.waiter("lea")
    lea.orders(12, BURGER)
    whispered(room, lea)
    for _ in range(3):
        room.clock.forward(seconds=61)
        room.headsets.tick()

    assert whispered(room, lea) == ["12 : à envoyer."]
    assert lea.draft


def test_who_has_left_the_team_wears_no_headset(room):
    lea = room.waiter("lea")
    lea.orders(12, BURGER)
    gone = replace(room.opened.house.world.staff.people["lea"], active=False)
    room.do(SetStaff(event=gone), "marc")

    assert lea.state.person == ""
    assert not lea.draft


def test_who_goes_home_leaves_the_headset(room):
    karim = room.waiter("karim")
    room.do(LogOut(person="karim", window="pos", reason="lock"), "karim")
    assert karim.state.person == "karim"
    room.do(LogOut(person="karim", window="pos", reason="shift_end"), "karim")

    assert karim.state.person == ""


def test_many_changes_of_the_card_are_taught_once(room):
    room.waiter()
    before = len(room.ear.menus)
    article = room.opened.house.world.catalogue.articles["burger"]
    for number in range(5):
        room.do(SetCatalogue(event=replace(article, minutes=number)), "marc")
    room.headsets.tick()

    assert len(room.ear.menus) == before + 1


def test_the_journal_knows_what_was_said_and_what_was_written(room):
    lea, field = room.waiter("lea"), typed("pos")
    lea.orders(12, BURGER)
    lea.sends()
    room.headsets.wear(field, "lea")
    written = Waiter(room, field)
    written.orders(8, BURGER)
    written.sends()
    room.do(OpenOrder(table="t4", covers=2))
    entries = tuple(room.opened.house.journal.entries(types=["order.created"]))

    assert [entry.via for entry in entries] == ["voice", "text", ""]
    assert ("Comment", "À la voix, au casque") in [
        (name, words(value))
        for name, value in present_entry(room.opened.house, entries[0]).facts
    ]


def test_who_may_not_order_hears_it_with_the_first_line(room):
    sofia = room.waiter("sofia")

    assert "demande un droit" in sofia.orders(12, BURGER)
    assert "demande un droit" not in sofia.orders(12, BURGER)
    assert "responsable" in sofia.sends()


def test_what_no_manager_could_allow_is_refused_before_the_yes(tmp_path):
    with headset_room(tmp_path / "demo", open_till=False) as room:
        lea = room.waiter("lea")
        lea.orders(12, BURGER)
        lea.sends()
        said = lea.means(("bill.pay", {"table": 12, "method": "cash"}))

        assert words(said) == "Ouvrez d'abord la caisse."
        assert lea.state.asked is None


def test_who_speaks_english_is_understood_and_answered_in_english_at_once(tmp_path):
    with headset_room(tmp_path / "demo", understand) as room:
        lea, karim = room.waiter("lea"), room.waiter("karim")
        room.do(SetVoice(event=VoiceSet(person="karim", language="en")))

        said = karim.says("table twelve, two ribeyes rare with pepper and fries")
        assert said == "12: two ribeyes, pepper, fries, rare."
        assert karim.says("send") == "12, sent."
        assert "12 : un café" in lea.says("table douze un café")
        assert karim.says("table eight, nut allergy") == "8: allergy, walnut."
        assert "8, allergie, noix" in [words(text) for _, text in room.ear.said]
        assert room.headsets.state(karim.headset).draft == ()
        assert "tea" not in karim.says("the first")
        taught = {menu["items"][0]["say"][0] for menu in room.ear.menus}
        assert {"frites", "fries"} <= taught


def test_the_kitchen_is_told_by_voice_what_goes_first_is_ready_and_was_brought(room):
    waiter, both = room.waiter(), ({"item": "cafe", "qty": 1}, BURGER)
    for table in (12, 2, 3, 4):
        waiter.orders(table, *both)
        waiter.sends()
    for table in (12, 2, 3):
        said = words(waiter.means(("kds.rush", {"table": table})))
        assert said == f"{table} : en priorité."
    refused = words(waiter.means(("kds.rush", {"table": 4})))
    assert refused.startswith("3 tables passent déjà devant")
    waiter.means(("kds.rush", {"table": 2, "urgent": False}))
    assert [dishes(room, each, "rushed") for each in ("12", "2", "3", "4")] == [
        [True, True],
        [False, False],
        [True, True],
        [False, False],
    ]

    waiter.means(("kds.served", {"table": 12}))
    assert "Rien n'est prêt" in words(waiter.state.said)
    waiter.means(("kds.ready", {"table": 12, "station": "bar"}))
    assert sorted(dishes(room, "12", "stage")) == ["ready", "sent"]
    waiter.means(("kds.ready", {"table": 12, "station": "bar"}))
    assert "n'a rien au poste" in words(waiter.state.said)
    waiter.means(("kds.served", {"table": 12}))
    assert sorted(dishes(room, "12", "stage")) == ["sent", "served"]
    waiter.means(("kds.ready", {"table": 12}))
    assert sorted(dishes(room, "12", "stage")) == ["ready", "served"]


def dishes(room: Room, table: str, what: str) -> list[object]:
    return [getattr(d, what) for line in room.lines(table) for d in line.dishes]
