"""Processor time of `rdsim trace read` beside DuckDB and Polars on the same exports.

    cargo build --profile dist
    pip install duckdb==2.0.1 polars==2.1.0
    python benches/compare/trace.py target/dist/rdsim FOLDER [ROWS]

Writes three exports of ROWS rows (1,000,000) to FOLDER, where they are kept for the next run: a small
one with some hundred different responses, the same with an id in every response, and an Extended
report. Prints the processor time of both cores, user and kernel, the shortest and the median of five
runs that take turns, and the peak memory.

DuckDB and Polars are asked twice: for one GROUP BY by event, domain and whether there is a status; and
for what `trace read` counts, without what it knows of responses.
"""

import csv
import os
import random
import statistics
import subprocess
import sys
from pathlib import Path

RESPONSES = [
    "250 2.1.5 RESOLVER.MSGTYPE.AF; handled AutoForward addressed to external recipient",
    "250 2.1.5 RESOLVER.OOF.IntToExt; handled internal OOF addressed to external recipient",
    "550 5.7.520 Access denied, Your organization does not allow external forwarding.",
    "550 5.1.10 RESOLVER.ADR.RecipientNotFound; Recipient not found by SMTP address lookup",
]
EVENTS = ["RECEIVE", "SUBMIT", "TRANSFER", "SENDEXTERNAL", "SENDEXTERNAL", "DROP", "DELIVER", "FAIL"]
SMALL = ["date_time_utc", "event_id", "source", "sender_address", "recipient_address", "recipient_status"]
EXTENDED = [
    "date_time_utc", "client_ip", "client_hostname", "server_ip", "server_hostname", "source_context",
    "connector_id", "source", "event_id", "internal_message_id", "message_id", "network_message_id",
    "recipient_address", "recipient_status", "total_bytes", "recipient_count",
    "related_recipient_address", "reference", "message_subject", "sender_address", "return_path",
    "message_info", "directionality", "tenant_id", "original_client_ip", "original_server_ip",
    "custom_data",
]
CUSTOM = "S:SFA=SUM|SFV=NSPM|LAT=HUB_TOTAL=1.234(SMRDE=0.012(SMRC=0.011)|SMR=0.101);" * 3


def write(path, rows, columns, own_ids):
    """An export as the message trace gives it, the same at every run."""
    if path.exists():
        return
    seed = random.Random(42)
    unfinished = path.with_suffix(".unfinished")
    with unfinished.open("w", newline="") as file:
        to = csv.writer(file)
        to.writerow(columns)
        for n in range(rows):
            event = EVENTS[n % len(EVENTS)]
            status = ""
            if event in ("DROP", "FAIL"):
                server = n if own_ids else seed.randrange(71)
                status = f"{RESPONSES[seed.randrange(4)]} [AM0PR{server:08}.eurprd00.prod.outlook.com]"
            domain = "contoso.com" if event == "DELIVER" else f"partner{seed.randrange(400)}.example"
            row = {
                "date_time_utc": f"2026-08-{1 + n * 28 // rows:02}T{n % 24:02}:{n % 60:02}:12.345Z",
                "event_id": event,
                "source": "SMTP",
                "sender_address": f"user{seed.randrange(3000)}@contoso.com",
                "recipient_address": f"someone{seed.randrange(50000)}@{domain}",
                "recipient_status": status,
                "client_ip": "192.0.2.10",
                "server_hostname": "AM0PR00MB0001.eurprd00.prod.outlook.com",
                "message_id": f"<{n:012}.{seed.getrandbits(64):016x}@contoso.com>",
                "network_message_id": f"00000000-0000-0000-0000-{n:012}",
                "total_bytes": "51234",
                "recipient_count": "1",
                "message_subject": f'Order {seed.randrange(1000000)} for "August", please',
                "directionality": "Originating",
                "custom_data": CUSTOM,
            }
            to.writerow([row.get(column, "") for column in columns])
    unfinished.rename(path)


DUCKDB = """
import duckdb
duckdb.sql("SET threads = 2")
trace = "read_csv('{path}', all_varchar = true, header = true)"
{query}
"""
ONE = """
duckdb.sql(f"SELECT event_id, split_part(recipient_address, '@', 2), recipient_status IS NULL, count(*) "
    f"FROM {trace} GROUP BY ALL").fetchall()
"""
ALL = """
duckdb.sql(f"SELECT event_id, sender_address, split_part(recipient_address, '@', 2) AS domain, "
    f"recipient_status, count(*), min(date_time_utc), max(date_time_utc) FROM {trace} "
    f"GROUP BY GROUPING SETS ((event_id), (sender_address), (domain), (recipient_status), ())").fetchall()
"""
POLARS = """
import polars as pl
trace = pl.scan_csv('{path}', infer_schema=False).with_columns(
    domain=pl.col('recipient_address').str.split('@').list.get(1, null_on_oob=True))
{query}
"""
POLARS_ONE = """
trace.group_by('event_id', 'domain', pl.col('recipient_status').is_null()).len().collect(engine='streaming')
"""
POLARS_ALL = """
time = pl.col('date_time_utc')
pl.collect_all([trace.group_by(c).len() for c in
    ('event_id', 'sender_address', 'domain', 'recipient_status')]
    + [trace.select(low=time.min(), high=time.max())], engine='streaming')
"""


def measured(command):
    """User and kernel seconds of a process, and its peak memory in MB."""
    with subprocess.Popen(command, stdout=subprocess.DEVNULL) as process:
        _, status, used = os.wait4(process.pid, 0)
        process.returncode = os.waitstatus_to_exitcode(status)
    assert process.returncode < 2, command
    return used.ru_utime, used.ru_stime, used.ru_maxrss / 1024


def compare(rdsim, path):
    python = [sys.executable, "-c"]
    environment = {"POLARS_MAX_THREADS": "2"}
    os.environ.update(environment)
    commands = {
        "rdsim trace read": [rdsim, "trace", "read", path],
        "DuckDB, one GROUP BY": [*python, DUCKDB.format(path=path, query=ONE)],
        "DuckDB, what rdsim counts": [*python, DUCKDB.format(path=path, query=ALL)],
        "Polars, one GROUP BY": [*python, POLARS.format(path=path, query=POLARS_ONE)],
        "Polars, what rdsim counts": [*python, POLARS.format(path=path, query=POLARS_ALL)],
        "import duckdb": [*python, "import duckdb"],
        "import polars": [*python, "import polars"],
    }
    runs = {name: [] for name in commands}
    for _ in range(5):
        for name, command in commands.items():
            runs[name].append(measured(command))
    print(f"{path.name}: {path.stat().st_size / 1e6:,.0f} MB")
    for name, found in runs.items():
        times = [user + kernel for user, kernel, _ in found]
        user, kernel, memory = min(found, key=lambda run: run[0] + run[1])
        print(f"  {name:26} {min(times):6.2f} s, median {statistics.median(times):6.2f} "
              f"(user {user:5.2f}, kernel {kernel:5.2f})  {memory:5.0f} MB")


def main():
    rdsim, folder = Path(sys.argv[1]).resolve(), Path(sys.argv[2]).resolve()
    rows = int(sys.argv[3]) if len(sys.argv) > 3 else 1_000_000
    folder.mkdir(parents=True, exist_ok=True)
    for name, columns, own_ids in (
        ("small", SMALL, False), ("own-ids", SMALL, True), ("extended", EXTENDED, True),
    ):
        path = folder / f"{name}-{rows}.csv"
        write(path, rows, columns, own_ids)
        compare(str(rdsim), path)


if __name__ == "__main__":
    main()
