"""One table of settings: name with unit, default, sentence."""

from dataclasses import dataclass, field, fields


def _setting(default: int, about: str) -> int:
    value: int = field(default=default, metadata={"about": about})
    return value


@dataclass(frozen=True, slots=True)
class Settings:
    """The limits that a stranger meets; each can be set with the option of `comity serve` of its name."""

    query_seconds: int = _setting(
        30, "Time that one query may keep the server waiting, in seconds."
    )
    crowded_seconds: int = _setting(
        1, "Time that a query may go on taking while another waits for a process, in seconds."
    )
    query_bytes: int = _setting(
        2**30, "Memory that one query may take beyond the idle process, in bytes."
    )
    query_processes: int = _setting(4, "How many query processes answer at once, a count.")
    requests: int = _setting(512, "How many requests may be open at once, a count.")
    connections: int = _setting(1024, "How many connections may be open at once, a count.")
    query_queue: int = _setting(32, "How many queries may wait for a process, a count.")
    result_bytes: int = _setting(2**31, "Size that one serialised answer may have, in bytes.")
    answer_seconds: int = _setting(
        300, "Time from a query to the last byte of its answer, in seconds."
    )
    client_seconds: int = _setting(
        30, "Time that a reader may let its answer wait while other queries wait, in seconds."
    )
    evidence_statements: int = _setting(
        2000, "How many statements the evidence of one row may have, a count."
    )
    page_bytes: int = _setting(2**20, "Size of an answer that is shown as a page, in bytes.")
    request_bytes: int = _setting(
        2**20, "Size that one HTTP request body may have, compressed or not, in bytes."
    )
    head_bytes: int = _setting(2**16, "Size that the head of a request may have, in bytes.")
    request_seconds: int = _setting(
        10, "Time that a client may take to send one request, in seconds."
    )
    shutdown_seconds: int = _setting(
        10, "Time that running queries get to finish when the server is stopped, in seconds."
    )
    cache_bytes: int = _setting(
        2**26, "Size of the answers kept for those who ask again, in bytes."
    )
    past_snapshots: int = _setting(
        2, "How many past snapshots may have query processes at once, a count."
    )
    past_queue: int = _setting(
        16, "How many queries of past snapshots may wait for a process, a count."
    )
    commit_queue: int = _setting(8, "How many writes may wait for each other, a count.")
    commit_bytes: int = _setting(
        2**26, "Size of the difference that one write may make, as N-Quads, in bytes."
    )
    commit_seconds: int = _setting(60, "Time that the reasoner may take for one write, in seconds.")


def table() -> list[tuple[str, int, str]]:
    """List every setting as (name, default, sentence)."""
    own = Settings()
    return [(f.name, getattr(own, f.name), f.metadata["about"]) for f in fields(own)]
