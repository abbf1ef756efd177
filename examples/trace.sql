-- Makes up a trace as Parquet: two rows for each of so many messages, as the Extended report has them.
--
--     MESSAGES=1500000 duckdb -f examples/trace.sql
--
-- Half of the mail leaves, a fifth stays inside, a tenth is forwarded by inbox rules, and the rest is
-- stopped. The rows are in the order of their times, so the two of a message are far apart. They are
-- compressed with Zstandard: where a musl is installed beside glibc, Spark cannot load its Snappy.
COPY (
    WITH message AS (
        SELECT
            i,
            i % 20 AS sort,
            '<' || i || '@contoso.com>' AS id,
            'user' || hash(i) % 5000 || '@contoso.com' AS sender,
            TIMESTAMP '2026-08-01' + to_milliseconds((hash(i * 3) % 2592000000)::BIGINT) AS sent
        FROM range(getenv('MESSAGES')::BIGINT) AS _(i)
    ),
    addressed AS (
        SELECT
            *,
            CASE
                WHEN sort BETWEEN 10 AND 13 THEN 'user' || hash(i * 5) % 5000 || '@contoso.com'
                ELSE 'user' || hash(i * 7) % 100000 || '@d' || hash(i * 11) % 300 || '.example'
            END AS recipient
        FROM message
    ),
    events AS (
        SELECT
            sent AS logged, 'RECEIVE' AS event,
            CASE WHEN sort IN (14, 15) THEN 'MAILBOXRULE' ELSE 'STOREDRIVER' END AS source,
            '' AS context, '' AS detail, *
        FROM addressed
        UNION ALL
        SELECT
            sent + to_seconds(1 + (hash(i * 13) % 7200)::BIGINT),
            CASE
                WHEN sort BETWEEN 10 AND 13 THEN 'DELIVER'
                WHEN sort IN (16, 17) THEN 'DROP'
                WHEN sort IN (18, 19) THEN 'FAIL'
                ELSE 'SENDEXTERNAL'
            END,
            CASE
                WHEN sort BETWEEN 10 AND 13 THEN 'STOREDRIVER'
                WHEN sort >= 16 THEN 'ROUTING'
                ELSE 'SMTP'
            END,
            CASE sort
                WHEN 16 THEN 'BlockAFToExternalUser'
                WHEN 17 THEN 'BlockInternalOofToExternalUser'
                ELSE ''
            END,
            CASE sort
                WHEN 16 THEN '[{LED=250 2.1.5 RESOLVER.MSGTYPE.AF; handled AutoForward addressed to external recipient};{MSG=};{FQDN=};{IP=};{LRT=}]'
                WHEN 17 THEN '[{LED=250 2.1.5 RESOLVER.OOF.IntToExt; handled internal OOF addressed to external recipient};{MSG=};{FQDN=};{IP=};{LRT=}]'
                WHEN 18 THEN '[{LED=550 5.7.520 Access denied, Your organization does not allow external forwarding. Please contact your administrator for further assistance. AS(7555)};{MSG=};{FQDN=};{IP=};{LRT=}]'
                WHEN 19 THEN '[{LED=550 5.7.1 Message rejected as spam by Content Filtering.};{MSG=};{FQDN=};{IP=};{LRT=}]'
                ELSE ''
            END,
            *
        FROM addressed
    )
    SELECT
        strftime(logged, '%Y-%m-%dT%H:%M:%S.%gZ') AS date_time_utc,
        context AS source_context,
        source,
        event AS event_id,
        id AS message_id,
        recipient AS recipient_address,
        detail AS recipient_status,
        1000 + hash(i * 17) % 100000 AS total_bytes,
        CASE WHEN sort % 3 = 0 THEN 'Orders, "August" ' || i ELSE '予定 ' || i END AS message_subject,
        sender AS sender_address,
        2 AS directionality
    FROM events
    ORDER BY logged, i, event
) TO 'trace.parquet' (COMPRESSION zstd);
