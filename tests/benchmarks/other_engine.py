"""Runs in another engine's environment: rules and people in, people a second out, as JSON."""

import json
import sys
import time
from typing import Any


def zen_engine(rules: list[str]) -> Any:
    """GoRules' engine: one decision whose table of expressions holds all rules."""
    import zen

    place = {"x": 0, "y": 0}
    expressions = [{"id": f"e{n}", "key": f"r{n}", "value": rule} for n, rule in enumerate(rules)]
    nodes = [
        {"id": "in", "type": "inputNode", "name": "in", "position": place},
        {
            "id": "rules",
            "type": "expressionNode",
            "name": "rules",
            "position": place,
            "content": {"expressions": expressions},
        },
        {"id": "out", "type": "outputNode", "name": "out", "position": place},
    ]
    edges = [
        {"id": "a", "sourceId": "in", "targetId": "rules"},
        {"id": "b", "sourceId": "rules", "targetId": "out"},
    ]
    decision = zen.ZenEngine().create_decision(json.dumps({"nodes": nodes, "edges": edges}))

    def look(person: dict[str, Any]) -> list[bool]:
        result = decision.evaluate(person)["result"]
        return [result[f"r{n}"] for n in range(len(rules))]

    return look


def rule_engine(rules: list[str]) -> Any:
    """rule-engine: one compiled rule each."""
    import rule_engine as engine

    compiled = [engine.Rule(rule) for rule in rules]
    return lambda person: [rule.matches(person) for rule in compiled]


def main() -> None:
    """Read the work, do it for so many seconds, tell."""
    work = json.load(sys.stdin)
    make = {"zen-engine": zen_engine, "rule-engine": rule_engine}[sys.argv[1]]
    look = make(work["rules"])
    truths = [look(person) for person in work["people"]]
    done, began = 0, time.perf_counter()
    while time.perf_counter() - began < work["seconds"]:
        for person in work["people"]:
            look(person)
            done += 1
            if time.perf_counter() - began > work["seconds"]:
                break
    json.dump({"people": done / (time.perf_counter() - began), "truths": truths}, sys.stdout)


if __name__ == "__main__":
    main()
