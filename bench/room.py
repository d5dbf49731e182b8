"""The room under load, side by side with a bare broadcast: `python -m bench.room closed steady idle …`."""

from __future__ import annotations

import argparse
import json
import os
import platform
import shutil
import statistics
import time
import urllib.request
from collections.abc import Callable
from contextlib import ExitStack
from pathlib import Path
from typing import Any

from bench.balancer import BROKEN, BY_CASE, balancing
from bench.report import write
from bench.servers import NODE, REDIS, Deployment, deployment, held, load, serving, speak

HEQI, BARE = "wsgi:create_app()", "bench.bare:app"
ORIGIN = "http://127.0.0.1:8000"
Row = dict[str, Any]


def at(members: list[Row], ports: list[int], **more: Any) -> list[Row]:
    """The members with the address of the server that their case belongs to."""
    refs = sorted({m["ref"] for m in members})
    place = {ref: ports[number % len(ports)] for number, ref in enumerate(refs)}
    return [m | {"port": place[m["ref"]], "origin": ORIGIN} | more for m in members]


def one_run(name: str, there: Deployment, members: list[Row], **plan: Any) -> Row:
    """One fresh server under one load; `name` begins with "bare" for a bare broadcast."""
    bare = name.startswith("bare")
    app = NODE if name == "bare on Node" else BARE if bare else HEQI
    with serving(app, there.env) as (port, pid):
        crowd = load(at(members, [port]), join=bare, **plan)
        time.sleep(1)
        holds = held(pid)
        seen = speak(crowd)
    return {"name": name, "held_mb": round(holds / 2**20, 1), **seen}


def interleaved(repeat: int, runs: dict[str, Callable[[], Row]]) -> list[Row]:
    """Every run `repeat` times, in turns, so that a slow minute of the machine hits all alike."""
    found: list[Row] = []
    for _ in range(repeat):
        for name, run in runs.items():
            row = run()
            found.append(row)
            print(json.dumps({"name": name, **{k: row[k] for k in row if k != "name"}}), flush=True)
    return found


def closed(repeat: int) -> list[Row]:
    """Everybody says the next word as soon as the last one is acknowledged."""
    return _three(repeat, rate=0)


def steady(repeat: int) -> list[Row]:
    """500 messages a second over 100 rooms."""
    return _three(repeat, rate=500)


def _three(repeat: int, **plan: Any) -> list[Row]:
    with deployment("sqlite", rooms=100) as light, deployment("postgresql", rooms=100) as heavy:

        def run(name: str, there: Deployment) -> Callable[[], Row]:
            return lambda: one_run(name, there, there.members, **plan)

        runs = {"bare": run("bare", light)}
        if shutil.which("npm"):
            runs["bare on Node"] = run("bare on Node", light)
        runs["heqi, SQLite FULL"] = run("heqi, SQLite FULL", light)
        runs["heqi, PostgreSQL"] = run("heqi, PostgreSQL", heavy)
        return interleaved(repeat, runs)


def idle(repeat: int) -> list[Row]:
    """2,000 more who only listen, while 200 messages a second are said."""
    with deployment("sqlite", rooms=525) as there:
        few = there.members[:100]
        idle = [m | {"speaks": False} for m in there.members[100:]]
        rows = interleaved(
            repeat,
            {
                "without them": lambda: one_run("without them", there, few, rate=200),
                "2,000 idle": lambda: one_run("2,000 idle", there, few + idle, rate=200),
            },
        )
    for without, row in zip(rows[::2], rows[1::2], strict=True):
        row["kb_a_member"] = round((row["held_mb"] - without["held_mb"]) * 1024 / len(idle), 1)
    return rows


def stalled(repeat: int) -> list[Row]:
    """200 connections that stop reading, in the rooms where the others speak."""
    with deployment("sqlite", rooms=100) as there:
        deaf = [m | {"speaks": False, "deaf": True} for m in there.members[:200]]
        return interleaved(
            repeat,
            {
                "without them": lambda: one_run("without them", there, there.members, rate=200),
                "200 deaf": lambda: one_run("200 deaf", there, there.members + deaf, rate=200),
            },
        )


def workers(repeat: int) -> list[Row]:
    """One server and two on PostgreSQL and Redis, behind nginx that hashes by case; then with its affinity broken."""

    def run(name: str, number: int, rule: str) -> Row:
        with ExitStack() as stack:
            ports = [stack.enter_context(serving(HEQI, there.env))[0] for _ in range(number)]
            front = stack.enter_context(balancing(ports, rule))
            return {"name": name, **speak(load(at(there.members, [front])))}

    with deployment("postgresql", rooms=100) as there:
        there.env["HEQI_REDIS_URL"] = REDIS
        return interleaved(
            repeat,
            {
                "one worker": lambda: run("one worker", 1, BY_CASE),
                "two workers": lambda: run("two workers", 2, BY_CASE),
                "two, affinity broken": lambda: run("two, affinity broken", 2, BROKEN),
            },
        )


def history(repeat: int) -> list[Row]:
    """The page of a room with 10,000 messages behind it beside one with none, and a catch-up of 1,000."""
    with deployment("sqlite", rooms=2, history=10_000) as there, serving(HEQI, there.env) as (port, _):
        full, empty = there.members[0], there.members[4]

        def page(name: str, who: Row, path: str) -> Row:
            took, size = [], 0
            for _ in range(15):
                began = time.perf_counter()
                asked = urllib.request.Request(f"http://127.0.0.1:{port}{path}", headers={"Cookie": who["cookie"]})
                with urllib.request.urlopen(asked) as answer:  # noqa: S310 - our own server
                    size = len(answer.read())
                took.append((time.perf_counter() - began) * 1000)
            return {"name": name, "ms": round(statistics.median(took), 1), "bytes": size}

        channel = f"/channels/{full['channel_id']}/messages?after=9000"
        return interleaved(
            repeat,
            {
                "empty room": lambda: page("empty room", empty, f"/cases/{empty['ref']}/room/{empty['channel_id']}"),
                "10,000 behind": lambda: page("10,000 behind", full, f"/cases/{full['ref']}/room/{full['channel_id']}"),
                "catching up": lambda: page("catching up", full, channel),
            },
        )


SCENARIOS: dict[str, Callable[[int], list[Row]]] = {
    "closed": closed, "steady": steady, "idle": idle, "stalled": stalled, "history": history, "workers": workers,
}  # fmt: skip


def main() -> None:
    """Measure the scenarios asked for and write them under build/bench."""
    ask = argparse.ArgumentParser(description=__doc__)
    ask.add_argument("scenarios", nargs="*", default=list(SCENARIOS), choices=[*SCENARIOS, []])
    ask.add_argument("--repeat", type=int, default=3)
    asked = ask.parse_args()
    machine = f"{os.cpu_count()} cores, {platform.machine()}, Python {platform.python_version()}"
    for name in asked.scenarios:
        scenario = SCENARIOS[name]
        write(Path("build/bench"), name, (scenario.__doc__ or "").strip(), machine, scenario(asked.repeat))


if __name__ == "__main__":
    main()
