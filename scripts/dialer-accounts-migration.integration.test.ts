import { expect, it } from 'vitest'
import { setUpOldDatabase } from './test-run/old-database'

const MIGRATION = '20261130073616_dialer_accounts'

const { client, migrateUntil, migrateTo } = setUpOldDatabase()

const id = (n: number) => `00000000-0000-0000-0000-00000000000${n}`

it('an agent keeps its dialer: a simulated account for each organization, one for each address and secret', async () => {
  await migrateUntil(MIGRATION)
  await client.query(
    `INSERT INTO organizations (id, name, slug) VALUES ('acme', 'Acme', 'acme'), ('other', 'Other', 'other')`,
  )
  const agents = [
    [1, 'acme', 'Simulated', 'simulated', null, 's1'],
    [2, 'acme', 'Simulated too', 'simulated', 'https://left.example.com', 's2'],
    [3, 'acme', 'First', 'webhook', 'https://dialer.example.com:8443/calls?key=1', 's3'],
    [4, 'acme', 'Same secret', 'webhook', 'https://dialer.example.com:8443/calls?key=1', 's3'],
    [5, 'acme', 'Own secret', 'webhook', 'https://dialer.example.com:8443/calls?key=1', 's5'],
    [6, 'other', 'Theirs', 'webhook', 'https://dialer.example.com:8443/calls?key=1', 's3'],
    [7, 'other', 'No address', 'webhook', null, 's7'],
  ] as const
  for (const [n, organization, name, dialer, url, secret] of agents) {
    await client.query(
      `INSERT INTO agents (id, organization_id, name, dialer, dialer_url, dialer_secret, timezones)
       VALUES ($1, $2, $3, $4, $5, $6, '{UTC}')`,
      [id(n), organization, name, dialer, url, secret],
    )
  }

  await migrateTo(MIGRATION)
  const { rows } = await client.query(`
    SELECT agent.name AS agent, account.id, account.organization_id AS organization, kind, account.name, url, secret, state
    FROM agents agent JOIN dialer_accounts account ON account.id = agent.dialer_account_id ORDER BY agent.id`)
  expect(rows.map(({ id: _, ...row }) => row)).toEqual(
    agents.map(([, organization, agent, kind, url, secret]) => ({
      ...{ agent, organization, kind, state: 'connected' },
      name: {
        Simulated: 'Simulated dialer',
        'Simulated too': 'Simulated dialer',
        First: 'dialer.example.com:8443 (First)',
        'Same secret': 'dialer.example.com:8443 (First)',
        'Own secret': 'dialer.example.com:8443 (Own secret)',
        Theirs: 'dialer.example.com:8443 (Theirs)',
        'No address': 'Webhook (No address)',
      }[agent],
      url: kind === 'webhook' ? url : null,
      secret: kind === 'webhook' ? `clear.${secret}` : null,
    })),
  )
  const ids = rows.map((row) => row.id)
  expect([ids[0] === ids[1], ids[2] === ids[3], new Set(ids).size]).toEqual([true, true, 5])
})
