"""What runs inside the process that commits: one write at a time, each the next snapshot or an error."""

import logging
import os
import pickle
import shutil
import signal
import sys
from contextlib import suppress
from multiprocessing.connection import Connection
from pathlib import Path

from comity.builder import write
from comity.commits import next_snapshot
from comity.commits.current import Current
from comity.commits.transaction import Transaction
from comity.errors import ComityError, CommitFailed
from comity.query import confinement
from comity.query.commit_log import Committed, Write
from comity.settings import Settings
from comity.snapshot import current_snapshot, prune_snapshots, publishing

log = logging.getLogger("comity")


def main() -> None:
    """Do the writes that come over the pipe, until it is closed.

    Arguments of the command: the descriptor of the pipe, the home, and how many snapshots to keep, 0 for all.
    """
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    confinement.leave_network()
    pipe, home = Connection(int(sys.argv[1])), Path(sys.argv[2])
    committing = CommitWorker(home, pipe.recv(), int(sys.argv[3]))
    with suppress(EOFError, ConnectionError), committing:
        pipe.send(None)
        while True:
            pipe.send(_outcome(committing, pipe.recv()))
            if committing.keep:
                prune_snapshots(home, committing.keep)


def _outcome(committing: "CommitWorker", request: Write) -> Committed | ComityError:
    try:
        return committing.commit(request)
    except ComityError as error:
        with suppress(TypeError, pickle.PicklingError, AttributeError):
            pickle.dumps(error)
            return error
        return type(error)(str(error))
    except Exception as error:
        log.exception("A write was not done.")
        committing.current = None
        return CommitFailed(
            f"The write was not done, by a fault of this server ({type(error).__name__}); nothing has changed."
        )


class CommitWorker:
    """Writes to what is published in a home, one after the other."""

    def __init__(self, home: Path, settings: Settings, keep: int = 0) -> None:
        self.home, self.settings, self.keep = home, settings, keep
        write.prepare(home)
        self.folder = write.working_folder(home)
        self.current: Current | None = None
        with suppress(ComityError):  # the first write tells of it
            self._take_up()

    def commit(self, request: Write) -> Committed:
        """Do *request*, and return what has come of it once it is published.

        Raises:
            ComityError: it is not done, and nothing has changed.
        """
        with publishing(self.home):
            try:
                return self._commit(self._take_up(), request)
            except OSError as error:
                self.current = None
                reason = os.strerror(error.errno) if error.errno else "the disk may be full"
                raise CommitFailed(
                    f"The next snapshot cannot be written ({reason}); nothing has changed, mend that and write again."
                ) from error

    def _commit(self, current: Current, request: Write) -> Committed:
        transaction = Transaction(current, request, self.settings)
        if transaction.change:
            transaction.pass_the_gate()
            current.intact = False
            published = next_snapshot.publish(transaction, self.home)
            current.go_on(published, transaction.work.dossier, transaction.quads)
        change, (inferred, retracted) = transaction.change, map(len, transaction.inferred)
        return Committed(
            current.snapshot.path.name,
            len(change.added),
            len(change.removed),
            inferred,
            retracted,
            transaction.existed,
            transaction.seconds,
        )

    def _take_up(self) -> Current:
        """Return the current snapshot taken up; one that another process has published is taken up now."""
        published = current_snapshot(self.home)
        current = self.current
        if not current or not current.intact or current.snapshot.path != published.path:
            self.current = current = None  # its store is closed before its folder is made again
            self.current = current = Current(published, self.folder / "store", self.settings)
        return current

    def __enter__(self) -> "CommitWorker":
        return self

    def __exit__(self, *_: object) -> None:
        self.current = None
        shutil.rmtree(self.folder, ignore_errors=True)


if __name__ == "__main__":
    main()
