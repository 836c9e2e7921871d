import { expect, it } from 'vitest'
import { setUpOldDatabase } from './test-run/old-database'

const MIGRATION = '20261129080000_words_of_the_domain'

const { client, migrateUntil, migrateTo } = setUpOldDatabase()

it('a batch that was there keeps what it kept of its agent, value by value', async () => {
  await migrateUntil(MIGRATION)
  const snapshots = [
    {
      steps: [
        { stepType: 'CALL', delaySeconds: 0 },
        { stepType: 'EMAIL', delaySeconds: 3_600, subject: 'We tried', body: 'Hello {{name}}.' },
      ],
      outcomes: [{ name: 'interested', description: 'Wants to hear more.', successful: true }],
      creditsPerContact: 7,
      chainAdvance: 'sequence',
    },
    { steps: [{ stepType: 'CALL', delaySeconds: 0 }], outcomes: [], creditsPerContact: 0, chainAdvance: 'call' },
  ]
  const agent = '00000000-0000-0000-0000-000000000001'
  await client.query(`INSERT INTO organizations (id, name, slug) VALUES ('acme', 'Acme', 'acme')`)
  await client.query(
    `INSERT INTO agents (id, organization_id, name, dialer_secret, timezones) VALUES ($1, 'acme', 'Caller', 's', '{UTC}')`,
    [agent],
  )
  for (const snapshot of snapshots) {
    await client.query(
      `INSERT INTO batches (id, organization_id, agent_id, source, created_by, total, accepted, rejected, options,
        credit_month, agent_snapshot)
       VALUES (gen_random_uuid(), 'acme', $1, 'api', 'First key', 1, 1, 0, '{}', '2026-11-01', $2)`,
      [agent, JSON.stringify(snapshot)],
    )
  }

  await migrateTo(MIGRATION)
  const { rows } = await client.query(`
    SELECT steps, outcomes, credits_per_contact AS "creditsPerContact", chain_advance AS "chainAdvance" FROM batches
    ORDER BY credits_per_contact DESC`)
  expect(rows).toEqual(snapshots)
})
