"""People, tables pushed together, settings: everything around the orders."""

from dataclasses import replace

import pytest
from domain_kit import Till

from app.domain.catalogue.decide import SetAvailability, SetCatalogue
from app.domain.catalogue.events import (
    CategorySet,
    FormuleChoice,
    FormuleStep,
    ListedPrice,
    ModifierGroupSet,
    PriceListSet,
    VatSet,
)
from app.domain.floor.decide import BlockTable, ClearTable, JoinTables, SetFloor
from app.domain.floor.events import RoomSet, SectionSet, TableSet
from app.domain.orders.commands import MoveOrder, OpenOrder
from app.domain.rules import SetDevice, SetSetting
from app.domain.settings import DeviceSet, DeviceStateChanged, EventRecorded
from app.domain.staff.decide import LogIn, LogOut, RefuseLogin, SetStaff
from app.domain.staff.events import LoggedIn, LoggedOut, LoginRefused, RoleSet, StaffSet
from app.domain.vocabulary import Meta
from app.domain.world import World


def step(article: str) -> FormuleStep:
    choice = FormuleChoice(article=article)
    return FormuleStep(name="Plat", course="mains", choices=(choice,))


def replaced(event: object, **fields: object) -> object:
    return type(event)(**{n: getattr(event, n) for n in event.__slots__} | fields)


@pytest.fixture
def till() -> Till:
    return Till()


# People


def test_a_person_takes_and_leaves_a_window(till):
    till.do(LogIn(person="tom", window="pos"), "")
    assert till.last == (LoggedIn(person="tom", window="pos"),)
    since = till.world.staff.on_duty["tom"]
    till.do(LogOut(person="tom", window="pos", reason="switch"), "tom")
    till.wait(hours=1)
    till.do(LogIn(person="tom", window="floor"), "")

    assert till.world.staff.on_duty == {"tom": since}
    till.do(LogOut(person="tom", window="floor", reason="shift_end"), "tom")
    assert isinstance(till.last[0], LoggedOut)
    assert till.world.staff.on_duty == {}


def test_who_left_the_team_does_not_log_in(till):
    till.do(SetStaff(event=StaffSet(id="tom", name="Tom", role="waiter", active=False)))

    assert till.refuses(LogIn(person="tom", window="pos")) == "person_unknown"
    assert till.refuses(LogIn(person="gone", window="pos")) == "person_unknown"
    assert till.world.staff.rights_of("tom") == frozenset()


def test_a_wrong_code_is_written_down(till):
    till.do(RefuseLogin(person="tom", window="pos"), "")

    assert till.last == (LoginRefused(person="tom", window="pos"),)
    assert till.world.staff.on_duty == {}


def test_a_badge_is_one_persons_until_they_leave(till):
    def staff(person, **change):
        event = StaffSet(id=person, name=person, role="waiter", badge="b1")
        return SetStaff(event=replace(event, **change))

    till.do(staff("tom"))
    assert till.refuses(staff("zoe")) == "badge_taken"
    till.do(staff("tom", active=False))
    till.do(staff("zoe"))
    till.do(staff("zoe", name="Zoé"))
    assert till.world.staff.holder_of("b1") == "zoe"
    till.do(staff("tom"))  # back, without the badge that is Zoé's now
    assert till.last == (StaffSet(id="tom", name="tom", role="waiter"),)
    till.do(staff("zoe", active=False))
    assert till.world.staff.holder_of("b1") == ""


def test_a_badge_that_two_have_is_neithers_and_not_given_to_a_third(till):
    shared = [StaffSet(id=i, name=i, role="waiter", badge="b1") for i in ("ann", "bob")]
    for event in shared:
        till.world.staff.people[event.id] = event
    assert till.world.staff.holder_of("b1") == ""
    third = StaffSet(id="zoe", name="Zoé", role="waiter", badge="b1")
    assert till.refuses(SetStaff(event=third)) == "badge_taken"
    till.do(SetStaff(event=replace(shared[0], name="Ann")))
    till.do(SetStaff(event=replace(shared[0], badge="")))
    assert till.world.staff.holder_of("b1") == "bob"


def test_a_new_colleague_gets_the_rights_of_the_role(till):
    till.do(SetStaff(event=StaffSet(id="zoe", name="Zoé", role="waiter")))

    assert "payment.take" in till.world.staff.rights_of("zoe")


def test_a_role_that_is_not_there_gives_no_rights(till):
    till.world.staff.roles.pop("waiter")

    assert till.world.staff.rights_of("tom") == frozenset()


def test_the_team_is_changed_by_a_manager_and_in_known_words(till):
    event = StaffSet(id="zoe", name="Zoé", role="waiter")
    assert till.refuses(SetStaff(event=event), "tom") == "right_missing"
    odd = StaffSet(id="zoe", name="Zoé", role="king")
    assert till.refuses(SetStaff(event=odd)) == "role_unknown"
    odd_role = RoleSet(id="waiter", name="Serveur", rights=("fly",))
    assert till.refuses(SetStaff(event=odd_role)) == "right_unknown"


