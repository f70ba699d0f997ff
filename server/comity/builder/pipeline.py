"""The way from files to a published snapshot: load, validate, reason, validate again, write, switch."""

from pathlib import Path

from comity.builder import lineage, write
from comity.builder.dossier import survey_dossier
from comity.builder.identity import identify
from comity.builder.work import DEFAULT, Options, Progress, Work
from comity.checks import table
from comity.snapshot import Snapshot


def examine(root: Path, progress: Progress = lambda _: None, options: Options = DEFAULT) -> Work:
    """Do everything that a build does short of publishing.

    Raises:
        SourceError, NotConforming, Inconsistent: the dossier is not fit to be published.
    """
    dossier, surveyed = survey_dossier(root)
    work = Work(dossier, progress, options=options, surveyed=surveyed)
    table.hold(work)
    return work


def build(
    root: Path,
    home: Path,
    progress: Progress = lambda _: None,
    options: Options = DEFAULT,
) -> Snapshot:
    """Publish the dossier at *root* in *home*, or the snapshot that its files already have there.

    Args:
        root: the dossier's folder.
        home: where snapshots live; made if it is not there.
        progress: called with the name of each step as it begins.
        options: what else to do.

    Raises:
        SourceError, NotConforming, Inconsistent: nothing is published, what was stays so.
        Diverged: commits are not in the files, and are not to be left out.
    """
    write.prepare(home)
    known = lineage.published(
        root, home, options.reasoner, options.without_commits, options.may_reuse()
    )
    if known is not None:
        return known
    work = examine(root, progress, options)
    with work.step("write"):
        folder = write.write(work, home, identify(work.dossier, options.reasoner))
    lineage.publish(work.dossier, home, folder, options.without_commits)
    return folder
