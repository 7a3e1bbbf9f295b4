"""The package from outside: extraction, tables, a store, errors, threads."""

import importlib.util
import pathlib
import subprocess
import sys
import sysconfig
import threading
import time

import pytest

import tripel

TEXT = (
    "Deutschland verurteilte am Montag den Angriff auf Dänemark. "
    "Frankreich warf Russland vor, die Ukraine anzugreifen. Russland wies das zurück."
)
ARTICLES = [
    {"id": "a", "text": TEXT, "date": "2024-05-02", "source": "Bote", "title": "Streit"},
    {"id": "b", "text": "„Das ist falsch“, sagte Bundeskanzler Olaf Scholz. China widersprach den USA."},
]


@pytest.fixture(scope="module")
def said():
    return tripel.extract(ARTICLES, fast=True)


@pytest.fixture
def store(tmp_path):
    store = tripel.Store(tmp_path / "news.kb")
    store.add(ARTICLES, fast=True)
    return store


def test_a_statement_has_its_words(said):
    accusation = next(own for own in said if own.relation == "accuse")
    assert (accusation.subject.label, accusation.object.label) == ("France", "Russia")
    assert accusation.subject.label_de == "Frankreich"
    assert accusation.quote in TEXT
    assert TEXT[accusation.subject.start : accusation.subject.end] == accusation.subject.text
    assert accusation.event == "ACCUSE" and accusation.score < 0
    assert str(accusation) == "France - accuse - Russia"


def test_actors_and_quotations(said):
    assert {"Germany", "France", "Russia"} <= {actor.label for actor in said.actors}
    assert [quotation.text for quotation in said.quotations] == ["die Ukraine anzugreifen", "„Das ist falsch“"]
    assert "quotations" in repr(said)


def test_the_day_tells_when():
    said = tripel.extract(TEXT, date="2024-05-02", fast=True)
    days = {own.record["time"]["value"] for own in said if own.record["time"]}
    assert days == {"2024-04-29"}


def test_notebooks_show_a_table_and_trees(said):
    assert "<td>France</td><td>accuse</td><td>Russia</td>" in said._repr_html_()
    trees = tripel.extract(TEXT, fast=True, trees=True).trees
    assert len(trees) == 3 and all(tree._repr_svg_().startswith("<svg") for tree in trees)


def test_tables_have_the_rows_of_the_lists(said):
    pyarrow = pytest.importorskip("pyarrow")
    table = said.to_arrow()
    assert isinstance(table, pyarrow.Table)
    ids = [row["id"] for row in table.to_pylist()]
    assert sorted(ids) == sorted(own.id for own in said)
    assert table.schema.field("negated").type == pyarrow.bool_()
    assert table.column_names == [name for name, _ in tripel.fields()["statements"]]
    pandas = pytest.importorskip("pandas")
    frame = said.to_pandas("actors")
    assert isinstance(frame, pandas.DataFrame) and "Germany" in set(frame["name"])


def test_a_store_takes_answers_and_gives_back(store):
    assert sorted(store.articles) == ["a", "b"] and len(store) == 2
    assert store.text("a") == TEXT
    answer = store.query("SELECT ?who ?whom { ?who r:accuse ?whom }")
    assert [{name: own.rsplit("/")[-1] for name, own in row.items()} for row in answer] == [
        {"who": "france", "whom": "russia"}
    ]
    assert answer.columns == ["who", "whom"]
    assert store.query("ASK { ?who r:attack actor:ukraine }") == [{"answer": False}], "only claimed"
    count = store.query("SELECT (COUNT(*) AS ?n) { ?s a t:Statement }")
    assert count[0]["n"] > 3
    if importlib.util.find_spec("pyarrow"):
        assert count[0]["n"] == len(store.to_arrow())
    assert store.query("ASK { ?s a t:Statement }") == [{"answer": True}]
    assert store.verify() and store.verify().articles == 2
    assert store.remove("a") and not store.remove("a")
    assert store.articles == ["b"]


def test_named_queries(store):
    assert "accusations" in tripel.queries()
    assert any("France" in row.values() for row in store.query("accusations"))
    assert "<table>" in store.query("accusations")._repr_html_()


def test_the_network_is_one_of_networkx(store):
    networkx = pytest.importorskip("networkx")
    network = store.network()
    assert isinstance(network, networkx.MultiDiGraph)
    relations = {edge["relation"] for _, _, edge in network.edges(data=True)}
    assert "accuse" in relations
    assert store._repr_svg_().startswith("<svg")


def test_answers_become_tables(store):
    pytest.importorskip("pandas")
    frame = store.query("accusations").to_pandas()
    assert len(frame) == len(store.query("accusations"))


@pytest.mark.parametrize(
    ("call", "sentence"),
    [
        (lambda: tripel.extract(TEXT, date="gestern"), "the date 'gestern' of the article"),
        (lambda: tripel.extract({"id": "a"}), "has no text"),
        (lambda: tripel.extract("Il pleut sur la ville et le ministre refuse de partir. " * 9), "only German (de)"),
    ],
)
def test_what_goes_wrong_is_one_sentence(call, sentence):
    with pytest.raises(tripel.TripelError) as raised:
        call()
    assert sentence in str(raised.value) and "\n" not in str(raised.value)


def test_a_wrong_query_is_an_error(store):
    with pytest.raises(tripel.TripelError, match="there is no query 'accusation'"):
        store.query("accusation")
    with pytest.raises(tripel.TripelError):
        store.query("SELECT { }")
    with pytest.raises(tripel.TripelError, match="two articles have one id"):
        store.add([{"id": "x", "text": "a"}, {"id": "x", "text": "b"}])


def test_several_articles_say_what_each_says_alone(said):
    alone = [own for article in ARTICLES for own in tripel.extract(article, fast=True)]
    assert [own.id for own in alone] == [own.id for own in said]


def test_another_thread_runs_meanwhile():
    """A thread of Python counts while another one is in Rust: nobody holds the lock."""
    texts = [f"{TEXT} Deutschland unterstützt {number} Länder." * 40 for number in range(2)]
    tripel.extract(TEXT, fast=True)
    counted, done = [0], threading.Event()

    def count():
        while not done.is_set():
            counted[0] += 1
            time.sleep(0.001)

    counter = threading.Thread(target=count)
    counter.start()
    start = time.perf_counter()
    tripel.extract(texts[0], fast=True)
    passed = time.perf_counter() - start
    done.set()
    counter.join()
    assert counted[0] > 50 * passed, f"{counted[0]} in {passed:.3f} s"


def test_the_program_comes_along():
    """Where the wheel was made with it."""
    program = pathlib.Path(sysconfig.get_path("scripts")) / "tripel"
    if not program.exists():
        pytest.skip("this wheel was made without the program")
    version = subprocess.run([program, "--version"], capture_output=True, text=True, check=True)
    assert version.stdout.split()[1] == tripel.__version__


def test_the_core_needs_no_other_package():
    code = "import sys, tripel; print({'pandas', 'numpy', 'pyarrow', 'networkx'} & set(sys.modules))"
    printed = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert printed.stdout.strip() == "set()"
