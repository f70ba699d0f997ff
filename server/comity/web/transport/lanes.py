"""Threads by what is asked, so that those who wait for one thing do not keep others from another."""

from concurrent.futures import ThreadPoolExecutor

from comity.settings import Settings
from comity.web.transport.wsgi import Scope

SPARE = 16
FEW = 2
LARGE = 2**16
"""A body of more bytes than this keeps the interpreter long enough for others to notice."""


QUERIED = ("/sparql", "/api/")
"""Where a page is around the answer to a query, which may take long."""


class Lanes:
    """The threads in which requests are answered: for signs of life, pages, past snapshots, large bodies, all else.

    A page asks dozens of questions one after another. So few are made at once as there are query processes, and any
    number may wait for that, who take nobody's place in the queue of queries.
    """

    def __init__(self, settings: Settings) -> None:
        queries = settings.query_processes + settings.query_queue
        self._all = _threads(queries + SPARE)
        self._pages, self._asked = _threads(settings.query_processes), _threads(queries)
        self._past = _threads(settings.past_snapshots + settings.past_queue + FEW)
        self._past_pages = _threads(settings.past_snapshots)
        self._large = _threads(settings.query_processes + FEW)
        vital = _threads(FEW)
        self._own = {"/live": vital, "/metrics": vital, "/health": _threads(FEW)}

    def is_short(self, scope: Scope, length: int) -> bool:
        """Tell whether a request waits for a query and does little else: it needs no thread."""
        path = scope["path"]
        return (
            path.startswith(QUERIED)
            and not path.endswith("/evidence")
            and length <= LARGE
            and not _takes_pages(scope)
            and not any(name == b"content-encoding" for name, _ in scope["headers"])
        )

    def of(self, scope: Scope, length: int) -> ThreadPoolExecutor:
        """Return the threads for a request whose body has *length* bytes."""
        path, is_page = scope["path"], _takes_pages(scope)
        if path.startswith("/snapshots/"):
            return self._past_pages if is_page else self._past
        if is_page and length == 0 and path not in self._own:
            return self._asked if path.startswith(QUERIED) else self._pages
        return self._own.get(path, self._large if length > LARGE else self._all)


def _takes_pages(scope: Scope) -> bool:
    """Tell whether whoever asks is a browser."""
    return any(name == b"accept" and b"text/html" in value for name, value in scope["headers"])


def _threads(number: int) -> ThreadPoolExecutor:
    return ThreadPoolExecutor(number, thread_name_prefix="http")
