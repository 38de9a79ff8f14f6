"""What happens in an account and when: numbered sessions, spread evenly over time from a fixed day on.

A session's end and host are functions of its number, and both can be inverted: the sessions of a window of
time and the sessions of a host are arithmetic. Time goes on for ever; a clock only says how much of it is
past. All times are whole seconds since 1970, UTC.
"""

from __future__ import annotations

from attrs import field, frozen

from tap_zoom_sandbox.numbers import mix, permute, unpermute

EPOCH = 1_704_067_200  # 2024-01-01T00:00:00Z: no account has a past before it
DAY = 86_400
_MICRO = 1_000_000


@frozen
class Timeline:
    """Sessions 0, 1, 2, … in the order in which they end, among ``hosts`` hosts (0 to hosts - 1).

    In each round there are two sessions a host: one for each, and three more for each third host, so that
    some hosts are busy and others are not. ``yearly`` is the mean of sessions a host and year.
    """

    key: int
    hosts: int
    yearly: float
    step: int = field(init=False)

    def __attrs_post_init__(self) -> None:
        step = round(365 * DAY * _MICRO / (max(self.hosts, 1) * self.yearly))
        object.__setattr__(self, "step", max(step, 1))

    def ended(self, number: int) -> int:
        """Return when a session ends; never earlier than the session before it."""
        return EPOCH + (number * self.step + mix(self.key, number) % self.step) // _MICRO

    def first_from(self, moment: int) -> int:
        """Return the number of the first session that ends at a moment or later."""
        if not self.hosts:
            return 0
        number = max(0, (moment - EPOCH) * _MICRO // self.step - 1)
        while self.ended(number) < moment:
            number += 1
        return number

    def between(self, start: int, end: int) -> range:
        """Return the numbers of the sessions that end from ``start`` on and before ``end``."""
        return range(self.first_from(start), self.first_from(max(start, end))) if self.hosts else range(0)

    def host(self, number: int) -> int:
        """Return the host of a session."""
        turn, slot = divmod(number, 2 * self.hosts)
        place = permute(mix(self.key, -1 - turn), 2 * self.hosts, slot)
        return place if place < self.hosts else (place - self.hosts) // 3 * 3

    def of_host(self, host: int, start: int, end: int) -> list[int]:
        """Return the numbers, ascending, of a host's sessions that end in [start, end)."""
        window = self.between(start, end)
        if not window:
            return []
        size = 2 * self.hosts
        places = [host]
        if host % 3 == 0:
            places += range(self.hosts + host, min(self.hosts + host + 3, size))
        numbers = (
            turn * size + unpermute(mix(self.key, -1 - turn), size, place)
            for turn in range(window.start // size, (window.stop - 1) // size + 1)
            for place in places
        )
        return sorted(number for number in numbers if number in window)
