"""One GET: signed, paced, retried within one budget, and never sent to another host."""

from __future__ import annotations

import threading
from collections.abc import Callable
from datetime import datetime, timezone
from email.utils import parsedate_to_datetime
from typing import Generic, TypeVar
from urllib.parse import urlsplit

import requests
from attrs import define, frozen
from requests.auth import AuthBase
from tenacity import RetryCallState, Retrying, retry_if_exception_type
from tenacity.wait import wait_exponential, wait_random

from tap_zoom_core.client.budgets import Budgets
from tap_zoom_core.client.refusals import Body, DailyLimit, Elsewhere, Refused, Unreachable, daily_limit_until
from tap_zoom_core.client.sending import Request, Sender
from tap_zoom_core.client.verdicts import Verdict, general
from tap_zoom_core.errors import AuthError
from tap_zoom_core.streams import Rate

T = TypeVar("T")

GLOBAL_API = "https://api.zoom.us/v2"
CONNECT_TIMEOUT = 10.0
RENEWALS = 3
"""How many new tokens one request may have: a second one may be dead too, where all were revoked again."""
SOON = 60.0
"""Seconds: a 429 that ends sooner, and does not say that it is for the day, is waited out."""
FIRST_TRIES = 4
"""Tries of a request while no request was answered yet: where there is no network, patience is no help."""
SLOW_DOWNS = 60
"""How many per-second 429s one request waits out: the budgets make one rare, so this many means trouble."""


class Passing(Exception):  # noqa: N818
    """A fault that is worth another try; its text says which."""


class TooFast(Passing):
    """A 429 for the per-second limit: waited out, and no fault of the request."""


@frozen
class Answer(Generic[T]):
    """What came back: the decoded body, the label it was counted under, how many tries it took."""

    content: T
    rate: Rate
    tries: int


