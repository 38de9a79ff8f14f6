"""What to say where the token endpoint refuses: Zoom's reason, and the way out."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any
from urllib.parse import urlsplit

import requests

LONGEST_REASON = 200
"""Characters of Zoom's reason that are repeated."""


def refusal(
    host: str,
    answer: requests.Response,
    body: Mapping[str, Any] | None,
    way_out: Mapping[str, str],
    secrets: Iterable[str],
) -> str:
    """Explain in one line why no token was granted.

    ``body`` is the answer's JSON object, None where it has none. ``way_out`` holds advice by Zoom's
    ``error``, and under "" the advice for every other one. ``secrets`` are kept out of the line.
    """
    if answer.is_redirect:
        target = urlsplit(answer.headers["Location"]).hostname or host
        return (
            f"no token from {host}: it redirects to {target}, where credentials are not sent; "
            "set token_url to the address that makes the tokens"
        )
    error = _one_line((body or {}).get("error"), secrets)
    reason = _one_line((body or {}).get("reason") or (body or {}).get("error_description"), secrets)
    said = f"{reason} ({error})" if reason and error else reason or error or "without a reason"
    advice = way_out.get(error, way_out.get("", "check the credentials in the config"))
    return f"no token from {host}: HTTP {answer.status_code}, {said}; {advice}"


def _one_line(value: object, secrets: Iterable[str]) -> str:
    text = " ".join(str(value or "").split())
    for secret in secrets:
        if len(secret) > 3:
            text = text.replace(secret, "***")
    return text[:LONGEST_REASON]
