"""The examples inside the rule files: `migcoop check` passes them all, and counts them as tests."""
import re


def run(t):
    got = t.migcoop("check", seconds=300)
    count = re.search(rb"(\d+) examples?", got.out + got.err)
    failed = re.search(rb"(\d+) failed", got.out + got.err)
    if got.status == 0:
        t.passed += int(count.group(1)) if count else 0
    elif got.status == 1 and failed:
        t.failed += int(failed.group(1))
        t.passed += max(0, int(count.group(1)) - int(failed.group(1))) if count else 0
        print((got.out + got.err).decode("utf-8", "replace")[-6000:])
    t.check("check ends well", None if got.status == 0 else str(got))
