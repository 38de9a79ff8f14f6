"""The graph: what is refused, and what a run walks."""

from __future__ import annotations

import pytest

from tap_zoom_core import Parent, StandIn, Stream
from tap_zoom_core.errors import PluginError
from tap_zoom_core.graph import (
    Node,
    Plan,
    Registered,
    Streams,
    ancestors_first,
    check,
    columns,
    orphans,
    plan,
)

PHONE = "plugin 'phone' (tap-zoom-phone 1.0)"


def stream(name: str, parent: Parent | None = None, path: str = "/x", **more: object) -> Stream:
    return Stream(name=name, path=path, parent=parent, **more)  # type: ignore[arg-type]


def registered(*streams: Stream) -> Streams:
    return {each.name: Registered(each, "phone") for each in streams}


def tree(walked: Plan) -> list[object]:
    """Return a plan as nested lists: names, with a star where nothing is emitted."""

    def branch(node: Node) -> list[object]:
        return [node.stream.name + ("" if node.emitted else "*"), *map(branch, node.children)]

    return [branch(node) for node in walked.roots]


def refusal(streams: Streams) -> str:
    with pytest.raises(PluginError) as caught:
        check(streams, {"phone": PHONE})
    return str(caught.value)


FAMILY = registered(
    stream("people"),
    stream("listing", Parent("people", person_id="id"), "/people/{person_id}/rooms", hidden=True),
    stream("rooms", Parent("listing", room_id="id"), "/rooms/{room_id}"),
    stream("doors", Parent("rooms", room_id="id", room_name="name"), "/rooms/{room_id}/doors/{person_id}"),
    stream("keys", Parent("rooms", room_id="id"), "/rooms/{room_id}/keys"),
    stream("history", hidden=True),
    stream("visits", Parent("history", uuid="visit_uuid", place="place_id"), "/visits/{uuid}"),
    stream("visitors", Parent("history", visit_uuid="visit_uuid"), "/visits/{visit_uuid}/visitors"),
    stream("sessions", Parent("people", person_id="id"), "/people/{person_id}/sessions", hidden=True),
    stream(
        "by_person",
        Parent("sessions"),
        hidden=True,
        stands_in=StandIn("history", visit_uuid="uuid", place_id="id"),
    ),
    stream(
        "by_room",
        Parent("rooms", room_id="id"),
        "/rooms/{room_id}/visits",
        hidden=True,
        stands_in=StandIn("history", visit_uuid="uuid", place_id="room_id"),
    ),
)


def test_a_graph_that_can_be_walked_is_let_pass() -> None:
    """Placeholders may be filled by any ancestor, and stand-ins must fill them as well."""
    check(FAMILY)  # raises what it refuses

    assert ancestors_first(FAMILY) == list(FAMILY)


def test_a_missing_parent_is_named_with_what_there_is() -> None:
    """The line says whose stream it is, what it lacks, and what it could have meant."""
    streams = registered(stream("people"), stream("rooms", Parent("persons", person_id="id")))

    assert refusal(streams) == (
        f"stream 'rooms' of {PHONE} needs parent 'persons', which no installed plugin "
        "registers; registered: people"
    )


def test_a_stand_in_without_its_parent_is_let_pass() -> None:
    """Where the family that a stand-in counts on is not installed, it stands in for nothing."""
    by_person = stream("by_person", Parent("sessions"), stands_in=StandIn("history"))
    streams = registered(stream("history"), stream("visits", Parent("history")), by_person)

    check(streams)

    assert plan(streams, {"visits"}, {"history"}).lost == {
        "visits": "it needs 'history', which cannot be had, and neither can 'by_person'"
    }


def test_a_placeholder_that_no_ancestor_fills_is_named() -> None:
    """The line lists what could be used instead."""
    streams = registered(stream("people"), stream("rooms", Parent("people", person_id="id"), "/x/{persn_id}"))

    assert refusal(streams) == (
        f"stream 'rooms' of {PHONE} has {{persn_id}} in its path, which no ancestor fills "
        "when its parent is 'people'; filled: person_id"
    )


def test_a_root_has_nothing_to_fill_a_placeholder_with() -> None:
    """A stream without a parent cannot have a placeholder at all."""
    assert refusal(registered(stream("rooms", path="/x/{id}"))) == (
        f"stream 'rooms' of {PHONE} has {{id}} in its path, which no ancestor fills; filled: none"
    )


def test_a_placeholder_that_a_stand_in_does_not_fill_is_named() -> None:
    """What stands in for a parent must fill what the parent's line would have filled."""
    streams = registered(
        stream("people"),
        stream("history", Parent("people", person_id="id")),
        stream("visits", Parent("history", uuid="uuid"), "/people/{person_id}/visits/{uuid}"),
        stream("all_visits", stands_in=StandIn("history")),
    )

    assert refusal(streams) == (
        f"stream 'visits' of {PHONE} has {{person_id}} in its path, which no ancestor "
        "fills when its parent is 'all_visits'; filled: uuid"
    )


