"""The account as a whole: who is in it, what ran and when, and which ids name what."""

from __future__ import annotations

import time
from base64 import b64decode, urlsafe_b64decode
from binascii import Error as NotBase64
from functools import lru_cache

from attrs import field, frozen

from tap_zoom_sandbox.numbers import key, permute, seal, unpermute, unseal
from tap_zoom_sandbox.options import Options
from tap_zoom_sandbox.slots import Slots
from tap_zoom_sandbox.timeline import Timeline
from tap_zoom_sandbox.values import short_id, uuid

PEOPLE = "WHHBHNHWHIHHPBHWHHHIWHBHP"
"""Kinds of users. W: may hold webinars. H: hosts meetings. B: the same without a licence, so without polls.
N: may not host. I: inactive, but hosted. P: pending."""
HOSTS, WEBINAR_HOSTS, ACTIVE, INACTIVE, PENDING, WITH_ID = "WHBI", "W", "WHBN", "I", "P", "WHBNI"

USER, MEETING, WEBINAR = 1, 2, 3
"""What an id of 16 bytes can stand for."""

_NUMBERS, _FIRST_NUMBER = 30_000_000_000, 70_000_000_000
_PERSONAL, _FIRST_PERSONAL = 6_000_000_000, 3_000_000_000


class Clock:
    """The account's time: stands still where it was set, else it is the real time."""

    def __init__(self, options: Options) -> None:
        self._set = None if options.clock is None else int(options.clock.timestamp())

    def now(self) -> int:
        """Return the account's time, in seconds since 1970."""
        return int(time.time()) if self._set is None else self._set

    def set(self, moment: int) -> None:
        """Move the account's time to a moment, where it then stands."""
        self._set = moment


@frozen(eq=False)
class Account:
    """One pretend account. ``clock`` says how much of its timeline is past."""

    options: Options
    clock: Clock
    users: Slots
    meetings: Timeline
    webinars: Timeline
    keys: dict[str, int] = field(factory=dict, repr=False)

    def key(self, name: str) -> int:
        """Return the key under which the numbers of one subject are hashed."""
        found = self.keys.get(name)
        if found is None:
            found = self.keys[name] = key(self.options.seed, name)
        return found

    @property
    def id(self) -> str:
        """The id of the account."""
        return short_id(seal(self.key("account"), 0, 0))

    def timeline(self, webinar: bool) -> Timeline:
        """Return the timeline of the webinars, or of the meetings."""
        return self.webinars if webinar else self.meetings

    def host_user(self, webinar: bool, host: int) -> int:
        """Return the user's index of the n-th host of webinars, or of meetings."""
        return self.users.nth(WEBINAR_HOSTS if webinar else HOSTS, host)

    def user_id(self, index: int) -> str:
        """Return the id of a user."""
        return short_id(seal(self.key("ids"), USER, index))

    def find_user(self, user: str) -> int | None:
        """Return the index of the user with this id or e-mail address, None where there is none."""
        found = _unseal(self.key("ids"), user + "==", urlsafe=True)
        if found is None and user.startswith("member.") and user.endswith("@example.com"):
            number = user[len("member.") : -len("@example.com")]
            found = (USER, int(number)) if number.isdecimal() else None
        if found is None or found[0] != USER or found[1] >= self.users.total:
            return None
        return found[1] if self.users.kind(found[1]) in WITH_ID else None

    def session_uuid(self, webinar: bool, number: int) -> str:
        """Return the UUID of a session."""
        return uuid(seal(self.key("ids"), WEBINAR if webinar else MEETING, number))

    def find_session(self, text: str) -> tuple[bool, int] | None:
        """Return whether a UUID names a webinar's session, and its number; None where it names none."""
        found = _unseal(self.key("ids"), text, urlsafe=False)
        return (found[0] == WEBINAR, found[1]) if found and found[0] in (MEETING, WEBINAR) else None

    def number(self, code: int) -> int:
        """Return the meeting or webinar id, of 11 digits, that stands for a code."""
        return _FIRST_NUMBER + permute(self.key("numbers"), _NUMBERS, code)

    def code(self, number: int) -> int | None:
        """Return the code that a meeting or webinar id of 11 digits stands for."""
        offset = number - _FIRST_NUMBER
        return unpermute(self.key("numbers"), _NUMBERS, offset) if 0 <= offset < _NUMBERS else None

    def personal_number(self, user: int) -> int:
        """Return the personal meeting id, of 10 digits, of a user."""
        return _FIRST_PERSONAL + permute(self.key("personal"), _PERSONAL, user)

    def find_personal(self, number: int) -> int | None:
        """Return the index of the user whose personal meeting id this is."""
        offset = number - _FIRST_PERSONAL
        user = (
            unpermute(self.key("personal"), _PERSONAL, offset)
            if 0 <= offset < _PERSONAL
            else self.users.total
        )
        return user if user < self.users.total else None


def open_account(options: Options) -> Account:
    """Make the account that the options describe; takes no longer for a million users than for ten."""
    users = Slots(PEOPLE, options.users)
    yearly = options.sessions_per_user
    seed = options.seed
    return Account(
        options=options,
        clock=Clock(options),
        users=users,
        meetings=Timeline(key(seed, "meetings"), users.count(HOSTS), yearly),
        webinars=Timeline(key(seed, "webinars"), users.count(WEBINAR_HOSTS), yearly / 3),
    )


@lru_cache(maxsize=4096)
def _unseal(key: int, text: str, urlsafe: bool) -> tuple[int, int] | None:
    if len(text) != 24:
        return None
    try:
        data = urlsafe_b64decode(text) if urlsafe else b64decode(text, validate=True)
    except (NotBase64, ValueError):
        return None
    return unseal(key, data)
