"""The users of an account, and hidden: what each of them hosted, as the reports tell it."""

from __future__ import annotations

from collections.abc import Iterable

from tap_zoom_core import Config, Parent, Rate, Record, Stream, Transform, Window, hookimpl

USERS = Stream(
    name="users",
    path="/users",
    records="users",
    # Zoom lists active users only, unless asked for the others.
    each={"status": ("active", "inactive", "pending")},
    paged=True,
    rate=Rate.MEDIUM,
    scopes=("user:read:admin", "user:read:list_users:admin"),
)

SESSIONS = Stream(
    name="user_sessions",
    path="/report/users/{user_id}/meetings",
    records="meetings",
    key=("uuid",),
    parent=Parent("users", user_id="id"),
    # "past" leaves out the instances that only one person attended; those are "pastOne".
    each={"type": ("past", "pastOne")},
    paged=True,
    # Six months, which are 184 days at the most; Zoom says where it begins, if that is later.
    window=Window(days=30, keeps=184),
    rate=Rate.HEAVY,
    # Whether the user is gone is for the listings of its own to say: here it may be another account's.
    empty_on={200, 1001},
    scopes=("report:read:admin", "report:read:user:admin"),
    hidden=True,
)


@hookimpl
def register_streams(config: Config) -> Iterable[Stream]:
    """Register the users, and the hidden listing of what each of them hosted."""
    return [USERS, SESSIONS]


@hookimpl
def provide_transform(stream: Stream) -> Transform | None:
    """Give pending users an id."""
    return email_as_id if stream.name == USERS.name else None


def email_as_id(user: Record) -> Record:
    """Return a user with an id: a pending one has none yet, and its email serves instead."""
    return user if user.get("id") else {**user, "id": user.get("email")}
