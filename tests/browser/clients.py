"""What other programs get from the SPARQL endpoint: SPARQLWrapper, rdflib's SPARQLStore, and a graph loaded from an address.

    python clients.py ADDRESS
"""

import sys
from rdflib import Graph, URIRef
from rdflib.plugins.stores.sparqlstore import SPARQLStore
from SPARQLWrapper import CSV, JSON, TURTLE, XML, SPARQLWrapper

address = sys.argv[1].rstrip("/")
select = "SELECT ?who ?what { ?who r:reject ?what }"

for method in ["GET", "POST"]:
    for style in ["urlencoded", "postdirectly"] if method == "POST" else ["urlencoded"]:
        client = SPARQLWrapper(address + "/query")
        client.setMethod(method)
        client.setRequestMethod(style)
        client.setQuery(select)
        client.setReturnFormat(JSON)
        rows = client.queryAndConvert()["results"]["bindings"]
        assert rows, method
        client.setReturnFormat(XML)
        assert client.query().response.read().startswith(b"<?xml")
        client.setReturnFormat(CSV)
        assert client.query().response.read().startswith(b"who,what")
client.setMethod("GET")
client.setQuery("CONSTRUCT { ?a r:reject ?b } { ?a r:reject ?b }")
client.setReturnFormat(TURTLE)
assert len(Graph().parse(data=client.query().response.read(), format="turtle")) == len(rows)

store = SPARQLStore(address + "/query")
found = list(Graph(store).query("SELECT ?s { ?s a <https://w3id.org/tripel#Statement> }"))
assert found
reject = URIRef("https://w3id.org/tripel/relation/reject")
assert len(list(Graph(store).triples((None, reject, None)))) == len(rows)

one = Graph().parse(address + "/actor/china", format="turtle")
assert len(one) > 3
whole = Graph().parse(address + "/data?default", format="turtle")
assert len(whole) > 100
description = Graph().parse(address + "/query", format="turtle")
assert list(description.subjects(None, URIRef("http://www.w3.org/ns/sparql-service-description#SPARQL11Query")))
print(len(rows), "rows,", len(found), "statements,", len(whole), "triples")
