"""Polls as they were prepared, and what was answered and asked in a session."""

from __future__ import annotations

from tap_zoom_sandbox.account.schedules import Schedule
from tap_zoom_sandbox.account.sessions import Session
from tap_zoom_sandbox.numbers import mix
from tap_zoom_sandbox.values import Json, email, hash_id, iso, names, some
from tap_zoom_sandbox.words import ANSWERS, ASKED, FILES, QUESTIONS, REPLIES


def polls(schedule: Schedule) -> list[Json]:
    """Make the polls that were prepared for a meeting or webinar."""
    traits = schedule.traits >> 12
    count = 1 + (traits >> 8) % 3 if traits % (2 if schedule.webinar else 4) == 0 else 0
    return [_poll(mix(schedule.traits, 100 + place)) for place in range(count)]


def _poll(traits: int) -> Json:
    questions: list[Json] = [
        {
            "name": some(QUESTIONS, traits >> 4),
            "type": "single",
            "answer_required": bool(traits & 1),
            "answers": list(ANSWERS[:3]),
            "right_answers": [ANSWERS[0]] if traits & 2 else [],
            "show_as_dropdown": False,
        },
        {
            "name": "How likely are you to come again?",
            "type": "rating_scale",
            "answer_required": False,
            "rating_min_value": 0,
            "rating_max_value": 10,
            "rating_min_label": "Not likely",
            "rating_max_label": "Extremely likely",
        },
        {
            "name": "Which belongs where?",
            "type": "matching",
            "answer_required": True,
            "answers": ["Good", "Gut"],
            "prompts": [{"prompt_question": "How are you?", "prompt_right_answers": ["Good"]}],
        },
    ]
    return {
        "id": hash_id(traits),
        "title": some(QUESTIONS, traits >> 4),
        "status": ("notstart", "started", "ended", "sharing")[traits >> 6 & 3],
        "anonymous": traits % 3 == 0,
        "poll_type": 1 + traits % 3,
        "questions": questions[: 1 + traits % 3],
    }


def poll_results(session: Session) -> list[Json]:
    """Make who answered what; the anonymous have no address, share a name, and sometimes all else."""
    return [_respondent(session, index, with_date=True) for index in range(session.polled)]


def questions_asked(session: Session) -> list[Json]:
    """Make who asked what in a session."""
    return [_respondent(session, index, with_date=False) for index in range(session.asked)]


def _respondent(session: Session, index: int, *, with_date: bool) -> Json:
    traits = mix(session.traits, (1000 if with_date else 5000) + index)
    anonymous = traits % 3 == 0
    detail: Json
    if with_date:
        detail = {
            "question": some(QUESTIONS, traits >> 8),
            "answer": some(ANSWERS, traits >> 12),
            "polling_id": hash_id(session.schedule.traits, traits >> 8 & 1),
            "date_time": iso(session.started + 200 + (0 if anonymous else traits % 90)),
        }
    else:
        detail = {"question": some(ASKED, traits >> 8), "answer": some(REPLIES, traits >> 12)}
    if anonymous:
        return {"email": "", "name": "Anonymous Attendee", "question_details": [detail]}
    return {
        "email": email(traits % 1_000_000, "guest", "example.org") if traits >> 20 & 1 else "",
        "name": " ".join(names(traits >> 24)),
        "question_details": [detail],
    }


def chat_files(session: Session) -> list[Json]:
    """Make the files that were sent in a session's chat; two may have the same name and size."""
    return [
        {
            "file_name": some(FILES, session.traits >> 4),
            "file_size": 1000 + (session.traits >> 12) % 9_000_000,
            "download_url": f"https://example.com/file/{session.traits:016x}/{place}",
        }
        for place in range(session.files)
    ]
