-- Sums up the changes that `duckdb.sh rows … replay …` wrote.
--
--     OUT=out duckdb -f examples/duckdb.sql
CREATE VIEW change AS
FROM read_parquet(getenv('OUT') || '/rows-*.parquet');

-- What changes, by which setting.
SELECT old, new, setting, count(*) AS count
FROM change
GROUP BY ALL
ORDER BY ALL;

-- On which days.
SELECT time[:10] AS day, count(*) AS count
FROM change
GROUP BY ALL
ORDER BY ALL;

-- Whose mail, the most affected first.
SELECT sender, count(*) AS count
FROM change
GROUP BY ALL
ORDER BY count DESC, sender
LIMIT 10;
