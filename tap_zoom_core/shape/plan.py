"""What is known of a stream before its first page, and where its rows keep what."""

from __future__ import annotations

from attrs import field, frozen

from tap_zoom_core.shape.schemas import properties_of
from tap_zoom_core.streams import JsonSchema, Transform

ROW_ID = "row_id"
"""The column that the host adds where Zoom gives a row no id."""

UNKNOWN_FIELDS = "unknown_fields"
"""The column in which the fields that no schema has are kept, where the config asks for it."""


@frozen(kw_only=True)
class Plan:
    """How a stream is to be shaped.

    schema: as selected. known: the same before the selection. records: the key of the list in an answer,
    None where the answer is the record. A row keeps each column in an attribute: ``f0``, ``f1``, … in the
    order of ``columns``.
    """

    stream: str
    schema: JsonSchema
    known: JsonSchema
    records: str | None
    keys: tuple[str, ...]
    natural: tuple[str, ...]
    keep_unknown: bool
    transforms: tuple[Transform, ...]
    columns: tuple[str, ...] = field(init=False)
    attributes: dict[str, str] = field(init=False)
    """Column to attribute."""
    aside: dict[str, str] = field(init=False)
    """Natural column to attribute, for those that ``row_id`` needs whole and that are not emitted whole."""

    exact_only: bool = field(init=False)
    """Whether each row takes the exact path: for transforms, or for a natural column emitted in part."""
    natural_attributes: tuple[str, ...] = field(init=False)
    """Where a row keeps the values that ``row_id`` is made of."""

    @columns.default
    def _columns(self) -> tuple[str, ...]:
        selected = properties_of(self.schema)
        if not self.keep_unknown:
            return tuple(selected)
        return (*(name for name in selected if name != UNKNOWN_FIELDS), UNKNOWN_FIELDS)

    @attributes.default
    def _attributes(self) -> dict[str, str]:
        return {name: f"f{place}" for place, name in enumerate(self.columns)}

    @aside.default
    def _aside(self) -> dict[str, str]:
        selected, known = properties_of(self.schema), properties_of(self.known)
        partial = [name for name in self.natural if selected.get(name) != known.get(name)]
        return {name: f"n{place}" for place, name in enumerate(partial)}

    @exact_only.default
    def _exact_only(self) -> bool:
        return bool(self.transforms) or any(column in self.attributes for column in self.aside)

    @natural_attributes.default
    def _natural_attributes(self) -> tuple[str, ...]:
        return tuple(self.aside.get(column) or self.attributes[column] for column in self.natural)

    def hidden_name(self, column: str) -> str:
        """Return the JSON name under which a row reads a column of ``aside``."""
        return f"{column} (whole)" if column in self.attributes else column
