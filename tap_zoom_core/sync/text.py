"""An answer that is no JSON, as a record."""

from __future__ import annotations

import codecs

import msgspec

from tap_zoom_core.streams import Text


def text_as_record(text: Text, body: bytes) -> bytes:
    """Return the JSON of a record with an answer's text, cut at ``most_bytes`` behind a whole character."""
    is_cut = len(body) > text.most_bytes
    decoder = codecs.getincrementaldecoder("utf-8-sig")("replace")
    written = decoder.decode(body[: text.most_bytes], final=not is_cut)
    return msgspec.json.encode({text.column: written, f"{text.column}_is_cut": is_cut})
