import { performance } from 'node:perf_hooks'
import pg from 'pg'
import type { Answer, Task } from './app-process'

// The app of one database, in a process of its own: modules read DATABASE_URL once. It answers the requests that it is
// sent as the routes of Next would, without HTTP and Next, and can say how Postgres carried one out.

const { createOrganization } = await import('../../src/domain/organizations/create-organization')
const { dispatchCalls } = await import('../../src/domain/calls/dispatch-calls')
const { readMetrics } = await import('../../src/domain/metrics/read-metrics')
const { handleRequest: answerRest } = await import('../../src/rest/handle-request')
const { handleRequest: answerTrpc } = await import('../../src/trpc/handle-request')
const { testAgents } = await import('../../src/testing/factories')
const { parsePublicId } = await import('../../src/domain/ids')

type Statement = { text: string; values: unknown[]; ms: number }
const statements: Statement[] = []
let isRecording = false

process.on('message', ({ n, task }: { n: number; task: Task }) => {
  answer(task).then(
    (answer) => process.send?.({ n, answer }),
    (error) => process.send?.({ n, error: String(error?.stack ?? error) }),
  )
})
process.send?.({ n: 0 })

async function answer(task: Task): Promise<Answer> {
  if (task.kind === 'tenant') return { ms: 0, body: JSON.stringify(await makeTenant(task.name, task.agents)) }
  statements.length = 0
  isRecording = task.explains === true
  if (isRecording) recordStatements()
  const started = performance.now()
  const body = await carryOut(task)
  const ms = performance.now() - started
  const plan = isRecording ? await explainSlowest() : undefined
  isRecording = false
  return { ms, body, plan }
}

async function carryOut(task: Exclude<Task, { kind: 'tenant' }>): Promise<string> {
  if (task.kind === 'metrics') return readMetrics()
  if (task.kind === 'dispatch') return JSON.stringify(await dispatchCalls({ agentId: task.agentId }))
  const { path, apiKey, body } = task
  const request = new Request(`http://127.0.0.1:3000${path}`, {
    method: body === undefined ? 'GET' : 'POST',
    headers: { 'x-api-key': apiKey, 'content-type': 'application/json' },
    ...(body !== undefined && { body }),
  })
  const response = await (path.startsWith('/api/trpc/') ? answerTrpc(request) : answerRest(request))
  const text = await response.text()
  if (!response.ok) throw new Error(`${path} was answered ${response.status}: ${text.slice(0, 500)}`)
  return text
}

async function makeTenant(name: string, agents: number) {
  const {
    organizationId,
    apiKey,
    agents: made,
  } = await createOrganization({
    name,
    email: `${name}@test.example`,
    country: 'US',
    credits: 1_000_000,
    normalizationEnabled: true,
    ruleSets: [],
    agents: Array.from({ length: agents }, (_, at) => ({ ...testAgents.alwaysOn, name: `Agent ${at}` })),
  })
  return { organizationId, apiKey, agents: made.map(({ agentId }) => parsePublicId('agent', agentId)) }
}

/** From here on each statement of this process is noted, with the time that it took. */
function recordStatements(): void {
  const client = pg.Client.prototype as unknown as { query: (...values: unknown[]) => unknown; isWatched?: boolean }
  if (client.isWatched) return
  client.isWatched = true
  const query = client.query
  client.query = function (this: unknown, ...values: unknown[]) {
    const [first, second] = values as [string | { text?: string; values?: unknown[] }, unknown]
    const text = typeof first === 'string' ? first : first?.text
    if (!isRecording || typeof text !== 'string') return query.apply(this, values)
    const bound = typeof first === 'string' ? second : (first.values ?? second)
    const started = performance.now()
    const note = () =>
      statements.push({ text, values: Array.isArray(bound) ? bound : [], ms: performance.now() - started })
    // The pool waits by a callback, and a transaction by a promise.
    const callback = values.at(-1)
    if (typeof callback !== 'function') {
      const result = query.apply(this, values)
      Promise.resolve(result).then(note, () => {})
      return result
    }
    const noted = (...told: unknown[]) => {
      note()
      callback(...told)
    }
    return query.apply(this, [...values.slice(0, -1), noted])
  }
}

/** Has Postgres explain the slowest of the noted statements, without keeping what it writes. */
async function explainSlowest(): Promise<string> {
  // Looking up the key is the same for every request.
  const explainable = statements.filter(
    ({ text }) => /^\s*(SELECT|WITH|INSERT|UPDATE)/i.test(text) && !text.includes('rate_limit_buckets'),
  )
  const [slowest] = explainable.sort((a, b) => b.ms - a.ms)
  if (!slowest) return ''
  isRecording = false
  const client = new pg.Client({ connectionString: process.env.DATABASE_URL })
  await client.connect()
  try {
    await client.query('BEGIN')
    // What inserts a row of its own id would do so twice: it is planned and not carried out.
    const how = /INSERT INTO/.test(slowest.text) ? '' : '(ANALYZE, BUFFERS)'
    const { rows } = await client.query(`EXPLAIN ${how} ${slowest.text}`, slowest.values)
    await client.query('ROLLBACK')
    const plan = rows.map((row) => row['QUERY PLAN']).join('\n')
    return `${slowest.ms.toFixed(1)} ms: ${slowest.text.replace(/\s+/g, ' ').slice(0, 1_500)}\n${plan}`
  } finally {
    await client.end()
  }
}
