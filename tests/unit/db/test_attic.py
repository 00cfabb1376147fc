"""What is put away comes out once, under any of its names."""

from db.attic import Attic


def test_a_thing_comes_out_once_under_any_of_its_names() -> None:
    attic = Attic()
    attic.put(("one", "a", "b"), b"first")
    attic.put(("two",), b"second")

    assert attic.take("c") is None
    assert attic.take("b") == b"first"
    assert [attic.take(name) for name in ("one", "a", "b")] == [None] * 3
    attic.put(("one", "a"), b"again")
    assert attic.take("a") == b"again"
    assert attic.take("two") == b"second"
