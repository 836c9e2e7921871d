import type pg from 'pg'

/** The organizations of a database, with the UUIDs of their agents. */
export type Tenants = { main: Tenant; other: Tenant }
export type Tenant = { organizationId: string; apiKey: string; agents: string[] }

/** How many days back the batches reach. Those of the last fifth still have contacts to call. */
const DAYS = 60

/** The tables that are filled, in this order: a table is made of those before it. */
const FILLED = [
  ...['batches', 'chains', 'contacts', 'sequences', 'calls', 'rejections', 'idempotency_keys'],
  ...['imports', 'import_batches', 'import_chunks', 'import_rejections'],
  ...['credit_ledger', 'credit_balances', 'credit_sums', 'audit_log'],
  ...['webhook_endpoints', 'webhook_deliveries', 'webhook_attempts'],
]

/**
 * Fills a database with batches of 1,000 contacts and all that has come of them, by one statement a table. A thousand
 * batches have 1,000,000 sequences, 690,000 calls, 100,000 chains and 2,000,000 rows of the ledger, half of which are of
 * contacts who are gone. A fifth is of another organization. Nothing is due for a day.
 */
export async function fill(client: pg.Client, { main, other }: Tenants, batches: number): Promise<void> {
  // A row of its own for each foreign key, and a place in each index, would take five times as long.
  await client.query(`SET session_replication_role = replica; SET synchronous_commit = off;
    SET maintenance_work_mem = '512MB'; SET max_parallel_maintenance_workers = 2; SET work_mem = '64MB'`)
  const indexes = await dropIndexes(client)
  await client.query(SHARED, [])
  await client.query(
    `INSERT INTO pg_temp.callers SELECT $1, agent, place - 1 FROM unnest($2::uuid[]) WITH ORDINALITY AS a(agent, place)
     UNION ALL SELECT $3, agent, place - 1 FROM unnest($4::uuid[]) WITH ORDINALITY AS a(agent, place)`,
    [main.organizationId, main.agents, other.organizationId, other.agents],
  )
  await client.query(MADE, [batches, main.organizationId, other.organizationId])
  await client.query('CREATE INDEX ON pg_temp.made (b); ANALYZE pg_temp.made')
  for (const table of FILLED) await client.query(STATEMENTS[table] ?? '')
  for (const index of indexes) await client.query(index)
  await client.query('RESET ALL; ANALYZE')
}

/** Drops what is no constraint's own, and returns the statements that make it again. */
async function dropIndexes(client: pg.Client): Promise<string[]> {
  const { rows } = await client.query<{ name: string; made: string }>(
    `SELECT indexrelid::regclass::text AS name, pg_get_indexdef(indexrelid) AS made FROM pg_index
     WHERE indrelid = ANY($1::regclass[]) AND NOT indisprimary ORDER BY indrelid, indexrelid`,
    [FILLED],
  )
  for (const { name } of rows) await client.query(`DROP INDEX ${name}`)
  return rows.map(({ made }) => made)
}

const SHARED = `
  CREATE TEMP TABLE callers (organization_id text, agent_id uuid, n int);
  CREATE FUNCTION pg_temp.id_of(at timestamptz, kind int, n bigint) RETURNS uuid IMMUTABLE PARALLEL SAFE LANGUAGE sql AS $$
    SELECT (lpad(to_hex((extract(epoch FROM at) * 1000)::bigint), 12, '0') || '7' || lpad(to_hex((n & 4095)::int), 3, '0')
      || '8' || to_hex(kind) || lpad(to_hex(n), 14, '0'))::uuid
  $$`

const MADE = `
  CREATE TEMP TABLE made AS
  SELECT b, pg_temp.id_of(at, 0, b) AS batch_id, at, callers.organization_id, callers.agent_id, b > 0.8 * $1 AS is_open,
    b % 4 IN (1, 2) AS has_chains, date_trunc('month', at)::date AS month,
    CASE WHEN b % 5 IN (1, 2) THEN b / 5 END AS import, b % 5 - 1 AS import_batch,
    CASE WHEN b % 5 IN (1, 2) THEN pg_temp.id_of(min(at) OVER (PARTITION BY b % 5 IN (1, 2), b / 5), 5, b / 5) END AS import_id
  FROM (SELECT b, date_trunc('milliseconds', now() - make_interval(days => ${DAYS}) * (($1 - b + 1.0) / ($1 + 1))) AS at
    FROM generate_series(1, $1::int) AS b) made
  JOIN pg_temp.callers ON callers.organization_id = CASE WHEN b % 5 = 0 THEN $3 ELSE $2 END
    AND callers.n = b % (SELECT count(*) FROM pg_temp.callers c WHERE c.organization_id = callers.organization_id)`

