"""The pins are whole: every dependency, with hashes, and nothing of the machine that made them."""

from __future__ import annotations

import re
import sys
from functools import partial
from pathlib import Path

from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

if sys.version_info >= (3, 11):
    import tomllib
else:
    import tomli as tomllib

ROOT = Path(__file__).parents[2]
PYTHONS = ("3.10", "3.11", "3.12", "3.13")


def pins() -> list[tuple[Requirement, list[str]]]:
    """Return each pin with its hashes."""
    text = (ROOT / "constraints.txt").read_text(encoding="utf-8").replace("\\\n", " ")
    lines = [line for line in text.splitlines() if line and not line.startswith("#")]
    return [
        (Requirement(line.partition("--hash")[0]), re.findall(r"--hash=(sha256:[0-9a-f]{64})", line))
        for line in lines
    ]


def declared() -> list[Requirement]:
    """Return what pyproject.toml asks for, to run, for the sandbox and for the tests."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    extras = project["optional-dependencies"]
    asked = [Requirement(each) for each in (*project["dependencies"], *extras["sandbox"], *extras["test"])]
    return [each for each in asked if each.name != project["name"]]


def holds(requirement: Requirement, python: str) -> bool:
    """Tell whether a requirement is one under a version of Python."""
    environment = {"python_version": python, "python_full_version": f"{python}.1", "sys_platform": "linux"}
    return requirement.marker is None or requirement.marker.evaluate(environment)


def pinned(name: str, python: str) -> list[str]:
    """Return the versions that a name is pinned to under a version of Python."""
    return [
        next(iter(pin.specifier)).version
        for pin, _ in pins()
        if canonicalize_name(pin.name) == canonicalize_name(name) and holds(pin, python)
    ]


def test_every_pin_has_a_hash() -> None:
    """Each line pins one version exactly, by at least one hash."""
    loose = [
        str(pin)
        for pin, hashes in pins()
        if not hashes or [each.operator for each in pin.specifier] != ["=="]
    ]

    assert loose == []


def test_every_dependency_is_pinned_once_for_each_python() -> None:
    """What pyproject.toml asks for is pinned for every Python, to one version that it takes."""
    wrong = []
    for asked in declared():
        for python in filter(partial(holds, asked), PYTHONS):
            found = pinned(asked.name, python)
            if len(found) != 1 or not asked.specifier.contains(found[0]):
                wrong.append(f"{asked} under {python}: {found}")

    assert wrong == []


def test_the_pins_name_no_registry_and_no_machine() -> None:
    """The file has pins, hashes and comments: no address, no option of an installer, no path."""
    text = (ROOT / "constraints.txt").read_text(encoding="utf-8")

    assert re.findall(r"^\s*(?!#|--hash)(?:--?\w+.*|.*(?:://|/\w+/).*)$", text, re.M) == []
