"""The tools as a server of the Model Context Protocol has them.

Source: Model Context Protocol, Tools https://modelcontextprotocol.io/specification/2025-06-18/server/tools
"""

import json
from typing import Any

from mcp.server.mcpserver import Context, MCPServer
from mcp.server.mcpserver.exceptions import ToolError
from mcp_types import CallToolResult, InputRequiredResult, TextContent, ToolAnnotations
from pydantic import ValidationError

from comity.agents.published_graph import Graph
from comity.agents.tools import Tools
from comity.errors import ComityError
from comity.version import VERSION

READS = ToolAnnotations(read_only_hint=True)
SIGNS, SENTENCE = 10_000, 1_000
"""How long an argument may be, which an answer repeats in its link, and the sentence of a refusal, in signs."""
INSTRUCTIONS = """\
A knowledge graph of how two states deal with each other, in which every statement has its sources.
Begin with search to get IRIs (never make one up), then describe a thing, or ask a question of the list; write SPARQL
only where no question fits. Numbers in brackets are of sources: cite them. Where a standing is "others say otherwise"
or "claimed", give both sides. What is not said here is unknown, not false."""


class Server(MCPServer[Any]):
    """A server whose answers are as short as they can be, and whose every error is one sentence."""

    async def call_tool(
        self, name: str, arguments: dict[str, Any], context: Context[Any, Any] | None = None
    ) -> CallToolResult | InputRequiredResult:
        """Call a tool.

        Raises:
            ToolError: there is none of that name, its arguments do not fit, or it has no answer.
        """
        self._require_known(name, arguments)
        try:
            result = await super().call_tool(name, arguments, context)
        except ToolError as error:
            raise ToolError(_sentence(name, error)) from error
        if isinstance(result, CallToolResult):
            written = json.dumps(result.structured_content, ensure_ascii=False)
            result.content = [TextContent(text=written)]
        return result

    def _require_known(self, name: str, arguments: dict[str, Any]) -> None:
        tools = {tool.name: tool for tool in self._tool_manager.list_tools()}
        if name not in tools:
            raise ToolError(f"There is no tool {name[:60]!r}; there are {', '.join(tools)}.")
        takes = tools[name].parameters["properties"]
        for argument in arguments:
            if argument not in takes:
                raise ToolError(
                    f"The tool {name} takes no {argument[:60]!r}; it takes {', '.join(takes)}."
                )
            if (size := len(str(arguments[argument]))) > SIGNS:
                raise ToolError(
                    f"The argument {argument} of {name} has {size} signs; give {SIGNS} at most."
                )


def _sentence(name: str, error: ToolError) -> str:
    """Say what is wrong with a call in one sentence."""
    said = _said(name, error)
    middle = f"{said[: SENTENCE // 2]} … {said[-SENTENCE // 2 :]}"
    return said if len(said) <= SENTENCE else middle


def _said(name: str, error: ToolError) -> str:
    cause = error.__cause__
    if isinstance(cause, ValidationError):
        first = cause.errors(include_url=False)[0]
        argument = ".".join(map(str, first["loc"]))
        return f"The argument {argument} of {name} does not fit ({first['msg']}); mend it."
    return str(cause if isinstance(cause, ComityError) else error)


def server(graph: Graph) -> Server:
    """Return a server whose tools read *graph*."""
    made = Server(
        "comity", title="Comity", version=VERSION, instructions=INSTRUCTIONS, log_level="CRITICAL"
    )
    tools = Tools(graph)
    for tool in (
        tools.search, tools.describe, tools.questions, tools.ask, tools.query,
        tools.why, tools.evidence, tools.contested, tools.terms,
    ):  # fmt: skip
        made.add_tool(tool, description=" ".join((tool.__doc__ or "").split()), annotations=READS)
    for known in made._tool_manager.list_tools():
        _trim(known.parameters, ("title", "default"))
        _trim(known.output_schema, ("title", "required", "description"))
    return made


def _trim(schema: object, words: tuple[str, ...]) -> None:
    """Take *words* out of a schema, which an agent reads with each list of tools and needs none of."""
    if isinstance(schema, list):
        for one in schema:
            _trim(one, words)
    elif isinstance(schema, dict):
        for word in words:
            if not isinstance(schema.get(word), dict):  # a property may be called so
                schema.pop(word, None)
        for one in schema.values():
            _trim(one, words)
