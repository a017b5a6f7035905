"""Calendar arithmetic against independent implementations: every day of many years against Python's datetime, the Umm al-Qura months
against @umalqura/core of the npm registry where node and the package are found (NODE_PATH, or installed beside); else that part is
passed over."""
import datetime, random, shutil, subprocess

HEADER = "year month day weekday iso_year iso_week plus_months hijri_year hijri_month hijri_day"
UMALQURA = """
const found = require('@umalqura/core'), of = found.default || found;
const lines = [];
for (let year = 1356; year <= 1500; year++)
    for (let month = 1; month <= 12; month++) {
        const m = of(year, month, 1), d = m.date;
        lines.push([year, month, m.daysInMonth, d.getFullYear(), d.getMonth() + 1, d.getDate()].join(' '));
    }
console.log(lines.join('\\n'));
"""
EPOCH = datetime.date(1970, 1, 1)


def probe(t, arguments):
    got = t.command([t.build / "calendar_probe"] + [str(a) for a in arguments], cwd=t.root, seconds=120)
    return [list(map(int, line.split())) for line in got.out.decode().splitlines()]


def add_months(day, months):
    index = day.year * 12 + day.month - 1 + months
    year, month = divmod(index, 12)
    length = ((datetime.date(year + month // 11, (month + 1) % 12 + 1, 1)) - datetime.timedelta(1)).day
    return datetime.date(year, month + 1, min(day.day, length))


def civil(t):
    ranges = [(1, 4), (1580, 1600), (1896, 1904), (1960, 2060), (2396, 2404), (9990, 9998)]
    problem, months = None, random.Random(1).randint(-40, 40)
    for first, last in ranges:
        start, end = datetime.date(first, 1, 1), datetime.date(last, 12, 31)
        if first == 1:
            months = abs(months)
        for row in probe(t, [(start - EPOCH).days, (end - EPOCH).days, months if last < 9990 else -abs(months)]):
            day = EPOCH + datetime.timedelta(row[0])
            iso = day.isocalendar()
            moved = add_months(day, months if last < 9990 else -abs(months))
            want = [day.year, day.month, day.day, iso[2], iso[0], iso[1], (moved - EPOCH).days]
            if row[1:8] != want and problem is None:
                problem = "day %d: %s, datetime says %s" % (row[0], row[1:8], want)
        t.check("days of %d to %d agree with datetime" % (first, last), problem)


def hijri(t):
    node = shutil.which("node")
    got = node and t.command([node, "-e", UMALQURA], cwd=t.root, env={**t.env, "TZ": "UTC"})
    if not got or got.status != 0:
        t.note("no @umalqura/core here: the Umm al-Qura months are not compared")
        return
    problem = None
    first = (datetime.date(1937, 3, 14) - EPOCH).days - 1
    rows = probe(t, [first, (datetime.date(2077, 11, 16) - EPOCH).days, 0])
    starts = {(r[8], r[9]): r[0] for r in rows if r[10] == 1}
    lengths = {}
    for r in rows:
        lengths[r[8], r[9]] = max(lengths.get((r[8], r[9]), 0), r[10])
    for line in got.out.decode().splitlines():
        year, month, length, y, m, d = map(int, line.split())
        want = (datetime.date(y, m, d) - EPOCH).days
        if (starts.get((year, month)), lengths.get((year, month))) != (want, length) and problem is None:
            problem = "%d-%02d: begins %s with %s days, @umalqura/core says %s with %s" % (
                year, month, starts.get((year, month)), lengths.get((year, month)), want, length)
    t.check("Umm al-Qura months agree with @umalqura/core", problem)


def run(t):
    if not (t.build / "calendar_probe").exists():
        t.note("no calendar_probe in the build folder")
        return
    civil(t)
    hijri(t)
