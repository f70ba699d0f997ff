"""The tools for agents, asked by the SDK's own client over both transports: what they say, cite, refuse and cost."""

import asyncio
import base64
import json
import signal
import subprocess
import time
import tomllib
from contextlib import asynccontextmanager
from pathlib import Path
from urllib.parse import urlencode

import pytest
from mcp.client.client import Client
from mcp.client.stdio import StdioServerParameters, stdio_client
from mcp.client.streamable_http import streamable_http_client

from conftest import COMITY, ROOT, serving

pytestmark = pytest.mark.slow
QUESTIONS = tomllib.loads((ROOT / "tests" / "agents" / "thirty.toml").read_text())["question"]
TOOLS = ["search", "describe", "questions", "ask", "query", "why", "evidence", "contested", "terms"]
LIST_TOKENS, ANSWER_TOKENS, CALLS = 3000, 4000, 4
BYTES_A_TOKEN = 4


def tokens(content):
    return len(json.dumps(content, ensure_ascii=False).encode()) / BYTES_A_TOKEN


@pytest.fixture(scope="module")
def server(whole):
    with serving(ROOT, whole) as (client, _):
        yield client


@pytest.fixture(scope="module", params=["stdio", "http"])
def connect(request, whole):
    """What opens a client: of a process of its own, or of the server."""
    if request.param == "http":
        base = request.getfixturevalue("server").base

        def transport():
            return streamable_http_client(f"{base}/mcp")
    else:

        def transport():
            return stdio_client(StdioServerParameters(command=COMITY[0], args=["mcp", "--home", str(whole), "--dossier", str(ROOT)]))  # fmt: skip

    @asynccontextmanager
    async def opened():
        async with Client(transport()) as client:
            yield client

    return opened


def asked(connect, work):
    async def main():
        async with connect() as client:
            return await work(client)

    return asyncio.run(main())


async def answer(client, tool, **arguments):
    """Return what a tool answers; its text and its data are the same."""
    result = await client.call_tool(tool, arguments)
    assert not result.is_error, result.content[0].text
    assert json.loads(result.content[0].text) == result.structured_content
    assert tokens(result.structured_content) <= ANSWER_TOKENS
    return result.structured_content


async def refusal(client, tool, **arguments):
    """Return the sentence by which a tool refuses."""
    result = await client.call_tool(tool, arguments)
    assert result.is_error, result.structured_content
    sentence = result.content[0].text
    assert sentence.endswith((".", "?"))
    assert "Traceback" not in sentence
    assert "\n" not in sentence
    return sentence


def test_the_list_of_tools_is_short_and_says_when_to_use_each(connect):
    async def work(client):
        return (await client.list_tools()).tools

    tools = asked(connect, work)
    assert [tool.name for tool in tools] == TOOLS
    told = [tool.model_dump(mode="json", by_alias=True, exclude_none=True) for tool in tools]
    assert tokens(told) <= LIST_TOKENS
    for tool in tools:
        assert {"Use", "Not"} <= set(tool.description.split()), tool.name
        assert tool.output_schema["properties"]["link"]
        assert tool.annotations.read_only_hint


@pytest.mark.parametrize("question", QUESTIONS, ids=lambda question: question["asks"])
def test_a_question_is_answered_with_its_sources_in_four_calls(server, question):
    async def work(client):
        done = []
        for tool, arguments in question["calls"]:
            if arguments.get("cursor") and "cursor" not in done[-1]:
                break
            done.append(await answer(client, tool, **filled(done, arguments)))
        return done

    assert len(question["calls"]) <= CALLS
    done = asked(lambda: Client(streamable_http_client(f"{server.base}/mcp")), work)
    text = json.dumps(done, ensure_ascii=False)
    assert [words for words in question["says"] if words not in text] == []
    cited = {source["iri"] for one in done for source in one.get("sources", ())}
    assert set(question["cites"]) <= cited
    for one in done:
        reply = server.get(one["link"].removeprefix(server.base), "text/html")
        assert reply.status in (200, 303), one["link"]


def filled(done, given):
    """Put what earlier calls have found in the place of each "$number.path"."""
    if isinstance(given, dict):
        return {name: filled(done, value) for name, value in given.items()}
    if not given.startswith("$"):
        return given
    number, *path = given[1:].split(".")
    found = done[int(number)]
    for step in path:
        found = found[int(step)] if isinstance(found, list) else found[step]
    return found


def test_there_are_thirty_questions():
    assert len(QUESTIONS) == 30


def test_the_link_of_a_thing_of_another_site_leads_to_what_refers_to_it(server):
    thing = "http://www.w3.org/2004/02/skos/core#Concept"

    async def work(client):
        return await answer(client, "describe", thing=thing)

    told = asked(lambda: Client(streamable_http_client(f"{server.base}/mcp")), work)
    assert told["link"].endswith(f"/search?{urlencode({'q': thing})}")
    assert server.get(told["link"].removeprefix(server.base), "text/html").status in (200, 303)


