"""Rate limits: by label and plan, in windows of a calendar second and of a day."""

from __future__ import annotations

import time

from tap_zoom_sandbox.api.refusals import Refusal
from tap_zoom_sandbox.options import Options
from tap_zoom_sandbox.timeline import DAY
from tap_zoom_sandbox.values import iso

_NEVER_REACHED = 100_000
PER_SECOND = {
    "none": dict.fromkeys(("Light", "Medium", "Heavy"), _NEVER_REACHED),
    "free": {"Light": 4, "Medium": 2, "Heavy": 1},
    "pro": {"Light": 30, "Medium": 20, "Heavy": 10},
    "business": {"Light": 80, "Medium": 60, "Heavy": 40},
}
PER_DAY = {
    "free": {"Light": 6_000, "Medium": 2_000, "Heavy": 1_000},
    "pro": {"Heavy": 30_000},
    "business": {"Heavy": 60_000},
}
_TOO_FAST = "You have reached the maximum per-second rate limit for this API. Try again later."
_TOO_MANY = (
    "You have reached the maximum daily rate limit for this API. Refer to the response header for details on "
    "when you can make another request."
)


class Limits:
    """What is left of the account's limits. A resource-intensive request counts with the heavy ones."""

    def __init__(self, options: Options) -> None:
        self._seconds = PER_SECOND.get(options.plan, {})
        self._days = dict(PER_DAY.get(options.plan, {}))
        if options.daily_limit is not None:
            self._days["Heavy"] = options.daily_limit
        self._used: dict[str, tuple[int, int]] = {}
        self._used_today: dict[str, tuple[int, int]] = {}

    def count(self, label: str, now: int) -> dict[str, str]:
        """Count a request and return the headers of its answer; raises Refusal with 429.

        now: the account's time, whose day the daily limit goes by. The limit of a second goes by real time.
        """
        shared = "Heavy" if label == "Resource-intensive" else label
        headers = {"x-ratelimit-category": label}
        today, limit = now // DAY, self._days.get(shared)
        day, used = self._used_today.get(shared, (today, 0))
        used = used if day == today else 0
        if limit is not None and used >= limit:
            headers |= _limit("Daily-limit", limit, 0) | {"retry-after": iso((today + 1) * DAY)}
            raise Refusal(429, 429, _TOO_MANY, headers=headers)
        rate = self._seconds.get(shared)
        if rate is not None:
            second, asked = self._used.get(shared, (0, 0))
            current = int(time.time())
            asked = asked if second == current else 0
            if asked >= rate:
                raise Refusal(429, 429, _TOO_FAST, headers=headers | _limit("QPS", rate, 0))
            self._used[shared] = (current, asked + 1)
            headers |= _limit("QPS", rate, rate - asked - 1)
        self._used_today[shared] = (today, used + 1)
        return headers


def _limit(kind: str, limit: int, left: int) -> dict[str, str]:
    return {"x-ratelimit-type": kind, "x-ratelimit-limit": str(limit), "x-ratelimit-remaining": str(left)}
