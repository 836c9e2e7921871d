import { type ChildProcess, fork } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import type pg from 'pg'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { createAgent } from '@/domain/agents/create-agent'
import { createDialerAccount } from '@/domain/dialer-accounts/create-dialer-account'
import { getDialerAccount } from '@/domain/dialer-accounts/get-dialer-account'
import { parsePublicId } from '@/domain/ids'
import { inBackground } from '@/platform/background'
import { checkInvariants } from '@/testing/check-invariants'
import { createTestOrganization, type TestOrganization, testAgents, testContact } from '@/testing/factories'
import { mortalPool } from '@/testing/mortal-pool'
import { PROVIDER_FAKES } from '@/testing/provider-fakes'
import type { FromProvider, ToProvider } from '@/testing/provider-in-child'
import { seededRandom } from '@/testing/seeded-random'
import { until } from '@/testing/until'
import { killRepeatedly } from './test-run/kill-repeatedly'
import { startTestApp, type TestApp } from './test-run/test-app'

// The whole installation with `kill -9` of its parts, as in crashes.integration.test.ts, but the calls go through a provider
// that does not know our ids, is a process of its own, and answers late, broken or not at all: whoever has asked it and was
// killed has to find out what has become of the call.

const root = fileURLToPath(new URL('..', import.meta.url))
const ROUNDS = Number(process.env.FAULT_ROUNDS ?? 8)
const SEED = Number(process.env.FAULT_SEED ?? Date.now() % 100_000)
const CALLS = Number(process.env.FAULT_CALLS ?? 300)
/** Any but LiveKit, where the customer's own agent tells the results. Without one nothing is run. */
const KIND = process.env.FAULT_PROVIDER ?? ''
const PAUSE_MS_MAX = Number(process.env.FAULT_PAUSE_MS ?? 5_000)
/** After the last request that went wrong it may still be carried out for so long. */
const SETTLED_AFTER_MS = 18_000
const HURRY_EVERY_MS = 3_000
const END_WITHIN_MS = 240_000

let app: TestApp
let tenant: TestOrganization
let database: pg.Pool
let provider: ChildProcess

const faked = PROVIDER_FAKES.find(({ kind }) => kind === KIND)

describe.runIf(KIND !== '')('an installation of which all parts are killed', () => {
  beforeAll(async () => {
    const script = join(root, 'src', 'testing', 'provider-in-child.ts')
    provider = fork(script, [KIND, String(SEED)], { cwd: root, execArgv: ['--import', 'tsx'] })
    const DIALER_FAKES = `${KIND}=${(await heard('url')).url}`
    app = await startTestApp(root, {
      // Asked again long enough for a call that is absent to be certainly so.
      env: { DIALER_FAKES, DIALER_RETRY_SECONDS: '5', EXECUTOR_BACKOFF_BASE_MS: '2000' },
    })
    Object.assign(process.env, {
      DATABASE_URL: app.env.TEST_APP_DATABASE_URL,
      CREDENTIALS_KEY: app.env.CREDENTIALS_KEY,
      APP_URL: app.url,
      DIALER_FAKES,
    })
    database = mortalPool(process.env.DATABASE_URL, 2)
    tenant = await createTestOrganization()
  }, 600_000)

  afterAll(async () => {
    await database?.end()
    provider?.kill()
    await app?.stop()
  })

  it('calls nobody twice through a provider and loses no result, with kill -9 of all parts', async () => {
    console.info(`FAULT_SEED=${SEED}`)
    if (!faked) throw new Error(`There is no fake of "${KIND}".`)
    const { kind, credentials } = faked
    const { dialerAccountId } = await createDialerAccount(tenant.actor, { kind, name: kind, credentials })
    const { eventsUrl } = await getDialerAccount(tenant.actor, dialerAccountId)
    tell({ eventsUrl: eventsUrl ?? '' })
    const { agentId } = await createAgent(tenant.actor, {
      ...testAgents.alwaysOn,
      ...faked.agent,
      ...{ dialerAccountId, lines: 150 },
    })
    await enroll(agentId)

    const killed = await killRepeatedly(app.dataDir, {
      ...{ rounds: ROUNDS, pauseMsMax: PAUSE_MS_MAX },
      random: seededRandom(SEED),
    })
    expect(killed).toHaveLength(ROUNDS)
    tell('be well')
    await sleep(SETTLED_AFTER_MS)
    let hurriedAtMs = 0
    await until(
      'every sequence has ended',
      async () => {
        if (Date.now() - hurriedAtMs > HURRY_EVERY_MS) {
          hurriedAtMs = Date.now()
          await hurry(dialerAccountId)
        }
        return (await count(`SELECT count(*)::int AS count FROM sequences WHERE ended_at IS NULL AND ${OWN}`)) === 0
      },
      END_WITHIN_MS,
    )
    await until('every run has ended', async () => (await countRunning()) === 0, END_WITHIN_MS)

    tell('report')
    const { rings, ended, askedBlindly } = await heard('rings')
    const rung = rings.map(({ phoneNumber }) => phoneNumber)
    expect(new Set(rung).size).toBe(rung.length)
    expect(askedBlindly).toEqual([])
    const calls = await readCalls()
    const results = new Map(calls.map(({ id, resultType, source }) => [id, `${resultType} by ${source}`]))
    const lost = ended.filter(([callId, resultType]) => {
      return results.get(parsePublicId('call', callId) ?? '') !== `${resultType} by dialer`
    })
    expect(lost).toEqual([])
    expect(ended).toHaveLength(rings.length)
    expect(calls.filter(({ status }) => status !== 'settled' && status !== 'withdrawn')).toEqual([])
    // Of whom nobody can know whether they were called there are few.
    expect(rung.length).toBeGreaterThan(CALLS * 0.9)
    // With the time that the background has for a statement: it looks at all that there is.
    await inBackground(() => checkInvariants(tenant.organizationId))
    const paid = await count(`SELECT count(*)::int AS count FROM sequences WHERE credit_state = 'spent' AND ${OWN}`)
    expect(paid).toBe(new Set(calls.flatMap(({ sequenceId, placed }) => (placed ? [sequenceId] : []))).size)
    expect(paid).toBeGreaterThanOrEqual(rung.length)
    console.info(
      `${rung.length} of ${CALLS} people were called through ${KIND}, with ${ROUNDS} kills: ${killed.join(', ')}`,
    )
  }, 600_000)
})

