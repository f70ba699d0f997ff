"""Waiting that lets others go on: a thread waits itself; on an event loop a turn is left, and taken up again.

What is written for threads runs on a loop too, as a turn: a greenlet that goes back to the loop at each of the few
places where it waits. It costs no hand-over between threads, which is most of what a short query costs.

Source: greenlet, switching https://greenlet.readthedocs.io/en/latest/switching.html
"""

import asyncio
import os
import threading
from collections.abc import Awaitable, Callable
from concurrent import futures
from contextlib import suppress
from contextvars import Context, copy_context
from multiprocessing.connection import Connection
from typing import Any, TypeVar

from greenlet import getcurrent, greenlet

Result = TypeVar("Result")
GLANCE = 0.005
"""How often a turn looks whether it may enter, in seconds."""


class _Turn(greenlet):
    """What runs on a loop until it has to wait: then it hands over an awaitable, and gets its result."""


async def in_turn(context: Context, function: Callable[..., Result], *arguments: object) -> Result:
    """Run *function* on this loop, in *context*; whenever it waits as this module does, others go on."""
    turn = _Turn(function, getcurrent())
    turn.gr_context = context
    found = turn.switch(*arguments)
    while not turn.dead:
        try:
            value = await found
        except BaseException as error:
            found = turn.throw(error)
        else:
            found = turn.switch(value)
    result: Result = found
    return result


def is_turn() -> bool:
    """Tell whether what runs now is a turn of a loop, which must not be held up."""
    return isinstance(getcurrent(), _Turn)


def until_done(future: futures.Future[Any], seconds: float) -> None:
    """Wait for *future*, for so many seconds at most."""
    if not is_turn():
        futures.wait([future], seconds)
        return
    loop, told = asyncio.get_running_loop(), asyncio.Event()
    future.add_done_callback(lambda _: loop.call_soon_threadsafe(told.set))
    _wait(_within(seconds, told))


def until_readable(pipe: "Connection[Any, Any]", seconds: float) -> bool:
    """Wait for something to read from *pipe*, for so many seconds at most, and tell whether there is."""
    if not is_turn():
        return pipe.poll(seconds)
    if pipe.poll(0):
        return True
    loop, told = asyncio.get_running_loop(), asyncio.Event()
    loop.add_reader(pipe.fileno(), told.set)
    try:
        _wait(_within(seconds, told))
    finally:
        loop.remove_reader(pipe.fileno())
        os.set_blocking(pipe.fileno(), True)  # libuv made it another
    return told.is_set()


def acquired(semaphore: threading.Semaphore, seconds: float) -> bool:
    """Wait for a place of *semaphore*, for so many seconds at most, and tell whether it was got."""
    if not is_turn():
        return semaphore.acquire(timeout=seconds)
    for _ in range(int(seconds / GLANCE)):
        if semaphore.acquire(blocking=False):
            return True
        _wait(asyncio.sleep(GLANCE))
    return False


def apart(function: Callable[..., Result], *arguments: object) -> Result:
    """Return what *function* does, which takes long or waits by itself: of a turn in a thread."""
    if not is_turn():
        return function(*arguments)
    loop, context = asyncio.get_running_loop(), copy_context()
    return _wait(loop.run_in_executor(None, context.run, function, *arguments))


def _wait(awaitable: Awaitable[Result]) -> Result:
    """Go back to the loop until *awaitable* is done; raises as it."""
    turn = getcurrent()
    assert isinstance(turn, _Turn)
    assert turn.parent
    result: Result = turn.parent.switch(awaitable)
    return result


async def _within(seconds: float, told: asyncio.Event) -> None:
    with suppress(TimeoutError):
        async with asyncio.timeout(seconds):
            await told.wait()
