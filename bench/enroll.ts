import { readFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import pg from 'pg'
import type { AcceptedBatch } from '@/domain/enrollment/enrollment-answer.schema'
import { startTestApp } from '../scripts/test-run/test-app'
import { CONTACTS, createFloorTable, insertRaw, makeBody } from './batch-floor'
import { percentile } from './percentile'

// npm run bench:enroll [-- --rules]
//
// How long a REST request with 1,000 contacts takes on the production build, beside a floor measured in the same run,
// turn and turn about: JSON.parse of the same body, libphonenumber of the same numbers, and ONE raw `pg` INSERT of the
// same rows into a table like `contacts`, committed. The floor knows no rules, no keys, no credits and no HTTP.
//
// With --rules each round also has a request while calling rules, caps and a suppression list are switched on: what they
// cost is the target of the two requests to each other.

const ROUNDS = 100
const WARM_UP_ROUNDS = 20
const TARGET_RATIO = 1.1
const TARGET_RULES_RATIO = 1.25
const withRules = process.argv.includes('--rules')
/** Other people than those of the requests without rules. */
const RULES_FROM = 1_000
const LIST = '00000000-0000-7000-8000-00000000be11'

type Demo = { organizations: { acme: { apiKey: string; agents: { alwaysOn: string } } } }
const root = dirname(dirname(fileURLToPath(import.meta.url)))
const app = await startTestApp(root)
try {
  const demo = JSON.parse(await readFile(join(app.dataDir, 'demo.json'), 'utf8')) as Demo
  const database = new pg.Client({ connectionString: app.env.TEST_APP_DATABASE_URL })
  await database.connect()
  await database.query('UPDATE api_keys SET rate_limit_per_second = 1000000')
  await createFloorTable(database)

  const requests: number[] = []
  const floors: number[] = []
  const guarded: number[] = []
  for (let round = 0; round < WARM_UP_ROUNDS + ROUNDS; round++) {
    const body = makeBody(round)
    const request = await time(() => enroll(demo, body))
    const floor = await time(() => insertRaw(database, body))
    if (withRules) {
      const rulesBody = makeBody(RULES_FROM + round)
      await switchRules(database, rulesBody, true)
      const took = await time(() => enroll(demo, rulesBody))
      await switchRules(database, rulesBody, false)
      if (round >= WARM_UP_ROUNDS) guarded.push(took)
    }
    if (round < WARM_UP_ROUNDS) continue
    requests.push(request)
    floors.push(floor)
  }
  await database.end()
  report(requests, floors, guarded)
} finally {
  await app.stop()
}

async function enroll(demo: Demo, body: string): Promise<void> {
  const { apiKey, agents } = demo.organizations.acme
  const response = await fetch(`${app.url}/api/v1/agents/${agents.alwaysOn}/schedule/sequences`, {
    method: 'POST',
    headers: { 'x-api-key': apiKey, 'content-type': 'application/json' },
    body,
  })
  const answer = (await response.json()) as Partial<AcceptedBatch>
  if (response.status !== 202 || answer.accepted !== CONTACTS) {
    throw new Error(`The request was answered ${response.status}: ${JSON.stringify(answer).slice(0, 500)}`)
  }
}

/** Switches rules, caps and a list on, or off again. On the list are people who are not in the request. */
async function switchRules(database: pg.Client, body: string, isOn: boolean): Promise<void> {
  const { contacts } = JSON.parse(body) as { contacts: { phoneNumber: string }[] }
  const numbers = contacts.map(({ phoneNumber }) => phoneNumber)
  const acme = `(SELECT id FROM organizations WHERE name = 'Acme')`
  if (!isOn) {
    await database.query(`DELETE FROM suppression_lists WHERE id = $1`, [LIST])
    await database.query(`UPDATE organizations SET rule_sets = '{}', caps = '{}' WHERE name = 'Acme'`)
    return
  }
  await database.query(
    `INSERT INTO suppression_lists (id, organization_id, name, kind, created_by) SELECT $1, ${acme}, 'Bench', 'other', 'Bench'`,
    [LIST],
  )
  await database.query(
    `INSERT INTO suppression_entries (organization_id, phone_number, list_id, generation, source, added_by)
     SELECT ${acme}, '+1212' || right(number, 7), $1, 1, 'file', 'Bench' FROM unnest($2::text[]) AS number
     ON CONFLICT DO NOTHING`,
    [LIST, numbers],
  )
  await database.query(
    `UPDATE organizations SET rule_sets = '{us-federal,us-states,canada,consent-countries}',
       caps = '{"callsPerDay": 3, "callsPerWeek": 7, "restDays": 7}' WHERE name = 'Acme'`,
  )
}

async function time(work: () => Promise<void>): Promise<number> {
  const started = performance.now()
  await work()
  return performance.now() - started
}

function report(requests: number[], floors: number[], guarded: number[]): void {
  const line = (name: string, values: number[]) =>
    console.log(
      `${name.padEnd(28)} p50 ${percentile(values, 50).toFixed(1)} ms   p95 ${percentile(values, 95).toFixed(1)} ms`,
    )
  console.log(`\n${ROUNDS} requests of ${CONTACTS} contacts, one after the other\n`)
  line('REST request', requests)
  line('floor', floors)
  const ratio = percentile(requests, 50) / percentile(floors, 50)
  console.log(`\np50 is ${ratio.toFixed(2)} times the floor; the target is at most ${TARGET_RATIO}.`)
  if (guarded.length === 0) return
  line('with rules, caps and lists', guarded)
  const cost = percentile(guarded, 50) / percentile(requests, 50)
  console.log(`\nWith them p50 is ${cost.toFixed(2)} times that without; the target is at most ${TARGET_RULES_RATIO}.`)
}
