"""The scripts of docs/scale.md, and a Spark for them on two threads of this machine."""

from __future__ import annotations

import re
from pathlib import Path

_PAGE = Path(__file__).parents[1] / "docs/scale.md"
SCRIPTS = dict(
    re.findall(r"`(\w+\.py)`:\n\n```python\n(.+?)```", _PAGE.read_text(encoding="utf-8"), re.DOTALL)
)
"""The name of each -> what it says."""

LOCALLY = {
    "spark.driver.bindAddress": "127.0.0.1",
    "spark.driver.host": "127.0.0.1",
    "spark.driver.memory": "4g",
    "spark.log.level": "ERROR",
    "spark.master": "local[2]",
    "spark.ui.enabled": "false",
    "spark.ui.showConsoleProgress": "false",
}
"""Settings of Spark for two processors and loopback."""

SHORT_RUN = {
    "spark.driver.extraJavaOptions": "-XX:TieredStopAtLevel=1 -XX:ReservedCodeCacheSize=512m "
    "-XX:+UseParallelGC",
}
"""Settings for a run of a few minutes.

Java's second compiler pays only in longer ones. Without it Java has room for 48 MB of compiled
code, and the query takes that much.
"""
