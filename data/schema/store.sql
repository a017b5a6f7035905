-- The database that `migcoop extract --db` fills, as it is made: schema version 1 (PRAGMA user_version).
--
-- Open it with sqlite3, DuckDB or any driver, also while a run is writing. One article is one row of `articles`, however
-- many places it was read from (`sources`). A record is known by its article and its id within it ('m1', 'p2', 'a1', 'g1',
-- 'd1'); what several kinds of records have (parties, topics, evidence, names, amounts) stands in one table each, joined
-- by (article, record). What the fields mean is said in article.schema.json. Unknown is NULL. Days are ISO dates, which
-- compare as text; `published` may have a time after it.

-- One row for each run: when, by which engine, and what it did. Times are UTC.
CREATE TABLE runs (
    run       INTEGER PRIMARY KEY,
    started   TEXT NOT NULL,
    ended     TEXT,             -- NULL: under way, or killed
    status    TEXT NOT NULL,    -- running, done, interrupted (by a signal), failed, killed (as the next run found)
    engine    TEXT NOT NULL,    -- program version, +, hash of its data
    new       INTEGER NOT NULL DEFAULT 0, -- articles not known before
    redone    INTEGER NOT NULL DEFAULT 0, -- known ones read again: by another engine, or with --refresh
    unchanged INTEGER NOT NULL DEFAULT 0, -- known ones left as they are
    refused   INTEGER NOT NULL DEFAULT 0  -- inputs that could not be read
);

-- An article: its content, with what was known about it from outside. `json` is its line of JSON Lines, without text.
CREATE TABLE articles (
    article         INTEGER PRIMARY KEY,
    key             TEXT NOT NULL UNIQUE, -- hash of the bytes and of what else decides the records
    id              TEXT NOT NULL,        -- SHA-256 of the bytes
    engine          TEXT NOT NULL,        -- that read it last
    run             INTEGER NOT NULL REFERENCES runs, -- in which it did
    url             TEXT,
    outlet          TEXT,
    language        TEXT,
    title           TEXT,
    published       TEXT,
    published_basis TEXT,
    characters      INTEGER NOT NULL,
    text            TEXT,                 -- with --with-text
    json            TEXT NOT NULL
);
CREATE INDEX articles_by_id ON articles (id);
CREATE INDEX articles_by_published ON articles (published);

-- The places an article was read from.
CREATE TABLE sources (
    source  TEXT NOT NULL,       -- path or name, as given
    part    INTEGER NOT NULL,    -- index within the file
    article INTEGER NOT NULL REFERENCES articles ON DELETE CASCADE,
    run     INTEGER NOT NULL,    -- that found it there first
    gone    INTEGER              -- the run that found another article, or none, in its place; NULL: still there
);
CREATE INDEX sources_by_place ON sources (source, part);
CREATE INDEX sources_by_article ON sources (article);

CREATE TABLE meetings (
    article    INTEGER NOT NULL REFERENCES articles ON DELETE CASCADE,
    id         TEXT NOT NULL,
    key        TEXT,             -- equal keys: perhaps the same meeting, told in another article
    name       TEXT,
    kind       TEXT NOT NULL,
    body       TEXT,             -- programs.id of the body whose session it is
    ordinal    INTEGER,
    part_of    TEXT,             -- meetings.id
    status     TEXT NOT NULL,
    denied     INTEGER NOT NULL, -- 1: said not to have taken place
    date       TEXT,             -- TIMEX3 value
    earliest   TEXT,             -- first and last possible day
    latest     TEXT,
    city       TEXT,
    country    TEXT,             -- ISO code of the place
    geonames   INTEGER,
    confidence REAL NOT NULL,
    PRIMARY KEY (article, id)
) WITHOUT ROWID;
CREATE INDEX meetings_by_key ON meetings (key);
CREATE INDEX meetings_by_day ON meetings (earliest);

