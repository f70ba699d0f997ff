"""What is still to be done, the lowest rank first, so that what others build on is complete before they begin."""

import heapq
import time
from abc import ABC, abstractmethod
from collections.abc import Callable, Iterable
from itertools import count

from comity.reasoner.relation import Relation

SCHEMA, AXIOMS, EQUALITY, PROPERTIES, MEMBERS, HIERARCHY, RESTRICTIONS, CLASHES = range(8)
Rank = tuple[int, int]


class Task(ABC):
    """Something that reads relations, and has to be done again when one of them grows.

    Attributes:
        rank: which comes first.
        read: the time up to which its relations have been read.
        seconds: how long it has taken so far.
    """

    __slots__ = ("agenda", "queued", "rank", "read", "seconds")

    def __init__(self, agenda: "Agenda", rank: Rank) -> None:
        self.agenda, self.rank = agenda, rank
        self.queued, self.read, self.seconds = False, -1, 0.0
        agenda.tasks.append(self)

    def wake(self) -> None:
        """Put this on the agenda, if it is not there."""
        if not self.queued:
            self.queued = True
            self.agenda.push(self)

    def reads(self, relations: Iterable[Relation]) -> None:
        """Wake this whenever one of *relations* grows, and once now."""
        for relation in {id(relation): relation for relation in relations}.values():
            relation.readers.append(self.wake)
        self.wake()

    @abstractmethod
    def fire(self) -> None:
        """Do what the new triples ask for."""


class Agenda:
    """Tasks in the order of their ranks, and the clock by which they read.

    Attributes:
        clock: how often something has been added.
        tasks: all that there are, in the order in which they came.
    """

    def __init__(self) -> None:
        self.clock = 0
        self.tasks: list[Task] = []
        self._heap: list[tuple[Rank, int, Task]] = []
        self._count = count()

    def push(self, task: Task) -> None:
        """Take up *task*."""
        heapq.heappush(self._heap, (task.rank, next(self._count), task))

    def run(self, bounded: Callable[[], None]) -> None:
        """Do all there is to do; *bounded* is called before each task."""
        while self._heap:
            task = heapq.heappop(self._heap)[2]
            task.queued = False
            bounded()
            start = time.perf_counter()
            task.fire()
            task.seconds += time.perf_counter() - start