def test_what_is_not_here_is_said_with_what_comes_near(connect):
    async def work(client):
        return [
            await refusal(client, "search", text="Xqzwj"),
            await refusal(client, "describe", thing="treaty:of-nothing"),
            await refusal(client, "ask", question="dispute-list"),
            await refusal(client, "query", sparql="SELECT * { ?s comity:signedOn 1 }"),
            await refusal(client, "why", subject="country:russia", predicate="comity:party", object="country:belarus"),
            await refusal(client, "terms", text="spaceship"),
        ]  # fmt: skip

    told = asked(connect, work)
    assert "nearest names" in told[0] or "search for another word" in told[0]
    assert all(len(sentence) > 40 for sentence in told)


def test_a_call_that_does_not_fit_is_refused_in_a_sentence(connect):
    async def work(client):
        return [
            await refusal(client, "delete", thing="country:russia"),
            await refusal(client, "search", words="radar"),
            await refusal(client, "search"),
            await refusal(client, "ask", question="disputes", limit=1000),
            await refusal(client, "ask", question="disputes", contested="maybe"),
            await refusal(client, "ask", question="disputes", perspective="nobody-known"),
            await refusal(client, "query", sparql="SELECT * { SERVICE <http://127.0.0.1/> { ?s ?p ?o } }"),
            await refusal(client, "query", sparql="INSERT DATA { <a:a> <a:b> <a:c> }"),
            await refusal(client, "query", sparql="SELECT nonsense"),
            await refusal(client, "describe", thing="<no iri>"),
        ]  # fmt: skip

    told = asked(connect, work)
    assert all(tool in told[0] for tool in TOOLS)
    assert "it takes text, kind, cursor" in told[1]


def test_cursors_lead_through_all_rows_and_only_where_they_were_given(connect):
    query = "SELECT ?claim ?statement { ?claim comity:statement ?statement } ORDER BY ?claim"

    async def work(client):
        found, at = [], ""
        while True:
            one = await answer(client, "query", sparql=query, limit=100, cursor=at)
            found += one["rows"]
            if not one["truncated"]:
                break
            at = one["cursor"]
        first = await answer(client, "query", sparql=query)
        other = query.replace("?claim ?statement {", "?claim {")
        return (
            found,
            await refusal(client, "query", sparql=other, cursor=first["cursor"]),
            await refusal(client, "query", sparql=query, cursor="bm90aGluZw"),
        )

    found, elsewhere, none = asked(connect, work)
    claims = [row["claim"] for row in found]
    assert len(claims) == len(set(claims)) > 250
    assert "other arguments" in elsewhere
    assert "leave it out" in none


def test_a_cursor_of_another_snapshot_says_so():
    from comity.agents import paging
    from comity.errors import BadQuery

    given = paging.cursor("2026-01-01T000000Z-aaaa", {"text": "x"}, 7)
    assert paging.position("2026-01-01T000000Z-aaaa", {"text": "x"}, given) == 7
    with pytest.raises(BadQuery, match="of the snapshot 2026-01-01T000000Z-aaaa, and 2026-02"):
        paging.position("2026-02-02T000000Z-bbbb", {"text": "x"}, given)


def test_every_row_names_what_it_rests_on(connect):
    async def work(client):
        return await answer(client, "ask", question="line-of-succession")

    one = asked(connect, work)
    assert len(one["rests"]) == len(one["rows"])
    assert all(one["rests"])
    for places in one["rests"]:
        for place in places:
            assert all(number < len(one["claims"]) for number in one["evidence"][place]["claims"])
    assert one["claims"]
    assert {n for c in one["claims"] for n in c["sources"]} <= {s["n"] for s in one["sources"]}


def test_a_hostile_query_is_stopped_and_others_go_on(server):
    hostile = "SELECT * { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i } ORDER BY ?c ?f ?i"

    async def main():
        async with (
            Client(streamable_http_client(f"{server.base}/mcp")) as one,
            Client(streamable_http_client(f"{server.base}/mcp")) as other,
        ):
            slow = asyncio.create_task(refusal(one, "query", sparql=hostile))
            await asyncio.sleep(0.5)
            begin = time.monotonic()
            await answer(other, "search", text="radar")
            waited = time.monotonic() - begin
            return await slow, waited

    told, waited = asyncio.run(main())
    assert "limit" in told
    assert waited < 5


def test_a_huge_answer_is_begun_and_no_more(server):
    async def work(client):
        return await answer(
            client, "query", sparql="SELECT * { ?s ?p ?o . ?x a comity:Claim }", limit=3
        )

    one = asked(lambda: Client(streamable_http_client(f"{server.base}/mcp")), work)
    assert one["truncated"]
    assert one["cursor"]
    assert one["rows"]


def test_many_sessions_at_once_are_all_answered(server):
    async def session(number):
        async with Client(streamable_http_client(f"{server.base}/mcp")) as client:
            return await answer(client, "search", text=["radar", "Вилейка", "gas", "treaty"][number % 4])  # fmt: skip

    async def main():
        return await asyncio.gather(*(session(number) for number in range(64)))

    assert all(one["things"] for one in asyncio.run(main()))