CREATE TABLE ministers (
    article      INTEGER NOT NULL REFERENCES articles ON DELETE CASCADE,
    id           TEXT NOT NULL,
    key          TEXT,
    name         TEXT NOT NULL,
    known        TEXT,           -- id in the gazetteer
    honorific    TEXT,
    title        TEXT,
    tenure       TEXT,
    rank         TEXT,
    portfolio    TEXT,
    organization TEXT,
    country      TEXT,
    confidence   REAL NOT NULL,
    PRIMARY KEY (article, id)
) WITHOUT ROWID;
CREATE INDEX ministers_by_key ON ministers (key);

CREATE TABLE dates (
    article    INTEGER NOT NULL REFERENCES articles ON DELETE CASCADE,
    id         TEXT NOT NULL,
    text       TEXT NOT NULL,
    start      INTEGER NOT NULL, -- in code points, as in evidence
    "end"      INTEGER NOT NULL,
    type       TEXT NOT NULL,
    value      TEXT NOT NULL,
    end_value  TEXT,
    earliest   TEXT,
    latest     TEXT,
    mod        TEXT,
    hijri      TEXT,
    anchor     TEXT,
    rule       TEXT NOT NULL,
    confidence REAL NOT NULL,
    PRIMARY KEY (article, id)
) WITHOUT ROWID;

CREATE TABLE programs (
    article    INTEGER NOT NULL REFERENCES articles ON DELETE CASCADE,
    id         TEXT NOT NULL,
    key        TEXT,
    name       TEXT NOT NULL,
    acronym    TEXT,
    known      TEXT,
    kind       TEXT,
    status     TEXT,
    started    TEXT,             -- TIMEX3 value
    earliest   TEXT,
    latest     TEXT,
    confidence REAL NOT NULL,
    PRIMARY KEY (article, id)
) WITHOUT ROWID;
CREATE INDEX programs_by_key ON programs (key);

CREATE TABLE agreements (
    article    INTEGER NOT NULL REFERENCES articles ON DELETE CASCADE,
    id         TEXT NOT NULL,
    key        TEXT,
    name       TEXT,
    known      TEXT,
    kind       TEXT NOT NULL,
    status     TEXT,
    denied     INTEGER NOT NULL,
    meeting    TEXT,             -- meetings.id
    date       TEXT,             -- TIMEX3 value, of the status
    earliest   TEXT,
    latest     TEXT,
    in_force   TEXT,             -- TIMEX3 value
    city       TEXT,
    country    TEXT,
    geonames   INTEGER,
    confidence REAL NOT NULL,
    PRIMARY KEY (article, id)
) WITHOUT ROWID;
CREATE INDEX agreements_by_key ON agreements (key);

-- Steps of an agreement, oldest first.
CREATE TABLE history (
    article   INTEGER NOT NULL REFERENCES articles ON DELETE CASCADE,
    agreement TEXT NOT NULL,
    position  INTEGER NOT NULL,
    status    TEXT NOT NULL,
    date      TEXT,
    earliest  TEXT,
    latest    TEXT,
    PRIMARY KEY (article, agreement, position)
) WITHOUT ROWID;

-- Who took part in a meeting, named or not.
CREATE TABLE participants (
    article    INTEGER NOT NULL REFERENCES articles ON DELETE CASCADE,
    meeting    TEXT NOT NULL,
    position   INTEGER NOT NULL,
    minister   TEXT,             -- ministers.id; NULL for someone unnamed
    key        TEXT,             -- of the minister
    name       TEXT,
    as_written TEXT NOT NULL,
    role       TEXT NOT NULL,
    country    TEXT,
    PRIMARY KEY (article, meeting, position)
) WITHOUT ROWID;
CREATE INDEX participants_by_key ON participants (key);

-- Who signed an agreement.
CREATE TABLE signatories (
    article   INTEGER NOT NULL REFERENCES articles ON DELETE CASCADE,
    agreement TEXT NOT NULL,
    position  INTEGER NOT NULL,
    minister  TEXT,
    key       TEXT,
    name      TEXT,
    country   TEXT,
    PRIMARY KEY (article, agreement, position)
) WITHOUT ROWID;

