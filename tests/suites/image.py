"""The loaded engine that is kept between runs: it is the same every time, gives what loading gives, is used when it fits and only then,
and whatever is the matter with it costs no more than the time it would save."""
import os, shutil


def run(t):
    with t.folder() as folder:
        articles = t.root / "tests/golden/articles"
        direct = t.migcoop("extract", "-q", articles, cwd=folder)
        images = []
        for name in ("one", "two"):
            got = t.migcoop("extract", "-q", articles, cwd=folder, env={"MIGCOOP_CACHE": str(folder / name)})
            t.check("a run that keeps its engine in %s" % name, None if (got.status, got.out, got.err) == (0, direct.out, b"") else str(got))
            images += [path.read_bytes() for path in (folder / name).glob("*")]
        if not images and t.note("no room at the fixed address here: nothing is kept") is None:
            return
        # Two processes have nothing at the same addresses: what were an address outside of the engine would differ.
        t.check("it is the same every time", None if len(images) == 2 and images[0] == images[1] else "%d images differ" % len(images))
        cached(t, folder, articles, direct)
        spoilt(t, folder)
        changed(t, folder)
        t.migcoop("list", "languages", cwd=folder, env={"XDG_CACHE_HOME": str(folder / "xdg"), "MIGCOOP_CACHE": None})
        t.check("XDG_CACHE_HOME is where it is kept", None if list((folder / "xdg/migcoop").glob("*.engine")) else "nothing there")


def image(folder):
    return next(folder.glob("*.engine"))


def cached(t, folder, articles, direct):
    kept, env = folder / "one", {"MIGCOOP_CACHE": str(folder / "one")}
    before = image(kept).stat()
    got = t.migcoop("extract", "-q", articles, cwd=folder, env=env)
    t.check("a kept engine gives the same records", None if (got.status, got.out, got.err) == (0, direct.out, b"") else str(got))
    t.check("it is not written again", None if os.path.samestat(before, image(kept).stat()) else "it is another file")
    quick = min(t.migcoop("-V", env=env).seconds for _ in range(5)) / min(t.migcoop("-V").seconds for _ in range(5))
    t.check("it opens faster than the data load", None if quick < .7 or t.sanitized else "in %.2f of the time" % quick)
    for command in (("check",), ("list", "rules"), ("explain", articles / "en-rabat-madrid.txt")):
        loaded, mapped = t.migcoop(*command), t.migcoop(*command, env=env)
        t.check("%s with a kept engine" % command[0], None if (loaded.status, loaded.out) == (mapped.status, mapped.out) else str(mapped))


def spoilt(t, folder):
    """A file that is cut, of another program or others' to write is passed over, and replaced."""
    kept, whole = folder / "one", image(folder / "one").read_bytes()
    spoil = {
        "cut": lambda path: path.write_bytes(whole[:-4096]),
        "empty": lambda path: path.write_bytes(b""),
        "of something else": lambda path: path.write_bytes(b"x" * len(whole)),
        "others' to write": lambda path: path.chmod(0o666),
    }
    for name, how in spoil.items():
        how(image(kept))
        got = t.migcoop("list", "languages", env={"MIGCOOP_CACHE": str(kept)})
        path = image(kept)
        mended = path.read_bytes() == whole and path.stat().st_mode & 0o777 == 0o600 and len(list(kept.iterdir())) == 1
        t.check("a kept engine that is " + name, None if got.status == 0 and not got.err and mended else str(got))


def changed(t, folder):
    shutil.copytree(t.data, folder / "data")
    env = {"MIGCOOP_DATA": str(folder / "data"), "MIGCOOP_CACHE": str(folder / "own")}
    first = t.migcoop("-V", env=env)
    rules = folder / "data/common/roman.names"
    times = rules.stat()
    rules.write_text(rules.read_text(encoding="utf-8") + "\n# again\n", encoding="utf-8")
    os.utime(rules, ns=(times.st_atime_ns, times.st_mtime_ns))
    second = t.migcoop("-V", env=env)
    t.check("changed data are seen, whatever their times say", None if first.out != second.out and len(list((folder / "own").iterdir())) == 1 else str(second))
    (folder / "file").write_text("")
    got = t.migcoop("-V", env={**env, "MIGCOOP_CACHE": str(folder / "file/cache")})
    t.check("a cache that cannot be is done without", None if got.out == second.out and not got.err else str(got))
