"""The settings, as the rest of the host reads them: frozen, typed, checked once at the door."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from pathlib import Path
from typing import Any

from attrs import Attribute, field, fields, frozen

TOKEN = r"[!-~]+"  # noqa: S105
"""What a token is made of: a header that carries one takes nothing else."""


def setting(
    sentence: str, *, default: Any = None, secret: bool = False, kind: str = "string", **rules: Any
) -> Any:
    """Make a field of Config, whose metadata tell ``help``, ``secret``, ``kind`` and ``rules``.

    kind: string, url, integer, number, boolean, array or date_iso8601. rules: what a value must keep to,
    under JSON Schema's names: minimum, maximum, exclusiveMinimum, enum, pattern (the whole of it).
    """
    metadata = {"help": sentence, "secret": secret, "kind": kind, "rules": rules}
    return field(default=default, repr=not secret, metadata=metadata)


@frozen(kw_only=True)
class Config:
    """Every setting, with its type, its default and its sentence; README and --help are made from these."""

    account_id: str | None = setting("Server-to-Server OAuth: the account's id.")
    client_id: str | None = setting("The app's client id.")
    client_secret: str | None = setting("The app's client secret.", secret=True)
    refresh_token: str | None = setting("OAuth: the refresh token that a user's consent gave.", secret=True)
    jwt: str | None = setting("The same as access_token, under its other name.", secret=True, pattern=TOKEN)
    access_token: str | None = setting("A bearer token made elsewhere.", secret=True, pattern=TOKEN)
    token_store: str | None = setting(
        'Where a rotated refresh token is kept: a file, or "config" for the config file itself. '
        "By default a file in the user's state directory."
    )
    start_date: datetime | None = setting(  # noqa: RUF009
        "How far back to read what ran: a date or a date-time. By default as far back as Zoom keeps reports.",
        kind="date_iso8601",
    )
    end_date: datetime | None = setting(  # noqa: RUF009
        "Read nothing that ended on a later day (for backfills). By default now.", kind="date_iso8601"
    )
    lookback_days: int = setting(
        "How many days before its bookmark an incremental stream reads again, because reports fill in late.",
        default=2,
        kind="integer",
        minimum=0,
        maximum=366,
    )
    api_url: str | None = setting(
        "Where the API is. By default what the token's answer says, else https://api.zoom.us/v2.", kind="url"
    )
    token_url: str = setting("Where tokens are made.", default="https://zoom.us/oauth/token", kind="url")
    page_size: int = setting(
        "Rows a page, where an endpoint takes as many.", default=300, kind="integer", minimum=1, maximum=300
    )
    max_workers: int = setting(
        "Requests under way at once.", default=48, kind="integer", minimum=1, maximum=256
    )
    request_timeout: float = setting(
        "Seconds to wait for an answer before it is asked again.",
        default=60.0,
        kind="number",
        exclusiveMinimum=0,
        maximum=3600,
    )
    max_retries: int = setting(
        "How often a request is tried again after a passing fault.",
        default=7,
        kind="integer",
        minimum=0,
        maximum=100,
    )
    rate_limit_plan: str | None = setting(
        'The account\'s plan, "free", "pro" or "business", where it shall not be learnt from the answers.',
        enum=("free", "pro", "business"),
    )
    rate_limit_share: float = setting(
        "The part of Zoom's rate limits to use, above 0 and at most 1, where other apps share the account.",
        default=1.0,
        kind="number",
        exclusiveMinimum=0,
        maximum=1,
    )
    on_daily_limit: str = setting(
        'What to do when the daily limit is reached: "stop", with the state of what was read, or "wait".',
        default="stop",
        enum=("stop", "wait"),
    )
    keep_unknown_fields: bool = setting(
        "Keep fields that no schema has, as one JSON column unknown_fields.", default=False, kind="boolean"
    )
    disabled_plugins: tuple[str, ...] = setting("Plugins to leave out.", default=(), kind="array")
    user_agent: str | None = setting(
        "The user agent to send. By default tap-zoom and its version.", pattern=r"[ -~]+"
    )

    sections: Mapping[str, Any] = field(factory=dict, repr=False, metadata={"internal": True})
    """The sections of plugins: what stands in the config under a loaded plugin's name."""
    path: Path | None = field(default=None, metadata={"internal": True})
    """The file that the refresh token came from, for ``token_store: config``; None where it was no file."""

    def section(self, plugin: str) -> Any:
        """Return what the config holds under a plugin's name, None where it holds nothing."""
        return self.sections.get(plugin)


def settings() -> list[Attribute[Any]]:
    """Return the settings in their order, each an attrs Attribute with its metadata."""
    return [each for each in fields(Config) if not each.metadata.get("internal")]
