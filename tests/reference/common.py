"""What the two parts of `make reference` share: ledgers are written, build/assessc is run, figures are compared and counted."""
import csv
import os
import subprocess
import sys

ASSESSC = os.path.abspath("build/assessc")
WORK = os.path.abspath("build/test/reference")


def read_csv(path):
    with open(path, encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


def write_csv(path, head, rows):
    os.makedirs(os.path.dirname(path), exist_ok=True)
    with open(path, "w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(head)
        writer.writerows(rows)


def write_text(path, text):
    os.makedirs(os.path.dirname(path), exist_ok=True)
    with open(path, "w", encoding="utf-8") as file:
        file.write(text)


def assessc(*words):
    """Runs the program; the status, and what it printed on both outputs."""
    environment = dict(os.environ, LANG="zh_CN.UTF-8", LC_ALL="zh_CN.UTF-8")
    ran = subprocess.run([ASSESSC, *words], env=environment, capture_output=True, text=True)
    return ran.returncode, ran.stdout, ran.stderr


def scores(schemes, data):
    """The tables that the schemes give on a folder of ledgers, by the scheme's name: lists of rows by column."""
    out = os.path.join(data, "out", "")
    status, _, messages = assessc("run", *schemes, "--data", data, "-o", out)
    if status != 0:
        sys.exit(f"assessc run {' '.join(schemes)} ended with {status}:\n{messages}")
    return {name[:-4]: read_csv(out + name) for name in sorted(os.listdir(out))}


class Tally:
    """Counts what was compared under one heading and shows the first differences."""

    SHOWN = 10

    def __init__(self, title):
        self.title, self.compared, self.different, self.explained = title, 0, 0, 0

    def compare(self, where, published, computed):
        self.compared += 1
        if published != computed:
            self.differs(where, published, computed)

    def differs(self, where, published, computed):
        self.different += 1
        if self.different <= self.SHOWN:
            print(f"    {self.title}: {where}: published {published!r}, computed {computed!r}")

    def print(self, why=""):
        equal = self.compared - self.different - self.explained
        line = f"  {self.title:58} {self.compared:6} compared {equal:6} equal {self.different:6} different"
        print(line + (f" {self.explained:4} shown why" if self.explained else ""))
        if self.explained:
            print(f"      {why}")
        return self
