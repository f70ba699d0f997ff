"""What the server counts, in the form that Prometheus reads, and its access log.

Source: https://prometheus.io/docs/instrumenting/exposition_formats/
"""

import hashlib
import json
import logging
import time
from dataclasses import dataclass, field
from typing import Any

from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram, generate_latest

from comity.web.transport.wsgi import Scope

SECONDS = (0.001, 0.005, 0.02, 0.1, 0.5, 2, 10, 30, 120)
log = logging.getLogger("comity.access")


@dataclass(slots=True)
class RequestRecord:
    """One request and what came of it.

    Attributes:
        sent: bytes of the body that were sent.
        warm: whether it was answered from what is kept.
        question: a hash of what was asked, never its text.
        broken: the limit by which its answer was broken off, if it was.
    """

    method: str
    path: str
    client: str
    status: int = 0
    sent: int = 0
    warm: bool = False
    question: str = ""
    broken: str | None = None
    start: float = field(default_factory=time.perf_counter)

    @classmethod
    def of(cls, scope: Scope) -> "RequestRecord":
        """Begin the record of a request; its query string, which may hold a query, is left out."""
        return cls(scope["method"], scope["path"], (scope.get("client") or ("",))[0])


class Metrics:
    """Counters of one server, and the log of its visits."""

    def __init__(self) -> None:
        self.registry = registry = CollectorRegistry()
        self.requests = Counter(
            "comity_requests", "Requests answered.", ["method", "status"], registry=registry
        )
        self.seconds = Histogram(
            "comity_request_seconds",
            "Time from a request to the last byte of its answer.",
            buckets=SECONDS,
            registry=registry,
        )
        self.sent = Counter("comity_sent_bytes", "Bytes of bodies sent.", registry=registry)
        self.warm = Counter("comity_warm", "Requests answered from memory.", registry=registry)
        self.broken = Counter(
            "comity_broken_off", "Answers broken off at a limit.", ["limit"], registry=registry
        )
        self.open = Gauge("comity_open_requests", "Requests open now.", registry=registry)

    def count(self, visit: RequestRecord) -> None:
        """Count a visit that is over, and log it."""
        seconds = time.perf_counter() - visit.start
        method = visit.method if visit.method in ("GET", "HEAD", "POST", "QUERY") else "other"
        self.requests.labels(method, str(visit.status)).inc()
        self.seconds.observe(seconds)
        self.sent.inc(visit.sent)
        if visit.warm:
            self.warm.inc()
        if visit.broken:
            self.broken.labels(visit.broken).inc()
        if log.isEnabledFor(logging.INFO):
            log.info("%s", _line(visit, seconds))

    def text(self) -> bytes:
        """Return all counters in the text format."""
        return generate_latest(self.registry)


def _line(visit: RequestRecord, seconds: float) -> str:
    record: dict[str, Any] = {
        "time": time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime()),
        "client": visit.client,
        "method": visit.method,
        "path": visit.path,
        "status": visit.status,
        "bytes": visit.sent,
        "seconds": round(seconds, 4),
        "warm": visit.warm,
    }
    record |= {"question": visit.question} if visit.question else {}
    record |= {"broken": visit.broken} if visit.broken else {}
    return json.dumps(record)


def query_hash(question: str) -> str:
    """Return the hash by which the log knows a question."""
    return hashlib.sha256(question.encode()).hexdigest()[:16]
