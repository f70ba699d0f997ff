"""The data that are too large or not ours to keep here: W3C suites, published ontologies, benchmarks, the article."""

import os
from pathlib import Path

import pytest

BESIDE = Path(__file__).parents[3] / "shared"
SHARED = Path(os.environ.get("COMITY_SHARED", BESIDE))
if "COMITY_SHARED" in os.environ and not (SHARED / "conformance").is_dir():
    raise pytest.UsageError(
        f"COMITY_SHARED is {SHARED}, which has no folder conformance/; name the folder of the shared test data."
    )
needs_shared = pytest.mark.skipif(
    not SHARED.is_dir(),
    reason=f"the shared test data are not at {SHARED}; name their folder in COMITY_SHARED",
)
