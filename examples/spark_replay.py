"""Replays or reconciles a message trace of any size with Spark, and prints one report.

    spark-submit examples/spark_replay.py trace.parquet replay --policy new.yaml --old old.yaml

Spark puts the rows of each message into one partition and hands each partition to an rdsim process of
its own, which writes what it found as a part; `rdsim trace merge` adds the parts up. rdsim must be on
every machine (`--rdsim` says where); the policies are sent along.
"""

import argparse
import os
import subprocess
import sys
import tempfile

import pandas
from pyspark import SparkFiles
from pyspark.sql import SparkSession, functions

# The Message-ID, as the exports write it, or Exchange's own identifier where there is none.
MESSAGE = [
    "message_id", "MessageId", "message-id", "internetMessageId",
    "network_message_id", "NetworkMessageId", "MessageTraceId", "network-message-id",
]


def arguments():
    parser = argparse.ArgumentParser()
    parser.add_argument("trace", help="a trace as Parquet, or as CSV with a header")
    parser.add_argument("verb", choices=["replay", "reconcile"])
    parser.add_argument("--policy", required=True)
    parser.add_argument("--old", help="the old policy, for replay")
    parser.add_argument("--date-order", choices=["dmy", "mdy"])
    parser.add_argument("--format", default="human", help="of the report")
    parser.add_argument("--rdsim", default="rdsim", help="the program, on every machine")
    parser.add_argument("--partitions", type=int, help="[default: the cores that Spark has]")
    return parser.parse_args()


def judge(command, columns):
    """The function that gives a partition to a process, and returns its part."""

    def part(batches):
        found, process = tempfile.TemporaryFile(), None
        for batch in batches:
            if process is None:
                folder = SparkFiles.getRootDirectory()
                process = subprocess.Popen(
                    command, cwd=folder, stdin=subprocess.PIPE, stdout=found
                )
                header = pandas.DataFrame(columns=columns)
                process.stdin.write(header.to_csv(index=False).encode())
            process.stdin.write(batch.to_csv(index=False, header=False).encode())
        if process is None:
            return
        process.stdin.close()
        # 1 says that something changes or differs.
        if process.wait() not in (0, 1):
            raise RuntimeError(f"rdsim ended with {process.returncode}: see its errors above")
        found.seek(0)
        yield pandas.DataFrame({"part": [found.read().decode()]})

    return part


def main():
    args = arguments()
    spark = SparkSession.builder.appName("rdsim").getOrCreate()
    spark.conf.set("spark.sql.session.timeZone", "UTC")
    here, there = [], []
    for option, path in [("--policy", args.policy), ("--old", args.old)]:
        if path:
            spark.sparkContext.addFile(path)
            here += [option, path]
            there += [option, os.path.basename(path)]
    if args.trace.endswith((".csv", ".csv.gz")):
        trace = spark.read.csv(args.trace, header=True, multiLine=True, escape='"')
    else:
        trace = spark.read.parquet(args.trace)
    message = next(name for name in MESSAGE if name in trace.columns)
    command = [args.rdsim, "trace", args.verb, *there, "--part", "-"]
    if args.date_order:
        command += ["--date-order", args.date_order]
    partitions = args.partitions or spark.sparkContext.defaultParallelism
    parts = (
        trace.select([functions.col(name).cast("string") for name in trace.columns])
        .repartition(partitions, message)
        .mapInPandas(judge(command, trace.columns), "part string")
        .collect()
    )
    spark.stop()
    with tempfile.TemporaryDirectory() as folder:
        files = [os.path.join(folder, f"part-{n}.json") for n in range(len(parts))]
        for file, row in zip(files, parts):
            with open(file, "w", encoding="utf-8") as to:
                to.write(row.part)
        merge = [args.rdsim, "trace", "merge", *here, "--format", args.format, *files]
        sys.exit(subprocess.run(merge).returncode)


if __name__ == "__main__":
    main()
