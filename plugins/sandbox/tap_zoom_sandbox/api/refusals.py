"""Answers that are errors: an HTTP status, Zoom's code and its message."""

from __future__ import annotations

from collections.abc import Mapping

from tap_zoom_sandbox.values import Json

DEAD_TOKEN = (400, 300, "The next page token is invalid or expired.")
NO_PERMISSION = (400, 200, "No permission.")
NO_WEBINAR_PLAN = (
    400,
    200,
    "Webinar plan is missing. You must subscribe to the webinar plan and enable webinars for this user in "
    "order to perform this action.",
)
MAY_NOT_HOST = (
    400,
    3161,
    "Meeting hosting and scheduling capabilities are not allowed for your user account.",
)


class Refusal(Exception):  # noqa: N818
    """An endpoint refuses: raised by handlers, answered as ``{"code": …, "message": …}``."""

    def __init__(
        self, http: int, code: int, message: str, *, headers: Mapping[str, str] | None = None
    ) -> None:
        super().__init__(message)
        self.http = http
        self.code = code
        self.message = message
        self.headers = dict(headers or {})

    @property
    def body(self) -> Json:
        """The body of the answer."""
        return {"code": self.code, "message": self.message}


def refuse(refusal: tuple[int, int, str], **names: object) -> Refusal:
    """Make a Refusal from one of the tuples above, its message's placeholders filled."""
    http, code, message = refusal
    return Refusal(http, code, message.format(**names) if names else message)
