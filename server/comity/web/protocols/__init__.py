"""One module a protocol: SPARQL, Graph Store, linked data, the canned queries, and what describes them."""
