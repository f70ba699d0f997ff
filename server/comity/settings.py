"""One table of settings: name with unit, default, sentence."""

from dataclasses import dataclass, field, fields


def _setting(default: int, about: str) -> int:
    value: int = field(default=default, metadata={"about": about})
    return value


@dataclass(frozen=True, slots=True)
class Settings:
    """The limits that a stranger meets; each can be set with the option of `comity serve` of its name."""

    query_seconds: int = _setting(30, "Wall-clock time that one query may take, in seconds.")
    query_bytes: int = _setting(
        2**30, "Memory that one query may take beyond the idle process, in bytes."
    )
    result_bytes: int = _setting(2**26, "Size that one serialised answer may have, in bytes.")
    request_bytes: int = _setting(2**20, "Size that one HTTP request body may have, in bytes.")
    query_processes: int = _setting(2, "How many query processes answer at once, a count.")


def table() -> list[tuple[str, int, str]]:
    """List every setting as (name, default, sentence)."""
    own = Settings()
    return [(f.name, getattr(own, f.name), f.metadata["about"]) for f in fields(own)]
