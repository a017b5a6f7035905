"""What the documents show is true: the transcripts in README.md and data/README.md and the examples of the manual page are run,
and program, manual page and README agree about commands and options.

In a Markdown file a ```console block is a transcript: lines `$ command`, each followed by what it prints (`*` and a line `...` as
in the command-line cases; a command followed by nothing may print anything). All blocks of a file run in order in one folder, which
has the project's data (a copy), tests and build in it. A block ```text file=NAME (any language) writes that file first. A block
```console skip is only read. The manual page's examples are the lines `$ command` of its EXAMPLES section. A command
that needs a program of OPTIONAL is passed over where that is not installed."""
import re, shutil

from suites.cli import matches, trimmed

OPTIONAL = ("duckdb", "mlr")


def run(t):
    if not shutil.which("duckdb") and t.command(["node", "-e", "require('@duckdb/node-api')"]).status == 0:
        t.env["PATH"] += ":%s" % (t.root / "tests/tools")
    absent = [program for program in OPTIONAL if not shutil.which(program, path=t.env["PATH"])]
    if absent:
        t.note("no %s here: the examples with it are not run" % " and ".join(absent))
    for name in ("README.md", "data/README.md"):
        if (t.root / name).exists():
            transcript(t, name, markdown((t.root / name).read_text(encoding="utf-8")))
    page = t.root / "src/migcoop.1"
    if page.exists():
        transcript(t, "migcoop.1", manual(page.read_text(encoding="utf-8")))
        got = t.command("man --warnings=all -l %s >/dev/null" % page, env={"MAN_KEEP_STDERR": "1", "LC_ALL": "C.UTF-8"})
        t.check("the manual page is well formed", str(got) if got.err or got.status else None)
        agree(t, page)
    crontab(t)


def markdown(text):
    """(kind, lines) pairs: kind is `console` or the name of a file to write."""
    blocks, kind, lines = [], None, []
    for line in text.split("\n"):
        fence = re.match(r"\s*```(.*)", line)
        if fence and kind is None:
            info = fence.group(1).split()
            file = next((w[5:] for w in info if w.startswith("file=")), "")
            kind, lines = file or ("console" if info == ["console"] else ""), []
        elif fence:
            if kind:
                blocks.append((kind, lines))
            kind = None
        elif kind is not None:
            lines.append(line)
    return blocks


def manual(text):
    section = re.search(r'^\.S[Hh] "?EXAMPLES"?\n(.*?)(?=^\.S[Hh] |\Z)', text, re.M | re.S)
    lines = section.group(1).split("\n") if section else []
    plain = [re.sub(r"\\f.|\\&", "", line).replace("\\-", "-").replace("\\(aq", "'").replace("\\e", "\\") for line in lines]
    return [("console", [line]) for line in plain if line.startswith("$ ")]


def steps(lines):
    """(command, expected lines) pairs of a transcript; a command goes on after a backslash at the end of its line."""
    found = []
    for line in lines:
        if found and found[-1][0].endswith("\\") and not found[-1][1]:
            found[-1][0] += "\n" + re.sub(r"^> ", "", line)
        elif line.startswith("$ "):
            found.append([line[2:], []])
        elif found:
            found[-1][1].append(line)
    return found


def transcript(t, name, blocks):
    with t.folder() as folder:
        shutil.copytree(t.data, folder / "data")
        (folder / "tests").symlink_to(t.root / "tests")
        (folder / "src").symlink_to(t.root / "src")
        (folder / "build").symlink_to(t.build)
        for kind, lines in blocks:
            if kind != "console":
                (folder / kind).parent.mkdir(parents=True, exist_ok=True)
                (folder / kind).write_text("\n".join(lines) + "\n", encoding="utf-8")
                continue
            for command, expected in steps(lines):
                if any(re.search(r"(?:^|\| *)%s\b" % program, command) for program in OPTIONAL
                       if not shutil.which(program, path=t.env["PATH"])):
                    continue
                got = t.command(command, cwd=folder, env={"MIGCOOP_DATA": str(folder / "data")})
                expected, text = trimmed(expected), (got.out + got.err).decode("utf-8", "replace")
                problem = None
                if expected and not matches(expected, text):
                    problem = "not\n%s\nbut\n%s" % ("\n".join(expected), text[:3000])
                elif not expected and got.status != 0:
                    problem = str(got)
                t.check("%s: $ %s" % (name, command.split("\n")[0]), problem)


def crontab(t):
    """The crontab lines of README and manual page run and keep quiet, with their folders put elsewhere."""
    for name in ("README.md", "src/migcoop.1"):
        text = (t.root / name).read_text(encoding="utf-8").replace("\\-", "-")
        line = re.search(r"^(?:\.Dl )?0 3 \* \* \* (migcoop .*)", text, re.M)
        with t.folder() as folder:
            (folder / "articles").mkdir()
            (folder / "articles/a.txt").write_text("Nothing.\n")
            command = line.group(1).replace("$HOME", str(folder)).replace("/srv/news", str(folder)) if line else "false"
            got = t.command(command, cwd=folder)
            quiet = got.status == 0 and not got.out + got.err and (folder / "news.db").exists()
            t.check("%s: the crontab line runs" % name, None if quiet else str(got))


def options_in(text):
    return set(re.findall(r"(?<![\w-])--[a-z][a-z-]+", text))


def agree(t, page):
    helps = t.migcoop("--help").out.decode()
    commands = re.findall(r"^ +migcoop ([a-z]+)\b", helps, re.M) or re.findall(r"^  ([a-z]+) ", helps, re.M)
    t.check("--help names the commands", None if {"extract", "check", "explain", "list", "help"} <= set(commands) else helps)
    everything = helps + "".join(t.migcoop("help", command).out.decode() for command in commands)
    shown = page.read_text(encoding="utf-8").replace("\\-", "-")
    rendered = t.command("man -l %s | col -b" % page, env={"MANWIDTH": "200"}).out.decode()
    own = "\n".join(l for l in (shown + "\n" + rendered).split("\n") if not re.match(r"\s*\$ (?!migcoop)", l))
    program, man = options_in(everything), options_in(own)
    t.check("manual page and --help have the same options", None if program == man else "only in --help: %s; only in the manual: %s" % (
        sorted(program - man), sorted(man - program)))
    for name in ("README.md", "data/README.md"):
        path = t.root / name
        if path.exists():
            mine = [l for l in path.read_text(encoding="utf-8").split("\n") if "migcoop" in l and "--" in l]
            unknown = set().union(*map(options_in, mine)) - program if mine else set()
            t.check("%s names only options that exist" % name, "unknown: %s" % sorted(unknown) if unknown else None)
    for command in commands:
        short, long = t.migcoop(command, "-h"), t.migcoop(command, "--help")
        fits = short.status == long.status == 0 and not short.err + long.err and 0 < len(short.out) <= len(long.out)
        t.check("%s: -h is one screen, --help no shorter" % command, None if fits and short.out.count(b"\n") <= 40 else str(short))
        same = t.migcoop("help", command).out == long.out
        t.check("help %s is %s --help" % (command, command), None if same else "they differ")
