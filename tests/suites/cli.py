"""The command-line cases: tests/cli/*.case, whose syntax tests/cli/README.md tells."""
import re


def run(t):
    for path in sorted((t.root / "tests/cli").glob("*.case")):
        for case in parse(path):
            where = "%s:%d: %s" % (path.name, case["line"], case["name"])
            if case["skip"] and t.command(case["skip"]).status == 0:
                continue
            t.check(where, perform(t, case))


def parse(path):
    """The blocks of a case file, as dictionaries. Raises ValueError with the place when it is malformed."""
    cases, block = [], None
    for number, line in enumerate(path.read_text(encoding="utf-8").split("\n"), 1):
        if block is not None and (line.startswith("    ") or (not line.strip() and block)):
            block.append(line[4:])
            continue
        if line.startswith("#") or not line.strip():
            continue
        key, _, rest = line.partition(" ")
        rest, block = rest.strip(), None
        if key == "case":
            cases.append({"name": rest, "line": number, "files": [], "stdin": [], "run": None, "exit": 0, "skip": None,
                          "stdout": [], "stderr": [], "has": set()})
            continue
        if not cases:
            raise ValueError("%s:%d: no case before this line" % (path.name, number))
        case = cases[-1]
        if key in ("file", "bytes"):
            block = []
            case["files"].append((rest, key == "bytes", block))
        elif key in ("stdin", "stdout", "stderr"):
            block = case[key]
            if rest == "has":
                case["has"].add(key)
        elif key == "run":
            case["run"] = rest
        elif key == "exit":
            case["exit"] = int(rest)
        elif key == "skip-if":
            case["skip"] = rest
        else:
            raise ValueError("%s:%d: unknown key %s" % (path.name, number, key))
    for case in cases:
        if not case["run"]:
            raise ValueError("%s:%d: a case without run" % (path.name, case["line"]))
    return cases


def trimmed(block):
    while block and not block[-1].strip():
        block = block[:-1]
    return block


def content(block, escaped=False):
    block = trimmed(block)
    if escaped:
        return "".join(block).encode("utf-8").decode("unicode_escape").encode("latin-1")
    return "".join(line + "\n" for line in block).encode("utf-8")


def perform(t, case):
    with t.folder() as folder:
        for path, escaped, block in case["files"]:
            (folder / path).parent.mkdir(parents=True, exist_ok=True)
            (folder / path).write_bytes(content(block, escaped))
        got = t.command(case["run"], stdin=content(case["stdin"]), cwd=folder)
    problems = []
    if got.status != case["exit"]:
        problems.append("exit %s instead of %s" % (got.status, case["exit"]))
    for stream, raw in (("stdout", got.out), ("stderr", got.err)):
        text, wanted = raw.decode("utf-8", "replace"), trimmed(case[stream])
        if stream in case["has"]:
            absent = [w for w in wanted if not re.search(".*%s" % glob(w), text)]
            if absent:
                problems.append("%s lacks: %s\nit is:\n%s" % (stream, absent[0], text[:2000]))
        elif not matches(wanted, text):
            problems.append("%s is not:\n%s\nbut:\n%s" % (stream, "\n".join(wanted), text[:2000]))
    return "\n".join(problems) or None


def glob(line):
    return "[^\n]*".join(re.escape(piece) for piece in line.split("*"))


def matches(wanted, text):
    """Whether text is the wanted lines, `*` anything within a line, a line `...` any lines."""
    pattern = "".join("(?:[^\n]*\n)*" if line == "..." else glob(line) + "\n" for line in wanted)
    return re.fullmatch(pattern, text if text.endswith("\n") or not text else text + "\n") is not None
