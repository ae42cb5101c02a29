"""Judges Arrow record batches with `candidacy batch`, which is a filter: responses go in as lines of JSON, records come out in their order.

Needs pyarrow, and the program on the path or in CANDIDACY.
"""

import os
import subprocess
import threading

import pyarrow as pa

RECORDS = pa.schema([("record", pa.string())])
"""What comes out: the record of a response, as JSON. Which parts it has is said by `--fields`."""

ROWS = 10_000
"""How many records one batch that comes out has."""


def command(questionnaire, options):
    """The command that judges: `options` are those of `candidacy batch`, such as `--fields id,verdict`."""
    return [os.environ.get("CANDIDACY", "candidacy"), "batch", questionnaire, *options]


def judged(batches, command):
    """Record batches with a text column `response` (a response as JSON, one a row) to record batches with the records, in order.

    A response that cannot be used has a record that says why. Raises if the program cannot run, or the questionnaire is at fault.
    """
    program = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE)
    said, failed = [], []

    def feed():
        try:
            with program.stdin as lines:
                for batch in batches:
                    # A response is one line: no JSON needs a line break between its parts.
                    rows = (row.replace("\n", " ") for row in batch.column("response").to_pylist() if row)
                    lines.write("".join(f"{row}\n" for row in rows).encode())
        except BrokenPipeError:
            pass  # Why it ended is said by its status.
        except Exception as error:  # pylint: disable=broad-except
            failed.append(error)

    # Both ends at once: a program that waits for its reader reads nothing more itself.
    threads = [threading.Thread(target=feed), threading.Thread(target=lambda: said.append(program.stderr.read()))]
    for thread in threads:
        thread.start()
    try:
        records = []
        for line in program.stdout:
            records.append(line[:-1].decode())
            if len(records) == ROWS:
                yield pa.record_batch([records], schema=RECORDS)
                records = []
        if records:
            yield pa.record_batch([records], schema=RECORDS)
    finally:
        program.stdout.close()
        status = program.wait()
        for thread in threads:
            thread.join()
    if failed:
        raise failed[0]
    # 3: some responses could not be used, and their records say so.
    if status not in (0, 3):
        raise RuntimeError(f"{' '.join(command)} ended with {status}: {said[0].decode(errors='replace')}")
