"""Runs that repeat, beyond what one command line shows (tests/cli/batch.case): kills, a full disk, files that change, two runs at once,
how much faster a second run is; what a database holds and exports (golden files in tests/golden/export, of the toy language, so that
no rule of the real ones matters); the schema file; the examples that are installed."""
import importlib.util, json, re, shutil, sqlite3, subprocess, time

from suites.language import toy_data

QUERIES = {
    "who_met_whom": "SELECT person, country, other, other_country, earliest, city FROM who_met_whom ORDER BY 1, 3, article",
    "agreements_by_pair": "SELECT country, other_country, year, kind, status, agreements, articles FROM agreements_by_pair ORDER BY 1, 2, 3",
    "sessions_of_body": "SELECT body, body_name, ordinal, status, earliest, city FROM sessions_of_body",
    "meetings_of_official": "SELECT official, role, country, kind, status, earliest, city, parties, topics FROM meetings_of_official"
                            " ORDER BY key, article",
    "tables": " UNION ALL ".join("SELECT '%s', count(*) FROM %s" % (name, name) for name in (
        "articles sources meetings ministers dates programs agreements history participants signatories parties topics names amounts"
        " outcomes evidence diagnostics").split()),
}


def run(t):
    with t.folder() as folder:
        exports(t, folder)
    with t.folder() as folder:
        torture(t, folder)
    with t.folder() as folder:
        two_runs(t, folder)
    if not t.sanitized:
        with t.folder() as folder:
            speed(t, folder)
    examples(t)


def golden(t, name, text):
    path = t.root / "tests/golden/export" / name
    if t.update:
        path.parent.mkdir(exist_ok=True)
        path.write_bytes(text)
    want = path.read_bytes() if path.exists() else b""
    t.check("golden export " + name, None if want == text else "not\n%s\nbut\n%s" % (want.decode(), text.decode()))


def exports(t, folder):
    """The toy article at two places, once with another day, and one with nothing in it."""
    article = (t.root / "tests/language/article.txt").read_bytes()
    for name in ("2024-05-08/a.txt", "2024-05-08/again.txt", "2024-06-12/later.txt"):
        (folder / "in" / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / "in" / name).write_bytes(article)
    (folder / "in/none.txt").write_text("Nothing, with a \"quote\", and\ta tab.\n", encoding="utf-8")
    env = {"MIGCOOP_DATA": str(toy_data(t.data, folder / "data"))}
    command = lambda *args: t.migcoop(*args, cwd=folder, env=env)
    got = command("extract", "-q", "--with-text", "--db", "n.db", "in")
    t.check("the toy articles go into a database", str(got) if got.status or got.err else None)
    for options in ([], ["--records"], ["--records", "--all"], ["--only", "meetings,dates"], ["--records", "--only", "agreements"], ["--with-text"]):
        direct, export = command("extract", "-q", *options, "in"), command("export", "--db", "n.db", *options)
        t.check("export %s is the same as a direct run" % " ".join(options), None if direct.out == export.out and export.status == 0 else str(export))
    hide = lambda text: re.sub(rb'"engine":"[^"]*"', b'"engine":"*"', text)
    golden(t, "articles.jsonl", hide(command("export", "--db", "n.db").out))
    golden(t, "records.jsonl", hide(command("export", "--db", "n.db", "--records", "--since", "2024-06-01").out))
    golden(t, "records.csv", command("export", "--db", "n.db", "--format", "csv").out)
    golden(t, "dates.tsv", command("export", "--db", "n.db", "--format", "tsv", "--only", "dates").out)
    with sqlite3.connect(folder / "n.db") as db:
        for name, query in QUERIES.items():
            rows = ["\t".join("" if cell is None else str(cell) for cell in row) for row in db.execute(query)]
            golden(t, name + ".txt", ("\n".join(rows) + "\n").encode())
        texts = db.execute("SELECT text FROM articles ORDER BY article").fetchall()
        t.check("the text is the article's", None if texts[0][0].encode() == article else repr(texts[0]))
        made = "\n".join(sql for (sql,) in db.execute("SELECT sql FROM sqlite_master WHERE sql IS NOT NULL"))
    db.close()
    with sqlite3.connect(":memory:") as db:
        db.executescript((t.root / "data/schema/store.sql").read_text(encoding="utf-8"))
        documented = "\n".join(sql for (sql,) in db.execute("SELECT sql FROM sqlite_master WHERE sql IS NOT NULL"))
        t.check("the sessions of a body stand in order", sessions(db))
    t.check("a database has the schema that is documented", None if made == documented else made)