def test_only_post_is_answered_and_a_large_body_is_refused(server):
    assert server.get("/mcp").status == 405
    assert server.post("/mcp", b"{}", "text/plain", "application/json").status in (400, 406, 415)
    assert server.post("/mcp", b" " * 2**21, "application/json", "application/json").status == 413


def test_nothing_of_it_is_loaded_before_an_agent_comes(whole):
    with serving(ROOT, whole) as (client, process):
        maps = Path(f"/proc/{process.pid}/maps")
        assert client.get("/", "text/html").status == 200
        assert "pydantic_core" not in maps.read_text()

        async def work(one):
            return await answer(one, "search", text="radar")

        asked(lambda: Client(streamable_http_client(f"{client.base}/mcp")), work)
        assert "pydantic_core" in maps.read_text()


@pytest.mark.parametrize("position", ["-1", "999999", "1_0", "٣"])
def test_a_cursor_with_another_position_is_none_that_was_given(position):
    from comity.agents import paging
    from comity.errors import BadQuery

    given = paging.cursor("a", {"text": "x"}, 7)
    plain = base64.urlsafe_b64decode(given + "==").decode().rpartition(" ")[0]
    forged = base64.urlsafe_b64encode(f"{plain} {position}".encode()).decode().rstrip("=")
    with pytest.raises(BadQuery, match="is none that was given here"):
        paging.position("a", {"text": "x"}, forged)


@pytest.mark.parametrize(
    ("tool", "arguments", "says"),
    [
        ("describe", {"thing": '"text"@en'}, "is no name of a thing"),
        ("describe", {"thing": ""}, "is no name of a thing"),
        ("describe", {"thing": "x" * 20_000}, "has 20000 signs; give 10000 at most"),
        ("search", {"text": "x" * 20_000}, "has 20000 signs; give 10000 at most"),
        ("ask", {"question": "members-on", "arguments": {"date": "x" * 20_000}}, "has 20012 signs"),
        ("ask", {"question": "x" * 9_000}, "There is no canned query xxxx"),
        ("why", {"subject": "", "predicate": "", "object": ""}, "is no term"),
    ],
)
def test_what_no_tool_can_take_is_refused_in_a_short_sentence(connect, tool, arguments, says):
    async def work(client):
        return await refusal(client, tool, **arguments)

    sentence = asked(connect, work)
    assert says in sentence
    assert len(sentence) < 1500


@pytest.mark.parametrize(
    ("body", "says"),
    [
        ([{"jsonrpc": "2.0", "id": 1, "method": "ping"}], "no batch"),
        ({"jsonrpc": "1.0", "id": 1, "method": "ping"}, 'jsonrpc is not "2.0"'),
        ({"jsonrpc": "2.0", "id": 1}, "no method"),
        ({"jsonrpc": "2.0", "id": 1, "method": "ping", "params": [1]}, "params are no object"),
        ({"jsonrpc": "2.0", "id": 1.5, "method": "ping"}, "id is neither text nor a whole number"),
        ({"jsonrpc": "2.0", "id": None, "method": "ping"}, "id is neither text nor a whole number"),
        ({"jsonrpc": "2.0", "id": True, "method": "ping"}, "id is neither text nor a whole number"),
    ],
)
def test_a_message_that_is_none_is_refused_in_a_sentence(server, body, says):
    reply = server.post("/mcp", json.dumps(body).encode(), "application/json", "application/json")
    message = json.loads(reply.text)["error"]["message"]
    assert reply.status == 400
    assert says in message
    assert message.endswith(".")
    assert "\n" not in message


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT, signal.SIGKILL])
def test_what_is_stopped_leaves_no_process(whole, number):
    hostile = {"sparql": "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f }"}
    initialize = {"protocolVersion": "2025-06-18", "capabilities": {}, "clientInfo": {"name": "test", "version": "1"}}  # fmt: skip
    calls = [("initialize", initialize), ("tools/call", {"name": "query", "arguments": hostile})]
    command = [*COMITY, "mcp", "--home", str(whole), "--dossier", str(ROOT)]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE) as process:
        for method, params in calls:
            line = {"jsonrpc": "2.0", "id": 1, "method": method, "params": params}
            process.stdin.write(json.dumps(line).encode() + b"\n")
            process.stdin.flush()
            if method == "initialize":
                process.stdout.readline()
        time.sleep(3)
        task = Path(f"/proc/{process.pid}/task")
        below = [int(n) for one in task.iterdir() for n in (one / "children").read_text().split()]
        assert below
        process.send_signal(number)
        process.wait(10)
    end = time.monotonic() + 5
    while (left := [n for n in below if Path(f"/proc/{n}/exe").exists() and _is_there(n)]) and time.monotonic() < end:  # fmt: skip
        time.sleep(0.2)
    assert not left


def _is_there(number):
    return Path(f"/proc/{number}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
