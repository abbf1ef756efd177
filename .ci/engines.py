"""Holds the examples for engines to what one process gives, and that to what DuckDB counts by itself."""

import json
import os
import re
import resource
import shutil
import subprocess
import sys
import time
from pathlib import Path

import duckdb

ROOT = Path(__file__).resolve().parent.parent
WORK = ROOT / "target/engines/work"
RDSIM = ROOT / "target/release/rdsim"
POLICIES = ROOT / "policies"
BIN = Path(sys.executable).parent
TRACE, TABLE = WORK / "trace.parquet", WORK / "trace.csv"
RECONCILE = ["reconcile", "--policy", "closed.yaml"]
REPLAY = ["replay", "--policy", "open.yaml"]
ENVIRONMENT = {
    **os.environ,
    "RDSIM": str(RDSIM),
    "DUCKDB": str(BIN / "duckdb"),
    "PYSPARK_PYTHON": sys.executable,
    "SPARK_LOCAL_IP": "127.0.0.1",
    "LC_ALL": "C.UTF-8",
}


def run(*command, ends=(0,), **more):
    """What a command prints, and how long it takes."""
    begun = time.monotonic()
    done = subprocess.run(
        [str(word) for word in command],
        cwd=more.pop("cwd", POLICIES), env={**ENVIRONMENT, **more}, stdout=subprocess.PIPE,
    )
    assert done.returncode in ends, (command, done.returncode)
    return done.stdout, time.monotonic() - begun


