"""The scripts that come from npm: what a page may run where the package was built with them; all work without."""

from pathlib import Path

from flask import g
from markupsafe import Markup

from comity.reading.words import say

FOLDER = Path(__file__).parents[1] / "static"
EDITOR, ZOOM = FOLDER / "editor.js", FOLDER / "zoom.js"
POLICY = "script-src 'self'"


def allowed(script: Path) -> str:
    """Let this page run *script*, and return its name; nothing where there is none."""
    if not script.exists():
        return ""
    g.policy = POLICY
    return script.name


def zooms() -> Markup:
    """Return the attributes of a picture that can be made larger: what its buttons are called."""
    words = (say("Larger"), say("Smaller"), say("The whole picture"))
    return Markup(' data-larger="{}" data-smaller="{}" data-whole="{}"').format(*words)
