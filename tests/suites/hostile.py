"""Inputs and uses meant to break things: each ends in bounded time and memory, with the exit code that the manual gives, with a
message that names the place, and with the other articles done."""
import json, os, shutil, sys

SECONDS, MIB = 10, 512          # for an article of ordinary size
LARGE_SECONDS, LARGE_MIB = 60, 4096  # 50 MB, most of it records: 430 MB of JSON
STREAM_MIB = 100  # whatever the size
GOOD = "Spanish Interior Minister Fernando Grande-Marlaska met Abdelouafi Laftit in Rabat on 6 May 2024.\n"


def run(t):
    sys.path.insert(0, str(t.root / "tests/hostile"))
    import make_hostile as make

    for name, content in make.plain():
        one(t, name, content, (0,), SECONDS, MIB)
    for name, content in make.binary():
        one(t, name, content, (4,), SECONDS, MIB)
    for name, content, statuses in make.containers():
        one(t, name, content, statuses, SECONDS, MIB)
    for name, content in make.large(2_000_000 if t.sanitized else 50_000_000):
        one(t, name, content, (0, 4), LARGE_SECONDS, LARGE_MIB, ("--max-size", "200M"))
    endless(t, 1_000_000 if t.sanitized else 50_000_000)
    outside(t, make)
    replaced(t, make)
    mutated(t, make)
    paths(t)
    uses(t)
    data(t)
    endings(t)


def article(line):
    return json.loads(line)["article"]["source"].rsplit("/", 1)[-1]


def fault(got, statuses, sources=None):
    """None, or what is wrong with a run: its status, a crash, a line that is no JSON, an article that is not done."""
    if got.status not in statuses:
        return "not exit %s but %s" % (" or ".join(map(str, statuses)), got)
    if b"Sanitizer" in got.err or b"runtime error" in got.err:
        return str(got)
    try:
        done = [article(line) for line in got.out.decode("utf-8").splitlines()]
    except ValueError as error:
        return "output is no JSON Lines in UTF-8: %s" % error
    if sources is not None and done != sources:
        return "done are %s instead of %s\n%s" % (done, sources, got.err.decode("utf-8", "replace"))
    if got.status == 4 and b"error: " not in got.err:
        return "exit 4 without a message: %s" % got
    return None


def one(t, name, content, statuses, seconds, mib, options=()):
    """The file between two good ones: those are done, whatever it does."""
    with t.folder() as folder:
        (folder / name).write_bytes(content)
        for good in ("a.txt", "z.txt"):
            (folder / good).write_text(GOOD)
        got = t.migcoop("extract", *options, "a.txt", name, "z.txt", cwd=folder, seconds=seconds, mib=mib)
        problem = fault(got, statuses)
        if not problem:
            sources = [json.loads(line)["article"]["source"] for line in got.out.splitlines()]
            inner = [s for s in sources if s == name or s.startswith(name + "/")]
            if sources != ["a.txt", *inner, "z.txt"]:
                problem = "done are %s" % sources
            elif got.status == 4 and name.encode() not in got.err:
                problem = "the message does not name the file: %s" % got.err.decode("utf-8", "replace")
        if not problem and not t.sanitized and got.mib > mib:
            problem = "%d MiB, at most %d are allowed" % (got.mib, mib)
        t.check(name, problem)


# Runs a command and notes its peak memory. The tests' own process is large, and a child counts what it was before exec.
PEAK = """import os, sys
pid = os.fork()
if not pid:
    os.execvp(sys.argv[1], sys.argv[1:])
_, status, usage = os.wait4(pid, 0)
open("peak", "w").write(str(usage.ru_maxrss))
sys.exit(os.waitstatus_to_exitcode(status))"""


def endless(t, size):
    """Inputs without an end in sight, through a pipe: memory goes with the largest article. tests/tools/long_input.py makes them of
    any size; here they are of a size at which memory that grows would show."""
    for kind in ("jsonl", "json", "feed", "warc"):
        for packed in ("", "| gzip -1") if kind == "warc" else ("",):
            with t.folder() as folder:
                got = t.command('"$SRC"/tests/tools/long_input.py %s %d %s | %s -c "$PEAK" migcoop extract -q - > out'
                                % (kind, size, packed, sys.executable), cwd=folder, seconds=LARGE_SECONDS, env={"PEAK": PEAK})
                mib = int((folder / "peak").read_text()) // 1024
                lines = (folder / "out").read_bytes().splitlines()
            problem = None if got.status == 0 and not got.err else str(got)
            if not problem and len(lines) < size // 5000:
                problem = "only %d articles" % len(lines)
            if not problem and json.loads(lines[-1])["article"]["part"] != len(lines) - 1:
                problem = "the last of %d articles is %s" % (len(lines), lines[-1][:300])
            if not problem and not t.sanitized and mib > STREAM_MIB:
                problem = "%d MiB, at most %d are allowed" % (mib, STREAM_MIB)
            t.check("an endless %s%s" % (kind, packed and ", compressed"), problem)


