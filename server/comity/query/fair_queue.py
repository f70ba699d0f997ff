"""A line of those who wait for something lent: whoever came first is served first, as long as nobody waits for long."""

import threading
import time
from concurrent.futures import Future
from typing import Generic, TypeVar

Lent = TypeVar("Lent")


class FairQueue(Generic[Lent]):
    """Things to lend, the last returned first, and those who wait for one.

    Whoever came first is served first. Where that one has waited for long, it is whoever came last: those who have
    waited for long would not be served in time anyway, and so one crowd does not keep everybody out who comes after it.

    Source: Maurer, "Fail at scale", ACM Queue 13(8), 2015 https://doi.org/10.1145/2838344.2839461
    """

    def __init__(self, long: float) -> None:
        """Make it empty; *long* is how many seconds count as long."""
        self.long = long
        self._lock = threading.Lock()
        self._free: list[Lent] = []
        self._waiting: dict[Future[Lent], float] = {}  # in their order, and since when

    def wait(self) -> Future[Lent]:
        """Take a place in the line; the future gets a thing when it is one's turn."""
        turn: Future[Lent] = Future()
        with self._lock:
            if self._free:
                turn.set_result(self._free.pop())
            else:
                self._waiting[turn] = time.monotonic()
        return turn

    def give_up(self, turn: Future[Lent]) -> bool:
        """Give a place up, and tell whether that was in time: else there is something to take or to put back."""
        with self._lock:
            if turn.done():
                return False
            del self._waiting[turn]
            return True

    def release(self, thing: Lent) -> None:
        """Hand *thing* to whoever is next in the line, or keep it."""
        with self._lock:
            if self._waiting:
                first, since = next(iter(self._waiting.items()))
                is_long = time.monotonic() - since > self.long
                turn = next(reversed(self._waiting)) if is_long else first
                del self._waiting[turn]
                turn.set_result(thing)
            else:
                self._free.append(thing)

    def refuse_oldest(self, error: Exception) -> bool:
        """Have whoever has waited longest get *error* instead of a thing; tell whether anybody waited."""
        with self._lock:
            if not self._waiting:
                return False
            turn = next(iter(self._waiting))
            del self._waiting[turn]
            turn.set_exception(error)
            return True

    def clear(self) -> list[Lent]:
        """Take out all that nobody has, and return it."""
        with self._lock:
            found, self._free = self._free, []
        return found
