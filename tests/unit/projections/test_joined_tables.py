"""Tables pushed together are still together after a start from the read tables."""

from hypothesis import given, settings
from hypothesis import strategies as st

from app.domain.floor.events import TablesJoined, TablesLinked
from app.domain.floor.state import Floor
from app.domain.vocabulary import Meta
from app.projections.apply import project
from app.projections.queries import load_things
from app.projections.tables import thing
from db.database import Database

# Ids as the editor makes them: two of them are longer than the key of a row was cut to.
TABLES = [f"0198c3f1-7a2b-7c3d-8e4f-5a6b7c8d9e0{n}" for n in range(5)]


def after_a_start(
    events: list[TablesJoined] | list[TablesLinked],
) -> dict[str, tuple[str, ...]]:
    database = Database.open("sqlite://")
    with database.write() as connection:
        thing.create(connection, checkfirst=True)
        for seq, event in enumerate(events, 1):
            project(connection, [(event, Meta(order=(f"{seq:018}", "C1", seq)))])
        floor = Floor()
        for event in load_things(connection):
            floor.evolve(event, Meta())
    database.close()
    return floor.joined | floor.linked


@settings(max_examples=20, deadline=None)  # each makes a database
@given(st.lists(st.lists(st.sampled_from(TABLES), min_size=1, unique=True)))
def test_a_start_finds_the_groups_that_stand(groups: list[list[str]]) -> None:
    events = [TablesJoined(room="hall", tables=tuple(group)) for group in groups]
    floor = Floor()
    for event in events:
        floor.evolve(event, Meta())

    assert after_a_start(events) == floor.joined


def test_groups_whose_long_ids_begin_alike_are_kept_apart() -> None:
    a, b, c, d = TABLES[:4]
    groups = ((d, b), (a, b), (a, c))  # what stood between is not forgotten
    events = [TablesJoined(room="hall", tables=group) for group in groups]

    assert set(after_a_start(events)) == {a, c}


def test_tables_that_keep_their_notes_stand_together_after_a_start() -> None:
    a, b, c = TABLES[:3]
    events = [TablesLinked(room="hall", tables=group) for group in ((a, b), (b, c))]

    assert set(after_a_start(events)) == {b, c}
