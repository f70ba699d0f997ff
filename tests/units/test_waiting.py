"""Turns of an event loop: what is written for threads waits there without holding others up."""

import asyncio
import contextvars
import threading
import time
from concurrent.futures import Future
from multiprocessing import Pipe

import pytest

from comity.query import waiting

NAME = contextvars.ContextVar("name", default="nobody")


def both(*functions):
    """Run *functions* as turns of one loop, all at once, and return what they return."""

    async def all_of_them():
        context = contextvars.copy_context
        return await asyncio.gather(*(waiting.in_turn(context(), one) for one in functions))

    return asyncio.run(all_of_them())


def test_a_turn_returns_raises_and_knows_what_it_is():
    assert both(waiting.is_turn, lambda: 7) == [True, 7]
    assert not waiting.is_turn()
    with pytest.raises(ZeroDivisionError):
        both(lambda: 1 / 0)


def test_who_waits_for_a_future_lets_others_go_on():
    future = Future()

    def wait():
        waiting.until_done(future, 10)
        return future.done()

    assert both(wait, lambda: future.set_result(1)) == [True, None]


def test_a_future_that_is_set_in_a_thread_is_noticed_and_one_that_is_not_is_given_up():
    future = Future()
    threading.Timer(0.1, future.set_result, [1]).start()
    start = time.monotonic()
    both(lambda: waiting.until_done(future, 10), lambda: waiting.until_done(Future(), 0.2))
    assert 0.1 < time.monotonic() - start < 5


def test_who_waits_for_a_pipe_lets_others_go_on_and_finds_it_blocking_afterwards():
    ours, theirs = Pipe()

    def read():
        assert waiting.until_readable(ours, 10)
        return waiting.apart(ours.recv_bytes)

    large = b"x" * 2**20  # more than the system holds, so that the rest of it has to be waited for
    assert both(read, lambda: waiting.apart(theirs.send_bytes, large)) == [large, None]
    assert not both(lambda: waiting.until_readable(ours, 0.05))[0]


def test_a_place_is_waited_for():
    semaphore = threading.BoundedSemaphore(1)
    assert semaphore.acquire()
    places = both(lambda: waiting.acquired(semaphore, 5), semaphore.release)
    assert places == [True, None]
    assert both(lambda: waiting.acquired(semaphore, 0.05)) == [False]


def test_what_runs_apart_has_the_context_of_its_turn():
    def name():
        NAME.set("somebody")
        return waiting.apart(lambda: (NAME.get(), threading.current_thread().name))

    found, thread = both(name)[0]
    assert (found, NAME.get()) == ("somebody", "nobody")
    assert thread != threading.current_thread().name