-- The countries and organisations of meetings, programs and agreements.
CREATE TABLE parties (
    article      INTEGER NOT NULL REFERENCES articles ON DELETE CASCADE,
    record       TEXT NOT NULL,
    party        TEXT NOT NULL,  -- ISO code, or an organisation as written
    is_country   INTEGER NOT NULL,
    organization TEXT,           -- id in the gazetteer
    status       TEXT,           -- of an agreement, where parties differ
    PRIMARY KEY (article, record, party)
) WITHOUT ROWID;
CREATE INDEX parties_by_party ON parties (party);

CREATE TABLE topics (
    article INTEGER NOT NULL REFERENCES articles ON DELETE CASCADE,
    record  TEXT NOT NULL,
    topic   TEXT NOT NULL,
    PRIMARY KEY (article, record, topic)
) WITHOUT ROWID;
CREATE INDEX topics_by_topic ON topics (topic);

-- All names of a minister, program or agreement.
CREATE TABLE names (
    article INTEGER NOT NULL REFERENCES articles ON DELETE CASCADE,
    record  TEXT NOT NULL,
    name    TEXT NOT NULL,
    PRIMARY KEY (article, record, name)
) WITHOUT ROWID;

-- Sums and quotas of a program or agreement; unit is an ISO 4217 code or 'persons'.
CREATE TABLE amounts (
    article  INTEGER NOT NULL REFERENCES articles ON DELETE CASCADE,
    record   TEXT NOT NULL,
    position INTEGER NOT NULL,
    text     TEXT NOT NULL,
    value    NUMERIC,
    unit     TEXT,
    PRIMARY KEY (article, record, position)
) WITHOUT ROWID;

-- What a meeting led to, in the article's words.
CREATE TABLE outcomes (
    article  INTEGER NOT NULL REFERENCES articles ON DELETE CASCADE,
    meeting  TEXT NOT NULL,
    position INTEGER NOT NULL,
    start    INTEGER NOT NULL,
    "end"    INTEGER NOT NULL,
    text     TEXT NOT NULL,
    PRIMARY KEY (article, meeting, position)
) WITHOUT ROWID;

-- The spans that a record was read from, by which rule.
CREATE TABLE evidence (
    article  INTEGER NOT NULL REFERENCES articles ON DELETE CASCADE,
    record   TEXT NOT NULL,
    position INTEGER NOT NULL,
    start    INTEGER NOT NULL,
    "end"    INTEGER NOT NULL,
    text     TEXT NOT NULL,
    rule     TEXT,
    fields   TEXT,               -- a JSON array of the fields read there
    PRIMARY KEY (article, record, position)
) WITHOUT ROWID;

-- What was odd about an article.
CREATE TABLE diagnostics (
    article  INTEGER NOT NULL REFERENCES articles ON DELETE CASCADE,
    position INTEGER NOT NULL,
    level    TEXT NOT NULL,
    code     TEXT NOT NULL,
    message  TEXT NOT NULL,
    start    INTEGER,
    "end"    INTEGER,
    rule     TEXT,
    PRIMARY KEY (article, position)
) WITHOUT ROWID;

-- Who met whom: each pair of participants of a meeting that took place, both ways round.
CREATE VIEW who_met_whom AS
    SELECT a.key, coalesce(a.name, a.as_written) AS person, a.country,
           b.key AS other_key, coalesce(b.name, b.as_written) AS other, b.country AS other_country,
           m.earliest, m.latest, m.city, m.country AS place, m.kind, m.name AS meeting_name,
           m.key AS meeting_key, m.article, m.id AS meeting
    FROM meetings AS m
    JOIN participants AS a ON a.article = m.article AND a.meeting = m.id
    JOIN participants AS b ON b.article = m.article AND b.meeting = m.id AND b.position <> a.position
    WHERE m.denied = 0 AND m.status IN ('held', 'ongoing');

-- Agreements by pair of countries and year (of the agreement, else of the report). Those of one key count once.
CREATE VIEW agreements_by_pair AS
    SELECT a.party AS country, b.party AS other_country, substr(coalesce(g.earliest, x.published), 1, 4) AS year,
           g.kind, g.status, count(DISTINCT coalesce(g.key, g.article || '.' || g.id)) AS agreements,
           count(DISTINCT g.article) AS articles
    FROM agreements AS g
    JOIN articles AS x ON x.article = g.article
    JOIN parties AS a ON a.article = g.article AND a.record = g.id AND a.is_country
    JOIN parties AS b ON b.article = g.article AND b.record = g.id AND b.is_country AND b.party > a.party
    WHERE g.denied = 0
    GROUP BY a.party, b.party, 3, g.kind, g.status;

