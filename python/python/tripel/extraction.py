"""What articles say: light objects over the records that the library makes."""

from __future__ import annotations

import datetime
import html
import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING, Any, Union

from . import _tripel, tables

if TYPE_CHECKING:
    import pandas
    import pyarrow

#: A text, or a dictionary with "text" and what is known of it: id, title, date, source, url, authors.
Article = Union[str, Mapping[str, Any]]

#: Statements less likely right than this are left out, as in the program.
LIKELY = 0.68


@dataclass(frozen=True)
class Argument:
    """A subject, object or speaker: an actor, or a concept."""

    label: str
    label_de: str
    #: The actor's id; None for a concept.
    actor: str | None
    #: "state", "person" ...; "concept" for what is no actor.
    type: str
    #: Its words in the article, and where they stand: code points, so that ``text[start:end]`` is right.
    text: str
    start: int
    end: int
    wikidata: str | None = None

    def __str__(self) -> str:
        return self.label or self.label_de or self.text


@dataclass(frozen=True)
class Statement:
    """Who does or says what to whom, by whose word, written where."""

    id: str
    article: str
    subject: Argument | None
    relation: str
    relation_de: str
    object: Argument | None
    speaker: Argument | None
    #: asserted, claimed, planned, demanded, hypothetical or denied
    status: str
    negated: bool
    #: PLOVER's event type, from -10 (conflict) to 10 its score
    event: str | None
    score: float | None
    #: The words of the article that say so.
    quote: str
    confidence: float
    #: All that the record has: complement, addressee, place, content, cue, time ...
    record: dict[str, Any] = field(repr=False, compare=False)

    def __str__(self) -> str:
        negation = "not " if self.negated else ""
        parts = [str(self.subject or "?"), negation + self.relation, str(self.object or "")]
        return " - ".join(part for part in parts if part)


@dataclass(frozen=True)
class Actor:
    """Somebody whom an article names, with every name that it uses."""

    id: str
    article: str
    label: str
    label_de: str
    type: str
    wikidata: str | None
    names: list[str]
    record: dict[str, Any] = field(repr=False, compare=False)


@dataclass(frozen=True)
class Quotation:
    """Words that an article attributes to somebody."""

    article: str
    type: str
    #: The places of the words: code points.
    spans: list[tuple[int, int]]
    #: The id of the actor who says so.
    actor: str | None
    text: str


class Extraction:
    """What articles say. The lists are made when they are asked for."""

    def __init__(self, found: Any, texts: dict[str, str]) -> None:
        self._found = found
        self._texts = texts

    @cached_property
    def statements(self) -> list[Statement]:
        return [_statement(record) for record in self._records("statements")]

    @cached_property
    def actors(self) -> list[Actor]:
        return [_actor(record) for record in self._records("actors")]

    @cached_property
    def quotations(self) -> list[Quotation]:
        return [_quotation(record, self._texts) for record in self._records("quotations")]

    @property
    def trees(self) -> list[Picture]:
        """A picture of each sentence; only with ``extract(..., trees=True)``."""
        return [Picture(svg) for svg in self._found.trees()]

    def to_dicts(self, table: str = "statements") -> list[dict[str, Any]]:
        """The records of ``tripel extract --format jsonl``."""
        return list(self._records(table))

    def to_parquet(self, table: str = "statements") -> bytes:
        """A table as the bytes of a Parquet file: statements, actors, quotations or articles."""
        return self._found.parquet(table)

    def to_arrow(self, table: str = "statements") -> pyarrow.Table:
        """A table of Arrow; needs pyarrow."""
        return tables.arrow(self.to_parquet(table))

    def to_pandas(self, table: str = "statements") -> pandas.DataFrame:
        """A table of pandas; needs pandas, and pyarrow, which reads it."""
        return tables.frame(self.to_parquet(table))

    def _records(self, what: str) -> Iterator[dict[str, Any]]:
        return map(json.loads, self._found.lines(what).splitlines())

    def __len__(self) -> int:
        return len(self.statements)

    def __iter__(self) -> Iterator[Statement]:
        return iter(self.statements)

    def __repr__(self) -> str:
        counts = f"{len(self.statements)} statements, {len(self.actors)} actors"
        return f"<tripel.Extraction: {counts}, {len(self.quotations)} quotations>"

    def _repr_html_(self) -> str:
        rows = [
            (own.subject, ("not " if own.negated else "") + own.relation, own.object, own.status, own.speaker, own.quote)
            for own in self.statements
        ]
        return _table(["who", "does", "to whom or what", "status", "says", "quote"], rows)


