"""What a query names: its terms, and the variables that nothing binds."""

import pytest

from comity.checks.query_text import terms, unbound

QUERIES = {
    "SELECT ?a ?b WHERE { ?a ?p ?c }": {"b"},
    "SELECT (COUNT(?x) AS ?n) WHERE { ?s ?p ?x } GROUP BY ?s HAVING(COUNT(?x) > 1) ORDER BY ?n": set(),
    "SELECT * { ?s ?p ?o FILTER(?z > 1) }": {"z"},
    "SELECT ?s { ?s ?p ?o FILTER NOT EXISTS { ?s ?q ?w FILTER(?w = ?o) } FILTER(?w > 1) }": {"w"},
    "CONSTRUCT { ?s ?p ?x } WHERE { ?s ?p ?o }": {"x"},
    "CONSTRUCT WHERE { ?s ?p ?o }": set(),
    "SELECT ?v { VALUES ?v { 1 } VALUES (?a ?b) { (1 2) } FILTER(?a < ?b) BIND(?v + 1 AS ?w) FILTER <http://f>(?w) }": set(),
    "SELECT ?x { { SELECT ?y (MAX(?z) AS ?x) { ?y ?p ?z } GROUP BY ?y } }": set(),
    "DESCRIBE ?x { ?x a ?y }": set(),
    'ASK { ?s ?p ( ?l 1 ) . FILTER(lang(?name) = "en") }': {"name"},
    "SELECT ?g { GRAPH ?g { ?s ^<http://p>/(<http://q>|!<http://r>)* ?o } }": set(),
    "SELECT ?a { ?a ?p ?b OPTIONAL { ?a ?q ?c } MINUS { ?a ?r ?d } } ORDER BY DESC(?d) ?c": {"d"},
    "SELECT ?a { ?s <http://p> ?a, ?b ; <http://q> [ <http://r> ?c ] . FILTER (?c IN (?a, ?b)) }": set(),
    "SELECT ?n { ?s ?p ?o . BIND(IF(EXISTS { ?o ?q ?m }, 1, 2) AS ?n) }": set(),
    'SELECT ?s ("# ?no" AS ?t) { ?s ?p "?none" . # ?nothing\n }': set(),
    "SELECT ?x WHERE { ?s ?p ?x } VALUES ?s { <http://a> }": set(),
    "SELECT ?x WHERE { BIND (COALESCE(?u, 1) AS ?x) }": {"u"},
}  # fmt: skip


@pytest.mark.parametrize("query", QUERIES)
def test_a_variable_that_nothing_binds_is_found_and_no_other(query):
    assert set(unbound(query)) == QUERIES[query]


def test_a_variable_is_found_where_it_is_first_used():
    query = "SELECT ?s { ?s ?p ?o FILTER(?z > 1 && ?z < 3) }"
    assert unbound(query) == {"z": query.index("?z")}


def test_the_terms_of_a_query_are_its_names_and_iris_beside_prefixes_comments_and_texts():
    query = (
        "PREFIX a: <http://a/> BASE <http://base/>\n"
        'SELECT * { ?s a:x-y "a:no <http://no>" . # a:no\n ?s <http://b/z> ?o FILTER(?o<?p && ?p>1) }'
    )
    assert list(terms(query)) == [
        ("http://a/x-y", query.index("a:x-y")),
        ("http://b/z", query.index("<http://b/z>")),
    ]
