"""A store on the disk, the same that the program has."""

from __future__ import annotations

import datetime
import io
import os
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from . import _tripel, tables
from .extraction import Article, prepared

if TYPE_CHECKING:
    import networkx
    import pandas

#: So many articles are read side by side before they are written.
BATCH = 64


@dataclass(frozen=True)
class Verification:
    """Whether every quote stands in its article, and every fact is asserted by one."""

    articles: int
    statements: int
    quotations: int
    #: Quotes that stand verbatim in their article.
    quotes: int
    asserted: int
    facts: int
    #: What is wrong, in sentences.
    breaches: list[str]

    def __bool__(self) -> bool:
        return not self.breaches


class Answer(list):  # type: ignore[type-arg]
    """The rows of an answer as dictionaries, in the order of its columns."""

    def __init__(self, columns: list[str], rows: Iterable[dict[str, Any]]) -> None:
        super().__init__(rows)
        self.columns = columns

    def to_pandas(self) -> pandas.DataFrame:
        pandas = tables.needed("pandas", "pandas")
        return pandas.DataFrame(list(self), columns=self.columns)

    def _repr_html_(self) -> str:
        from .extraction import _table

        return _table(self.columns, (row.values() for row in self))


class Store:
    """The folder of a store, made where there is none."""

    def __init__(self, path: str | os.PathLike[str]) -> None:
        self.path = os.fspath(path)
        self._folder = _tripel.Folder(self.path)

    def add(
        self,
        articles: Article | Iterable[Article],
        *,
        date: str | datetime.date | None = None,
        fast: bool = False,
        progress: bool = False,
    ) -> dict[str, int]:
        """Adds articles, or replaces those with the same ids; how many statements each has.

        An article needs an id of its own here. ``progress`` shows a bar where tqdm is installed.
        """
        given = prepared(articles, date)
        ids = [article["id"] for article in given]
        if len(set(ids)) < len(ids):
            raise _tripel.TripelError("two articles have one id; give each its own under 'id'")
        added: dict[str, int] = {}
        for batch in _shown(_batches(given), -(-len(given) // BATCH), progress):
            added.update(self._folder.add(batch, fast))
        return added

    def remove(self, article: str) -> bool:
        """Removes an article without a trace; False where there is none with this id."""
        return self._folder.remove(article)

    @property
    def articles(self) -> list[str]:
        """The ids of the articles."""
        return self._folder.articles()

    def text(self, article: str) -> str:
        return self._folder.text(article)

    def query(self, query: str, **parameters: str) -> Answer:
        """The answer to a named query (``queries()`` lists them) or to SPARQL; ``.to_pandas()`` makes a table of it."""
        columns, rows = self._folder.query(query, list(parameters.items()))
        return Answer(columns, rows)

    def network(self, *, asserted: bool = False) -> networkx.MultiDiGraph:
        """The network of actors, an edge for each statement; needs networkx."""
        networkx = tables.needed("networkx", "networkx")
        graphml = self._folder.graphml(asserted).encode()
        return networkx.read_graphml(io.BytesIO(graphml), force_multigraph=True)

    def to_pandas(self, table: str = "statements") -> pandas.DataFrame:
        """A table: statements, actors, quotations or articles."""
        return tables.frame(self._folder.parquet(table))

    def to_arrow(self, table: str = "statements") -> Any:
        return tables.arrow(self._folder.parquet(table))

    def to_parquet(self, table: str = "statements") -> bytes:
        return self._folder.parquet(table)

    def verify(self) -> Verification:
        figures, breaches = self._folder.verify()
        return Verification(**figures, breaches=breaches)

    def __len__(self) -> int:
        return len(self.articles)

    def __repr__(self) -> str:
        return f"<tripel.Store {self.path!r}: {len(self)} articles>"

    def _repr_svg_(self) -> str:
        return self._folder.svg(False)


def queries() -> dict[str, str]:
    """The named queries with what each of them asks."""
    return {name: title for name, title, _ in _tripel.queries()}


def _batches(given: list[dict[str, Any]]) -> Iterator[list[dict[str, Any]]]:
    return (given[start : start + BATCH] for start in range(0, len(given), BATCH))


def _shown(batches: Iterable[Any], number: int, progress: bool) -> Iterable[Any]:
    if not progress:
        return batches
    try:
        from tqdm.auto import tqdm
    except ImportError:
        return batches
    return tqdm(batches, total=number, unit=f"{BATCH} articles")
