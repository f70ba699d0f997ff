"""What a process gives up for good before it runs a stranger's text: the network, files, programs, memory without bound.

Sources: seccomp https://www.kernel.org/doc/html/latest/userspace-api/seccomp_filter.html,
Landlock https://www.kernel.org/doc/html/latest/userspace-api/landlock.html
"""

import ctypes
import errno
import os
import platform
import resource
import struct
from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path

SECCOMP, LANDLOCK, DESCRIPTORS = "seccomp", "landlock", "descriptors"
KERNEL = (SECCOMP, LANDLOCK)
NO_NEW_PRIVILEGES, SET_SECCOMP, FILTER = 38, 22, 2
CREATE_RULESET, ADD_RULE, RESTRICT_SELF = 444, 445, 446
READ_FILE, READ_DIRECTORY = 1 << 2, 1 << 3
BENEATH = 1
MOST_DESCRIPTORS = 2**16

# Load a word, jump if equal, jump if greater or equal, return: the four instructions that the filter needs.
LOAD, EQUAL, AT_LEAST, RETURN = 0x20, 0x15, 0x35, 0x06
ALLOW, REFUSE = 0x7FFF0000, 0x00050000 | errno.EPERM
NUMBER, ARCHITECTURE = 0, 4
FOREIGN_NUMBERS = 0x40000000

# By machine: its name in the kernel's audit table, and the numbers of the calls that are refused: socket,
# socketpair, execve, execveat, ptrace, and io_uring_setup, which would do all of these past the filter.
CALLS = {
    "x86_64": (0xC000003E, (41, 53, 59, 322, 101, 425)),
    "aarch64": (0xC00000B7, (198, 199, 221, 281, 117, 425)),
}


def leave_everything() -> None:
    """Take from this process the network, programs, and the right to open any file."""
    leave_network()
    read_only()
    close_descriptors()


def confine(folders: Sequence[Path], kernel: Sequence[str] = KERNEL) -> list[str]:
    """Have the kernel keep this process from the network, from programs, and from all files but those below *folders*.

    Args:
        folders: what may be read.
        kernel: which means to use, where this system has them.

    Returns:
        The names of the means that work here.
    """
    means = {LANDLOCK: lambda: read_only(*folders), SECCOMP: leave_network}
    return [name for name, works in means.items() if name in kernel and works()]


def bound_memory(max_bytes: int, *, final: bool = True) -> None:
    """Bound the memory of this process.

    Args:
        max_bytes: memory that it may take beyond what it has now, in bytes.
        final: whether the bound can never be moved again.
    """
    address_space = _address_space() + max_bytes
    hardest = resource.getrlimit(resource.RLIMIT_AS)[1]
    if hardest != resource.RLIM_INFINITY:
        address_space = min(address_space, hardest)
    resource.setrlimit(resource.RLIMIT_AS, (address_space, address_space if final else hardest))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def _address_space() -> int:
    """The address space this process has now, in bytes; a guess where the system does not tell."""
    try:
        return int(Path("/proc/self/statm").read_text().split()[0]) * resource.getpagesize()
    except OSError:
        return 2**32


def leave_network() -> bool:
    """Have the kernel refuse every new socket and program; tell whether it does.

    Threads that run already are not bound by it, so it comes before anything that starts some.
    """
    known = CALLS.get(platform.machine())
    if known is None or not hasattr(os, "pidfd_open"):  # that is: no Linux
        return False
    program = _program(*known)
    buffer = ctypes.create_string_buffer(program)
    head = struct.pack("HxxxxxxP", len(program) // 8, ctypes.addressof(buffer))
    with suppress(OSError):
        _control(NO_NEW_PRIVILEGES, 1)
        _control(SET_SECCOMP, FILTER, ctypes.create_string_buffer(head))
        return True
    return False


def _program(architecture: int, refused: tuple[int, ...]) -> bytes:
    """The filter: a call of another architecture's table or one of *refused* fails, every other is let through."""
    checks = [(EQUAL, len(refused) - n, 0, number) for n, number in enumerate(refused)]
    steps = [
        (LOAD, 0, 0, ARCHITECTURE),
        (EQUAL, 0, len(refused) + 3, architecture),
        (LOAD, 0, 0, NUMBER),
        (AT_LEAST, len(refused) + 1, 0, FOREIGN_NUMBERS),
        *checks,
        (RETURN, 0, 0, ALLOW),
        (RETURN, 0, 0, REFUSE),
    ]
    return b"".join(struct.pack("HBBI", *step) for step in steps)


def read_only(*folders: Path) -> bool:
    """Have the kernel refuse every file but for reading below *folders*; tell whether it does.

    Where it can, it refuses TCP too, and signals to processes outside. Threads that run already are not bound by it.
    """
    with suppress(OSError):
        version = _call(CREATE_RULESET, None, 0, 1)
        ruleset = _call(CREATE_RULESET, *_sized(_handled(version)), 0)
        for folder in folders:
            _allow(ruleset, folder)
        _control(NO_NEW_PRIVILEGES, 1)
        _call(RESTRICT_SELF, ruleset, 0)
        os.close(ruleset)
        return True
    return False


def _handled(version: int) -> bytes:
    """What a ruleset of this version of the interface can refuse: all of it."""
    rights = (1 << 13) - 1 | (1 << 13 if version >= 2 else 0) | (1 << 14 if version >= 3 else 0)
    rights |= 1 << 15 if version >= 5 else 0
    fields = [rights, *([3] if version >= 4 else []), *([3] if version >= 6 else [])]
    return struct.pack(f"{len(fields)}Q", *fields)


def _allow(ruleset: int, folder: Path) -> None:
    number = os.open(folder, os.O_PATH)
    try:
        rule = struct.pack("=Qi", READ_FILE | READ_DIRECTORY, number)
        _call(ADD_RULE, ruleset, BENEATH, ctypes.create_string_buffer(rule), 0)
    finally:
        os.close(number)


def _sized(content: bytes) -> tuple[ctypes.Array[ctypes.c_char], int]:
    return ctypes.create_string_buffer(content), len(content)


def _call(number: int, *arguments: object) -> int:
    """Make a system call.

    Raises:
        OSError: it failed, or this system has none of that number.
    """
    if not hasattr(os, "pidfd_open"):
        raise OSError(errno.ENOSYS, "no Linux")
    function = ctypes.CDLL(None, use_errno=True).syscall
    given = [ctypes.c_long(a) if isinstance(a, int) else a for a in arguments]
    return _checked(int(function(ctypes.c_long(number), *given)))


def _control(*arguments: object) -> None:
    given = [ctypes.c_ulong(a) if isinstance(a, int) else a for a in arguments]
    missing = [ctypes.c_ulong(0)] * (5 - len(given))
    _checked(int(ctypes.CDLL(None, use_errno=True).prctl(*given, *missing)))


def _checked(result: int) -> int:
    if result < 0:
        number = ctypes.get_errno()
        raise OSError(number, os.strerror(number))
    return result


def close_descriptors() -> None:
    """Take from this process the right to open any file or socket more, where the kernel offers nothing better."""
    soft = min(resource.getrlimit(resource.RLIMIT_NOFILE)[0], MOST_DESCRIPTORS)
    used = {number for number in range(soft) if _is_open(number)}
    for number in set(range(max(used))) - used:
        os.dup2(2, number)  # a hole would be a place for one
    resource.setrlimit(resource.RLIMIT_NOFILE, (max(used) + 1, max(used) + 1))


def _is_open(number: int) -> bool:
    with suppress(OSError):
        os.fstat(number)
        return True
    return False
