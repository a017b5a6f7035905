"""The unit tests: one program made of tests/unit/*.c, which closes with `N passed, N failed`."""
import re


def run(t):
    got = t.command([t.build / "unit"], cwd=t.root, seconds=300)
    closing = re.search(rb"^(\d+) passed, (\d+) failed\s*\Z", got.out, re.M)
    if not closing:
        t.check("unit tests close with their count", str(got))
        return
    t.passed += int(closing.group(1))
    t.failed += int(closing.group(2))
    if got.status != 0:
        print((got.out + got.err).decode("utf-8", "replace")[-4000:])
    t.check("exit status agrees with the count", None if (got.status == 0) == (closing.group(2) == b"0") else str(got))
