"""Where a rotated refresh token is kept: a file of its own, or the config file.

Zoom's refresh tokens die when they are used: whoever loses the new one needs a person's consent again.
"""

from __future__ import annotations

import json
from abc import ABC, abstractmethod
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from hashlib import sha256
from pathlib import Path
from typing import Any, ClassVar

import platformdirs
from attrs import field, frozen

from tap_zoom_core.auth.files import one_process_at_a_time, replace_file
from tap_zoom_core.errors import AuthError


@frozen
class TokenStore(ABC):
    """One file that holds a refresh token; ``configured`` is the token that the config holds."""

    path: Path
    configured: str = field(repr=False)
    keeps_mode: ClassVar[bool] = False

    @abstractmethod
    def load(self) -> str:
        """Return the refresh token to use now. Raises AuthError where the file is not what it should be."""

    @abstractmethod
    def _content(self, refresh_token: str) -> bytes:
        """Return the whole file, as it shall be with this refresh token in it."""

    @contextmanager
    def held(self) -> Iterator[str]:
        """Keep other processes out, prove that the file can be written, and give the token to use now.

        The proof is a real one: the file is written as it will be when the new token is saved. AuthError
        where it cannot be.
        """
        with ExitStack() as stack:
            try:
                self.path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
                stack.enter_context(one_process_at_a_time(self.path.parent))
                refresh_token = self.load()
                self._write(refresh_token)
            except OSError as error:
                raise AuthError(
                    f"token store {self.path} cannot be written ({_reason(error)}), so no token is renewed: "
                    "the new refresh token would be lost; set token_store to a file that can be written"
                ) from None
            yield refresh_token

    def save(self, refresh_token: str) -> None:
        """Keep a new refresh token, safe on the disk when this returns. Raises AuthError where it cannot."""
        try:
            self._write(refresh_token)
        except OSError as error:
            raise AuthError(
                f"token store {self.path} could not be written ({_reason(error)}): the new refresh token is "
                "neither kept nor used; make room, consent again, and put the new refresh_token in the config"
            ) from None

    def _write(self, refresh_token: str) -> None:
        replace_file(self.path, self._content(refresh_token), keep_mode=self.keeps_mode)


@frozen
class FileStore(TokenStore):
    """A file of its own, which remembers from which configured token its own descends: a new one wins."""

    def load(self) -> str:
        """Return the file's token where it descends from the configured one, else the configured one."""
        content = _read(self.path)
        if content is None:
            return self.configured
        token, origin = content.get("refresh_token"), content.get("descends_from")
        if not isinstance(token, str) or not isinstance(origin, str):
            raise AuthError(
                f"{self.path} is not a token store; set token_store to another file, or remove this one"
            )
        return token if origin == digest(self.configured) else self.configured

    def _content(self, refresh_token: str) -> bytes:
        return _json({"refresh_token": refresh_token, "descends_from": digest(self.configured)})


@frozen
class ConfigStore(TokenStore):
    """The config file itself, whose other keys and whose mode stay as they are."""

    keeps_mode: ClassVar[bool] = True

    def load(self) -> str:
        """Return the config file's token as it is now: another run may have renewed it."""
        content = _read(self.path)
        if content is None:
            raise AuthError(f"the config file {self.path} is gone: set token_store to a file")
        token = content.get("refresh_token")
        return token if isinstance(token, str) and token else self.configured

    def _content(self, refresh_token: str) -> bytes:
        return _json({**(_read(self.path) or {}), "refresh_token": refresh_token})


def default_path(client_id: str, configured: str) -> Path:
    """Return the default file, in the user's state directory: one for each consent to each app."""
    name = digest(f"{client_id}\n{configured}")[:16]
    return platformdirs.user_state_path("tap-zoom") / f"refresh-token-{name}.json"


def digest(secret: str) -> str:
    """Return a digest by which a secret is recognised and from which it cannot be had."""
    return sha256(secret.encode()).hexdigest()


def _read(path: Path) -> dict[str, Any] | None:
    try:
        text = path.read_text(encoding="utf-8-sig")
        content = json.loads(text) if text.strip() else None
    except FileNotFoundError:
        return None
    except (ValueError, RecursionError):
        content = ()
    if content is None or isinstance(content, dict):
        return content
    raise AuthError(
        f"{path} should hold a refresh token, and is no JSON object; set token_store to another file"
    )


def _json(content: dict[str, Any]) -> bytes:
    # A lone surrogate, which no UTF-8 can hold, becomes JSON's own escape of it.
    return (json.dumps(content, indent=2, ensure_ascii=False) + "\n").encode(errors="backslashreplace")


def _reason(error: OSError) -> str:
    return error.strerror or type(error).__name__