def outside(t, make):
    """What a document refers to is not read: neither its content comes in, nor is it opened, which would wait for the pipe's writer."""
    with t.folder() as folder:
        (folder / "secret").write_text("leaked <!ENTITY x 'leaked'>")
        os.mkfifo(folder / "pipe")
        for name, content in make.external("file://%s/secret" % folder, "%s/pipe" % folder):
            (folder / name).write_bytes(content)
            got = t.migcoop("extract", "--with-text", name, cwd=folder, seconds=SECONDS, mib=MIB)
            problem = fault(got, (0, 4))
            if not problem and got.out and "Abdelouafi Laftit" not in json.loads(got.out)["article"]["text"]:
                problem = "the article is lost: %s" % got
            if not problem and (b"leaked" in got.out or b"expanded" in got.out):
                problem = "what it refers to came in: %s" % got
            t.check("nothing is fetched for " + name, problem)


def replaced(t, make):
    """What is no text becomes U+FFFD with a diagnostic, one each, and offsets stay right."""
    wanted = {"invalid.txt": 3, "nul.txt": 2, "forged.txt": 5}
    for name, content in make.plain():
        if name not in wanted:
            continue
        with t.folder() as folder:
            (folder / name).write_bytes(content)
            got = t.migcoop("extract", "--with-text", name, cwd=folder)
        problem = fault(got, (0,), [name])
        if not problem:
            found = json.loads(got.out)
            marks = found["article"]["text"].count("\ufffd")
            if marks < wanted[name] or any("\ue000" <= c <= "\uf8ff" or c >= "\U000f0000" or c == "\0" for c in found["article"]["text"]):
                problem = "%d replacement characters, at least %d were expected" % (marks, wanted[name])
            elif not found["diagnostics"]:
                problem = "no diagnostic"
            elif not found["meetings"] and not found["ministers"]:
                problem = "the sound sentence was lost"
        t.check("replaced in " + name, problem)


def mutated(t, make):
    sources = [p.read_bytes() for p in sorted((t.root / "tests/golden/articles").glob("*.txt"))] or [GOOD.encode() * 5]
    with t.folder() as folder:
        make.write(folder, make.mutations(sources))
        got = t.migcoop("extract", "--with-text", folder, seconds=60, mib=MIB)
        problem = fault(got, (0, 4))
        if not problem:
            from suites.golden import consistent
            for line in got.out.splitlines():
                found = json.loads(line)
                problem = problem or consistent(found, found["article"]["text"])
        t.check("300 mutated articles", problem)


def paths(t):
    with t.folder() as folder:
        (folder / "a.txt").write_text(GOOD)
        (folder / "sub").mkdir()
        (folder / "sub/b.txt").write_text(GOOD)
        (folder / ".hidden.txt").write_text(GOOD)
        os.symlink("..", folder / "sub/loop")
        os.symlink("itself", folder / "sub/itself")
        (folder / "sub/deep").mkdir()
        os.symlink("../../sub", folder / "sub/deep/up")
        os.symlink("nowhere", folder / "dangling.txt")
        t.check("a loop of links", fault(t.migcoop("extract", "sub", cwd=folder), (0, 4), ["b.txt"]))
        t.check("a link to nowhere", fault(t.migcoop("extract", "dangling.txt", "a.txt", cwd=folder), (4,), ["a.txt"]))
        t.check("a missing file", fault(t.migcoop("extract", "missing.txt", "a.txt", cwd=folder), (4,), ["a.txt"]))
        odd = os.fsencode(folder) + b"/odd\xff\n.txt"
        with open(odd, "wb") as file:
            file.write(GOOD.encode())
        got = t.command([t.program, "extract", odd], cwd=folder)
        t.check("a file name that is no UTF-8", fault(got, (0,)) or (None if got.out.count(b"\n") == 1 else str(got)))
        os.mkfifo(folder / "pipe.txt")
        t.check("a pipe in a folder is not waited for", fault(t.migcoop("extract", ".", cwd=folder, seconds=20), (0, 4)))
        t.check("a folder that is no file of text", fault(t.migcoop("extract", "/dev/null", cwd=folder), (0, 4)))
        if os.geteuid() != 0:
            (folder / "closed").mkdir(mode=0)
            (folder / "closed.txt").write_text(GOOD)
            (folder / "closed.txt").chmod(0)
            t.check("closed cannot be read", fault(t.migcoop("extract", "closed", "a.txt", cwd=folder), (4,), ["a.txt"]))
            t.check("closed.txt cannot be read", fault(t.migcoop("extract", "closed.txt", "a.txt", cwd=folder), (4,), ["a.txt"]))
        else:
            # What root may not read does not exist: another user tries, with a program and data that it can reach.
            folder.chmod(0o755)
            shutil.copy(t.program, folder / "program")
            shutil.copytree(t.data, folder / "data")
            (folder / "closed").mkdir(mode=0o700)
            (folder / "closed.txt").write_text(GOOD)
            (folder / "closed.txt").chmod(0o600)
            for name in ("closed", "closed.txt"):
                got = t.command(["setpriv", "--reuid=65534", "--regid=65534", "--clear-groups", "./program", "extract", name, "a.txt"],
                                cwd=folder, env={"MIGCOOP_DATA": str(folder / "data")})
                t.check("%s cannot be read" % name, fault(got, (4,), ["a.txt"]))


