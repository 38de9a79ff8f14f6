"""What a pretend account is like and how it behaves: a config's section, and the command's flags."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timezone
from typing import Any

import cattrs
from attrs import field, frozen, validators
from cattrs.gen import make_dict_structure_fn, override
from cattrs.v import format_exception

from tap_zoom_core import ConfigError

PLANS = ("none", "free", "pro", "business")
FAULTS = ("5xx", "reset", "stall", "truncate", "html", "revoke", "expired_page")


@frozen(kw_only=True)
class Options:
    """Everything that can be set, with its default.

    users: of all three statuses. seed: two accounts of one seed are the same. latency_ms: what each answer
    waits. plan: whose rate limits hold, "none" for no limits. faults: the share of requests that each kind of
    fault meets. stall_seconds: how long a stalled answer hangs before the connection closes. token_ttl:
    seconds that an access token lives. daily_limit: HEAVY requests a day, by default the plan's. clock: the
    account's time, which then stands still; by default the real time. scopes: "all", "classic", "granular",
    or a list of scopes. history: whether /report/history_meetings may be called. report_days: how far back it
    reaches. files: whether the retired listings of chat files still answer. sessions_per_user: meetings that
    a user hosts a year.
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
    try:
        if isinstance(value, str):
            value = dict(part.strip().split("=", 1) for part in value.split(",") if part.strip())
        shares = {str(kind): float(share) for kind, share in dict(value).items()}  # type: ignore[call-overload]
    except (TypeError, ValueError):
        raise ValueError(f'expected "5xx=0.01,reset=0.005" or an object of the same, got "{value}"') from None
    if not all(0 <= share <= 1 for share in shares.values()):
        raise ValueError("the share of a fault is a number from 0 to 1")
    return shares


def parse_clock(value: object) -> datetime:
    """Read an ISO 8601 date or date-time; without an offset it is UTC."""
    try:
        moment = datetime.fromisoformat(str(value).replace("Z", "+00:00"))
    except ValueError:
        raise ValueError(f'expected an ISO 8601 date or date-time, got "{value}"') from None
    return moment if moment.tzinfo else moment.replace(tzinfo=timezone.utc)


def parse_scopes(value: object) -> str | tuple[str, ...]:
    """Read "all", "classic", "granular", or scopes as a list or separated by spaces or commas."""
    if isinstance(value, str):
        words = tuple(value.replace(",", " ").split())
        return words[0] if len(words) == 1 and words[0] in ("all", "classic", "granular") else words
    return tuple(str(scope) for scope in value)  # type: ignore[attr-defined]


def read_options(section: object, where: str = "config.sandbox") -> Options:
    """Structure a section of the config, ``{"users": 25, "seed": 7}`` or just ``true``, into Options.

    Raises ConfigError with one line a problem, each of which begins with ``where``.
    """
    if section is True:
        section = {}
    if not isinstance(section, Mapping):
        raise ConfigError(f'{where}: expected an object such as {{"users": 25, "seed": 7}}')
    given = {name: value for name, value in section.items() if value is not None}
    try:
        return _converter().structure(given, Options)
    except cattrs.BaseValidationError as error:
        lines = cattrs.transform_error(error, path=where, format_exception=_explain)
        parts = [line.rpartition(" @ ") for line in lines]
        raise ConfigError(*(f"{path}: {what}" for what, _, path in parts)) from None


def _converter() -> cattrs.Converter:
    """Make a converter that reads each option as the functions above do, and refuses what is no option."""
    converter = cattrs.Converter(forbid_extra_keys=True)
    structure = make_dict_structure_fn(
        Options,
        converter,
        _cattrs_forbid_extra_keys=True,
        faults=override(struct_hook=lambda value, _: parse_faults(value)),
        clock=override(struct_hook=lambda value, _: parse_clock(value)),
        scopes=override(struct_hook=lambda value, _: parse_scopes(value)),
    )
    converter.register_structure_hook(Options, structure)
    return converter


def _explain(error: BaseException, kind: type | None) -> str:
    """Say what is wrong with a value; the first argument of attrs' errors says more than cattrs would."""
    if kind in (int, float):
        return "expected a number"
    if isinstance(error, ValueError) and error.args:
        return str(error.args[0])
    return str(format_exception(error, kind))
