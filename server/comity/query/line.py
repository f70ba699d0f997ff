"""A line of those who wait for something lent: whoever came first is served first, and nobody is overtaken."""

import threading
from collections import deque
from concurrent.futures import Future
from typing import Generic, TypeVar

Lent = TypeVar("Lent")


class Line(Generic[Lent]):
    """Things to lend, the last returned first, and those who wait for one, first come first served."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._free: list[Lent] = []
        self._waiting: deque[Future[Lent]] = deque()

    def stand(self) -> Future[Lent]:
        """Take a place in the line; the future gets a thing when it is one's turn."""
        place: Future[Lent] = Future()
        with self._lock:
            if self._free:
                place.set_result(self._free.pop())
            else:
                self._waiting.append(place)
        return place

    def leave(self, place: Future[Lent]) -> bool:
        """Give a place up, and tell whether that was in time: else there is something to take or to put back."""
        with self._lock:
            if place.done():
                return False
            self._waiting.remove(place)
            return True

    def put(self, thing: Lent) -> None:
        """Hand *thing* to whoever is first in the line, or keep it."""
        with self._lock:
            if self._waiting:
                self._waiting.popleft().set_result(thing)
            else:
                self._free.append(thing)

    def clear(self) -> list[Lent]:
        """Take out all that nobody has, and return it."""
        with self._lock:
            found, self._free = self._free, []
        return found
