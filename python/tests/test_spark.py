"""Shards: the same bytes whatever reads them, a bad article in the errors, nothing done twice; with Spark where it is."""

import gzip
import importlib.util
import json
import os
import pathlib
import shutil
import sys

import pytest

import tripel
from tripel import spark

pyarrow = pytest.importorskip("pyarrow")
import pyarrow.parquet  # noqa: E402

LINES = [
    json.dumps({"id": f"a{number}", "date": "2024-05-02", "text": f"Deutschland verurteilte den Angriff auf Land {number}. China widersprach den USA."})
    for number in range(12)
]
BAD = ["{", json.dumps({"id": "b"}), json.dumps({"id": "c", "text": "x", "date": "gestern"})]
SHARDS = 3


def contents(out):
    files = [path for path in pathlib.Path(out).rglob("*") if path.is_file()]
    return {str(path.relative_to(out)): path.read_bytes() for path in files}


def table(out, name):
    return pyarrow.parquet.read_table(pathlib.Path(out) / name).to_pylist()


def test_a_shard_is_the_same_from_any_order(tmp_path):
    counts = spark.write_shard(LINES + BAD, 0, tmp_path / "one", True)
    assert counts == {"articles": 12, "errors": 3}
    spark.write_shard(list(reversed(LINES + BAD)), 0, tmp_path / "two", True)
    assert contents(tmp_path / "one") == contents(tmp_path / "two")
    errors = {row["error"] for row in table(tmp_path / "one", "errors")}
    assert any("'gestern'" in error for error in errors) and any("no text" in error for error in errors)
    said = tripel.extract([json.loads(line) for line in LINES], fast=True)
    assert {row["id"] for row in table(tmp_path / "one", "statements")} == {own.id for own in said}
    quads = gzip.decompress((tmp_path / "one/nquads/part-00000.nq.gz").read_bytes()).decode()
    assert quads.count("http://www.w3.org/ns/prov#wasDerivedFrom") >= len(said)


def test_every_article_has_one_shard():
    shards = [spark.shard_of(f"a{number}", SHARDS) for number in range(200)]
    assert set(shards) == {0, 1, 2} and shards[:3] == [spark.shard_of(f"a{number}", SHARDS) for number in range(3)]


@pytest.fixture(scope="module")
def session():
    os.environ["PYSPARK_PYTHON"] = sys.executable
    if not importlib.util.find_spec("pyspark") or not shutil.which("java"):
        pytest.skip("PySpark or Java is not there")
    from pyspark.sql import SparkSession

    session = SparkSession.builder.master("local[2]").config("spark.ui.enabled", "false").getOrCreate()
    yield session
    session.stop()


def test_spark_writes_what_one_machine_writes(session, tmp_path):
    """For one file and for four, and again where a shard is missing."""
    alone, lines = tmp_path / "alone", LINES + BAD
    dealt = {shard: [] for shard in range(SHARDS)}
    for line in lines:
        dealt[spark.shard_of(spark._id(line), SHARDS)].append(line)
    for shard, own in dealt.items():
        spark.write_shard(own, shard, alone, True)
    for files in (1, 4):
        place, out = tmp_path / f"in{files}", tmp_path / f"out{files}"
        place.mkdir()
        for number in range(files):
            packed = gzip.compress("\n".join(lines[number::files]).encode())
            (place / f"{number}.jsonl.gz").write_bytes(packed)
        call = dict(shards=SHARDS, fast=True)
        assert spark.run(session, str(place), str(out), **call) == {"articles": 12, "errors": 3}
        written = contents(out)
        del written["call.json"]
        assert written == contents(alone)
    before = (out / "statements/part-00000.parquet").stat().st_mtime_ns
    (out / "done/part-00001.json").unlink()
    spark.run(session, str(place), str(out), **call)
    assert (out / "statements/part-00000.parquet").stat().st_mtime_ns == before, "what is there is not done again"
    assert contents(out / "statements") == contents(alone / "statements")
    with pytest.raises(tripel.TripelError, match="name another folder"):
        spark.run(session, str(place), str(out), shards=SHARDS + 1, fast=True)
