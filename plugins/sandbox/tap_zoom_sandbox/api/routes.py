"""Which endpoints there are, with the rate limit label and the scopes that Zoom documents for each."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any
from urllib.parse import unquote

from attrs import field, frozen

from tap_zoom_sandbox.api import past, reports, scheduled, users
from tap_zoom_sandbox.api.call import Call

LIGHT, MEDIUM, HEAVY = "Light", "Medium", "Heavy"

Handler = Callable[[Call], Any]
"""A function from a call to the answer's body; it refuses by raising Refusal."""


@frozen
class Route:
    """An endpoint. ``scopes``: any one of them lets a token in; without scopes any token may."""

    template: str
    label: str
    scopes: tuple[str, ...]
    answer: Handler
    segments: tuple[str, ...] = field(init=False)

    def __attrs_post_init__(self) -> None:
        object.__setattr__(self, "segments", tuple(self.template.strip("/").split("/")))


class Routes:
    """The endpoints, found by the path of a request; the last that was added is found first."""

    def __init__(self, routes: Iterable[Route]) -> None:
        self._by_length: dict[int, list[Route]] = {}
        for route in routes:
            self.add(route)

    def add(self, route: Route) -> None:
        """Add an endpoint."""
        self._by_length.setdefault(len(route.segments), []).insert(0, route)

    def scopes(self) -> set[str]:
        """Return every scope that some endpoint asks for."""
        return {scope for routes in self._by_length.values() for route in routes for scope in route.scopes}

    def find(self, path: str) -> tuple[Route, dict[str, str]] | None:
        """Return the endpoint of a path (still percent-encoded), and what its placeholders stand for."""
        segments = path.strip("/").split("/")
        for route in self._by_length.get(len(segments), ()):
            params = {}
            for wanted, given in zip(route.segments, segments, strict=True):
                if wanted[0] == "{":
                    params[wanted[1:-1]] = unquote(given)
                elif wanted != given:
                    break
            else:
                return route, params
        return None


def _scopes(family: str, granular: str, *, user_level: bool = True) -> tuple[str, ...]:
    classic = (f"{family}:read:admin", f"{family}:read") if user_level else (f"{family}:read:admin",)
    if not granular:
        return classic
    fine = f"{family}:read:{granular}"
    return (*classic, fine, f"{fine}:admin") if user_level else (*classic, f"{fine}:admin")


def _meeting(granular: str) -> tuple[str, ...]:
    return _scopes("meeting", granular)


def _webinar(granular: str) -> tuple[str, ...]:
    return _scopes("webinar", granular)


def _report(granular: str) -> tuple[str, ...]:
    return _scopes("report", granular, user_level=False)


def _files(family: str) -> tuple[str, ...]:
    return (f"{family}:read:admin",)


def zoom_routes() -> Routes:
    """Return the endpoints of Zoom's that the sandbox serves."""
    return Routes(
        (
            Route("/users", MEDIUM, _scopes("user", "list_users", user_level=False), users.list_users),
            Route("/users/{userId}", LIGHT, _scopes("user", "user"), users.get_user),
            Route("/users/{userId}/meetings", MEDIUM, _meeting("list_meetings"), users.list_meetings),
            Route("/users/{userId}/webinars", MEDIUM, _webinar("list_webinars"), users.list_webinars),
            *_scheduled_routes(),
            *_past_routes(),
            *_report_routes(),
        )
    )


def _scheduled_routes() -> tuple[Route, ...]:
    meeting, webinar = "/meetings/{meetingId}", "/webinars/{webinarId}"
    return (
        Route(meeting, LIGHT, _meeting("meeting"), scheduled.get_meeting),
        Route(
            f"{meeting}/registrants",
            MEDIUM,
            _meeting("list_registrants"),
            scheduled.list_meeting_registrants,
        ),
        Route(
            f"{meeting}/registrants/questions",
            LIGHT,
            _meeting("list_registration_questions"),
            scheduled.get_meeting_questions,
        ),
        Route(f"{meeting}/polls", LIGHT, _meeting("list_polls"), scheduled.list_meeting_polls),
        Route(webinar, LIGHT, _webinar("webinar"), scheduled.get_webinar),
        Route(
            f"{webinar}/registrants",
            MEDIUM,
            _webinar("list_registrants"),
            scheduled.list_webinar_registrants,
        ),
        Route(
            f"{webinar}/registrants/questions",
            LIGHT,
            _webinar("list_registration_questions"),
            scheduled.get_webinar_questions,
        ),
        Route(f"{webinar}/polls", LIGHT, _webinar("list_polls"), scheduled.list_webinar_polls),
        Route(f"{webinar}/panelists", MEDIUM, _webinar("list_panelists"), scheduled.list_panelists),
        Route(
            f"{webinar}/tracking_sources",
            MEDIUM,
            _webinar("list_tracking_sources"),
            scheduled.list_tracking_sources,
        ),
    )


def _past_routes() -> tuple[Route, ...]:
    meeting, webinar = "/past_meetings/{meetingId}", "/past_webinars/{webinarId}"
    listed, joined = "list_past_instances", "list_past_participants"
    return (
        Route(meeting, LIGHT, _meeting("past_meeting"), past.get_past_meeting),
        Route(f"{meeting}/instances", MEDIUM, _meeting(listed), past.list_meeting_instances),
        Route(f"{meeting}/participants", MEDIUM, _meeting(joined), past.list_meeting_participants),
        Route(f"{meeting}/polls", MEDIUM, _meeting("list_poll_results"), past.list_meeting_poll_results),
        Route(f"{meeting}/qa", MEDIUM, _meeting("past_qa"), past.list_meeting_questions),
        Route(f"{meeting}/files", MEDIUM, _files("meeting"), past.list_meeting_files),
        Route(f"{webinar}/instances", LIGHT, _webinar(listed), past.list_webinar_instances),
        Route(f"{webinar}/participants", MEDIUM, _webinar(joined), past.list_webinar_participants),
        Route(f"{webinar}/polls", MEDIUM, _webinar("list_past_polls"), past.list_webinar_poll_results),
        Route(f"{webinar}/qa", MEDIUM, _webinar("past_qa"), past.list_webinar_questions),
        Route(f"{webinar}/files", MEDIUM, _files("webinar"), past.list_webinar_files),
        Route(f"{webinar}/absentees", HEAVY, _webinar("list_absentees"), past.list_absentees),
    )


def _report_routes() -> tuple[Route, ...]:
    meeting, webinar = "/report/meetings/{meetingId}", "/report/webinars/{webinarId}"
    return (
        Route("/report/history_meetings", HEAVY, _report("list_history_meetings"), reports.list_history),
        Route("/report/users/{userId}/meetings", HEAVY, _report("user"), reports.list_user_meetings),
        Route(meeting, HEAVY, _report("meeting"), reports.get_meeting_report),
        Route(
            f"{meeting}/participants",
            HEAVY,
            _report("list_meeting_participants"),
            reports.list_meeting_participants,
        ),
        Route(webinar, HEAVY, _report("webinar"), reports.get_webinar_report),
        Route(
            f"{webinar}/participants",
            HEAVY,
            _report("list_webinar_participants"),
            reports.list_webinar_participants,
        ),
    )
