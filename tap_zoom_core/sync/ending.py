"""How the reading of a listing can end."""

from __future__ import annotations

from attrs import define


@define
class Ending:
    """How a listing ended: the ledger's column, and in words what went wrong, where something did.

    ``refusal`` is a code with its meaning, for the columns "refused" and "gone". ``stream_out`` tells that no
    other parent needs to be asked, ``stops`` that nothing at all needs to be. ``unreachable`` tells that it
    failed for want of any answer.
    """

    column: str
    problem: str = ""
    refusal: str = ""
    stream_out: bool = False
    stops: bool = False
    unreachable: bool = False