def uses(t):
    for args in (["--nonsense"], ["extract", "--nonsense"], ["extract", "--published"], ["extract", "--published", "yesterday"],
                 ["extract", "--published", "2024-02-30"], ["extract", "--lang", "xx-nonsense"], ["extract", "--only", "nonsense"],
                 ["nonsense"], ["list", "nonsense"], ["help", "nonsense"], []):
        got = t.migcoop(*args)
        problem = None if got.status == 2 and not got.out and got.err else str(got)
        t.check("wrong use: migcoop " + " ".join(args), problem)


def data(t):
    """A data file that is wrong stops everything before the first article, and says where."""
    broken = {
        "a kind that is none": "rule r\n    gives meeting\n    match {NOSUCHKIND:party} met\n    yes  x\n",
        "a list that is none": "rule r\n    gives meeting\n    match {no-such-list}\n    yes  x\n",
        "a field that is none": "rule r\n    gives meeting\n    match {CITY:nosuchfield} met\n    yes  x\n",
        "a key that is none": "rule r\n    nosuchkey x\n",
        "a bracket left open": "rule r\n    gives meeting\n    match ( {CITY} met\n",
        "a tab in the indentation": "rule r\n\tgives meeting\n",
        "a word list with nothing": "words\n",
        "no text": b"rule \xff\n",
        "a nul": b"rule a\x00b\n",
        "depth": "".join(" " * n + "x\n" for n in range(100)),
        "a match that can be nothing": "rule r\n    gives meeting\n    match ( met )?\n",
    }
    for name, content in broken.items():
        with t.folder() as folder:
            shutil.copytree(t.data, folder / "data", symlinks=True)
            language = next(p.parent for p in sorted((folder / "data").glob("*/language.conf")))
            path = language / "zz-broken.rules"
            path.write_bytes(content if isinstance(content, bytes) else content.encode())
            (folder / "a.txt").write_text(GOOD)
            got = t.migcoop("extract", "--data", folder / "data", "a.txt", cwd=folder)
        placed = ("%s/zz-broken.rules:" % language.name).encode() in got.err
        t.check("broken rule file: " + name, None if got.status == 3 and placed and not got.out else str(got))
    with t.folder() as folder:
        got = t.migcoop("extract", "--data", folder / "nowhere", "-")
        t.check("no data folder", None if got.status == 3 and got.err else str(got))
        (folder / "empty").mkdir()
        got = t.migcoop("extract", "--data", folder / "empty", "-")
        t.check("an empty data folder", None if got.status == 3 and got.err else str(got))


def endings(t):
    """Where the output cannot go."""
    with t.folder() as folder:
        for n in range(200):
            (folder / ("%03d.txt" % n)).write_text(GOOD)
        got = t.command("migcoop extract . | head -n 1 | wc -l; ", cwd=folder)
        t.check("a closed pipe ends it quietly", None if got.out.strip() == b"1" and not got.err else str(got))
        if os.path.exists("/dev/full"):
            got = t.command("migcoop extract . > /dev/full", cwd=folder)
            t.check("a full disk", None if got.status == 5 and b"error" in got.err else str(got))
            got = t.command("migcoop extract -o /dev/full .", cwd=folder)
            t.check("a full disk under -o", None if got.status == 5 and b"error" in got.err else str(got))
        got = t.command("migcoop extract -o nowhere/out.json 000.txt", cwd=folder)
        t.check("a folder missing for -o", None if got.status in (2, 5) and b"error" in got.err else str(got))
        got = t.command("(migcoop extract - <&-)", cwd=folder)
        t.check("standard input is closed", None if got.status in (0, 4) else str(got))
