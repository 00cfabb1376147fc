"""Which pager a person wears, and who may say so."""

from domain_kit import Till

from app.domain.staff.decide import LogIn, LogOut, SetPager
from app.domain.staff.events import PagerSet


def wears(person: str, number: str) -> SetPager:
    return SetPager(event=PagerSet(person=person, number=number))


def test_a_waiter_takes_a_pager_from_the_rack_and_gives_it_back() -> None:
    till = Till()
    till.do(wears("tom", "14"), "tom")
    assert till.world.staff.worn() == {"tom": "14"}
    assert till.world.staff.wearer_of("14") == "tom"
    till.do(wears("tom", ""), "tom")
    assert till.world.staff.worn() == {}
    till.do(wears("tom", ""), "tom")
    assert till.written(PagerSet) == []  # nothing changed


def test_only_who_keeps_the_team_gives_a_pager_to_others() -> None:
    till = Till()
    assert till.refuses(wears("lea", "14"), "tom") == "right_missing"
    till.do(wears("tom", "14"), "lea")
    assert till.world.staff.worn() == {"tom": "14"}


def test_two_people_never_wear_one_pager() -> None:
    till = Till()
    till.do(LogIn(person="tom", window="pos"), "tom")
    till.do(wears("tom", "14"), "lea")
    assert till.refuses(wears("lea", "14"), "lea") == "pager_taken"
    till.do(wears("tom", "15"), "lea")
    till.do(wears("lea", "14"), "lea")
    assert till.world.staff.worn() == {"tom": "15", "lea": "14"}


def test_the_pager_of_somebody_off_duty_is_on_the_rack() -> None:
    till = Till()
    till.do(LogIn(person="tom", window="pos"), "tom")
    till.do(wears("tom", "14"), "tom")
    till.do(LogOut(person="tom", window="pos", reason="lock"), "tom")
    assert till.refuses(wears("ines", "14"), "ines") == "pager_taken"  # at a table
    till.do(LogOut(person="tom", window="pos", reason="shift_end"), "tom")
    till.do(wears("ines", "14"), "ines")
    assert till.world.staff.worn() == {"ines": "14"}


def test_a_pager_has_digits() -> None:
    till = Till()
    for wrong in ("1a", "12345678901", "²", "-1"):
        assert till.refuses(wears("tom", wrong), "lea") == "setting_invalid"
