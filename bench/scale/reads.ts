import type pg from 'pg'
import { toPublicId } from '@/domain/ids'
import type { AppProcess, Task } from './app-process'
import type { Tenants } from './fill'

/** A read, as it is sent to the app of one database. */
export type Read = { name: string; task: Task & { kind: 'request' | 'metrics' } }

/** Pages are as long in both databases: the small one has this many batches, imports and more. */
const PAGE = 3

/** Lists every read of the API, of tRPC and so of the console, for what there is in this database. */
export async function listReads(client: pg.Client, app: AppProcess, { main }: Tenants): Promise<Read[]> {
  const { organizationId, apiKey } = main
  const found = await findSamples(client, organizationId)
  const agentId = toPublicId('agent', found.agent)
  const sequenceId = toPublicId('sequence', found.sequence)
  const read = (name: string, path: string): Read => ({ name, task: { kind: 'request', path, apiKey } })
  const rest = (path: string) =>
    read(`GET ${path.replace(/[a-z-]+\.[0-9a-z]{26}|[0-9a-f-]{36}/g, '…')}`, `/api/v1${path}`)
  const trpc = (name: string, input?: object, note = '') =>
    read(
      `${name}${note && ` (${note})`}`,
      `/api/trpc/${name}${input ? `?input=${encodeURIComponent(JSON.stringify(input))}` : ''}`,
    )

  const after = async ({ task }: Read): Promise<string> => {
    const { body } = await app.run(task)
    const answer = JSON.parse(body) as { nextCursor?: string; result?: { data: { nextCursor: string } } }
    return answer.nextCursor ?? answer.result?.data.nextCursor ?? ''
  }
  const batchesPage = await after(trpc('batches.list', { limit: PAGE }))
  const sequencesPage = await after(rest(`/batches/${found.ended}/sequences?limit=200`))
  const importsPage = await after(trpc('imports.list', { limit: 1 }))
  const deliveriesPage = await after(trpc('webhooks.deliveries.list', { limit: 50 }))
  const { ended, open, endpoint } = found
  return [
    rest(`/agents/${agentId}/outcomes`),
    rest(`/agents/${agentId}/contact-schema`),
    rest(`/batches/${ended}`),
    rest(`/batches/${open}`),
    rest(`/batches/${ended}/sequences`),
    rest(`/batches/${ended}/sequences?limit=200`),
    rest(`/batches/${ended}/sequences?limit=200&cursor=${sequencesPage}`),
    rest(`/batches/${ended}/sequences?lifecycleStatus=failed`),
    rest(`/batches/${ended}/rejected`),
    rest(`/sequences/${sequenceId}`),
    rest('/sequences'),
    rest('/sequences?lifecycleStatus=failed'),
    rest(`/sequences?updatedSince=${new Date(Date.now() - 3_600_000).toISOString()}`),
    rest('/sequences?phoneNumber=%2B14150001500'),
    rest('/sequences?variable.account_id=account-2-100'),
    ...Object.entries({
      ...{ 'a number': '(415) 000-1500', 'the end of one': '1500', 'a first name': 'jane', 'two letters': 'ja' },
      ...{
        'a last name': found.name.split(' ')[1] ?? '',
        'a whole name': found.name,
        'a name of nobody': 'Jane Nobody',
      },
      ...{
        'an email': 'person1500@example.com',
        'a variable': 'account-2-100',
        'a batch': ended,
        'a file': 'list-1.csv',
      },
      ...{ 'a call': toPublicId('call', found.call), nothing: 'zzzzzz' },
    }).map(([what, text]) => trpc('search.find', { text }, what)),
    trpc('people.get', { phoneNumber: '+14150001500' }),
    trpc('people.sequences', { phoneNumber: '+14150001500' }),
    rest('/batches?limit=3'),
    rest(`/calls?batchId=${ended}`),
    rest('/calls?limit=200'),
    rest('/calls?limit=200&resultType=Failed'),
    rest('/calls?limit=200&resultType=No+Answer'),
    rest('/calls?limit=200&outcome=nothing'),
    rest(`/calls?limit=200&agentId=${agentId}`),
    rest(`/calls/${toPublicId('call', found.call)}`),
    trpc('sequences.results', { limit: 50 }, 'newest'),
    trpc('sequences.results', { limit: 50, order: 'oldest' }, 'oldest'),
    trpc('sequences.results', { limit: 50, results: ['nobody reached'] }, 'nobody reached'),
    trpc('sequences.results', { limit: 50, results: ['failed'] }, 'failed: none'),
    trpc('sequences.results', { limit: 50, results: ['open'], lifecycleStatus: 'waiting' }, 'open, waiting'),
    trpc('sequences.results', { limit: 50, resultTypes: ['Busy'] }, 'busy: none among 100,000'),
    trpc('sequences.results', { limit: 50, outcome: 'interested' }, 'an outcome'),
    trpc('sequences.results', { limit: 50, outcome: 'nothing' }, 'no such outcome among 100,000'),
    trpc('sequences.results', { limit: 50, agentId, results: ['goal reached'] }, 'of an agent'),
    trpc('sequences.results', { limit: 50, variable: { name: 'account_id', value: 'account-2-7' } }, 'a variable'),
    trpc('sequences.results', { limit: 50, variable: { name: 'account_id', value: 'nobody' } }, 'a variable: none'),
    trpc('sequences.results', { limit: 50, importId: found.import, results: ['nobody reached'] }, 'of an import'),
    trpc('sequences.results', { limit: 50, batchId: ended, order: 'name' }, 'of a batch, by name'),
    rest('/credits/usage'),
    rest(`/credits/usage?month=${found.month}`),
    rest(`/credits/usage?startDate=${found.first}&endDate=${found.today}`),
    rest('/health'),
    trpc('agents.list'),
    trpc('agents.get', { agentId }),
    trpc('batches.list', { limit: PAGE }),
    trpc('batches.list', { limit: PAGE, cursor: batchesPage }, 'a later page'),
    trpc('batches.list', { limit: 1, agentId }, 'of an agent'),
    trpc('batches.list', { limit: PAGE, status: 'failed' }, 'failed: none'),
    trpc('batches.list', { limit: PAGE, agentId, status: 'paused' }, 'of an agent, paused: none'),
    trpc('batches.get', { batchId: ended }, 'ended'),
    trpc('batches.get', { batchId: open }, 'open'),
    trpc('batches.sequences', { batchId: ended, limit: 50 }),
    trpc('batches.sequences', { batchId: open, limit: 50, lifecycleStatus: 'waiting' }, 'waiting'),
    trpc('batches.chains', { batchId: ended, limit: 50 }),
    trpc('batches.rejected', { batchId: ended }),
    trpc('home.today', { timeZone: 'America/New_York' }),
    trpc('home.underWay'),
    trpc('home.attention'),
    trpc('home.firstSteps'),
    trpc('batches.list', { limit: PAGE, outsideImports: true }, 'outside of imports'),
    trpc('batches.list', { limit: PAGE, search: 'no such name' }, 'searched: none'),
    trpc('batches.creators'),
    trpc('batches.estimate', { batchId: open }),
    trpc('imports.estimate', { importId: found.import }),
    trpc('enrollment.estimate', { agentId, contacts: 1_000, bypassAllowedCallWindow: false }),
    trpc('credits.forecast'),
    trpc('credits.days', {}),
    trpc('credits.batches', { limit: PAGE }),
    trpc('credits.ledger', { limit: 50 }),
    trpc('credits.balance'),
    trpc('credits.usage'),
    trpc('imports.list', { limit: 1 }),
    trpc('imports.list', { limit: 1, cursor: importsPage }, 'a later page'),
    trpc('imports.get', { importId: found.import }),
    trpc('imports.rejected', { importId: found.import, limit: 20 }),
    trpc('imports.rejectedCsv', { importId: found.import }),
    trpc('imports.enrolledBefore', { agentId, fingerprint: 'ab'.repeat(32) }),
    trpc('sequences.get', { sequenceId }),
    trpc('sequences.chain', { sequenceId }),
    trpc('webhooks.endpoints.list'),
    trpc('webhooks.endpoints.health'),
    trpc('webhooks.endpoints.get', { endpointId: endpoint }),
    trpc('webhooks.deliveries.list', { limit: 50 }),
    trpc('webhooks.deliveries.list', { limit: 50, cursor: deliveriesPage }, 'a later page'),
    trpc('webhooks.deliveries.list', { limit: 50, endpointId: endpoint }, 'of an endpoint'),
    trpc('webhooks.deliveries.list', { limit: 5, status: 'failed' }, 'failed'),
    trpc('webhooks.deliveries.list', { limit: 50, status: 'pending' }, 'pending: none'),
    trpc('webhooks.deliveries.list', { limit: 50, callId: toPublicId('call', found.call) }, 'of a call'),
    trpc('webhooks.deliveries.get', { deliveryId: found.delivery }),
    {
      name: 'imports.enrolledNumbers (1,000)',
      task: {
        ...{ kind: 'request', apiKey, path: '/api/trpc/imports.enrolledNumbers' },
        body: JSON.stringify({ agentId, numbers: Array.from({ length: 1_000 }, (_, at) => `+1415${3_000_000 + at}`) }),
      },
    },
    { name: 'GET /metrics', task: { kind: 'metrics' } },
  ]
}