const CONTACT = `
  pg_temp.id_of(made.at, 1, made.b * 1000 + i) AS id, made.b * 1000 + i AS n,
  CASE WHEN has_chains THEN pg_temp.id_of(made.at, 4, made.b * 1000 + i / 5) END AS chain_id,
  CASE WHEN has_chains THEN i % 5 END AS chain_position,
  CASE WHEN NOT is_open OR (NOT has_chains AND i % 2 = 0)
    THEN CASE WHEN i % 10 <= 5 THEN 'done' WHEN i % 10 <= 7 THEN 'failed' WHEN i % 10 = 8 THEN 'cancelled' ELSE 'skipped' END
    WHEN has_chains AND i % 5 > 0 THEN 'waiting' ELSE 'scheduled' END AS status`

/** One of 20 first and 20,000 last names: the commonest are of tens of thousands of people. */
const NAME = `(ARRAY['Ada', 'Alan', 'Anna', 'Carlos', 'Chloe', 'Emma', 'Fatima', 'Grace', 'Hans', 'Hugo', 'Igor', 'Ingrid', 'Ivan',
  'Jane', 'John', 'Lena', 'Liam', 'Maria', 'Mohammed', 'Noah'])[1 + n % 20] || ' ' || initcap(translate(md5((n % 20000)::text), '0123456789', 'ghijklmnop'))`

/** Each contact, batch by batch: they are written so, and lie beside each other. */
const EACH = `(SELECT made.*, i, ${CONTACT} FROM (SELECT * FROM pg_temp.made ORDER BY b) made
  CROSS JOIN LATERAL generate_series(0, 999 + 0 * made.b) AS i) each`
const IMPORTS = `(SELECT import, import_id AS id, min(organization_id) AS organization_id, (array_agg(agent_id ORDER BY b))[1] AS agent_id,
  min(at) AS at, count(*)::int AS batches FROM pg_temp.made WHERE import IS NOT NULL GROUP BY import, import_id) imported`

