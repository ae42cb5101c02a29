"""Judges a Parquet table with DuckDB, in one process that holds a few thousand rows at a time.

    python examples/scale/duck.py SET IN.parquet OUT.parquet [OPTIONS OF BATCH]

IN has a column `response` (a response as JSON), or `id` and a column a question. OUT has `id`, `verdict` and the whole `record`.
"""

import sys

import duckdb
import pyarrow as pa

from judge import RECORDS, command, judged

BESIDE = ("id", "client", "answered_on", "questionnaire", "version")
"""Columns that say something of a response and are no question."""


def quoted(name, sign='"'):
    """A name, or with `'` a text, as SQL writes it."""
    return sign + name.replace(sign, 2 * sign) + sign


def responses(connection, path):
    """The query for one column of responses, each as JSON."""
    table = f"read_parquet({quoted(path, chr(39))})"
    columns = [row[0] for row in connection.execute(f"DESCRIBE SELECT * FROM {table}").fetchall()]
    if "response" in columns:
        return f"SELECT response FROM {table}"
    beside = [f"{name} := {quoted(name)}" for name in BESIDE if name in columns]
    asked = [f"{quoted(name)} := {quoted(name)}" for name in columns if name not in BESIDE]
    packed = f"struct_pack({', '.join([*beside, 'answers := struct_pack(' + ', '.join(asked) + ')'])})"
    # An empty cell is an open question: as a patch, JSON leaves out what is null.
    return f"SELECT json_merge_patch('{{}}', to_json({packed}))::VARCHAR AS response FROM {table}"


def main():
    """Reads the arguments, judges, writes."""
    if len(sys.argv) < 4:
        sys.exit(__doc__)
    questionnaire, read, write, *own = sys.argv[1:]
    connection = duckdb.connect()
    batches = connection.sql(responses(connection, read)).to_arrow_reader(10_000)
    # The rows come from one connection while another writes them: each runs one query at a time.
    records = pa.RecordBatchReader.from_batches(RECORDS, judged(batches, command(questionnaire, own)))
    writer = duckdb.connect()
    writer.register("records", records)
    query = "SELECT record->>'$.id' AS id, record->>'$.verdict' AS verdict, record FROM records"
    writer.execute(f"COPY ({query}) TO {quoted(write, chr(39))} (FORMAT parquet)")


if __name__ == "__main__":
    main()
