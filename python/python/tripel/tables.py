"""Parquet's bytes as tables of Arrow and pandas, where these are installed."""

from __future__ import annotations

import importlib
import io
from typing import Any

from ._tripel import TripelError


def needed(module: str, extra: str) -> Any:
    """A module that is no part of tripel, or one sentence on how to get it."""
    try:
        return importlib.import_module(module)
    except ImportError as error:
        raise TripelError(f"{module} is not installed: pip install 'tripel[{extra}]'") from error


def arrow(packed: bytes) -> Any:
    needed("pyarrow", "arrow")
    return importlib.import_module("pyarrow.parquet").read_table(io.BytesIO(packed))


def frame(packed: bytes) -> Any:
    needed("pandas", "pandas")
    return arrow(packed).to_pandas()
