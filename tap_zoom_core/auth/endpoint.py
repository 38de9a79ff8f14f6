"""The token endpoint: asked with patience, and never more patience than one budget holds."""

from __future__ import annotations

import logging
import time
from collections.abc import Mapping
from threading import Event
from typing import Any
from urllib.parse import urlsplit

import requests
from attrs import field, frozen
from requests.auth import HTTPBasicAuth
from requests.exceptions import RequestException, SSLError, Timeout
from tenacity import RetryCallState, Retrying, retry_if_exception_type
from tenacity.wait import wait_random_exponential

from tap_zoom_core.auth.grant import Grant, read_grant
from tap_zoom_core.auth.refusal import refusal
from tap_zoom_core.config.urls import is_loopback, problem_of_url
from tap_zoom_core.errors import AuthError

logger = logging.getLogger("tap_zoom_core")

BUDGET = 180.0
"""Seconds after which a token is no longer tried for, however few the tries."""

LONGEST_WAIT = 30.0
"""Seconds between two tries, at most."""


CONNECT_TIMEOUT = 10.0
"""Seconds to wait for a connection, at most."""

LONG = 3.0
"""Seconds between two tries, from which on people are told."""

FIRST_TRIES = 4
"""Tries while the endpoint never answered anything: where there is no network, patience is no help."""


class PassingError(AuthError):
    """A fault that may have passed when the endpoint is asked again."""


@frozen
class TokenEndpoint:
    """Where an app gets its tokens, and how patiently: ``timeout`` and ``first_wait`` are seconds."""

    url: str
    client_id: str
    client_secret: str = field(repr=False)
    timeout: float = 30.0
    tries: int = 8
    first_wait: float = 0.5
    _answered: Event = field(factory=Event, init=False, repr=False, eq=False)

    def ask(self, form: Mapping[str, str], way_out: Mapping[str, str]) -> Grant:
        """Post a grant's form and read the answer.

        5xx, 429, resets, timeouts and answers cut short are tried again, ``tries`` times in all. What is
        refused is an AuthError at once, with Zoom's reason and the way out that ``way_out`` has for it.
        """
        if problem := problem_of_url(self.url):
            raise AuthError(f"token_url cannot be used: {problem}")
        retrying = Retrying(
            retry=retry_if_exception_type(PassingError),
            stop=self._enough,
            wait=wait_random_exponential(multiplier=self.first_wait, max=LONGEST_WAIT),
            before_sleep=_say,
            reraise=True,
        )
        try:
            return retrying(self._ask_once, form, way_out)
        except PassingError as fault:
            tries = retrying.statistics["attempt_number"]
            raise AuthError(f"no token from {self._host}: {fault} ({tries} tries); try again later") from None

    @property
    def _host(self) -> str:
        return urlsplit(self.url).netloc

    def _enough(self, state: RetryCallState) -> bool:
        most = self.tries if self._answered.is_set() else min(self.tries, FIRST_TRIES)
        return state.attempt_number >= most or (state.seconds_since_start or 0.0) >= BUDGET

    def _ask_once(self, form: Mapping[str, str], way_out: Mapping[str, str]) -> Grant:
        asked_at = time.monotonic()
        answer = self._post(form)
        self._answered.set()
        if answer.status_code in (408, 429) or answer.status_code >= 500:
            raise PassingError(f"it answers HTTP {answer.status_code}")
        body = _json(answer)
        if not 200 <= answer.status_code < 300:
            secrets = (self.client_secret, form.get("refresh_token", ""))
            raise AuthError(refusal(self._host, answer, body, way_out, secrets))
        if body is None:
            raise PassingError("its answer is no JSON object, or was cut short")
        return read_grant(body, answer.headers.get("Date"), asked_at)

    def _post(self, form: Mapping[str, str]) -> requests.Response:
        # Bytes, because requests would refuse an id or a secret that is not Latin-1.
        credentials = HTTPBasicAuth(self.client_id.encode(), self.client_secret.encode())
        with requests.Session() as session:
            # A proxy of the environment must not be given what is meant for this machine.
            session.trust_env = not is_loopback(self.url)
            try:
                return session.post(
                    self.url,
                    data=form,
                    auth=credentials,
                    timeout=(min(CONNECT_TIMEOUT, self.timeout), self.timeout),
                    allow_redirects=False,
                )
            except SSLError:
                raise AuthError(
                    f"no safe connection to {self._host}: its certificate is not trusted here; behind a "
                    "proxy that has its own certificates, point REQUESTS_CA_BUNDLE at them"
                ) from None
            except Timeout:
                raise PassingError(f"no answer within {self.timeout:g} seconds") from None
            except RequestException as error:
                # Its words may hold the address of a proxy, password and all: the kind of fault must do.
                raise PassingError(_kind(error)) from None


def _json(answer: requests.Response) -> dict[str, Any] | None:
    try:
        body = answer.json()
    except (ValueError, RecursionError):
        return None
    return body if isinstance(body, dict) else None


def _kind(error: RequestException) -> str:
    text = str(error)
    if "resolve" in text or "getaddrinfo" in text:
        return "its name cannot be resolved"
    return "connection refused" if "refused" in text else f"the connection failed ({type(error).__name__})"


def _say(state: RetryCallState) -> None:
    fault = state.outcome.exception() if state.outcome else None
    wait = state.next_action.sleep if state.next_action else 0.0
    # What is over in a moment is nobody's business; a long silence would be.
    level = logging.WARNING if wait >= LONG else logging.DEBUG
    logger.log(level, "asking for a token: %s; trying again in %.1f s", fault, wait)