def test_somebody_must_be_left_who_runs_the_team(till):
    for event in (
        StaffSet(id="lea", name="Léa", role="waiter"),
        StaffSet(id="lea", name="Léa", role="boss", active=False),
    ):
        assert till.refuses(SetStaff(event=event)) == "last_manager"
    till.do(SetStaff(event=StaffSet(id="zoe", name="Zoé", role="boss")))
    till.do(SetStaff(event=StaffSet(id="lea", name="Léa", role="waiter")))


def test_a_role_may_not_lose_the_last_right_to_run_the_team(till):
    event = RoleSet(id="boss", name="Patron", rights=("order.take",))

    assert till.refuses(SetStaff(event=event)) == "last_manager"
    till.do(SetStaff(event=RoleSet(id="chief", name="Chef", rights=("staff.edit",))))
    till.do(SetStaff(event=StaffSet(id="zoe", name="Zoé", role="chief")))
    till.do(SetStaff(event=event))


def test_the_first_person_of_a_house_may_be_hired_by_nobody():
    world = World()
    world.evolve(RoleSet(id="boss", name="Patron", rights=("staff.edit",)), Meta())

    assert world.staff.rights_of("lea") == frozenset()


# Floor


def test_tables_are_pushed_together_and_apart(till):
    till.do(JoinTables(tables=("t1", "t2", "t3")))
    assert till.world.floor.group("t2") == ("t1", "t2", "t3")
    till.do(JoinTables(tables=("t3", "t4")))
    assert till.world.floor.group("t1") == ("t1",)
    assert till.world.floor.group("t4") == ("t3", "t4")
    till.do(JoinTables(tables=("t3", "t3")))

    assert till.world.floor.joined == {}


@pytest.mark.parametrize(
    ("tables", "code"),
    [
        ((), "table_unknown"),
        (("t1", "gone"), "table_unknown"),
        (("t1", "t9"), "table_unknown"),
        (("t4", "t5"), "other_room"),
    ],
)
def test_only_tables_of_one_room_are_pushed_together(till, tables, code):
    assert till.refuses(JoinTables(tables=tables)) == code


def test_two_occupied_tables_are_merged_first(till):
    till.seat("t1")
    till.seat("t2")
    assert till.refuses(JoinTables(tables=("t1", "t2"))) == "table_taken"

    till.do(JoinTables(tables=("t1", "t3")))
    till.do(JoinTables(tables=("t1", "t3", "t4")))
    assert till.refuses(JoinTables(tables=("t2", "t3"))) == "table_taken"


def test_joining_needs_the_right_to_move(till):
    assert till.refuses(JoinTables(tables=("t1", "t2")), "sam") == "right_missing"


def test_a_table_is_cleared(till):
    till.do(ClearTable(table="t1"))

    assert till.world.floor.cleared["t1"] > 0
    assert till.refuses(ClearTable(table="gone")) == "table_unknown"


def test_nobody_is_seated_at_a_blocked_table(till):
    till.do(BlockTable(table="t1", reason=" Pied cassé "), "tom")
    assert till.world.floor.blocked == {"t1": "Pied cassé"}
    assert till.refuses(OpenOrder(table="t1")) == "table_blocked"
    order = till.seat("t2")
    assert till.refuses(MoveOrder(order=order, table="t1")) == "table_blocked"
    assert till.refuses(BlockTable(table="t2", reason="Gardée")) == "table_taken"
    assert till.refuses(BlockTable(table="t3", reason="x" * 41)) == "reason_long"
    assert till.refuses(BlockTable(table="t1", reason=""), "sam") == "right_missing"
    till.do(BlockTable(table="t1", reason=""), "tom")
    till.seat("t1")


def test_the_plan_is_changed_by_a_manager(till):
    room = SetFloor(event=RoomSet(id="bar", name="Bar", rank=3, width=400, height=300))
    assert till.refuses(room, "tom") == "right_missing"
    till.do(room)
    section = SectionSet(id="s", room="bar", x=0, y=0, width=1, height=1)
    till.do(SetFloor(event=section))

    assert till.world.floor.rooms["bar"].name == "Bar"
    assert till.world.floor.sections["s"] == section


def test_a_table_is_found_by_what_people_call_it(till):
    assert till.world.floor.by_number(" 1 ").id == "t1"
    assert till.world.floor.by_number("9") is None
    assert till.world.floor.number("t1") == "1"
    assert till.world.floor.number("gone") == ""
    table = TableSet(
        id="bar1", number="B1", room="hall", x=0, y=0, width=1, height=1, seats=1
    )
    till.do(SetFloor(event=table))
    assert till.world.floor.by_number("b1") == table


# Settings


