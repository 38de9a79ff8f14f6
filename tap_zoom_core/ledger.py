"""The ledger: what a run read, what it skipped and why; its sums come out.

For each stream it counts the parents that the walk came by, each in exactly one of COLUMNS. A stream without
a parent has one: the account.
"""

from __future__ import annotations

from collections import Counter
from typing import Any

from attrs import define, field

COLUMNS = {
    "read": "read, with rows",
    "no_rows": "read, without rows",
    "refused": "Zoom said: no rows here",
    "gone": "the parent is gone",
    "not_asked": "the parent tells that there are none",
    "read_before": "not newer than the bookmark, or read by the interrupted run",
    "no_id": "the parent has nothing to ask by",
    "set_aside": "set aside",
    "failed": "failed",
    "out": "not asked, because the stream is out",
    "unfinished": "the run ended before",
}
"""The columns, each parent in exactly one, and what they mean."""

NAMED = 20
"""How many objects that were set aside, or failed, a ledger names for each stream; all are counted."""


@define
class Account:
    """What the ledger knows of one stream."""

    emitted: bool = True
    rows: int = 0
    requests: int = 0
    retried: int = 0
    repeated: int = 0
    dropped: int = 0
    offered: int = 0
    lacks_parents: bool = False
    parents: Counter[str] = field(factory=Counter)
    refusals: Counter[str] = field(factory=Counter)
    set_aside_rows: int = 0
    set_aside: list[str] = field(factory=list)
    failures: list[str] = field(factory=list)
    misfits: Counter[str] = field(factory=Counter)
    unknown_fields: set[str] = field(factory=set)

    def name(self, problems: list[str], text: str) -> None:
        """Keep a problem's text, up to NAMED of them."""
        if len(problems) < NAMED:
            problems.append(text)

    @property
    def failed(self) -> bool:
        """Whether rows of this stream are missing because of a failure: its own, or of what it hangs from."""
        return bool(self.lacks_parents or self.failures or self.parents["failed"] or self.parents["out"])

    @property
    def complete(self) -> bool:
        """Whether nothing of this stream failed, was set aside or was left out."""
        missing = ("set_aside", "failed", "out", "unfinished")
        if self.failures or self.set_aside_rows or self.lacks_parents:
            return False
        return not any(self.parents[column] for column in missing)

    def as_json(self) -> dict[str, Any]:
        """Return the account as plain JSON values."""
        return {
            "emitted": self.emitted,
            "complete": self.complete,
            "rows": self.rows,
            "requests": self.requests,
            "retried": self.retried,
            "repeated": self.repeated,
            "dropped_by_transforms": self.dropped,
            "parents": {"offered": self.offered, **{name: self.parents[name] for name in COLUMNS}},
            "refusals": dict(sorted(self.refusals.items())),
            "rows_set_aside": self.set_aside_rows,
            "set_aside": self.set_aside,
            "failures": self.failures,
            "misfits": dict(sorted(self.misfits.items())),
            "unknown_fields": sorted(self.unknown_fields),
        }


@define
class Ledger:
    """The accounts of a run's streams, in the order of the walk, and what the run says in words."""

    accounts: dict[str, Account] = field(factory=dict)
    notes: list[str] = field(factory=list)

    def __getitem__(self, stream: str) -> Account:
        """Return a stream's account, opening it when it is new."""
        return self.accounts.setdefault(stream, Account())

    def balanced(self) -> bool:
        """Tell whether every parent is in exactly one column."""
        return all(each.offered == sum(each.parents.values()) for each in self.accounts.values())

    def as_json(self, state: dict[str, Any]) -> dict[str, Any]:
        """Return the whole ledger as plain JSON values, with the state that the run left."""
        return {
            "streams": {name: account.as_json() for name, account in self.accounts.items()},
            "balanced": self.balanced(),
            "notes": self.notes,
            "state": state,
        }
