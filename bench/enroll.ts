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
// With --rules each round also has a request to another organization with calling rules, caps and 5,000,000 suppressed
// numbers, which the first has none of: what they cost is the target of the two requests to each other.

const ROUNDS = 100
const WARM_UP_ROUNDS = 20
const TARGET_RATIO = 1.1
const TARGET_RULES_RATIO = 1.25
const withRules = process.argv.includes('--rules')
const SUPPRESSED = 5_000_000
const LIST = '00000000-0000-7000-8000-00000000be11'

type Organization = { apiKey: string; agents: { alwaysOn: string } }
type Demo = { organizations: { acme: Organization; globex: Organization } }
const root = dirname(dirname(fileURLToPath(import.meta.url)))
const app = await startTestApp(root)
try {
  const demo = JSON.parse(await readFile(join(app.dataDir, 'demo.json'), 'utf8')) as Demo
  const database = new pg.Client({ connectionString: app.env.TEST_APP_DATABASE_URL })
  await database.connect()
  await database.query('UPDATE api_keys SET rate_limit_per_second = 1000000')
  await createFloorTable(database)
  await database.query(`UPDATE organizations SET rule_sets = '{}', caps = '{}' WHERE name = 'Acme'`)
  if (withRules) await switchRulesOn(database)

  const requests: number[] = []
  const floors: number[] = []
  const guarded: number[] = []
  for (let round = 0; round < WARM_UP_ROUNDS + ROUNDS; round++) {
    const body = makeBody(round)
    const request = await time(() => enroll(demo.organizations.acme, body))
    const floor = await time(() => insertRaw(database, body))
    const took = withRules ? [await time(() => enroll(demo.organizations.globex, body))] : []
    if (round < WARM_UP_ROUNDS) continue
    requests.push(request)
    floors.push(floor)
    guarded.push(...took)
  }
  await database.end()
  report(requests, floors, guarded)
} finally {
  await app.stop()
}

async function enroll({ apiKey, agents }: Organization, body: string): Promise<void> {
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

/** Gives Globex rules, caps and a list of people who are in none of the requests. */
async function switchRulesOn(database: pg.Client): Promise<void> {
  const globex = `(SELECT id FROM organizations WHERE name = 'Globex')`
  await database.query(
    `UPDATE organizations SET country = 'US', normalization_enabled = true,
       rule_sets = '{us-federal,us-states,canada,consent-countries}',
       caps = '{"callsPerDay": 3, "callsPerWeek": 7, "restDays": 7}' WHERE name = 'Globex'`,
  )
  await database.query(`UPDATE credit_balances SET allocated = 1000000 WHERE organization_id = ${globex}`)
  await database.query(
    `INSERT INTO suppression_lists (id, organization_id, name, kind, created_by)
     VALUES ($1, ${globex}, 'Bench', 'other', 'Bench')`,
    [LIST],
  )
  const started = performance.now()
  await database.query(
    `INSERT INTO suppression_entries (organization_id, phone_number, list_id, generation, source, added_by)
     SELECT ${globex}, '+1' || (2120000000 + n), $1, 1, 'file', 'Bench' FROM generate_series(1, ${SUPPRESSED}) n`,
    [LIST],
  )
  await database.query('VACUUM ANALYZE suppression_entries')
  console.log(`${SUPPRESSED} suppressed numbers: ${((performance.now() - started) / 1_000).toFixed(0)} s`)
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
