import { expect, it } from 'vitest'
import { setUpOldDatabase } from './test-run/old-database'

const MIGRATION = '20261129171702_priorities_and_shares'

const { client, migrateUntil, migrateTo } = setUpOldDatabase()

const id = (n: number) => `00000000-0000-0000-0000-00000000000${n}`
const AGENT = id(1)
const IMPORT = id(2)
const [WHOLE, ALONE, IMPORTED] = [id(3), id(4), id(5)]

it('what was enrolled before is normal, and shares lines as if it were enrolled now', async () => {
  await migrateUntil(MIGRATION)
  await client.query(`INSERT INTO organizations (id, name, slug) VALUES ('acme', 'Acme', 'acme')`)
  await client.query(
    `INSERT INTO agents (id, organization_id, name, dialer_secret, timezones) VALUES ($1, 'acme', 'Caller', 's', '{UTC}')`,
    [AGENT],
  )
  const batches: [id: string, accepted: number, statuses: string[]][] = [
    [WHOLE, 2, ['scheduled', 'done']],
    [ALONE, 1, ['scheduled']],
    [IMPORTED, 1, ['waiting']],
  ]
  for (const [batch, accepted, statuses] of batches) {
    await client.query(
      `INSERT INTO batches (id, organization_id, agent_id, source, created_by, total, accepted, rejected, options,
        credit_month, steps, outcomes, credits_per_contact, chain_advance)
       VALUES ($1, 'acme', $2, 'api', 'First key', $3, $3, 0, '{}', '2026-11-01', '[]', '[]', 1, 'call')`,
      [batch, AGENT, accepted],
    )
    for (const [index, status] of statuses.entries()) {
      await client.query(
        `WITH contact AS (
           INSERT INTO contacts (id, batch_id, organization_id, index, name, phone_number, timezone, scheduled_at, variables)
           VALUES (gen_random_uuid(), $1, 'acme', $3, 'Ada', '+14155552671', 'UTC', now(), '{}') RETURNING id
         )
         INSERT INTO sequences (id, organization_id, agent_id, batch_id, index, status, step_type)
         SELECT id, 'acme', $2, $1, $3, $4, 'CALL' FROM contact`,
        [batch, AGENT, index, status],
      )
    }
  }
  await client.query(
    `INSERT INTO imports (id, organization_id, agent_id, created_by, file_name, columns, options, plan_hash, batches, chunks,
      faulty, rows, left_out, waiting) VALUES ($1, 'acme', $2, 'Ada', 'a.csv', '[]', '{}', '', 1, 1, 0, 1, 0, 1)`,
    [IMPORT, AGENT],
  )
  await client.query(
    `INSERT INTO import_batches (import_id, number, organization_id, contacts, status, batch_id, accepted)
     VALUES ($1, 0, 'acme', 1, 'enrolled', $2, 1)`,
    [IMPORT, IMPORTED],
  )

  await migrateTo(MIGRATION)
  const { rows } = await client.query(`
    SELECT batch.id AS batch, batch.share_id AS share, sequence.status, sequence.share_id AS of, sequence.priority
    FROM batches batch JOIN sequences sequence ON sequence.batch_id = batch.id ORDER BY batch.id, sequence.index`)
  const priority = 'normal'
  expect(rows).toEqual([
    { batch: WHOLE, share: WHOLE, status: 'scheduled', of: WHOLE, priority },
    { batch: WHOLE, share: WHOLE, status: 'done', of: id(0), priority },
    { batch: ALONE, share: AGENT, status: 'scheduled', of: AGENT, priority },
    { batch: IMPORTED, share: IMPORT, status: 'waiting', of: IMPORT, priority },
  ])
})