def test_a_cycle_is_spelt_out() -> None:
    """Each stream of the circle is named in its order, once around."""
    streams = registered(stream("c"), stream("a", Parent("b")), stream("b", Parent("a")))

    assert refusal(streams) in [
        f"streams are their own ancestors: {circle}, of {PHONE}; one of them must name another parent"
        for circle in ("a → b → a", "b → a → b")
    ]


def test_ancestors_come_first_else_registration_decides() -> None:
    """The order is stable: as registered, but nobody before an ancestor."""
    streams = registered(
        stream("keys", Parent("rooms")), stream("doors", Parent("rooms")), stream("rooms"), stream("people")
    )

    assert ancestors_first(streams) == ["rooms", "keys", "doors", "people"]


def test_columns_come_from_every_ancestor_that_is_declared() -> None:
    """A row takes what its parent gives, and what the parent took itself; stand-ins change nothing of it."""
    found = {name: columns(name, FAMILY) for name in ("people", "rooms", "doors", "visits")}

    assert found == {
        "people": (),
        "rooms": ("person_id", "room_id"),
        "doors": ("person_id", "room_id", "room_name"),
        "visits": ("uuid", "place"),
    }


def test_orphans_are_all_that_descend_from_what_is_missing() -> None:
    """Not only the child of a missing parent is cut off, but its children too."""
    streams = {name: each for name, each in FAMILY.items() if name != "people"}

    assert orphans(streams) == set(FAMILY) - {"people", "history", "visits", "visitors"}


def test_ancestors_are_walked_but_not_emitted() -> None:
    """Hidden (though selected) and unselected ancestors are in the plan, once however many children."""
    assert tree(plan(FAMILY, {"doors", "keys", "visits", "history"})) == [
        ["people*", ["listing*", ["rooms*", ["doors"], ["keys"]]]],
        ["history*", ["visits"]],
    ]


def test_nothing_is_walked_that_feeds_nobody() -> None:
    """A selected parent needs no hidden listing below it, and a hidden stream is never walked for itself."""
    assert tree(plan(FAMILY, {"people", "history", "sessions"})) == [["people"]]


def test_a_stand_in_takes_the_place_of_what_cannot_be_had() -> None:
    """The first that can be had, in the order of registration; its records' fields are mapped."""
    walked = plan(FAMILY, {"visits", "visitors"}, {"history"})

    assert tree(walked) == [["people*", ["sessions*", ["by_person*", ["visits"], ["visitors"]]]]]
    assert {node.stream.name: dict(node.context) for node in walked.nodes()} == {
        "people": {},
        "sessions": {"person_id": "id"},
        "by_person": {},
        "visits": {"uuid": "uuid", "place": "id"},
        "visitors": {"visit_uuid": "uuid"},
    }


def test_a_stand_in_does_not_change_what_rows_hold() -> None:
    """Columns are those of the declared ancestors: a stand-in's own are for paths and descendants only."""
    walked = plan(FAMILY, {"visits"}, {"history"})

    assert [node.columns for node in walked.nodes()][-1] == ("uuid", "place")


def test_the_second_stand_in_where_the_first_cannot_be_had() -> None:
    """A stand-in needs its own ancestors; fields that are not mapped keep their names."""
    walked = plan(FAMILY, {"visits", "people"}, {"history", "sessions"})

    assert tree(walked) == [["people", ["listing*", ["rooms*", ["by_room*", ["visits"]]]]]]
    assert dict(list(walked.nodes())[-1].context) == {"uuid": "uuid", "place": "room_id"}


def test_what_cannot_be_had_is_lost_with_its_reason() -> None:
    """The rest of the plan stands; each lost stream says what it needs and what was tried."""
    walked = plan(FAMILY, {"people", "keys", "visits"}, {"history", "sessions", "rooms"})

    assert tree(walked) == [["people"]]
    assert walked.lost == {
        "keys": "it needs 'rooms', which cannot be had",
        "visits": "it needs 'history', which cannot be had, and neither can 'by_person', 'by_room'",
    }


def test_a_stream_that_cannot_be_had_itself_is_lost() -> None:
    """What the token may not read is lost, and its descendants with it."""
    assert plan(FAMILY, {"people", "rooms"}, {"people"}).lost == {
        "people": "'people' cannot be had",
        "rooms": "it needs 'people', which cannot be had",
    }


def test_streams_that_stand_in_for_each_other_end() -> None:
    """Two that count on each other cannot be had, rather than searched for ever."""
    streams = registered(
        stream("a", Parent("b"), stands_in=StandIn("b")),
        stream("b", stands_in=StandIn("a")),
        stream("child", Parent("a")),
    )

    assert plan(streams, {"child"}, {"b"}).lost == {
        "child": "it needs 'b', which cannot be had, and neither can 'a'"
    }
