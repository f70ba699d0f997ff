"""Forms and addresses: read as the reference reads them, and refused with a sentence."""

import re
import urllib.request
from urllib.parse import parse_qsl, quote, quote_plus

import pytest

from comity.errors import BadQuery
from comity.web.transport.fields import FORM, fields
from conftest import TOKEN, serving
from support.cases import cases
from support.endpoint import assert_problem

SIGNS = [
    "a",
    "Ж",
    "=",
    "+",
    " ",
    "\n",
    "\r\n",
    "==",
    "=\n",
    "\t",
    "~",
    "%",
    "\0",
    "🜚",
    '"',
    "\\x41",
]


def test_fields_are_those_that_the_standard_library_reads():
    for chance in cases(500):
        pairs = [
            tuple("".join(chance.choices(SIGNS, k=chance.randrange(6))) for _ in range(2))
            for _ in range(chance.randrange(5))
        ]
        escape = chance.choice([quote, quote_plus])
        text = "&".join(
            chance.choice([f"{escape(n)}={escape(v)}", escape(n), "", f"{escape(n)}={v}"])
            for n, v in pairs
            if not set("%&;") & set(n + v)
        ).encode()
        expected = parse_qsl(text.decode(), keep_blank_values=True)
        assert list(fields(text, "form")) == expected, text


def test_a_percent_sign_is_an_escape_or_refused():
    """Held to the grammar: RFC 3986 §2.1."""
    for chance in cases(3000):
        text = "".join(chance.choices(["%", "4", "1", "=", "\n", "\r", "g", "%41"], k=6)).encode()
        is_right = not re.search(rb"%(?![0-9A-Fa-f]{2})", text)
        try:
            found = list(fields(b"x=" + text, "form"))
        except BadQuery:
            assert not is_right, text
        else:
            assert is_right, text
            assert found == parse_qsl(f"x={text.decode()}", keep_blank_values=True)


@pytest.mark.parametrize(
    ("form", "word"),
    [
        (b"query=100%", "percent sign that begins no escape (%)"),
        (b"query=%zz", "begins no escape (%zz)"),
        (b"query=%%41", "write %25"),
        (b"query=%\nab", "write %25"),
        (b"query=%\r\n", "write %25"),
        (b"que%=ry", "write %25"),
        (b"query=%4", "write %25"),
        (b"query=%E4", "not UTF-8"),
        (b"query=\xe4", "not UTF-8"),
        (b"a=1&" * 2000, "more than 1000 parameters"),
    ],
)
def test_what_is_no_form_is_refused_with_a_sentence(client, form, word):
    with pytest.raises(BadQuery, match=r"The form .* (write|encode|send)"):
        list(fields(form, "form"))
    assert_problem(client.post("/sparql", form, FORM), 400, word)


def test_a_form_may_be_escaped_from_end_to_end():
    assert list(fields(b"query=" + b"%20" * 349_000, "form")) == [("query", " " * 349_000)]


def test_a_body_of_parts_is_read_of_those_who_may_write_only(dossier, tmp_path, token_file):
    part = b'--b\r\nContent-Disposition: form-data; name="g"; filename="g.ttl"\r\nContent-Type: text/turtle\r\n\r\n<x:s> <http://www.w3.org/2000/01/rdf-schema#label> "x"@en .\r\n'
    whole, many = part + b"--b--\r\n", part * 2000 + b"--b--\r\n"
    multipart = "multipart/form-data; boundary=b"
    with serving(dossier, tmp_path / "home", "--writable", "--token-file", token_file) as (c, _):
        # Where the parts were read, they would be found to be too many.
        assert_problem(c.post("/sparql", many, multipart), 400, "The body has the type")
        assert_problem(c.post("/graph-store", many, multipart), 401, "token")

        def put(body, media_type):
            headers = {"Authorization": f"Bearer {TOKEN}", "Content-Type": media_type}
            address = f"{c.base}/graph/parts"
            return c.send(urllib.request.Request(address, body, headers, method="PUT"))

        assert put(whole, multipart).status == 201
        assert_problem(put(many, multipart), 400, "more than 100 parts")
        assert_problem(put(b"nothing", multipart), 400, "no part that is a file")
        assert_problem(put(whole, "multipart/form-data"), 400, "no part that is a file")
        assert b"x:s" in c.get("/graph/parts", "text/turtle").body
