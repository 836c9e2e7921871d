import { expect, it } from 'vitest'
import { setUpOldDatabase } from './test-run/old-database'

const MIGRATION = '20261129171356_credit_sums'

const { client, migrateUntil, migrateTo } = setUpOldDatabase()

const agent = (number: number) => `00000000-0000-0000-0000-00000000000${number}`

/** Books in one statement, as the version before did. */
async function book(rows: [kind: string, amount: number, month: string, at: string, agent: string | null][]) {
  await client.query(
    `INSERT INTO credit_ledger (organization_id, month, kind, amount, reason, agent_id, created_at)
     SELECT 'acme', month, kind, amount, gen_random_uuid()::text, agent, at
     FROM json_to_recordset($1) AS row(kind text, amount int, month date, at timestamptz, agent uuid)`,
    [JSON.stringify(rows.map(([kind, amount, month, at, agent]) => ({ kind, amount, month, at, agent })))],
  )
}

const readSums = async () => {
  const { rows } = await client.query(
    `SELECT concat_ws(' ', day, month, right(agent_id::text, 1), spent, spends) AS sum FROM credit_sums
     WHERE organization_id = 'acme' ORDER BY day, month, agent_id`,
  )
  return rows.map(({ sum }) => sum)
}

it('the sums of what was booked before are made of the ledger, and go on with the next booking', async () => {
  await migrateUntil(MIGRATION)
  await book([
    ['allocation', 1_000, '2026-10-01', '2026-10-01T00:00:00Z', null],
    ['reservation', 50, '2026-10-01', '2026-10-31T23:00:00Z', agent(1)],
    // The days are those of UTC, and the month is the one of the reservation.
    ['spend', 7, '2026-10-01', '2026-10-31T23:59:59.999Z', agent(1)],
    ['spend', 7, '2026-10-01', '2026-11-01T00:00:00Z', agent(1)],
    ['spend', 3, '2026-11-01', '2026-10-31T23:30:00-01:00', agent(1)],
    ['spend', 0, '2026-11-01', '2026-11-01T12:00:00Z', agent(2)],
    ['spend', 3, '2026-11-01', '2026-11-01T12:00:00Z', agent(1)],
    ['release', 3, '2026-11-01', '2026-11-01T12:00:00Z', agent(1)],
  ])

  await migrateTo(MIGRATION)
  const filled = [
    '2026-10-31 2026-10-01 1 7 1',
    '2026-11-01 2026-10-01 1 7 1',
    '2026-11-01 2026-11-01 1 6 2',
    '2026-11-01 2026-11-01 2 0 1',
  ]
  expect(await readSums()).toEqual(filled)

  await book([
    ['spend', 5, '2026-11-01', '2026-11-01T13:00:00Z', agent(1)],
    ['spend', 5, '2026-11-01', '2026-11-02T13:00:00Z', agent(1)],
  ])
  expect(await readSums()).toEqual([
    ...filled.slice(0, 2),
    '2026-11-01 2026-11-01 1 11 3',
    filled[3],
    '2026-11-02 2026-11-01 1 5 1',
  ])
})