const STATEMENTS: Record<string, string> = {
  batches: `
    INSERT INTO batches (id, organization_id, agent_id, status, source, created_by, total, accepted, rejected, chains, steps,
      outcomes, credits_per_contact, chain_advance, options, credit_month, share_id, created_at, activated_at, finished_at)
    SELECT batch_id, made.organization_id, made.agent_id, CASE WHEN is_open THEN 'active' ELSE 'finished' END,
      CASE WHEN import IS NULL THEN 'api' ELSE 'import' END, 'First key', 1020, 1000, 20, CASE WHEN has_chains THEN 200 ELSE 0 END,
      agent.steps, agent.outcomes, 1, 'call', CASE WHEN has_chains THEN '{"groupByField": "account_id"}' ELSE '{}' END::jsonb,
      month, coalesce(import_id, batch_id), at, at, CASE WHEN NOT is_open THEN at + interval '1 day' END
    FROM pg_temp.made JOIN agents agent ON agent.id = made.agent_id`,
  chains: `
    INSERT INTO chains (id, organization_id, agent_id, batch_id, variable, value, opened_at, closed_at)
    SELECT pg_temp.id_of(at, 4, b * 1000 + c), organization_id, agent_id, batch_id, 'account_id', 'account-' || b || '-' || c, at,
      CASE WHEN NOT is_open THEN at + interval '1 day' END
    FROM pg_temp.made CROSS JOIN generate_series(0, 199) AS c WHERE has_chains`,
  contacts: `
    INSERT INTO contacts (id, batch_id, organization_id, index, name, phone_number, to_email_address, timezone, scheduled_at,
      variables, chain_id, chain_position)
    SELECT each.id, batch_id, organization_id, i, ${NAME}, '+1415' || lpad((n % 10000000)::text, 7, '0'),
      CASE WHEN n % 2 = 0 THEN 'person' || n || '@example.com' END, 'America/New_York', at, jsonb_build_object('account_id', 'account-' || b || '-' || i / 5, 'prospect_name', 'Prospect ' || n % 200000),
      chain_id, chain_position
    FROM ${EACH}`,
  sequences: `
    INSERT INTO sequences (id, organization_id, agent_id, batch_id, index, status, step_type, due_at, share_id, chain_id, chain_position,
      advanced_at, credit_state, last_result_type, created_at, ended_at, updated_at)
    SELECT each.id, organization_id, agent_id, batch_id, i, status, 'CALL',
      CASE WHEN status = 'scheduled' THEN now() + make_interval(days => 1, mins => n % 40000) END, coalesce(import_id, batch_id), chain_id, chain_position,
      CASE WHEN NOT is_open THEN at + interval '1 hour' END,
      CASE WHEN status IN ('done', 'failed') THEN 'spent' WHEN status IN ('cancelled', 'skipped') THEN 'released' ELSE 'reserved' END,
      CASE status WHEN 'done' THEN 'Goal Completed' WHEN 'failed' THEN 'No Answer' END, at,
      CASE WHEN status NOT IN ('scheduled', 'waiting') THEN least(at + interval '1 hour', now()) END,
      CASE WHEN status IN ('scheduled', 'waiting') THEN at ELSE least(at + interval '1 hour', now()) END
    FROM ${EACH}`,
  calls: `
    INSERT INTO calls (id, organization_id, agent_id, batch_id, sequence_id, chain_id, step_index, status, requested_at,
      attempted_at, placed_at, provider_call_id, ended_at, result_type, result_source, result, settled_at)
    SELECT pg_temp.id_of(at, 2, n), organization_id, agent_id, batch_id, each.id, chain_id, 0, 'settled', at, at, at,
      'call-' || n, called, CASE status WHEN 'done' THEN 'Goal Completed' ELSE 'No Answer' END, 'dialer',
      jsonb_build_object('duration', 60 + i % 100, 'summary', 'They spoke about ' || n, 'transcription', repeat('Hello, who is there? ', 20),
        'outcomes', CASE status WHEN 'done' THEN '[{"name": "interested"}]'::jsonb ELSE '[]' END), called
    FROM (SELECT *, least(at + interval '1 hour', now()) AS called FROM ${EACH}) each WHERE status IN ('done', 'failed')`,
  rejections: `
    INSERT INTO rejections (batch_id, index, organization_id, phone_number, code, error, errors, contact)
    SELECT batch_id, 1000 + r, organization_id, '123', 'PHONE_INVALID', 'This is no number.',
      '[{"field": "phoneNumber", "code": "PHONE_INVALID", "message": "This is no number."}]', '{"name": "Nobody", "phoneNumber": "123"}'
    FROM pg_temp.made CROSS JOIN generate_series(0, 19) AS r`,
  idempotency_keys: `
    INSERT INTO idempotency_keys (organization_id, operation, key, request_hash, response_body, batch_id, created_at)
    SELECT organization_id, 'bulk', 'list-' || b, sha256(b::text::bytea), '{}', batch_id, at FROM pg_temp.made`,
  imports: `
    INSERT INTO imports (id, organization_id, agent_id, status, created_by, file_name, fingerprint, columns, options, plan_hash,
      batches, chunks, faulty, rows, accepted, rejected, left_out, waiting, created_at, staged_at, progressed_at, ended_at)
    SELECT id, organization_id, agent_id, 'completed', 'Ada', 'list-' || import || '.csv', sha256(import::text::bytea),
      '["Name", "Phone"]', '{"defaultCountry": "US"}', sha256(import::text::bytea), batches, batches, 0, batches * 1000,
      batches * 980, batches * 20, 0, 0, at, at, at, at
    FROM ${IMPORTS}`,
  import_batches: `
    INSERT INTO import_batches (import_id, number, organization_id, contacts, status, batch_id, accepted, rejected, ended_at)
    SELECT import_id, import_batch, made.organization_id, 1000, 'enrolled', made.batch_id, 980, 20, made.at
    FROM pg_temp.made WHERE import IS NOT NULL`,
  import_chunks: `
    INSERT INTO import_chunks (import_id, number, organization_id, batch_number, hash, row_numbers, groups, created_at)
    SELECT import_id, import_batch, made.organization_id, import_batch, sha256(b::text::bytea),
      ARRAY(SELECT import_batch * 1000 + r FROM generate_series(0, 999) AS r), '{}', made.at
    FROM pg_temp.made WHERE import IS NOT NULL`,
  import_rejections: `
    INSERT INTO import_rejections (import_id, row, organization_id, record_number, batch_number, name, phone_number, read_as,
      reason, cells)
    SELECT import_id, import_batch * 1000 + r, made.organization_id, import_batch * 1000 + r + 2, import_batch, 'Nobody', '123', '',
      'This is no number.', '["Nobody", "123"]'
    FROM pg_temp.made CROSS JOIN generate_series(0, 19) AS r WHERE import IS NOT NULL`,
  credit_ledger: `
    INSERT INTO credit_ledger (organization_id, month, kind, amount, reason, agent_id, batch_id, created_at)
    SELECT organization_id, month, 'reservation', 1000, 'batch:' || batch_id || ':reserved', agent_id, batch_id, at FROM pg_temp.made
    UNION ALL
    SELECT organization_id, month, CASE WHEN status IN ('done', 'failed') THEN 'spend' ELSE 'release' END, 1,
      'sequence:' || each.id || CASE WHEN status IN ('done', 'failed') THEN ':spent' ELSE ':released' END, agent_id,
      batch_id, at
    FROM ${EACH} WHERE status NOT IN ('scheduled', 'waiting')
    UNION ALL
    SELECT organization_id, month, 'spend', 1, 'sequence:' || pg_temp.id_of(at, 6, b * 1000 + i) || ':spent', agent_id, NULL, at
    FROM pg_temp.made CROSS JOIN generate_series(0, 1149) AS i`,
  credit_balances: `
    INSERT INTO credit_balances (organization_id, month, allocated, reserved, spent)
    SELECT organization_id, month, 100000000, 0, coalesce(sum(amount) FILTER (WHERE kind = 'spend'), 0)
    FROM credit_ledger WHERE organization_id IN (SELECT organization_id FROM pg_temp.callers) GROUP BY 1, 2
    ON CONFLICT (organization_id, month) DO UPDATE SET allocated = excluded.allocated, spent = excluded.spent`,
  credit_sums: `
    INSERT INTO credit_sums (organization_id, day, month, agent_id, spent, spends)
    SELECT organization_id, (created_at AT TIME ZONE 'UTC')::date, month, agent_id, sum(amount), count(*)
    FROM credit_ledger WHERE kind = 'spend' GROUP BY 1, 2, 3, 4`,
  audit_log: `
    INSERT INTO audit_log (id, organization_id, actor_kind, action, at)
    SELECT pg_temp.id_of(at, 7, b * 1000 + i), organization_id, 'user', 'sign_in.succeeded', at
    FROM pg_temp.made CROSS JOIN generate_series(0, 49) AS i`,
  webhook_endpoints: `
    INSERT INTO webhook_endpoints (id, organization_id, url, secret, created_at)
    SELECT pg_temp.id_of(now(), 8, 1), organization_id, 'https://customer.example/hook', 'whsec_bench', now()
    FROM pg_temp.made WHERE b = 1`,
  webhook_deliveries: `
    INSERT INTO webhook_deliveries (id, organization_id, endpoint_id, call_id, payload, status, created_at, ended_at)
    SELECT pg_temp.id_of(at, 9, n), organization_id, endpoint.id, pg_temp.id_of(at, 2, n), repeat('{"type": "call.ended"}', 20),
      CASE WHEN i % 100 = 0 THEN 'failed' ELSE 'delivered' END, at, at
    FROM ${EACH} JOIN webhook_endpoints endpoint USING (organization_id)
    WHERE status IN ('done', 'failed') AND i % 3 = 0`,
  webhook_attempts: `
    INSERT INTO webhook_attempts (delivery_id, number, started_at, duration_ms, http_status)
    SELECT id, 1, created_at, 30, CASE status WHEN 'failed' THEN 500 ELSE 200 END FROM webhook_deliveries`,
}
