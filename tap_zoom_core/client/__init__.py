"""Reading from Zoom's API: one GET at a time, within the rate limits, retried in one place."""

from tap_zoom_core.client.budgets import Budgets
from tap_zoom_core.client.http import Answer, Client, base_url
from tap_zoom_core.client.paths import fill, placeholders
from tap_zoom_core.client.refusals import DailyLimit, Refused, Unreachable
from tap_zoom_core.client.sending import Request
from tap_zoom_core.client.verdicts import Verdict, judge, meaning

__all__ = [
    "Answer",
    "Budgets",
    "Client",
    "DailyLimit",
    "Refused",
    "Request",
    "Unreachable",
    "Verdict",
    "base_url",
    "fill",
    "judge",
    "meaning",
    "placeholders",
]
