"""Payment providers over a real socket: a page is one page, and only the provider's own
word says that it was paid."""

from collections.abc import Iterator
from threading import Event

import pytest

from app.connectors.pages_simulator import PagesSimulator
from app.connectors.pay_pages import is_trial, pages_of
from app.services.pay_pages import PagesDownError, PageState, PageWanted, PayPages

NOW = 1_790_000_000
REFERENCE = "01K6SHARE00000000000000001"


@pytest.fixture(params=["stripe", "sumup"])
def provider(request: pytest.FixtureRequest) -> Iterator[PagesSimulator]:
    simulator = PagesSimulator(request.param)
    simulator.start()
    try:
        yield simulator
    finally:
        simulator.stop()


@pytest.fixture
def pages(provider: PagesSimulator) -> PayPages:
    found = pages_of(provider.account, Event())
    assert found is not None
    return found


def wanted(**more: str) -> PageWanted:
    told = {"back": "https://192.168.1.9:8443/table/12", "language": "fr"} | more
    return PageWanted(
        reference=REFERENCE, amount=1990, words="Table 12", until=NOW, **told
    )


def test_a_guest_pays_on_a_page(provider: PagesSimulator, pages: PayPages) -> None:
    pages.greet()
    page = pages.open(wanted())
    assert page.url.startswith(provider.base)
    assert pages.look(page.session, REFERENCE) == PageState(state="open")
    assert provider.decline(page.session)
    assert pages.look(page.session, REFERENCE).state == "open"  # another card may go
    assert provider.pay(page.session)
    paid = pages.look(page.session, REFERENCE)
    assert (paid.state, paid.amount, paid.authorisation) == ("paid", 1990, "053201")
    assert paid.transaction
    assert pages.close(page.session, REFERENCE) == paid  # too late to end it


def test_a_page_that_is_asked_for_again_is_the_same_page(
    provider: PagesSimulator, pages: PayPages
) -> None:
    first = pages.open(wanted())
    again = pages.open(wanted())
    elsewhere = pages.open(wanted(back="https://192.168.1.10:8443/table/12"))
    assert {first.session, again.session, elsewhere.session} == {first.session}
    assert len(provider.sessions) == 1


def test_an_answer_that_is_lost_makes_no_second_page(
    provider: PagesSimulator, pages: PayPages
) -> None:
    for wrong in (0, 503):  # it was made all the same
        provider.answers.append(wrong)
        with pytest.raises(PagesDownError) as told:
            pages.open(wanted())
        assert not told.value.final
    assert pages.open(wanted()).session in provider.sessions
    assert len(provider.sessions) == 1


def test_a_page_that_was_ended_takes_no_money(
    provider: PagesSimulator, pages: PayPages
) -> None:
    page = pages.open(wanted())
    assert pages.close(page.session, REFERENCE).state == "ended"
    assert not provider.pay(page.session)
    assert pages.look(page.session, REFERENCE).state == "ended"
    assert pages.close(page.session, REFERENCE).state == "ended"


def test_what_is_not_surely_ours_is_believed_by_nobody(
    provider: PagesSimulator, pages: PayPages
) -> None:
    page = pages.open(wanted())
    provider.pay(page.session)
    with pytest.raises(PagesDownError):
        pages.look(page.session, "01K6SHARE00000000000000002")
    for odd in ("../v1/refunds", "", "x" * 300):
        with pytest.raises(PagesDownError):
            pages.look(odd, REFERENCE)
    provider.answers.append(-1)
    with pytest.raises(PagesDownError):
        pages.look(page.session, REFERENCE)


def test_a_wrong_key_is_told_at_once_and_for_good(provider: PagesSimulator) -> None:
    wrong = pages_of(provider.account | {"key": "sk_test_wrong"}, Event())
    assert wrong is not None
    with pytest.raises(PagesDownError):
        wrong.greet()
    with pytest.raises(PagesDownError) as told:
        wrong.open(wanted())
    assert told.value.final


def test_a_message_names_its_page_and_is_signed_where_it_can_be(
    provider: PagesSimulator, pages: PayPages
) -> None:
    page = pages.open(wanted())
    headers, body = provider.message(page.session)
    told = {name.lower(): value for name, value in headers.items()}
    assert pages.heard(told, body) == page.session
    assert pages.heard(told, b"[]") == ""
    assert pages.heard(told, b'{"id":"../x"}') == ""
    if provider.name == "stripe":
        assert pages.heard(told, body + b" ") == ""
        assert pages.heard({}, body) == ""
        late = pages_of(provider.account, Event(), lambda: NOW + 1e9)
        assert late is not None
        assert late.heard(told, body) == ""


def test_an_account_that_lacks_something_is_no_provider() -> None:
    for account in (
        {},
        {"provider": "stripe"},
        {"provider": "sumup", "key": "k"},
        {"provider": "other", "key": "k"},
    ):
        assert pages_of(account, Event()) is None
    assert is_trial({"key": "sk_test_1"})
    assert is_trial({"key": "k", "base": "http://127.0.0.1:9"})
    assert not is_trial({"key": "sk_live_1"})
