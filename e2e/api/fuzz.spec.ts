import { Agent, request as httpRequest } from 'node:http'
import fc from 'fast-check'
import { listBatchSequences } from '@/domain/batches/list-batch-sequences'
import { type createTestOrganization, laterContact, laterContacts } from '@/testing/factories'
import { createUnlimitedTenant, expect, inDays, originOf, test } from './contract-test'
import { type OddRequest, oddRequest } from './fuzz/odd-request'
import { restTargets, trpcTargets } from './fuzz/targets'

// Requests that are nearly right, made of the OpenAPI document and of the tRPC router, by the thousand. Whatever is sent:
// no answer is a fault of ours, each error has the shape that is promised, and nothing of another tenant comes back.
//
// `npm run test:attack` sends 20,000. A run is repeated with FUZZ_SEED, whose value each run prints.

const REQUESTS = Number(process.env.FUZZ_REQUESTS ?? 1_500)
const FIXED_SEED = 20_261_123
const RANDOM_SEED = Number(process.env.FUZZ_SEED ?? Date.now() % 1_000_000_000)
const AT_ONCE = 6
const SECRET_NAME = 'Stranger Nobodyshouldsee'

test.describe.configure({ mode: 'serial', timeout: 30 * 60_000 })

for (const [what, seed] of [
  ['the same ones every time', FIXED_SEED],
  ['new ones every time', RANDOM_SEED],
] as const) {
  test(`odd requests: ${what}`, async ({ baseURL, stranger, tenant, api }) => {
    console.info(`FUZZ_SEED=${seed} FUZZ_REQUESTS=${REQUESTS}`)
    const origin = originOf(baseURL)
    // Only against one's own machine.
    expect(['127.0.0.1', 'localhost']).toContain(new URL(origin).hostname)

    const theirs = await stranger.api.enroll(stranger.agents.alwaysOn, {
      contacts: [laterContact(0, { name: SECRET_NAME })],
    })
    const ours = await api.enroll(tenant.agents.alwaysOn, { contacts: laterContacts(3) })
    const cookie = await signIn(origin, await createUnlimitedTenant())
    const { sequences } = await listBatchSequences(tenant.actor, ours.body.batchId, { limit: 50 })
    const known = {
      agentId: [tenant.agents.alwaysOn, tenant.agents.withEmail, stranger.agents.alwaysOn],
      batchId: [ours.body.batchId, theirs.body.batchId],
      sequenceId: sequences.map(({ sequenceId }) => sequenceId),
      phoneNumber: ['+15551234567', '+15551234568', '(415) 555-2671'],
      timezone: ['America/New_York', 'Europe/Paris'],
      defaultCountry: ['US', 'GB'],
      groupByField: ['account_id'],
      normalizeFields: ['prospect_name'],
      scheduledAt: [inDays(2), inDays(30)],
      toEmailAddress: ['ada@example.com'],
      account_id: ['acme-1', 'acme-2'],
      organizationId: [stranger.organizationId],
    }
    const callers: Record<string, string>[] = [
      { 'x-api-key': tenant.apiKey },
      { 'x-api-key': tenant.apiKey },
      { 'x-api-key': tenant.apiKey },
      { cookie },
      { cookie, origin },
      { 'x-api-key': 'rollcall_unknown' },
      {},
    ]
    const requests = fc.sample(oddRequest([...restTargets(), ...trpcTargets()], callers, known), {
      numRuns: REQUESTS,
      seed,
    })
    const faults = await sendAll(origin, requests)
    expect(faults.slice(0, 20), `${faults.length} faults, FUZZ_SEED=${seed}`).toEqual([])
    expect((await api.get('/health')).status).toBe(200)
  })
}

async function sendAll(origin: string, requests: readonly OddRequest[]): Promise<string[]> {
  const agent = new Agent({ keepAlive: true, maxSockets: AT_ONCE })
  const faults: string[] = []
  const statuses: Record<number, number> = {}
  let next = 0
  const work = async () => {
    for (;;) {
      const request = requests[next++]
      if (!request) return
      const answer = await send(origin, agent, request)
      statuses[answer.status] = (statuses[answer.status] ?? 0) + 1
      const fault = faultOf(request, answer)
      if (fault) faults.push(`${fault}\n${tell(request, answer)}`)
    }
  }
  await Promise.all(Array.from({ length: AT_ONCE }, work))
  agent.destroy()
  console.info(`answers by status: ${JSON.stringify(statuses)}`)
  // Without a good part that comes through, only the first checks would have been tried.
  expect((statuses[200] ?? 0) / requests.length).toBeGreaterThan(0.03)
  return faults
}