const OWN = 'organization_id = $1'

async function enroll(agentId: string): Promise<void> {
  const response = await fetch(`${app.url}/api/v1/agents/${agentId}/schedule/sequences`, {
    method: 'POST',
    headers: { 'x-api-key': tenant.apiKey, 'content-type': 'application/json' },
    body: JSON.stringify({ contacts: Array.from({ length: CALLS }, (_, n) => testContact(n)) }),
  })
  expect(response.status, await response.text()).toBe(202)
}

/**
 * Lets minutes pass for what waits for them alone: events come again, and calls that count as made without the provider's
 * word are looked for, and are old enough to be known as lost where it does not know them.
 */
async function hurry(dialerAccountId: string): Promise<void> {
  tell('repeat')
  await query(
    `UPDATE calls SET asked_at = asked_at - interval '11 minutes', fetch_at = now()
     WHERE status = 'placed' AND provider_call_id IS NULL AND fetch_at > now() AND ${OWN}`,
    [tenant.organizationId],
  )
  await query('UPDATE dialer_accounts SET held_until = NULL WHERE id = $1', [dialerAccountId])
}

type Call = { id: string; sequenceId: string; status: string; placed: boolean; resultType: string; source: string }

function readCalls(): Promise<Call[]> {
  return query<Call>(
    `SELECT id, sequence_id AS "sequenceId", status, placed_at IS NOT NULL AS placed, result_type AS "resultType",
       result_source AS source FROM calls WHERE ${OWN}`,
    [tenant.organizationId],
  )
}

async function query<Row extends pg.QueryResultRow>(sql: string, values: unknown[]): Promise<Row[]> {
  return (await database.query<Row>(sql, values)).rows
}

/** Counts what is of the organization. */
async function count(sql: string): Promise<number> {
  const [row] = await query<{ count: number }>(sql, [tenant.organizationId])
  return row?.count ?? 0
}

async function countRunning(): Promise<number> {
  const [row] = await query<{ count: number }>(
    `SELECT count(*)::int AS count FROM executor.runs WHERE status = 'running'`,
    [],
  )
  return row?.count ?? 0
}

function tell(message: ToProvider): void {
  provider.send(message)
}

/** What the provider says next that has this in it. */
async function heard<Name extends 'url' | 'rings'>(name: Name): Promise<Extract<FromProvider, Record<Name, unknown>>> {
  for (;;) {
    const [message] = (await once(provider, 'message')) as [FromProvider]
    if (name in message) return message as Extract<FromProvider, Record<Name, unknown>>
  }
}
