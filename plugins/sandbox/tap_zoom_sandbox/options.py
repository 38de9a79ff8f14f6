"""What a pretend account is like and how it behaves: the section ``sandbox`` of a config, and the command's flags."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timezone
from typing import Any

import cattrs
from attrs import field, fields, frozen, validators
from cattrs.gen import make_dict_structure_fn

from tap_zoom_core import ConfigError

PLANS = ("none", "free", "pro", "business")
FAULTS = ("5xx", "reset", "stall", "truncate", "html", "revoke", "expired_page")


@frozen(kw_only=True)
class Options:
    """Everything that can be set, with its default.

    users: of all three statuses. seed: two accounts of one seed are the same. latency_ms: what each answer waits.
    plan: whose rate limits hold, "none" for no limits. faults: the share of requests that each kind of fault
    meets. stall_seconds: how long a stalled answer hangs before the connection closes. token_ttl: seconds that an
    access token lives. daily_limit: HEAVY requests a day, by default the plan's. clock: the account's time, which
    then stands still; by default the real time. scopes: "all", "classic", "granular", or a list of scopes.
    history: whether /report/history_meetings may be called. report_days: how far back it reaches. files: whether
    the retired listings of chat files still answer. sessions_per_user: meetings that a user hosts a year.
    """

    users: int = field(default=25, validator=validators.ge(1))
    seed: int = 7
    latency_ms: float = field(default=0.0, validator=validators.ge(0))
    plan: str = field(default="business", validator=validators.in_(PLANS))
    faults: Mapping[str, float] = field(factory=dict)
    stall_seconds: float = field(default=90.0, validator=validators.ge(0))
    token_ttl: int = field(default=3600, validator=validators.ge(1))
    daily_limit: int | None = None
    clock: datetime | None = None
    scopes: str | tuple[str, ...] = "all"
    history: bool = True
    report_days: int = field(default=365, validator=validators.ge(0))
    files: bool = True
    sessions_per_user: float = field(default=12.0, validator=validators.gt(0))

    @faults.validator
    def _known_faults(self, _: Any, faults: Mapping[str, float]) -> None:
        unknown = sorted(set(faults) - set(FAULTS))
        if unknown:
            raise ValueError(f"no fault is called {', '.join(unknown)}; there are {', '.join(FAULTS)}")


def parse_faults(value: object) -> dict[str, float]:
    """Read ``"5xx=0.01,reset=0.005"``, or a mapping of the same, into shares from 0 to 1."""
    if isinstance(value, str):
        value = dict(part.strip().split("=", 1) for part in value.split(",") if part.strip())
    if not isinstance(value, Mapping):
        raise ValueError('faults are written "5xx=0.01,reset=0.005"')  # noqa: TRY004
    return {str(kind): float(share) for kind, share in value.items()}


def parse_clock(value: object) -> datetime:
    """Read an ISO 8601 date or date-time; without an offset it is UTC."""
    moment = (
        value if isinstance(value, datetime) else datetime.fromisoformat(str(value).replace("Z", "+00:00"))
    )
    return moment if moment.tzinfo else moment.replace(tzinfo=timezone.utc)


def parse_scopes(value: object) -> str | tuple[str, ...]:
    """Read "all", "classic", "granular", or scopes as a list or separated by spaces or commas."""
    if isinstance(value, str):
        words = tuple(value.replace(",", " ").split())
        return words[0] if len(words) == 1 and words[0] in ("all", "classic", "granular") else words
    return tuple(str(scope) for scope in value)  # type: ignore[attr-defined]


_PARSERS = {"faults": parse_faults, "clock": parse_clock, "scopes": parse_scopes}


def read_options(section: object) -> Options:
    """Structure a section of the config, ``{"users": 25, "seed": 7}`` or just ``true``, into Options.

    Raises ConfigError with one line a problem.
    """
    if section is True:
        section = {}
    if not isinstance(section, Mapping):
        raise ConfigError('config.sandbox: expected an object such as {"users": 25, "seed": 7}')
    known = {each.name for each in fields(Options)}
    problems = [
        f"config.sandbox.{name}: there is no such option; there are {', '.join(sorted(known))}"
        for name in section
        if name not in known
    ]
    values: dict[str, Any] = {}
    for name, value in section.items():
        if name in known and value is not None:
            try:
                values[name] = _PARSERS[name](value) if name in _PARSERS else value
            except (ValueError, TypeError) as error:
                problems.append(f"config.sandbox.{name}: {error}")
    if problems:
        raise ConfigError(*problems)
    try:
        return _converter().structure(values, Options)
    except cattrs.BaseValidationError as error:
        lines = cattrs.transform_error(error, path="config.sandbox")
        raise ConfigError(*lines) from None


def _converter() -> cattrs.Converter:
    converter = cattrs.Converter()
    for made in (datetime | None, str | tuple[str, ...], Mapping[str, float]):
        converter.register_structure_hook_func(lambda kind, made=made: kind == made, lambda value, _: value)
    converter.register_structure_hook(Options, make_dict_structure_fn(Options, converter))
    return converter