-- The sessions of a standing body, in order.
CREATE VIEW sessions_of_body AS
    SELECT p.key AS body, p.name AS body_name, p.acronym, m.ordinal, m.status, m.denied, m.earliest, m.latest, m.city,
           m.country, m.name, m.key AS meeting_key, x.published, m.article, m.id AS meeting
    FROM meetings AS m
    JOIN programs AS p ON p.article = m.article AND p.id = m.body
    JOIN articles AS x ON x.article = m.article
    ORDER BY p.key, coalesce(m.earliest, x.published), m.ordinal;

-- The meetings of an official, with what they are about.
CREATE VIEW meetings_of_official AS
    SELECT s.key, s.name AS official, s.role, s.country, p.title, p.known, m.kind, m.status, m.denied, m.earliest, m.latest,
           m.city, m.name, x.published, x.url,
           (SELECT group_concat(party, ' ') FROM (SELECT party FROM parties AS c WHERE c.article = m.article
                AND c.record = m.id ORDER BY party)) AS parties,
           (SELECT group_concat(topic, ' ') FROM (SELECT topic FROM topics AS t WHERE t.article = m.article
                AND t.record = m.id ORDER BY topic)) AS topics,
           m.article, m.id AS meeting
    FROM participants AS s
    JOIN meetings AS m ON m.article = s.article AND m.id = s.meeting
    JOIN articles AS x ON x.article = s.article
    LEFT JOIN ministers AS p ON p.article = s.article AND p.id = s.minister
    WHERE s.name IS NOT NULL;

-- All records in the same columns: what `migcoop export --format csv` writes, with the source before it.
CREATE VIEW records AS
    SELECT r.record, r.article, r.id, r.key, r.name, r.kind, r.status, r.denied, r.date, r.earliest, r.latest, r.city,
           r.country,
           (SELECT group_concat(party, '; ') FROM (SELECT party FROM parties AS c WHERE c.article = r.article
                AND c.record = r.id ORDER BY party)) AS parties,
           CASE r.record
               WHEN 'meeting' THEN (SELECT group_concat(who, '; ') FROM (SELECT coalesce(name, as_written) AS who
                   FROM participants AS s WHERE s.article = r.article AND s.meeting = r.id ORDER BY position))
               WHEN 'agreement' THEN (SELECT group_concat(name, '; ') FROM (SELECT name FROM signatories AS s
                   WHERE s.article = r.article AND s.agreement = r.id ORDER BY position))
           END AS people,
           r.title,
           (SELECT group_concat(topic, '; ') FROM (SELECT topic FROM topics AS t WHERE t.article = r.article
                AND t.record = r.id ORDER BY topic)) AS topics,
           r.confidence,
           coalesce(r.text, (SELECT text FROM evidence AS e WHERE e.article = r.article AND e.record = r.id
                ORDER BY position LIMIT 1)) AS evidence
    FROM (
        SELECT 'meeting' AS record, article, id, key, name, kind, status, denied, date, earliest, latest, city, country,
               NULL AS title, confidence, NULL AS text
        FROM meetings
        UNION ALL
        SELECT 'minister', article, id, key, name, rank, tenure, NULL, NULL, NULL, NULL, NULL, country, title, confidence, NULL
        FROM ministers
        UNION ALL
        SELECT 'date', article, id, NULL, NULL, type, NULL, NULL, value, earliest, latest, NULL, NULL, NULL, confidence, text
        FROM dates
        UNION ALL
        SELECT 'program', article, id, key, name, kind, status, NULL, started, earliest, latest, NULL, NULL, NULL,
               confidence, NULL
        FROM programs
        UNION ALL
        SELECT 'agreement', article, id, key, name, kind, status, denied, date, earliest, latest, city, country, NULL,
               confidence, NULL
        FROM agreements
    ) AS r;