def make(rows):
    WORK.mkdir(parents=True, exist_ok=True)
    run(BIN / "duckdb", "-f", ROOT / "examples/trace.sql", cwd=WORK, MESSAGES=str(rows // 2))
    duckdb.sql(f"COPY (FROM '{TRACE}') TO '{TABLE}'")


def compared(report):
    """A report without where its examples are: their files and lines are those of the parts."""
    return re.sub(rb'\n *"(file|line)": [^\n]*', b"", report)


def same(what, found, wanted):
    assert found == wanted, f"{what}: {found!r:.2000}\nand not {wanted!r:.2000}"
    print(f"equal: {what}")


# What each last row of a message says, by the words of the row alone, and whether an inbox rule made
# the message, by its other rows.
ROWS = f"""
    CREATE VIEW trace AS FROM '{TRACE}';
    CREATE VIEW by_rule AS SELECT DISTINCT message_id FROM trace WHERE source = 'MAILBOXRULE';
    CREATE TABLE last AS
    SELECT
        date_time_utc AS time, sender_address AS sender, recipient_address AS recipient,
        CASE
            WHEN event_id = 'DELIVER' AND recipient_address LIKE '%@contoso.com' THEN 'inside'
            WHEN event_id = 'SENDEXTERNAL' THEN
                CASE WHEN message_id IN (FROM by_rule) THEN 'left by rule' ELSE 'left' END
            WHEN recipient_status LIKE '%RESOLVER.MSGTYPE.AF;%' THEN 'forward dropped'
            WHEN recipient_status LIKE '%RESOLVER.OOF.IntToExt;%' THEN 'reply dropped'
            WHEN recipient_status LIKE '%550 5.7.520 Access denied%' THEN 'forward rejected'
            ELSE 'other'
        END AS what
    FROM trace WHERE event_id <> 'RECEIVE';
"""


def independent(rows):
    """What DuckDB counts, without rdsim, beside what one process of rdsim says."""
    sql = duckdb.connect()
    sql.execute(ROWS)
    count = dict(sql.sql("SELECT what, count(*) FROM last GROUP BY what").fetchall())
    total, way, first, last = sql.sql("""
        SELECT count(*), count(*) FILTER (event_id = 'RECEIVE'), min(date_time_utc)[:10],
            max(date_time_utc)[:10] FROM trace
    """).fetchall()[0]
    assert total == rows // 2 * 2 and len(count) == 7
    report, seconds = run(RDSIM, "trace", *RECONCILE, "--format", "json", TABLE, ends=[1])
    report = json.loads(report)
    found = {name: report[name] for name in (
        "rows", "on_the_way", "agree", "disagree", "fits_some_kind", "undated", "first_day", "last_day"
    )}
    same("counts of reconcile and DuckDB", found, {
        "rows": total,
        "on_the_way": way,
        # Closed to forwards and replies: both were dropped, and what rules sent was not.
        "agree": count["forward dropped"] + count["reply dropped"],
        "disagree": count["left by rule"],
        "fits_some_kind": count["left"] + count["forward rejected"],
        "undated": 0,
        "first_day": first,
        "last_day": last,
    })
    print(found)
    not_judged = {entry["why"]: entry["count"] for entry in report["not_judged"]}
    same("what reconcile does not judge", not_judged, {
        "inside": count["inside"], "other-reason": count["other"],
    })
    report = json.loads(run(RDSIM, "trace", *REPLAY, "--format", "json", TABLE, ends=[1])[0])
    found = {name: report[name] for name in ("judged", "change", "may_change", "same")}
    same("counts of replay and DuckDB", found, {
        "judged": sum(count.values()) - count["inside"] - count["other"],
        # Open to forwards, and still closed to internal out-of-office replies.
        "change": count["forward dropped"] + count["forward rejected"],
        "may_change": count["left"],
        "same": count["left by rule"] + count["reply dropped"],
    })
    print(found)
    changes = WORK / "changes.csv"
    changes.write_bytes(run(RDSIM, "trace", *REPLAY, "--format", "csv", TABLE, ends=[1])[0])
    sql.execute(f"CREATE VIEW change AS FROM read_csv('{changes}', all_varchar = true)")
    for other in ("FROM found EXCEPT ALL FROM wanted", "FROM wanted EXCEPT ALL FROM found"):
        left = sql.sql(f"""
            WITH found AS (SELECT time, sender, recipient FROM change),
            wanted AS (
                SELECT time, sender, recipient FROM last
                WHERE what IN ('forward dropped', 'forward rejected')
            )
            SELECT count(*) FROM ({other})
        """).fetchall()[0]
        assert left == (0,), left
    print("equal: the changes one by one and those that DuckDB finds")
    return seconds


def filters(rows, seconds):
    """The examples, in several numbers of processes, beside one process."""
    cores = os.cpu_count()
    numbers = sorted({1, 2, cores, 2 * cores})
    speeds = [("rdsim alone, from CSV", 1, seconds)]
    spark = ROOT / "examples/spark_replay.py"
    out = WORK / "out"
    for verb in (RECONCILE, REPLAY):
        alone = compared(run(RDSIM, "trace", *verb, "--format", "json", TABLE, ends=[1])[0])
        for n in numbers:
            report, seconds = run(
                ROOT / "examples/duckdb.sh", "report", TRACE, out, n, *verb, ends=[1], FORMAT="json"
            )
            same(f"{verb[0]} with DuckDB and {n} processes", compared(report), alone)
            if verb is RECONCILE:
                speeds.append(("DuckDB, from Parquet", n, seconds))
            report, seconds = run(
                sys.executable, spark, "--rdsim", RDSIM, "--partitions", n, "--format", "json",
                TRACE, *verb, ends=[1], PYSPARK_SUBMIT_ARGS=f"--master local[{n}] pyspark-shell",
            )
            same(f"{verb[0]} with Spark and {n} processes", compared(report), alone)
            if verb is RECONCILE:
                speeds.append(("Spark, from Parquet", n, seconds))
    run(ROOT / "examples/duckdb.sh", "rows", TRACE, out, 2, *REPLAY)
    left = duckdb.sql(f"""
        WITH one AS (FROM read_csv('{WORK}/changes.csv', all_varchar = true)),
        all_of_them AS (FROM '{out}/rows-*.parquet')
        SELECT (SELECT count(*) FROM one), (SELECT count(*) FROM all_of_them), count(*)
        FROM (
            SELECT * EXCLUDE (file, line) FROM one
            EXCEPT ALL SELECT * EXCLUDE (file, line) FROM all_of_them
        )
    """).fetchall()[0]
    assert left[0] == left[1] and left[2] == 0, left
    print(f"equal: {left[0]} rows of changes in Parquet and those of one process")
    sums = run(BIN / "duckdb", "-csv", "-f", ROOT / "examples/duckdb.sql", OUT=str(out))[0]
    assert b"AutoForwardingMode" in sums, sums
    print(f"{cores} cores")
    for engine, n, seconds in speeds:
        print(f"{engine:24} {n:2} processes {seconds:6.1f} s {rows / seconds:12,.0f} rows a second")


def main():
    rows = int(sys.argv[1])
    make(rows)
    filters(rows, independent(rows))
    shutil.rmtree(WORK)
    peak = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss
    print(f"{rows:,} rows; the largest process, of Spark: {peak // 1024} MiB")


if __name__ == "__main__":
    main()
