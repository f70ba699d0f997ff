"""Everything Comity raises on purpose.

ComityError
├── SourceError        a file or folder of a dossier cannot be read as what it is
├── BadInput           what the library is given is of no type, or value, that it takes
├── NotConforming      the data break a shape of severity sh:Violation
├── Inconsistent       the OWL 2 RL closure contains a contradiction
├── ReasoningTooBig    more follows than the bound on triples or time lets
├── SnapshotError      a snapshot is missing, damaged, or of another format version
├── Diverged           files and commits have both changed, and neither has the other's
├── ServeError         the server cannot start: the port is taken, the address is not ours
├── NotFound           nothing of that name is in the snapshot
├── WriteError         a write is not done, and nothing has changed
│   ├── Unauthenticated         whoever writes has no right to: no token, or a wrong one
│   ├── NotWritable        the graph is made from others, or can be no file of a dossier
│   ├── PreconditionFailed the graph is not as whoever writes thinks it is
│   └── CommitFailed       the process that commits has died, or is stopping
└── QueryError         a query got no answer
    ├── BadQuery           it does not parse, or an argument is missing or of the wrong type
    ├── NoSuchRow          it does not give the row whose evidence is asked for
    ├── Refused            it asks for what a stranger may not have: SERVICE, LOAD, an update
    ├── NotAcceptable      the answer has no form that the client accepts
    ├── QueryTimedOut      it ran past its time limit, in seconds
    ├── QueryTooBig        it ran past its memory or result limit, in bytes, or is nested too deep
    ├── StoreFailed        the snapshot's store cannot be read, which is no fault of the query
    ├── Overloaded         too many queries wait already
    ├── Closed             the snapshot has been closed
    └── ClientGone          whoever asked is gone

A message is one sentence that says what is wrong and where, and what to do if that is known.
"""


class ComityError(Exception):
    """The root: whatever Comity raises on purpose, with one sentence for its reader."""


class SourceError(ComityError):
    """A file or folder of a dossier cannot be read as what it is."""


class BadInput(ComityError, ValueError):
    """What the library is given is of no type, or value, that it takes."""


class NotConforming(ComityError):
    """The data break a shape of severity sh:Violation.

    Attributes:
        report: the W3C validation report as Turtle, where there is one.
    """

    def __init__(self, sentence: str, report: str = "") -> None:
        super().__init__(sentence)
        self.report = report


class Inconsistent(ComityError):
    """The OWL 2 RL closure contains a contradiction.

    Attributes:
        proofs: a `proofs.proof.Proof` of each contradiction.
    """

    def __init__(self, sentence: str, proofs: tuple[object, ...] = ()) -> None:
        super().__init__(sentence)
        self.proofs = proofs


class ReasoningTooBig(ComityError):
    """More follows than the bound on triples or time lets."""


class SnapshotError(ComityError):
    """A snapshot is missing, damaged, or of another format version."""


class Diverged(ComityError):
    """Files and commits have both changed, and neither has the other's."""


class ServeError(ComityError):
    """The server cannot start."""


class NotFound(ComityError):
    """Nothing of that name is in the snapshot."""


class WriteError(ComityError):
    """A write is not done, and nothing has changed."""


class Unauthenticated(WriteError):
    """Whoever writes has no right to."""


class NotWritable(WriteError):
    """The graph is made from others, or can be no file of a dossier."""


class PreconditionFailed(WriteError):
    """The graph is not as whoever writes thinks it is."""


class CommitFailed(WriteError):
    """The process that commits has died, or is stopping."""


class QueryError(ComityError):
    """A query got no answer.

    Attributes:
        limit: the name of the setting whose limit was met, if one was.
    """

    def __init__(self, sentence: str, *, limit: str | None = None) -> None:
        super().__init__(sentence)
        self.limit = limit


class BadQuery(QueryError):
    """It does not parse, or an argument is missing or of the wrong type."""


class NoSuchRow(QueryError):
    """It does not give the row whose evidence is asked for."""


class Refused(QueryError):
    """It asks for what a stranger may not have."""


class NotAcceptable(QueryError):
    """The answer has no form that the client accepts."""


class QueryTimedOut(QueryError):
    """It ran past its time limit."""


class QueryTooBig(QueryError):
    """It ran past its memory limit or its result limit, or is nested too deep."""


class StoreFailed(QueryError):
    """The snapshot's store cannot be read, which is no fault of the query."""


class Overloaded(QueryError):
    """Too many queries wait already."""


class Closed(QueryError):
    """The snapshot has been closed."""


class ClientGone(QueryError):
    """Whoever asked is gone."""