def sessions(db):
    """Rows put in by hand, since the toy language has no sessions."""
    db.execute("INSERT INTO runs (run, started, status, engine) VALUES (1, '', 'done', '')")
    for article, ordinal, day in ((1, 22, "2024-05-06"), (2, 21, None), (3, 23, "2025-02-01")):
        db.execute("INSERT INTO articles (article, key, id, engine, run, published, characters, json) VALUES (?, ?, '', '', 1, '2023-06-01', 0, '')",
                   (article, article))
        db.execute("INSERT INTO programs (article, id, key, name, confidence) VALUES (?, 'g1', 'body:x', 'Group', 1)", (article,))
        db.execute("INSERT INTO meetings (article, id, kind, body, ordinal, status, denied, earliest, confidence)"
                   " VALUES (?, 'm1', 'session', 'g1', ?, 'held', 0, ?, 1)", (article, ordinal, day))
    found = db.execute("SELECT body, ordinal, earliest FROM sessions_of_body").fetchall()
    return None if found == [("body:x", 21, None), ("body:x", 22, "2024-05-06"), ("body:x", 23, "2025-02-01")] else repr(found)


def torture(t, folder):
    spec = importlib.util.spec_from_file_location("torture_batch", t.root / "tests/tools/torture_batch.py")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    try:
        torture = module.Torture(t.program, folder, seed=int(time.time()), articles=150 if t.sanitized else 500)
    except Exception as error:
        return t.check("the torture can start", repr(error))
    parts = {"runs into a database that are killed": lambda: torture.kill_store(6), "runs with a state file that are killed":
             lambda: torture.kill_state(4), "files that change while being read": lambda: torture.change_files(2)}
    if not t.sanitized:  # its preloaded functions do not go with ours
        parts["a disk that fills"] = lambda: torture.fill_disk(6)
    for name, part in parts.items():
        problem = None
        try:
            part()
        except AssertionError as error:
            problem = str(error)
        t.check(name, problem)


def two_runs(t, folder):
    """Two at once, of which one waits: both are done, nothing twice."""
    env = {**t.env, "MIGCOOP_DATA": str(toy_data(t.data, folder / "data", small=True))}
    for i in range(300):
        path = folder / "in" / ("%03d.txt" % i)
        path.parent.mkdir(exist_ok=True)
        path.write_text("Nothing %d.\n" % i)
    runs = [subprocess.Popen([t.program, "extract", "-q", "--wait", "60", "--db", "n.db", "in"], cwd=folder, env=env, stderr=subprocess.PIPE)
            for _ in range(3)]
    said = [r.communicate()[1] for r in runs]
    with sqlite3.connect(folder / "n.db") as db:
        found = [db.execute("SELECT count(*) FROM " + table).fetchone()[0] for table in ("articles", "sources", "runs WHERE status = 'done'")]
    db.close()
    t.check("three runs at once that wait for each other", None if found == [300, 300, 3] and not any(r.returncode for r in runs) else repr((found, said)))


def speed(t, folder):
    """Over many small files the second run only hashes, with the engine at hand as a user has it."""
    env = {"MIGCOOP_CACHE": str(folder / "cache")}
    t.migcoop("-V", env=env)
    article = (t.root / "tests/golden/articles/en-rabat-madrid.txt").read_text(encoding="utf-8")
    for i in range(4000):
        path = folder / "in" / ("%02d" % (i % 20)) / ("%04d.txt" % i)
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(article + "\nNumber %d.\n" % i, encoding="utf-8")
    first = t.migcoop("extract", "-q", "-j", "1", "--db", "n.db", "in", cwd=folder, seconds=300, env=env)
    again = [t.migcoop("extract", "-q", "--db", "n.db", "in", cwd=folder, env=env) for _ in range(3)]
    factor = first.seconds / min(r.seconds for r in again)
    t.note("4000 files: %.2f s, again %.2f s" % (first.seconds, min(r.seconds for r in again)))
    t.check("a second run is at least 20 times faster", None if factor >= 20 and not first.status else "%.1f times" % factor)


def examples(t):
    """The crontab line runs, with its folder put elsewhere; systemd knows every key of the units."""
    install = t.root / "data/install"
    line = next(l for l in (install / "migcoop.cron").read_text().split("\n") if l and not l.startswith("#") and "=" not in l.split()[0])
    with t.folder() as folder:
        (folder / "articles").mkdir()
        (folder / "articles/a.txt").write_text("Nothing.\n")
        command = line.split(None, 6)[6].replace("/srv/news", str(folder))
        got = t.command(command)
        t.check("the crontab line runs", None if got.status == 0 and not got.out + got.err and (folder / "news.db").exists() else str(got))
        service = (install / "migcoop.service").read_text()
        command = re.search(r"^ExecStart=(.*)", service, re.M).group(1).replace("/srv/news", str(folder)).replace("/usr/local/bin/", "")
        got = t.command(command)
        t.check("the service's command runs", None if got.status == 0 and b"1 unchanged" in got.err else str(got))
    if shutil.which("systemd-analyze"):
        got = t.command(["systemd-analyze", "verify", install / "migcoop.timer", install / "migcoop.service"])
        bad = [l for l in got.err.decode().split("\n") if "migcoop." in l and "not executable" not in l and "Command 'man" not in l]
        t.check("systemd reads the units", "\n".join(bad) or None)
