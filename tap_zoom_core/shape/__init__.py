"""The hot path: from the bytes of an answer to the bytes of Singer's RECORD lines.

Two paths with the same result: a fast one, in which msgspec decodes and encodes what is as the schema says,
and an exact one for each record that is not. ``compile_shape`` makes a stream's shape, ``Shape.page`` does
the work.
"""

from __future__ import annotations

from tap_zoom_core.shape.answers import NotJsonError, read_record, take_apart
from tap_zoom_core.shape.compiling import compile_shape
from tap_zoom_core.shape.emit import Shaped
from tap_zoom_core.shape.plan import ROW_ID, UNKNOWN_FIELDS
from tap_zoom_core.shape.rows import Listing, row_id
from tap_zoom_core.shape.shaping import Shape

__all__ = [
    "ROW_ID",
    "UNKNOWN_FIELDS",
    "Listing",
    "NotJsonError",
    "Shape",
    "Shaped",
    "compile_shape",
    "read_record",
    "row_id",
    "take_apart",
]
