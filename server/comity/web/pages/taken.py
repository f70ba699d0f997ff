"""Which parameters a page takes: another is refused, for a page that passes it over answers another question."""

from flask import current_app, request

from comity.errors import BadQuery
from comity.reading.kinds import BY_PATH
from comity.reading.listing import aspects
from comity.web.pages.layout import VIEW

TAKEN: dict[str, tuple[str, ...]] = {
    "api.index": ("q", "tag"),
    "article.show": ("at",),
    "citation.cite": ("iri", "path"),
    "compare.compare": ("claim",),
    "conformance.conformance": (),
    "downloads.dataset": (),
    "downloads.llms": (),
    "downloads.robots": (),
    "downloads.sitemap": (),
    "editor.words": (),
    "linked_data.context": (),
    "linked_data.document": ("as", "full", "page", "referring"),
    "linked_data.thing": (),
    "linked_data.void": (),
    "linked_data.why": ("object", "predicate", "subject"),
    "lists.listing": ("page",),
    "manual.contents": (),
    "manual.topic": (),
    "memento.index": (),
    "ontology.alignments": (),
    "ontology.changes": (),
    "ontology.competency_questions": (),
    "ontology.version": (),
    "ontology.version_of_module": (),
    "ontology.whole": ("full",),
    "openapi.openapi": (),
    "pages.home": (),
    "pages.report": (),
    "pages.threats": (),
    "pictures.graph_of": ("iri",),
    "pictures.map_": (),
    "pictures.timeline": ("about", "as", "from", "lane", "until"),
    "search.search": ("kind", "page", "q"),
    "status.limits": (),
}
"""By endpoint, what it takes besides the view and the format, which all take."""


FORMS = ("", "list", "table")
REPEATABLE = ("claim", "format", "perspective")


def check() -> None:
    """Look whether the page that is asked for takes each parameter that it is asked with.

    Raises:
        BadQuery: it does not take one.
    """
    own = TAKEN.get(request.endpoint or "")
    if own is None or request.method not in ("GET", "HEAD"):
        return
    if request.args.get("as", "") not in FORMS:
        raise BadQuery(
            f"The parameter as is {request.args['as'][:20]!r}; it must be table or list."
        )
    path = (request.view_args or {}).get("path", "")
    if request.endpoint == "lists.listing" and path in BY_PATH:
        own += tuple(aspect.name for aspect in aspects(BY_PATH[path]))
    for name, values in request.args.lists():
        if len(set(values)) > 1 and name not in REPEATABLE:
            raise BadQuery(
                f"The parameter {name[:100]} is given {len(values)} times; give it once."
            )
        if name not in (*own, *VIEW, "format"):
            takes = ", ".join(sorted((*own, *VIEW, "format")))
            raise BadQuery(
                f"The page {request.path[:100]} has no parameter {name[:100]}; it takes {takes}."
            )


def unlisted() -> list[str]:
    """Return the endpoints that may be asked with any parameter, which they look at themselves."""
    rules = current_app.url_map.iter_rules()
    return sorted({rule.endpoint for rule in rules if "GET" in (rule.methods or ())} - set(TAKEN))
