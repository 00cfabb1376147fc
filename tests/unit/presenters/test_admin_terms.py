"""What titres-restaurant pay, as a manager ticks it: a category, then what differs."""

from domain_kit import Till

from app.domain.catalogue.terms import SetTerms
from app.presenters.admin.terms import answered, terms_entries, terms_rows


def test_an_article_that_says_what_its_category_says_has_nothing_of_its_own() -> None:
    till = Till()

    def tick(kind: str, thing: str, *, allowed: bool) -> None:
        event = answered(till.world, kind, thing, "voucher", allowed=allowed)
        till.do(SetTerms(event=event))

    tick("category", "drinks", allowed=False)
    tick("article", "coffee", allowed=True)
    rows = {row.id: (row.allowed, row.own) for row in terms_rows(till.world, "drinks")}
    assert rows["coffee"] == ((True, True), True)
    assert rows["beer"] == ((False, True), False)
    words = {entry.key: entry.text for entry in terms_entries(till.world)}
    assert words["drinks"] == "drinks · sans titres-restaurant · 1 exception"

    tick("article", "coffee", allowed=False)
    assert not any(row.own for row in terms_rows(till.world, "drinks"))