class Picture:
    """An SVG, which a notebook shows."""

    def __init__(self, svg: str) -> None:
        self.svg = svg

    def _repr_svg_(self) -> str:
        return self.svg


def extract(
    articles: Article | Iterable[Article],
    *,
    date: str | datetime.date | None = None,
    fast: bool = False,
    confidence: float = LIKELY,
    trees: bool = False,
) -> Extraction:
    """The statements of a text, of an article, or of several.

    ``date`` is the day of those that have none, by which "gestern" is reckoned; ``fast`` reads with the small
    analyser; ``trees`` draws each sentence. Several articles are read side by side.
    """
    given = prepared(articles, date)
    texts = {article["id"]: article["text"] for article in given}
    return Extraction(_tripel.extract(given, fast, confidence, trees), texts)


def prepared(
    articles: Article | Iterable[Article], date: str | datetime.date | None = None
) -> list[dict[str, Any]]:
    """Articles as the library takes them, each with an id."""
    several = [articles] if isinstance(articles, (str, Mapping)) else list(articles)
    return [_prepared(article, number, date) for number, article in enumerate(several, 1)]


def _prepared(article: Article, number: int, date: str | datetime.date | None) -> dict[str, Any]:
    known: dict[str, Any] = {"text": article} if isinstance(article, str) else dict(article)
    if not isinstance(known.get("text"), str):
        raise _tripel.TripelError(f"the article {number} has no text; give it under 'text'")
    authors = known.get("authors") or []
    day = known.get("date") or date
    return {
        "text": known["text"],
        "id": str(known.get("id") or f"article-{number}"),
        "title": known.get("title"),
        "date": None if day is None else str(day),
        "source": known.get("source"),
        "url": known.get("url"),
        "authors": [authors] if isinstance(authors, str) else list(authors),
    }


def _argument(record: dict[str, Any] | None) -> Argument | None:
    if record is None:
        return None
    return Argument(
        label=record["label_en"],
        label_de=record["label_de"],
        actor=record["actor"],
        type=record["type"],
        text=record["text"],
        start=record["start"],
        end=record["end"],
        wikidata=record["wikidata"],
    )


def _statement(record: dict[str, Any]) -> Statement:
    event = record["event"] or {}
    return Statement(
        id=record["id"],
        article=record["article"],
        subject=_argument(record["subject"]),
        relation=record["predicate"]["en"],
        relation_de=record["predicate"]["lemma"],
        object=_argument(record["object"]),
        speaker=_argument(record["speaker"]),
        status=record["status"],
        negated=record["negated"],
        event=event.get("type"),
        score=event.get("score"),
        quote=record["evidence"],
        confidence=record["confidence"],
        record=record,
    )


def _actor(record: dict[str, Any]) -> Actor:
    return Actor(
        id=record["id"],
        article=record["article"],
        label=record["label_en"],
        label_de=record["label"],
        type=record["type"],
        wikidata=record["wikidata"],
        names=record["aliases"],
        record=record,
    )


def _quotation(record: dict[str, Any], texts: dict[str, str]) -> Quotation:
    spans = [(start, end) for start, end in record["quote"]]
    text = texts[record["article"]]
    words = " ... ".join(text[start:end] for start, end in spans)
    return Quotation(record["article"], record["type"], spans, record["actor"], words)


def _table(header: list[str], rows: Iterable[Iterable[object]]) -> str:
    def line(cells: Iterable[object], tag: str) -> str:
        texts = (html.escape("" if cell is None else str(cell)) for cell in cells)
        return "<tr>" + "".join(f"<{tag}>{text}</{tag}>" for text in texts) + "</tr>"

    body = "".join(line(row, "td") for row in rows)
    return f"<table><thead>{line(header, 'th')}</thead><tbody>{body}</tbody></table>"