def test_a_setting_is_changed_and_what_it_was_is_kept(till):
    (changed,) = till.do(SetSetting(key="house.name", value="Le Vieux Moulin"))

    assert changed.was == "Restaurant"
    assert till.world.settings.text("house.name") == "Le Vieux Moulin"
    till.do(SetSetting(key="lock.minutes", value="25"))
    assert till.world.settings.number("lock.minutes") == 25


@pytest.mark.parametrize(
    ("key", "value", "code"),
    [
        ("house.colour", "red", "setting_unknown"),
        ("lock.minutes", "ten", "number_expected"),
        ("lock.minutes", "-1", "number_expected"),
        ("lock.minutes", "²", "number_expected"),
        ("lock.minutes", "", "number_expected"),
        ("lock.minutes", "9" * 10, "number_expected"),
        ("cash.limit_mode", "perhaps", "setting_invalid"),
        ("house.name", "x" * 1001, "setting_invalid"),
    ],
)
def test_a_setting_means_something(till, key, value, code):
    assert till.refuses(SetSetting(key=key, value=value)) == code


def test_settings_and_devices_need_a_manager(till):
    device = DeviceSet(id="s", kind="scanner", name="S", profile="", address="sim://")

    command = SetSetting(key="house.name", value="X")
    assert till.refuses(command, "tom") == "right_missing"
    assert till.refuses(SetDevice(event=device), "tom") == "right_missing"
    till.do(SetDevice(event=device))
    assert till.world.settings.devices["s"] == device


def test_technical_events_and_device_states_change_nothing(till):
    before = till.world.settings.values.copy()
    till.write(
        [
            EventRecorded(code="APP_START"),
            DeviceStateChanged(device="tpe", state="down", reasons=("off",)),
        ]
    )

    assert till.world.settings.values == before


# The menu


def test_the_menu_is_changed_by_a_manager(till):
    event = CategorySet(id="x", name="X", colour="plats", icon="x", rank=9)

    assert till.refuses(SetCatalogue(event=event), "tom") == "right_missing"
    till.do(SetCatalogue(event=event))
    assert till.world.catalogue.categories["x"] == event


@pytest.mark.parametrize(
    ("wrong", "code"),
    [
        ({"name": " "}, "name_invalid"),
        ({"name": "x" * 61}, "name_invalid"),
        ({"price": -1}, "price_out_of_range"),
        ({"price": 10_000_001}, "price_out_of_range"),
        ({"price": 0}, "price_zero"),
        ({"category": "gone"}, "category_unknown"),
        ({"station": "gone"}, "station_unknown"),
        ({"vat_on_site": "gone"}, "vat_unknown"),
        ({"vat_takeaway": "gone"}, "vat_unknown"),
        ({"barcodes": ("3760123456789",)}, "barcode_taken"),
        ({"steps": (step("gone"),)}, "component_unpriced"),
        ({"steps": (step("sundry"),)}, "component_unpriced"),
    ],
)
def test_an_article_must_make_sense(till, wrong, code):
    jam = till.world.catalogue.articles["jam"]
    till.do(SetCatalogue(event=replaced(jam, barcodes=("3760123456789",))))
    soup = till.world.catalogue.articles["soup"]

    assert till.refuses(SetCatalogue(event=replaced(soup, **wrong))) == code
    till.do(SetCatalogue(event=replaced(jam, barcodes=("3760123456789",))))
    till.do(SetCatalogue(event=replaced(soup, price=0, open_price=True)))


@pytest.mark.parametrize(
    ("event", "code"),
    [
        (VatSet(code="x", rate=-1, since="2026-01-01"), "vat_invalid"),
        (VatSet(code="x", rate=10_001, since="2026-01-01"), "vat_invalid"),
        (VatSet(code="x", rate=550, since="demain"), "vat_invalid"),
        (
            PriceListSet(
                id="p",
                name="P",
                rank=1,
                prices=(ListedPrice(article="soup", price=-1),),
            ),
            "price_out_of_range",
        ),
        (
            ModifierGroupSet(id="g", name="G", minimum=2, maximum=1, options=()),
            "group_invalid",
        ),
    ],
)
def test_the_rest_of_the_menu_must_make_sense(till, event, code):
    assert till.refuses(SetCatalogue(event=event)) == code


def test_rates_lists_and_groups_are_saved(till):
    for event in (
        VatSet(code="x", rate=550, since="2026-01-01"),
        PriceListSet(id="p", name="P", rank=1, prices=()),
        ModifierGroupSet(id="g", name="G", minimum=0, maximum=1, options=()),
    ):
        till.do(SetCatalogue(event=event))

    assert till.world.catalogue.rate("x", "2026-11-20") == 550


def test_a_countdown_is_set_by_somebody_with_the_right(till):
    command = SetAvailability(article="soup", remaining=3)

    assert till.refuses(command, "tom") == "right_missing"
    gone = SetAvailability(article="gone", remaining=3)
    assert till.refuses(gone) == "article_unknown"
    for remaining in (-2, 10_000):
        command = SetAvailability(article="soup", remaining=remaining)
        assert till.refuses(command) == "quantity_out_of_range"
