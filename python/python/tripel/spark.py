"""Many articles on Apache Spark: ``python -m tripel.spark --in 'articles/*.jsonl.gz' --out out/``.

Each line of JSON is an article (text, id, title, date, source, url, authors). Articles are dealt to shards by their ids, so that the
result does not depend on the number of workers. A shard is written once, whole, and is not done again when the call is repeated:
``statements/``, ``actors/``, ``quotations/``, ``articles/`` and ``errors/`` as Parquet and ``nquads/`` as .nq.gz.
Needs PySpark 3.5 or later, pandas, pyarrow and Java 17.
"""

from __future__ import annotations

import argparse
import gzip
import hashlib
import io
import json
import os
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from . import _tripel
from .extraction import LIKELY, prepared

TABLES = ("statements", "actors", "quotations", "articles")
#: Written last: what has it is done.
DONE = "done"


def shard_of(article: str, shards: int) -> int:
    """The shard of an article by its id, the same on every machine."""
    return int.from_bytes(hashlib.sha256(article.encode()).digest()[:8], "big") % shards


def read(line: str) -> tuple[dict[str, Any] | None, dict[str, str] | None]:
    """An article, or what is wrong with a line."""
    try:
        known = json.loads(line)
        if not isinstance(known, dict):
            raise _tripel.TripelError("the line is no object of JSON")
        known.setdefault("id", hashlib.sha256(line.encode()).hexdigest()[:16])
        return prepared(known)[0], None
    except (ValueError, _tripel.TripelError) as error:
        return None, {"id": "", "line": line[:200], "error": str(error)}


def write_shard(lines: list[str], shard: int, out: Path, fast: bool) -> dict[str, int]:
    """Extracts the articles of a shard and writes its files; how many articles went well and wrong."""
    articles: dict[str, dict[str, Any]] = {}
    errors: list[dict[str, str]] = []
    for line in sorted(lines):
        article, error = read(line)
        if article is None:
            errors.append(error or {})
        else:
            articles[article["id"]] = article
    # a task of Spark is one core
    os.environ.setdefault("RAYON_NUM_THREADS", "1")
    given = [article for _, article in sorted(articles.items())]
    found = _tripel.extract(given, fast, LIKELY, False, True)
    wrong = found.errors()
    errors += [{"id": article, "line": "", "error": error} for article, error in wrong]
    name = f"part-{shard:05}"
    for table in TABLES:
        _whole(out / table / f"{name}.parquet", found.parquet(table))
    _whole(out / "nquads" / f"{name}.nq.gz", gzip.compress(found.nquads().encode(), mtime=0))
    _whole(out / "errors" / f"{name}.parquet", _errors(errors))
    counts = {"articles": len(given) - len(wrong), "errors": len(errors)}
    _whole(out / DONE / f"{name}.json", json.dumps(counts).encode())
    return counts


def _errors(errors: list[dict[str, str]]) -> bytes:
    import pyarrow
    import pyarrow.parquet

    schema = pyarrow.schema([(name, pyarrow.string()) for name in ("id", "line", "error")])
    packed = io.BytesIO()
    pyarrow.parquet.write_table(pyarrow.Table.from_pylist(errors, schema), packed)
    return packed.getvalue()


def _whole(path: Path, content: bytes) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    new = path.with_name(f".{path.name}.{os.getpid()}")
    new.write_bytes(content)
    new.replace(path)


def run(spark: Any, articles: str, out: str, *, shards: int = 32, fast: bool = False) -> dict[str, int]:
    """Does the shards that are not done yet; the articles and errors of all that are."""
    from pyspark.sql import functions

    place = Path(out)
    _agree(place, {"shards": shards, "fast": fast, "version": _tripel.__version__})
    done = {int(path.stem.split("-")[1]) for path in (place / DONE).glob("part-*.json")}
    missing = [shard for shard in range(shards) if shard not in done]

    def numbered(batches: Iterator[Any]) -> Iterator[Any]:
        for batch in batches:
            batch["shard"] = [shard_of(_id(line), shards) for line in batch["value"]]
            yield batch

    def extracted(batch: Any) -> Any:
        import pandas

        shard = int(batch["shard"].iloc[0])
        counts = write_shard(list(batch["value"]), shard, place, fast)
        return pandas.DataFrame([{"shard": shard, **counts}])

    lines = spark.read.text(articles).where(functions.trim("value") != "")
    dealt = lines.mapInPandas(numbered, "value string, shard int")
    dealt = dealt.where(functions.col("shard").isin(missing)) if missing else dealt.limit(0)
    # said with its number, the partitions are not joined again where there is little in them
    dealt = dealt.repartition(shards, "shard")
    result = "shard int, articles int, errors int"
    rows = dealt.groupBy("shard").applyInPandas(extracted, result).collect()
    for shard in set(missing) - {row["shard"] for row in rows}:
        write_shard([], shard, place, fast)
    counts = [json.loads(path.read_text()) for path in sorted((place / DONE).glob("part-*.json"))]
    return {what: sum(own[what] for own in counts) for what in ("articles", "errors")}


def _id(line: str) -> str:
    article, _ = read(line)
    return article["id"] if article else line


def _agree(place: Path, call: dict[str, Any]) -> None:
    """A folder is that of one call: shards of two would not fit together."""
    path = place / "call.json"
    if path.exists() and json.loads(path.read_text()) != call:
        raise _tripel.TripelError(f"{place} was begun with {path.read_text()}; name another folder")
    _whole(path, json.dumps(call).encode())


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m tripel.spark", description=__doc__)
    parser.add_argument("--in", dest="articles", required=True, help="files of JSON Lines, also packed: 'articles/*.jsonl.gz'")
    parser.add_argument("--out", required=True, help="a folder that all workers see")
    parser.add_argument("--shards", type=int, default=32, help="so many files of each kind")
    parser.add_argument("--fast", action="store_true", help="read with the small analyser")
    args = parser.parse_args()
    # the workers' Python; on a cluster whoever runs it says which that is
    os.environ.setdefault("PYSPARK_PYTHON", sys.executable)
    from pyspark.sql import SparkSession

    spark = SparkSession.builder.appName("tripel").getOrCreate()
    try:
        counts = run(spark, args.articles, args.out, shards=args.shards, fast=args.fast)
    except _tripel.TripelError as error:
        print(f"tripel: {error}", file=sys.stderr)
        return 2
    finally:
        spark.stop()
    print(f"{counts['articles']} articles, {counts['errors']} errors", file=sys.stderr)
    return 0


if __name__ == "__main__":
    sys.exit(main())
