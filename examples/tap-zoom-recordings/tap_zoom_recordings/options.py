"""The options of this plugin: the config's section ``recordings``."""

from __future__ import annotations

from attrs import frozen

from tap_zoom_core import ConfigError


@frozen(kw_only=True)
class Options:
    """transcript_bytes: how much of a transcript is read; two hours of talk are some 300,000 bytes."""

    transcript_bytes: int = 5_000_000


def read_options(section: object) -> Options:
    """Structure the section, None where the config has none. Raises ConfigError, one line a problem."""
    if section is None:
        return Options()
    if not isinstance(section, dict):
        raise ConfigError('config.recordings: expected an object such as {"transcript_bytes": 5000000}')
    problems = [
        f"config.recordings: no option '{name}'; there is transcript_bytes"
        for name in section
        if name != "transcript_bytes"
    ]
    most = section.get("transcript_bytes", Options().transcript_bytes)
    if isinstance(most, bool) or not isinstance(most, int) or most < 1:
        problems.append("config.recordings.transcript_bytes: expected a number of bytes, at least 1")
    if problems:
        raise ConfigError(*problems)
    return Options(transcript_bytes=most)
