"""Arithmetic that stands in for a database: hashes, permutations, and numbers that hide in ids.

Everything is a pure function of integers, so that any row can be made without making the rows before it.
"""

from __future__ import annotations

from functools import lru_cache
from hashlib import blake2b
from math import gcd

MASK = (1 << 64) - 1


def key(seed: int, name: str) -> int:
    """Return a 64-bit key for one purpose of one account; the same on every machine."""
    return int.from_bytes(blake2b(f"{seed}:{name}".encode(), digest_size=8).digest(), "big")


def mix(key: int, number: int) -> int:
    """Hash a number under a key into 64 bits (the finalizer of splitmix64)."""
    mixed = (key ^ (number * 0x9E3779B97F4A7C15)) & MASK
    mixed = ((mixed ^ (mixed >> 30)) * 0xBF58476D1CE4E5B9) & MASK
    mixed = ((mixed ^ (mixed >> 27)) * 0x94D049BB133111EB) & MASK
    return mixed ^ (mixed >> 31)


@lru_cache(maxsize=4096)
def affine(key: int, size: int) -> tuple[int, int, int]:
    """Return (a, b, a's inverse) such that x -> (a * x + b) % size permutes the numbers below size."""
    multiplier = 1 + mix(key, 1) % size
    while gcd(multiplier, size) != 1:
        multiplier += 1
    return multiplier, mix(key, 2) % size, pow(multiplier, -1, size)


def permute(key: int, size: int, number: int) -> int:
    """Move a number below size to its place in a permutation of the numbers below size."""
    multiplier, shift, _ = affine(key, size)
    return (multiplier * number + shift) % size


def unpermute(key: int, size: int, number: int) -> int:
    """Undo permute."""
    _, shift, inverse = affine(key, size)
    return (number - shift) * inverse % size


def seal(key: int, kind: int, number: int) -> bytes:
    """Hide a kind (below 256) and a number (below 2**56) in 16 bytes that look random."""
    check = _check(key, kind, number)
    return (check << 64 | ((kind << 56 | number) ^ mix(key, check))).to_bytes(16, "big")


def unseal(key: int, sealed: bytes) -> tuple[int, int] | None:
    """Return the kind and the number that seal hid, None where these bytes are no seal of this key."""
    if len(sealed) != 16:
        return None
    whole = int.from_bytes(sealed, "big")
    check = whole >> 64
    hidden = (whole & MASK) ^ mix(key, check)
    kind, number = hidden >> 56, hidden & ((1 << 56) - 1)
    return (kind, number) if _check(key, kind, number) == check else None


def _check(key: int, kind: int, number: int) -> int:
    """Hash what is sealed; some begin with "/" or hold "//" in base64, as some of Zoom's UUIDs do."""
    check = mix(mix(key, kind), number)
    if number % 11 == 3:
        return check | 0xFC << 56
    if number % 13 == 5:
        return check | 0xFFF << 34
    return check