type Samples = Record<
  | 'agent'
  | 'ended'
  | 'open'
  | 'sequence'
  | 'import'
  | 'endpoint'
  | 'delivery'
  | 'call'
  | 'name'
  | 'month'
  | 'first'
  | 'today',
  string
>

async function findSamples(client: pg.Client, organizationId: string): Promise<Samples> {
  const { rows } = await client.query<Samples>(
    `WITH own AS (SELECT * FROM batches WHERE organization_id = $1 AND chains > 0 ORDER BY created_at),
       ended AS (SELECT * FROM own WHERE status = 'finished' OFFSET (SELECT count(*) / 2 FROM own WHERE status = 'finished') LIMIT 1)
     SELECT ended.id AS ended, ended.agent_id AS agent, (SELECT id FROM own WHERE status = 'active' LIMIT 1) AS open,
       (SELECT id FROM sequences WHERE batch_id = ended.id AND index = 500) AS sequence,
       (SELECT name FROM contacts WHERE batch_id = ended.id AND index = 500) AS name,
       (SELECT id FROM imports WHERE organization_id = $1 ORDER BY created_at OFFSET 1 LIMIT 1) AS import,
       delivery.id AS delivery, delivery.call_id AS call, delivery.endpoint_id AS endpoint,
       to_char(now() - interval '35 days', 'YYYY-MM') AS month, to_char(now() - interval '59 days', 'YYYY-MM-DD') AS first,
       to_char(now(), 'YYYY-MM-DD') AS today
     FROM ended CROSS JOIN LATERAL (SELECT * FROM webhook_deliveries WHERE organization_id = $1 ORDER BY created_at LIMIT 1) delivery`,
    [organizationId],
  )
  if (!rows[0]) throw new Error('This database has nothing to read.')
  return rows[0]
}
