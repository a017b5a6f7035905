#!/usr/bin/python3
"""torture.py PROGRAM: fails the nth allocation of opening an engine and extracting, for every n with the small data folder of the toy
language, and for a sample of n with the full data. PROGRAM is tests/tools/torture.c built with -DMIG_TORTURE and sanitizers.
TORTURE_SAMPLE (200) says how many n of the full data."""
import os, random, subprocess, sys, tempfile
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT / "tests"))
from suites.language import toy_data  # the same folder that the toy language's test makes

SAMPLE = int(os.environ.get("TORTURE_SAMPLE", "200"))
SECONDS = 300


def run(program, data, article, numbers):
    argv = [program, str(data), str(article), *map(str, numbers)]
    env = {**os.environ, "ASAN_OPTIONS": "detect_leaks=1:exitcode=99"}
    return subprocess.run(argv, stdout=subprocess.PIPE, stderr=subprocess.PIPE, timeout=SECONDS, env=env)


def culprit(program, data, article, numbers):
    """The first n of a failed batch that fails alone, with what was said."""
    for n in numbers:
        got = run(program, data, article, [n])
        if got.returncode:
            return n, got
    return None, None


def torture(name, program, data, article, sample, batch):
    got = run(program, data, article, [0])
    if got.returncode:
        print("torture: %s: not even without failures:\n%s" % (name, got.stderr.decode("utf-8", "replace")[-4000:]))
        return False
    count = int(got.stdout)
    numbers = list(range(1, count + 3))
    if sample and len(numbers) > sample:
        numbers = sorted(random.Random(count).sample(numbers, sample))
    batches = [numbers[i:i + batch] for i in range(0, len(numbers), batch)]
    with ThreadPoolExecutor(os.cpu_count()) as pool:
        results = list(pool.map(lambda b: attempt(program, data, article, b), batches))
    bad = [r for r in results if r]
    print("torture: %s: %d allocations, %d failed in turn, %s" % (name, count, len(numbers), "all handled" if not bad else "NOT all handled"))
    for n, said in bad[:3]:
        print("torture: %s: n = %s:\n%s" % (name, n, said))
    return not bad


def attempt(program, data, article, numbers):
    try:
        got = run(program, data, article, numbers)
        if got.returncode == 0:
            return None
        n, alone = culprit(program, data, article, numbers)
        return n, (alone or got).stderr.decode("utf-8", "replace")[-4000:]
    except subprocess.TimeoutExpired:
        return "%d-%d" % (numbers[0], numbers[-1]), "hangs"


def main():
    program = os.path.abspath(sys.argv[1])
    with tempfile.TemporaryDirectory() as temporary:
        folder = Path(temporary)
        toy, article = toy_data(ROOT / "data", folder / "toy", small=True), ROOT / "tests/language/article.txt"
        fine = torture("toy data", program, toy, article, 0, 50)
        (folder / "article.txt").write_text("Spanish Interior Minister Fernando Grande-Marlaska met his Moroccan counterpart, Abdelouafi "
                                            "Laftit, in Rabat on Monday.\nThey signed a readmission agreement.\n", encoding="utf-8")
        fine = torture("full data", program, ROOT / "data", folder / "article.txt", SAMPLE, 5) and fine
    return 0 if fine else 1


if __name__ == "__main__":
    sys.exit(main())