class Client:
    """Reads from the API with one session a thread. ``stopping`` ends every wait at once."""

    def __init__(
        self,
        base: str,
        auth: AuthBase,
        budgets: Budgets,
        *,
        stopping: threading.Event,
        user_agent: str,
        timeout: float = 60.0,
        retries: int = 7,
    ) -> None:
        self.base, self.budgets = base.rstrip("/"), budgets
        self._auth, self._stopping, self._retries = auth, stopping, retries
        self._sender = Sender(self.base, auth, user_agent, (min(CONNECT_TIMEOUT, timeout), timeout))
        self._skew = 0.0
        self._answered = False
        self._retrying = Retrying(  # one for all threads and requests: each one made leaves garbage behind
            retry=retry_if_exception_type(Passing),
            stop=self._enough,
            wait=wait_exponential(multiplier=0.3, max=30.0) + wait_random(0.0, 0.5),
            sleep=self._sleep,
            retry_error_callback=_give_up,
        )

    def get(self, request: Request, decode: Callable[[bytes], T], *, paced: bool = False) -> Answer[T]:
        """Ask until there is an answer; ``paced`` tells that the caller took the first try's slot.

        Raises Refused, Unreachable, DailyLimit, AuthError; ``decode`` raises ValueError for a body that was
        cut short, which counts as a passing fault.
        """
        tally = _Tally(paced)
        came = self._retrying(self._try, request, decode, tally)
        if isinstance(came, Refused):
            try:
                raise came
            finally:
                del came  # or this frame and the exception keep each other alive until a collection
        return Answer(*came, tally.tries)

    def _try(self, request: Request, decode: Callable[[bytes], T], tally: _Tally) -> tuple[T, Rate] | Refused:
        """Ask once, and once more for each 429 and for each new token: neither is the request's fault.

        A refusal is returned: raised here, tenacity would keep it and all its frames in a cycle.
        """
        while True:
            if tally.tries or not tally.paced:
                self.budgets.wait(request.rate, self._stopping)
            tally.tries += 1
            try:
                return self._once(request, decode, may_renew=tally.renewals < RENEWALS)
            except TooFast:
                tally.slow_downs += 1
                if tally.slow_downs > SLOW_DOWNS or self._stopping.is_set():
                    raise
            except _Renewed:
                tally.renewals += 1
            except Refused as refused:
                return refused.with_traceback(None)

    @property
    def answered(self) -> bool:
        """Whether any request was answered so far, though it be with an error."""
        return self._answered

    def now(self) -> datetime:
        """Return the time by Zoom's clock, in UTC, as its answers' ``Date`` headers tell it."""
        return datetime.fromtimestamp(datetime.now(timezone.utc).timestamp() + self._skew, timezone.utc)

    def learn_time(self, server_date: datetime | None) -> None:
        """Set the clock by the ``Date`` of an answer; nothing changes without one."""
        if server_date is not None:
            self._skew = (server_date - datetime.now(timezone.utc)).total_seconds()

    def _enough(self, state: RetryCallState) -> bool:
        most = self._retries + 1 if self._answered else min(self._retries + 1, FIRST_TRIES)
        return self._stopping.is_set() or state.attempt_number >= most

    def _sleep(self, seconds: float) -> None:
        self._stopping.wait(seconds)

    def _once(self, request: Request, decode: Callable[[bytes], T], *, may_renew: bool) -> tuple[T, Rate]:
        response, content = self._send(request)
        self._answered = True
        rate = self.budgets.learn(request.rate, response.headers)
        a_page = request.most_bytes is not None and "html" in response.headers.get("Content-Type", "")
        if response.ok and not a_page:
            if not request.whole:
                self._learn_date(response)
            try:
                return decode(content), rate
            except ValueError as error:
                raise Passing(f"an answer that is no complete JSON ({error})") from None
        status, body = response.status_code, Body.read(content, response.headers)
        code = status if body.code is None else body.code
        verdict = general(status, code, body.message, html=body.html)
        if verdict is Verdict.RETRY:
            raise (
                self._too_many(request, rate, response, body) if status == 429 else Passing(f"HTTP {status}")
            )
        if verdict is Verdict.RENEW and request.whole and not _token_of(response):
            raise Elsewhere(request.named, f"HTTP {status} from the host that it was redirected to")
        if verdict is Verdict.RENEW and may_renew and hasattr(self._auth, "renew"):
            self._auth.renew(_token_of(response))
            raise _Renewed
        raise Refused("GET", request.named, status, code, body.message, html=body.html)

    def _send(self, request: Request) -> tuple[requests.Response, bytes]:
        try:
            return self._sender.send(request)
        except (
            requests.Timeout,
            requests.ConnectionError,
            requests.exceptions.ChunkedEncodingError,
            requests.exceptions.ContentDecodingError,
        ) as error:
            self.budgets.learn(request.rate, {})
            raise Passing(_in_short(error)) from None
        except (AuthError, Elsewhere):
            self.budgets.learn(request.rate, {})
            raise

    def _too_many(self, request: Request, rate: Rate, response: requests.Response, body: Body) -> Exception:
        until = daily_limit_until(response.headers)
        kind = response.headers.get("X-RateLimit-Type", "").lower()
        seconds = response.headers.get("Retry-After", "")
        soon = until is not None and (until - self.now()).total_seconds() < SOON
        if kind.startswith("daily") or "daily" in body.message.lower() or (until and not soon):
            return DailyLimit(request.named, until)
        self.budgets.slow(rate)
        if seconds.isdigit():
            self.budgets.pause(rate, float(seconds))
        elif until is not None:
            self.budgets.pause(rate, max(0.0, (until - self.now()).total_seconds()))
        return TooFast("HTTP 429")

    def _learn_date(self, response: requests.Response) -> None:
        try:
            self.learn_time(parsedate_to_datetime(response.headers["Date"]))
        except (KeyError, ValueError):
            return


@define
class _Tally:
    """What one request went through; ``paced`` tells that its first try's slot was taken already."""

    paced: bool
    tries: int = 0
    slow_downs: int = 0
    renewals: int = 0


class _Renewed(Exception):  # noqa: N818
    """The token was renewed: ask again, at no cost to the budget of retries."""


def base_url(configured: str | None, said: str | None) -> str:
    """Return where the API is: as configured, else as the token's answer said, else Zoom's global host.

    A token's answer names only the host (``https://api-eu.zoom.us``): its path is ``/v2`` then.
    """
    url = (configured or said or GLOBAL_API).rstrip("/")
    return url if urlsplit(url).path else f"{url}/v2"


def _token_of(response: requests.Response) -> str:
    return str(response.request.headers.get("Authorization", "")).removeprefix("Bearer ")


def _give_up(state: RetryCallState) -> None:
    request: Request = state.args[0]
    error = state.outcome.exception() if state.outcome else None
    raise Unreachable("GET", request.named, state.attempt_number, str(error)) from None


def _in_short(error: Exception) -> str:
    if isinstance(error, requests.ConnectTimeout):
        return "no connection in time"
    if isinstance(error, requests.Timeout):
        return "no answer in time"
    text = str(error)
    if "resolve" in text or "getaddrinfo" in text:
        return "the host's name cannot be resolved"
    if "refused" in text:
        return "connection refused"
    return "the connection broke off"
