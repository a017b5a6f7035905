#!/usr/bin/python3
"""torture_batch.py PROGRAM [KILLS]: kills runs of `extract --db` and `--state` with -9 at random moments, lets the disk fill at random
moments, and changes files while they are read; after each, runs on, and compares with an undisturbed run: nothing lost, nothing twice.
KILLS (200) runs are killed for each of both. The articles are of the toy language, so that no rule of the real ones matters."""
import json, os, random, shutil, signal, sqlite3, subprocess, sys, tempfile, threading, time
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
ARTICLES = 700


class Torture:
    def __init__(self, program, folder, seed=1, articles=ARTICLES):
        sys.path.insert(0, str(ROOT / "tests"))
        from suites.language import toy_data
        self.program, self.folder, self.random = str(program), Path(folder), random.Random(seed)
        self.env = {**os.environ, "MIGCOOP_DATA": str(toy_data(ROOT / "data", self.folder / "data", small=True))}
        self.inputs = self.folder / "in"
        text = (ROOT / "tests/language/article.txt").read_text(encoding="utf-8")
        for i in range(articles):
            path = self.inputs / ("%02d" % (i % 7)) / ("%04d.txt" % i)
            path.parent.mkdir(parents=True, exist_ok=True)
            # One in nine is an article that is there already.
            path.write_text("%s\n%d\n" % (text * (1 + i % 3), i // 2 if i % 9 == 0 else -i), encoding="utf-8")
        begin = time.monotonic()
        self.direct = self.run("extract", "-q", "in").stdout
        self.run("extract", "-q", "--db", "whole.db", "in")
        self.seconds = time.monotonic() - begin

    def run(self, *args, env=None):
        return subprocess.run([self.program, *map(str, args)], cwd=self.folder, env={**self.env, **(env or {})}, stdout=subprocess.PIPE,
                              stderr=subprocess.PIPE, timeout=600)

    def killed(self, args, seconds, out=None):
        """Whether the run was killed before it ended."""
        child = subprocess.Popen([self.program, *args], cwd=self.folder, env=self.env, stdout=out or subprocess.DEVNULL,
                                 stderr=subprocess.PIPE)
        try:
            child.wait(seconds)
        except subprocess.TimeoutExpired:
            pass
        child.send_signal(signal.SIGKILL)
        said = child.communicate()[1]
        if child.returncode not in (0, -signal.SIGKILL):
            raise AssertionError("exit %s: %s" % (child.returncode, said.decode()))
        return child.returncode != 0

    def forget(self, name):
        for path in self.folder.glob(name + "*"):
            path.unlink()

    def check_store(self, name, whole):
        """What an interrupted database holds is right as far as it goes; whole: it holds everything."""
        with sqlite3.connect(self.folder / name) as db:
            said = db.execute("PRAGMA integrity_check").fetchone()[0]
            assert said == "ok", said
            assert not db.execute("PRAGMA foreign_key_check").fetchall(), "a record without its article"
            lost = db.execute("SELECT count(*) FROM articles WHERE json_array_length(json, '$.meetings') <>"
                              " (SELECT count(*) FROM meetings AS m WHERE m.article = articles.article)").fetchone()[0]
            assert lost == 0, "%d articles without their records" % lost
        db.close()
        got = self.run("export", "--db", name)
        assert got.returncode == 0, got.stderr.decode()
        if whole:
            assert got.stdout == self.direct, "the export differs from a direct run"
            return
        lines, direct = got.stdout.splitlines(), set(self.direct.splitlines())
        assert len(set(lines)) == len(lines), "a line twice"
        assert set(lines) <= direct, "a line that no direct run writes"

    def kill_store(self, kills):
        done = whole = 0
        while done < kills:
            if self.killed(["extract", "-q", "--db", "k.db", "in"], self.random.uniform(0, self.seconds * 0.6)):
                done += 1
                if (self.folder / "k.db").exists() and (self.folder / "k.db").stat().st_size and self.random.random() < 0.3:
                    self.check_partly("k.db")
                continue
            self.check_store("k.db", True)
            whole += 1
            self.forget("k.db")
        got = self.run("extract", "-q", "--db", "k.db", "in")
        assert got.returncode == 0, got.stderr.decode()
        self.check_store("k.db", True)
        self.forget("k.db")
        return done, whole + 1

    def check_partly(self, name):
        """As check_store; a database killed while it was made has no tables yet."""
        with sqlite3.connect(self.folder / name) as db:
            made = db.execute("SELECT count(*) FROM sqlite_master").fetchone()[0]
        db.close()
        if made:
            self.check_store(name, False)

    def kill_state(self, kills):
        done = whole = 0
        out = self.folder / "out.jsonl"
        direct = {}
        for line in self.direct.splitlines():
            direct.setdefault(json.loads(line)["article"]["id"], line)
        while done < kills or out.exists():
            with open(out, "ab") as file:
                if self.killed(["extract", "-q", "--state", "k.state", "in"], self.random.uniform(0, self.seconds * 0.4), file):
                    done += 1
                    continue
            ids = [json.loads(line)["article"]["id"] for line in out.read_bytes().splitlines()]
            assert set(ids) == set(direct), "%d articles lost" % len(set(direct) - set(ids))
            assert len(set(ids)) == len(ids), "%d articles twice" % (len(ids) - len(set(ids)))
            whole += 1
            self.forget("k.state")
            out.unlink()
        return done, whole

    def fill_disk(self, times):
        """Each run with a disk that is full after some bytes says so; the next, with room, ends what it began."""
        preload = self.folder / "full_disk.so"
        subprocess.run([os.environ.get("CC", "cc"), "-shared", "-fPIC", "-o", preload, ROOT / "tests/tools/full_disk.c", "-ldl"], check=True)
        full = lambda size: {"LD_PRELOAD": str(preload), "FULL_DISK_AFTER": str(size)}
        size = 2 * (self.folder / "whole.db").stat().st_size
        told = 0
        for i in range(times):
            after = self.random.randrange(size) if i % 3 else self.random.randrange(1 << 17)
            got = self.run("extract", "-q", "--db", "k.db", "in", env=full(after))
            assert got.returncode in (0, 5), (after, got.returncode, got.stderr.decode())
            assert (got.returncode == 5) == (b"error" in got.stderr), (after, got.stderr.decode())
            told += got.returncode == 5
            if i % 2:
                got = self.run("extract", "-q", "--db", "k.db", "in")
                assert got.returncode == 0, (after, got.stderr.decode())
                self.check_store("k.db", True)
                self.forget("k.db")
            got = self.run("extract", "-q", "-o", "o.jsonl", "in", env=full(self.random.randrange(len(self.direct))))
            assert got.returncode == 5 and b"No space left" in got.stderr and not list(self.folder.glob("o.jsonl*")), got.stderr.decode()
        self.forget("k.db")
        return told

    def change_files(self, runs):
        """Files are written anew, a piece at a time, while runs read them; when that has ended, one run more sees the last of it."""
        files, over = sorted(self.inputs.rglob("*.txt"))[::20], threading.Event()
        before = {path: path.read_bytes() for path in files}

        def change():
            rng = random.Random(7)
            while not over.is_set():
                path = rng.choice(files)
                with open(path, "wb") as file:
                    for _ in range(rng.randrange(1, 4)):
                        file.write(before[path][:rng.randrange(1, 200)])
                        file.flush()
        changer = threading.Thread(target=change)
        changer.start()
        try:
            for _ in range(runs):
                got = self.run("extract", "-q", "--db", "c.db", "in")
                assert got.returncode in (0, 4), got.stderr.decode()
        finally:
            over.set()
            changer.join()
        got = self.run("extract", "-q", "--db", "c.db", "in")
        assert got.returncode == 0, got.stderr.decode()
        assert self.run("export", "--db", "c.db").stdout == self.run("extract", "-q", "in").stdout, "the export differs"
        for path, text in before.items():
            path.write_bytes(text)
        self.forget("c.db")


def main():
    program, kills = Path(sys.argv[1]).resolve(), int(sys.argv[2]) if len(sys.argv) > 2 else 200
    folder = tempfile.mkdtemp(prefix="migcoop-torture-")
    try:
        t = Torture(program, folder)
        t.check_store("whole.db", True)
        print("torture-batch: %d articles, %.2f s undisturbed" % (ARTICLES, t.seconds), flush=True)
        print("killed: %d runs into a database, which was whole in the end %d times" % t.kill_store(kills), flush=True)
        print("killed: %d runs that append, with a state file; whole in the end %d times" % t.kill_state(kills), flush=True)
        print("disk full: told %d times of %d" % (t.fill_disk(max(kills // 4, 6)), max(kills // 4, 6)), flush=True)
        t.change_files(max(kills // 20, 3))
        print("files that change while being read: as a direct run in the end")
    finally:
        shutil.rmtree(folder, ignore_errors=True)


if __name__ == "__main__":
    main()
