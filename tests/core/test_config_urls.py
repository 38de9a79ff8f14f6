"""Which addresses may be given credentials."""

from __future__ import annotations

import pytest

from tap_zoom_core.config.urls import problem_of_url


@pytest.mark.parametrize(
    ("url", "safe"),
    [
        ("https://zoom.us/oauth/token", True),
        ("https://api.zoomgov.com:8443/v2", True),
        ("http://localhost:8000", True),
        ("http://127.9.9.9", True),
        ("http://[::1]:80/v2", True),
        ("http://zoom.us", False),
        ("http://localhost.zoom.us", False),
        ("http://127.0.0.1.zoom.us", False),
        ("http://127.0.0.1@zoom.us", False),
        ("https://me:pw@zoom.us", False),
        ("https://", False),
        ("https://zoom.us:port", False),
        ("https://[zoom.us", False),
        ("zoom.us", False),
        ("file:///etc/passwd", False),
        ("https://zoom.us /v2", False),
    ],
)
def test_credentials_go_over_https_or_stay_on_this_machine(url: str, safe: bool) -> None:
    """Plain http is for loopback alone, whatever an address looks like at first sight."""
    assert (problem_of_url(url) is None) is safe