type Answer = { status: number; headers: Record<string, string | undefined>; text: string }

/** As it stands: no client of ours mends the path, the method or a header. */
function send(origin: string, agent: Agent, { method, path, headers, body }: OddRequest): Promise<Answer> {
  const { hostname, port } = new URL(origin)
  return new Promise((resolve, reject) => {
    const bytes = body === null ? null : Buffer.from(body, 'utf8')
    const sent = httpRequest(
      {
        agent,
        hostname,
        port,
        method,
        path,
        headers: { ...headers, ...(bytes === null ? {} : { 'content-length': bytes.length }) },
      },
      (response) => {
        const chunks: Buffer[] = []
        response.on('data', (chunk: Buffer) => chunks.push(chunk))
        response.on('error', reject)
        response.on('end', () =>
          resolve({
            status: response.statusCode ?? 0,
            headers: response.headers as Record<string, string | undefined>,
            text: Buffer.concat(chunks).toString('utf8'),
          }),
        )
      },
    )
    sent.on('error', (error) => reject(new Error(`${method} ${path}: ${error.message}`)))
    sent.end(bytes ?? undefined)
  })
}

/** What is wrong with an answer; null when nothing is. */
function faultOf(request: OddRequest, answer: Answer): string | null {
  const { status, text } = answer
  if (status >= 500) return 'a fault of ours'
  if (status < 200 || (status >= 300 && status < 400)) return 'neither an answer nor an error'
  if (text.includes(SECRET_NAME)) return 'something of another tenant'
  if (/node_modules|\bat (?:async )?\w+ \(|prisma|SQLSTATE/i.test(text) && status >= 400) return 'our inside'
  if (status < 400 || request.method === 'HEAD') return null
  return request.door === 'rest' ? restFault(answer) : trpcFault(answer)
}

function restFault({ headers, text }: Answer): string | null {
  if (!headers['content-type']?.startsWith('application/json')) return 'an error that is not JSON'
  const body = parse(text) as Record<string, unknown> | null
  const isWhole = typeof body?.error === 'string' && /^[A-Z_]+$/.test(body.error) && typeof body.message === 'string'
  if (!isWhole) return 'an error of another shape'
  if (typeof body.requestId !== 'string' || body.requestId !== headers['x-request-id']) return 'no request id'
  return null
}

type TrpcError = {
  error?: string | { message?: unknown; data?: { code?: unknown; requestId?: unknown; stack?: unknown } }
}

/** What is answered before tRPC is asked (a path or method that cannot be) has the shape of the REST API. */
function trpcFault(answer: Answer): string | null {
  const { headers, text } = answer
  if (!headers['content-type']?.startsWith('application/json')) return 'an error that is not JSON'
  const body = parse(text) as TrpcError | TrpcError[] | null
  if (body && !Array.isArray(body) && typeof body.error === 'string') return restFault(answer)
  for (const item of Array.isArray(body) ? body : [body]) {
    if (item && 'result' in item) continue
    const { message, data } = typeof item?.error === 'object' ? item.error : {}
    if (typeof message !== 'string' || typeof data?.code !== 'string') return 'an error of another shape'
    if (data.stack !== undefined) return 'a stack'
    if (typeof data.requestId !== 'string' || data.requestId !== headers['x-request-id']) return 'no request id'
  }
  return null
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return null
  }
}

function tell({ method, path, headers, body }: OddRequest, answer: Answer): string {
  const { 'x-api-key': _, cookie: __, ...told } = headers
  const sent = `${method} ${path.slice(0, 300)} ${JSON.stringify(told).slice(0, 200)}\n  ${body?.slice(0, 600) ?? ''}`
  return `  ${sent}\n  → ${answer.status} ${answer.headers['content-type']} ${answer.text.slice(0, 300)}`
}

async function signIn(
  origin: string,
  { operator }: Awaited<ReturnType<typeof createTestOrganization>>,
): Promise<string> {
  const response = await fetch(`${origin}/api/auth/sign-in/email`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', origin },
    body: JSON.stringify(operator),
  })
  expect(response.status).toBe(200)
  return response.headers.getSetCookie()[0]?.split(';')[0] ?? ''
}
