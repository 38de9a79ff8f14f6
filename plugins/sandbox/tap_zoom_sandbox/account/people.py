"""The users of the account, as /users lists them and as /users/{userId} shows them."""

from __future__ import annotations

from tap_zoom_sandbox.account.model import ACTIVE, INACTIVE, PENDING, Account
from tap_zoom_sandbox.numbers import mix
from tap_zoom_sandbox.timeline import DAY, EPOCH
from tap_zoom_sandbox.values import Json, email, hash_id, iso, names, some
from tap_zoom_sandbox.words import DEPARTMENTS, LANGUAGES, TIMEZONES

STATUSES = {"active": ACTIVE, "inactive": INACTIVE, "pending": PENDING}
_LICENCE_BITS = (16, 1 << 33, (1 << 54) + 1, (1 << 59) + 1)


def user_traits(account: Account, index: int) -> int:
    """Return the hash from which everything about a user is made."""
    return mix(account.key("users"), index)


def user_email(index: int) -> str:
    """Return the e-mail address of a user."""
    return email(index, "member")


def user_name(account: Account, index: int) -> str:
    """Return the display name of a user."""
    return " ".join(names(user_traits(account, index)))


def user_row(account: Account, index: int, extra: str = "") -> Json:
    """Make a user as the listing shows it; ``extra`` is the listing's parameter include_fields."""
    kind = account.users.kind(index)
    traits = user_traits(account, index)
    created = iso(EPOCH - DAY * (400 + traits % 2000))
    if kind in PENDING:
        return {
            "email": user_email(index),
            "type": 1,
            "status": "pending",
            "role_id": "2",
            "created_at": created,
            "verified": 0,
        }
    first, last = names(traits)
    row: Json = {
        "id": account.user_id(index),
        "first_name": first,
        "last_name": last,
        "display_name": f"{first} {last}",
        "email": user_email(index),
        "type": {"B": 1, "N": 99}.get(kind, 2),
        "pmi": account.personal_number(index),
        "timezone": some(TIMEZONES, traits >> 10),
        "verified": traits >> 14 & 1,
        "dept": some(DEPARTMENTS, traits >> 16),
        "created_at": created,
        "user_created_at": created,
        "last_login_time": iso(EPOCH - traits % 90 * DAY) if traits >> 20 & 7 else "",
        "last_client_version": f"6.{traits % 4}.{traits % 11}.{1000 + traits % 9000}(mac)",
        "status": "inactive" if kind in INACTIVE else "active",
        "role_id": "0" if index == 0 else "2",
        "group_ids": [hash_id(account.key("groups"), traits >> 24 & 3)],
        "im_group_ids": [],
        "language": some(LANGUAGES, traits >> 27),
    }
    if kind in "WH":
        row["plan_united_type"] = "1"
        row["license_info_list"] = [
            {
                "license_type": "MEETING",
                "license_option": _LICENCE_BITS[traits >> 30 & 3],
                "subscription_id": f"S{traits % 1000}",
            }
        ]
    if traits >> 33 & 1:
        row["employee_unique_id"] = f"E-{index:06d}"
        row["division_ids"] = [hash_id(account.key("divisions"), traits >> 34 & 1)]
    if traits >> 36 & 3 == 0:
        row["phone_number"] = f"+49 30 {traits % 10_000_000:07d}"
    if traits >> 38 & 7 == 0:
        row["workspace_hint"] = "undocumented"
    if extra == "custom_attributes":
        row["custom_attributes"] = [{"key": "cbf_team", "name": "Team", "value": f"T{traits % 9}"}]
    if extra == "host_key":
        row["host_key"] = f"{traits % 1_000_000:06d}"
    return row


def user_details(account: Account, index: int) -> Json:
    """Make a user as GET /users/{userId} shows it."""
    row = user_row(account, index)
    row.pop("workspace_hint", None)
    return row | {
        "account_id": account.id,
        "account_number": 10_009_239,
        "cluster": "us04",
        "jid": row["email"].replace("@", "@xmpp."),
        "role_name": "Owner" if index == 0 else "Member",
        "use_pmi": False,
        "login_types": [101],
        "personal_meeting_url": f"https://example.com/j/{row['pmi']}",
    }
