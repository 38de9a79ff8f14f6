"""Which addresses credentials may be sent to."""

from __future__ import annotations

from ipaddress import ip_address
from urllib.parse import urlsplit


def problem_of_url(url: str) -> str | None:
    """Say what keeps an address from being given credentials; None where nothing does.

    https may go anywhere, plain http only to this machine itself. The answer never repeats the address, which
    may hold a password.
    """
    try:
        parts = urlsplit(url)
        host, _ = parts.hostname, parts.port
    except ValueError:
        return "expected an address such as https://example.com, got one that cannot be read"
    if parts.scheme not in ("http", "https") or not host or any(c.isspace() for c in url):
        return "expected an address that begins with https:// and names a host"
    if parts.username is not None or parts.password is not None:
        return "expected an address without a user name and a password in it"
    if parts.scheme == "http" and not is_loopback(url):
        return "expected https:// (plain http:// is for this machine itself: localhost, 127.0.0.1, ::1)"
    return None


def is_loopback(url: str) -> bool:
    """Tell whether an address points at this machine itself: 127.0.0.0/8, ::1 or localhost."""
    host = urlsplit(url).hostname or ""
    if host == "localhost":
        return True
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return False
