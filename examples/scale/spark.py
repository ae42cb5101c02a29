"""Judges a Parquet table with Spark, on as many machines as it has: each worker runs `candidacy batch` on its part.

    spark-submit examples/scale/spark.py SET IN.parquet OUT.parquet [--way arrow|pipe] [--master URL] [-- OPTIONS OF BATCH]

IN has a column `response` (a response as JSON), or `id` and a column a question: text, numbers, booleans, days, lists of options.
OUT has `id`, `verdict` and the whole `record`. The program must be on the path of each worker, or be named by CANDIDACY there; a set of
your own must lie on each worker at the same path.
"""

import argparse
import os
import shlex
import sys

from pyspark.sql import SparkSession, functions as F

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
from judge import command, judged  # noqa: E402

OPTIONS = ["--fields", "id,verdict,findings", "--jobs", "1"]
"""What is asked of each record where nothing is said. A worker has a core, so one thread."""


def responses(table):
    """A table as one column of responses, each as JSON."""
    if "response" in table.columns:
        return table.select("response")
    beside = [name for name in ("id", "client", "answered_on", "questionnaire", "version") if name in table.columns]
    asked = [name for name in table.columns if name not in beside]
    # An empty cell is an open question; `to_json` leaves it out.
    return table.select(F.to_json(F.struct(*beside, F.struct(*asked).alias("answers"))).alias("response"))


def by_arrow(session, table, judge):
    """By `mapInArrow`: batches of columns go to a Python worker, which runs the program once a partition."""
    return responses(table).mapInArrow(lambda batches: judged(batches, judge), "record string")


def by_pipe(session, table, judge):
    """By `rdd.pipe`: lines of text go to the program itself."""
    lines = responses(table).rdd.map(lambda row: row[0].replace("\n", " "))
    # A response that cannot be used is told in its record, and by the status 3; that is no failure of the worker.
    script = f"{shlex.join(judge)} || [ $? -eq 3 ]"
    records = lines.pipe(shlex.join(["sh", "-c", script]), checkCode=True)
    return session.createDataFrame(records.map(lambda record: (record,)), "record string")


def main():
    """Reads the arguments, judges, writes."""
    said = sys.argv[1:]
    own = said[said.index("--") + 1 :] if "--" in said else OPTIONS
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("set")
    parser.add_argument("read")
    parser.add_argument("write")
    parser.add_argument("--way", choices=["arrow", "pipe"], default="arrow")
    parser.add_argument("--master")
    args = parser.parse_args(said[: said.index("--")] if "--" in said else said)
    builder = SparkSession.builder.appName("candidacy")
    session = (builder.master(args.master) if args.master else builder).getOrCreate()
    session.sparkContext.addPyFile(os.path.join(os.path.dirname(os.path.abspath(__file__)), "judge.py"))
    way = {"arrow": by_arrow, "pipe": by_pipe}[args.way]
    records = way(session, session.read.parquet(args.read), command(args.set, own))
    part = lambda name: F.get_json_object("record", f"$.{name}").alias(name)  # noqa: E731
    records.select(part("id"), part("verdict"), "record").write.mode("errorifexists").parquet(args.write)
    session.stop()


if __name__ == "__main__":
    main()
