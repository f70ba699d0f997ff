"""The manual: pages of Markdown in the package, a topic a file."""

from functools import cache
from pathlib import Path

from flask import Blueprint, Response
from markdown_it import MarkdownIt
from markupsafe import Markup

from comity.errors import NotFound
from comity.web.pages.layout import page
from comity.web.representation import represent

bp = Blueprint("manual", __name__, url_prefix="/help")
FOLDER = Path(__file__).parents[1] / "manual"


@bp.get("/")
def contents() -> Response:
    """List the topics."""
    return represent(page=lambda: page("manual.html", title="Help", topics=topics()))


@bp.get("/<topic>")
def topic(topic: str) -> Response:
    """Show one topic.

    Raises:
        NotFound: there is none of that name.
    """
    if topic not in topics():
        raise NotFound(f"There is no help on {topic[:100]}; /help/ lists what there is.")
    title, text = topics()[topic][0], Markup(_html(topic))
    return represent(page=lambda: page("manual.html", title=title, text=text))


@cache
def topics() -> dict[str, tuple[str, str]]:
    """Return the title and the first sentence of each topic, by its name."""
    found = {}
    for path in sorted(FOLDER.glob("*.md")):
        title, _, sentence = path.read_text(encoding="utf-8").split("\n", 3)[:3]
        found[path.stem] = (title.removeprefix("# "), sentence)
    return found


@cache
def _html(topic: str) -> str:
    text = (FOLDER / f"{topic}.md").read_text(encoding="utf-8")
    html: str = MarkdownIt("commonmark", {"html": False}).enable("table").render(text)
    return html
