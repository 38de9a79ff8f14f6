"""The book of requests: what was asked, how it was answered, how fast."""

from __future__ import annotations

import time
from collections import Counter

from tap_zoom_sandbox.values import Json

_NAMED = 1000


class Ledger:
    """Counts requests to the API; cheap enough to be always on."""

    def __init__(self) -> None:
        self.clear()

    def clear(self) -> None:
        """Begin anew."""
        self._counts: Counter[tuple[str, str, int | str]] = Counter()
        self._served: set[int] = set()
        self._twice: Counter[str] = Counter()
        self._seconds: dict[str, tuple[int, int]] = {}
        self._highest: dict[str, int] = {}
        self.faults: Counter[str] = Counter()

    def enter(self, template: str, label: str, target: str, status: int | str) -> None:
        """Note a request.

        template: the endpoint's, or "" for none. target: path and query as they came. status: the HTTP
        status, or the name of the fault that kept it from having one.
        """
        self._counts[template, label, status] += 1
        second = int(time.time())
        last, count = self._seconds.get(label, (second, 0))
        count = count + 1 if last == second else 1
        self._seconds[label] = (second, count)
        if count > self._highest.get(label, 0):
            self._highest[label] = count
        if isinstance(status, int) and status < 300:
            # Hashes, because the URLs of a big account's sync would fill the memory.
            known = len(self._served)
            self._served.add(hash(target))
            if len(self._served) == known:
                self._twice[target] += 1

    def report(self) -> Json:
        """Return totals by endpoint, label and status, what was served twice, and the highest rates."""
        by: dict[str, Counter[str]] = {"endpoint": Counter(), "label": Counter(), "status": Counter()}
        endpoints: dict[str, Counter[str]] = {}
        for (template, label, status), count in list(self._counts.items()):
            by["endpoint"][template] += count
            by["label"][label] += count
            by["status"][str(status)] += count
            endpoints.setdefault(template, Counter())[str(status)] += count
        return {
            "total": sum(self._counts.values()),
            "by_endpoint": dict(sorted(by["endpoint"].items())),
            "by_label": dict(sorted(by["label"].items())),
            "by_status": dict(sorted(by["status"].items())),
            "endpoints": {name: dict(sorted(counts.items())) for name, counts in sorted(endpoints.items())},
            "duplicates": {target: count + 1 for target, count in sorted(self._twice.items())[:_NAMED]},
            "duplicate_requests": sum(self._twice.values()),
            "highest_rate": dict(sorted(self._highest.items())),
            "rate_limited": by["status"]["429"],
            "faults": dict(sorted(self.faults.items())),
        }
