"""The authors' kit: what is scrubbed, and that what belongs together still does."""

from __future__ import annotations

import pytest

from tap_zoom_core.testing import Scrubber


def test_pseudonyms_belong_to_an_account() -> None:
    """Two accounts give one person two pseudonyms, and neither can be made without the account's secret."""
    ours, theirs = Scrubber("our secret"), Scrubber("their secret")

    assert ours.value("a@b.example", "email") == Scrubber("our secret").value("A@b.example", "email")
    assert ours.value("a@b.example", "email") != theirs.value("a@b.example", "email")
    assert "secret" not in repr(ours)


@pytest.mark.parametrize(
    ("method", "uri", "scrubbed"),
    [
        (
            "GET",
            "http://127.0.0.1:4001/v2/users?status=active&page_size=300",
            "/v2/users?page_size=300&status=active",
        ),
        ("GET", "https://api-eu.zoom.us/v2/users?access_token=abc", "/v2/users"),
        (
            "GET",
            "https://api.zoom.us/v2/past_meetings/%252Fa%253D%253D",
            "/v2/past_meetings/%252Fa%253D%253D",
        ),
    ],
)
def test_uris_name_no_machine_and_no_token(method: str, uri: str, scrubbed: str) -> None:
    """A request's URI keeps its path as it was encoded, and its query, sorted, without secrets."""
    assert Scrubber("key").uri(method, uri) == f"https://api.zoom.us{scrubbed}"


def test_a_link_that_is_followed_is_found_again() -> None:
    """An address that an answer gave and a request then asked for gets one pseudonym in both places."""
    scrubber = Scrubber("key", frozenset({"http://127.0.0.1:4001"}))
    link = "http://127.0.0.1:4001/rec/download/a1b2"

    given = scrubber.value({"download_url": link})["download_url"]
    assert given.startswith("https://api.zoom.us/scrubbed/")
    assert given == scrubber.uri("GET", f"{link}?access_token=abc")


def test_a_body_that_is_no_json_loses_known_names() -> None:
    """Names that some answer gave, and addresses, are replaced in a transcript too."""
    scrubber = Scrubber("key")
    name = scrubber.value({"name": "Marie Curie"})["name"]

    assert name != "Marie Curie"
    assert scrubber.text("Marie Curie: hello") == f"{name}: hello"


def test_a_telephone_number_is_one_under_any_name() -> None:
    """What looks like a number to call is replaced, in a field that nobody foresaw; other digits stay."""
    numbers = Scrubber("key").value({"caller_did": "+41 44 123 45 67", "extension": "1001", "sign": "+1"})

    assert numbers["caller_did"].startswith("+1 555 ")
    assert (numbers["extension"], numbers["sign"]) == ("1001", "+1")
