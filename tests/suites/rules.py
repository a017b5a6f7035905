"""The examples inside the rule files, each counted as a test: `migcoop check` passes them all."""
import re


def run(t):
    got = t.migcoop("check", seconds=300)
    closing = re.search(rb"(\d+) rules?, (\d+) examples?, (\d+) failed\s*\Z", got.out)
    if not closing:
        t.check("check closes with its count", str(got))
        return
    rules, examples, failed = map(int, closing.groups())
    t.passed += max(0, examples - failed)
    t.failed += failed
    if failed:
        print(got.out.decode("utf-8", "replace")[-6000:])
    agrees = got.status == (1 if failed else 0)
    t.check("there are rules with examples, and the status agrees", None if rules and examples and agrees else str(got))
