"""Meetings and webinars as their own endpoints and a user's listings show them."""

from __future__ import annotations

from tap_zoom_sandbox.account.model import Account
from tap_zoom_sandbox.account.people import user_email, user_traits
from tap_zoom_sandbox.account.schedules import Schedule, sessions_of
from tap_zoom_sandbox.account.settings import settings
from tap_zoom_sandbox.numbers import mix
from tap_zoom_sandbox.timeline import DAY
from tap_zoom_sandbox.values import Json, email, hash_id, iso, names, some
from tap_zoom_sandbox.words import TIMEZONES, TOPICS, WEBINARS


def schedule_topic(schedule: Schedule) -> str:
    """Return the topic of a meeting or webinar."""
    return some(WEBINARS if schedule.webinar else TOPICS, schedule.traits >> 50)


def schedule_row(account: Account, schedule: Schedule, now: int) -> Json:
    """Make the row of a user's listing of meetings, or of webinars."""
    row: Json = {
        "uuid": _uuid(account, schedule, now),
        "id": schedule.id,
        "host_id": account.user_id(schedule.user),
        "topic": schedule_topic(schedule),
        "type": schedule.type,
        "duration": 60,
        "timezone": some(TIMEZONES, user_traits(account, schedule.user) >> 10),
        "created_at": iso(schedule.created),
        "join_url": f"https://example.com/j/{schedule.id}",
    }
    if schedule.type not in (1, 3, 4, 6):
        row["start_time"] = iso(schedule.starts)
    if schedule.traits >> 52 & 1:
        row["agenda"] = "Agenda:\n1. Grüße\n2. 進捗"
    return row


def schedule_details(account: Account, schedule: Schedule, now: int, previous: bool = False) -> Json:
    """Make the answer of GET /meetings/{id} or /webinars/{id}; ``previous`` adds past occurrences."""
    traits, webinar = schedule.traits, schedule.webinar
    word = "passcode" if webinar else "password"
    row = schedule_row(account, schedule, now)
    row |= {
        "host_email": user_email(schedule.user),
        "start_url": f"https://example.com/s/{schedule.id}?zak=eyJ{traits:016x}",
        "password": f"{traits % 1_000_000:06d}",
        f"h323_{word}": f"{traits % 1_000_000:06d}",
        f"encrypted_{word}": hash_id(traits, 9),
        "creation_source": ("other", "open_api", "web_portal")[traits % 3],
        "tracking_fields": [{"field": "Purpose", "value": "Support", "visible": True}] if traits & 8 else [],
        "settings": settings(schedule),
    }
    if webinar:
        row["is_simulive"] = False
    else:
        row |= {"status": "waiting", "pstn_password": f"{traits % 1_000_000:06d}", "pre_schedule": False}
        row["assistant_id"] = account.user_id(schedule.user) if traits & 16 else ""
        if schedule.type == 4:
            row["pmi"] = str(schedule.id)
    if schedule.type in (8, 9):
        row["recurrence"] = _recurrence(schedule)
        row["occurrences"] = _occurrences(account, schedule, schedule.created if previous else now)
    return row


def panelists(schedule: Schedule) -> list[Json]:
    """Make the panelists of a webinar."""
    rows = []
    for place in range((schedule.traits >> 24) % 5):
        traits = mix(schedule.traits, 300 + place)
        row: Json = {
            "id": hash_id(traits),
            "name": " ".join(names(traits)),
            "email": email(traits % 1_000_000, "panelist", "example.net"),
            "join_url": f"https://example.com/w/{schedule.id}?tk={traits:016x}",
        }
        if traits & 1:
            row |= {"name_tag_id": hash_id(traits, 1), "name_tag_name": "Speaker", "name_tag_pronouns": ""}
        rows.append(row)
    return rows


def registration_questions(schedule: Schedule) -> Json:
    """Make the questions that are asked of whoever registers."""
    kinds = ("short", "single_dropdown" if schedule.webinar else "single")
    custom: list[Json] = [
        {"title": "How are you?", "type": kinds[0], "required": True},
        {"title": "¿Qué tal?", "type": kinds[1], "required": False, "answers": ["Good", "悪い"]},
    ]
    return {
        "questions": [
            {"field_name": "last_name", "required": True},
            {"field_name": "org", "required": bool(schedule.traits & 1)},
        ],
        "custom_questions": custom[: (schedule.traits >> 2) % 3],
    }


def _uuid(account: Account, schedule: Schedule, now: int) -> str:
    """Return the UUID of the only session, or of the next one: it changes each time that a series runs."""
    if schedule.shape in ("once", "instant"):
        return account.session_uuid(schedule.webinar, schedule.number)
    coming = sessions_of(account, schedule, now, now + 92 * DAY)
    return account.session_uuid(schedule.webinar, coming[0] if coming else schedule.id)


def _recurrence(schedule: Schedule) -> Json:
    kind = 1 + schedule.traits % 3
    made: Json = {"type": kind, "repeat_interval": 1}
    if kind == 2:
        made["weekly_days"] = str(1 + schedule.traits % 7)
    if kind == 3:
        made["monthly_day"] = 1 + schedule.traits % 28
    if schedule.traits & 64:
        return made | {"end_times": 7}
    return made | {"end_date_time": iso(schedule.ends) if schedule.traits & 128 else ""}


def _occurrences(account: Account, schedule: Schedule, start: int) -> list[Json]:
    timeline = account.timeline(schedule.webinar)
    return [
        {
            "occurrence_id": str(ended * 1000),
            "start_time": iso(ended - 3600),
            "duration": 60,
            "status": "deleted" if ended % 13 == 0 else "available",
        }
        for ended in (
            timeline.ended(number) for number in sessions_of(account, schedule, start, schedule.ends)
        )
    ]
