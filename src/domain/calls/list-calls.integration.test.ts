import { beforeAll, expect, it } from 'vitest'
import { enrollBatch } from '@/domain/enrollment/enroll-batch'
import { toPublicId } from '@/domain/ids'
import { createSequences } from '@/domain/sequences/create-sequences'
import { db } from '@/platform/db'
import { createTestOrganization, laterContact, type TestOrganization } from '@/testing/factories'
import { type CallListQuery, callListQuerySchema } from './call-list.schema'
import { listCalls } from './list-calls'

const CONTACTS = 700

type Ended = { id: string; at: number; isMain: boolean; batchId: string }

let organization: TestOrganization
let calls: Ended[]
let first: string

/**
 * Enrolls for an agent, with a call of each contact: every 350th, and nobody else, is rare. Each call ends later than that
 * of the contact before, and those of equal places in other batches at the same moment.
 */
async function enroll({ actor, organizationId }: TestOrganization, agentId: string, size: number): Promise<string> {
  const contacts = Array.from({ length: size }, (_, at) => laterContact(at, { toEmailAddress: 'ada@example.com' }))
  const { batchId } = await enrollBatch(actor, { agentId, body: { contacts }, source: 'api' })
  await createSequences({ batchId })
  await db().execute`
    INSERT INTO calls (id, organization_id, agent_id, batch_id, sequence_id, step_index, status, requested_at, ended_at, result_type,
      result_source, result, settled_at)
    SELECT gen_random_uuid(), ${organizationId}, agent_id, batch_id, id, 0, 'settled', now(),
      '2026-01-01T00:00:00Z'::timestamptz + make_interval(secs => index), CASE index % 350 WHEN 349 THEN 'Busy' ELSE 'Voicemail' END, 'dialer',
      jsonb_build_object('duration', 1, 'outcomes', CASE index % 350 WHEN 349 THEN '[{"name": "a"}, {"name": "rare"}]' ELSE '[{"name": "a"}]' END::jsonb),
      now()
    FROM sequences WHERE batch_id = ${batchId}::uuid`
  return batchId
}

beforeAll(async () => {
  organization = await createTestOrganization()
  const { agents, organizationId } = organization
  first = await enroll(organization, agents.alwaysOn, CONTACTS)
  await enroll(organization, agents.alwaysOn, CONTACTS)
  await enroll(organization, agents.withEmail, 400)
  const other = await createTestOrganization()
  await enroll(other, other.agents.alwaysOn, CONTACTS)
  const rows = await db().call.findMany({ where: { organizationId }, orderBy: [{ endedAt: 'asc' }, { id: 'asc' }] })
  const start = Date.parse('2026-01-01T00:00:00Z')
  calls = rows.map(({ id, endedAt, agentId, batchId }) => ({
    id: toPublicId('call', id),
    at: ((endedAt?.getTime() ?? 0) - start) / 1_000,
    isMain: toPublicId('agent', agentId) === agents.alwaysOn,
    batchId,
  }))
})

async function seen(query: Partial<CallListQuery>): Promise<string[]> {
  const ids: string[] = []
  let cursor: string | undefined
  do {
    const page = await listCalls(organization.actor, callListQuerySchema.parse({ ...query, cursor }))
    ids.push(...page.calls.map(({ callId }) => callId))
    cursor = page.nextCursor ?? undefined
  } while (cursor !== undefined)
  return ids
}

const isRare = ({ at }: Ended) => at % 350 === 349

it('lists each call once, in order, by whatever index a filter goes', async () => {
  const { agents } = organization
  const since = { endedSince: '2026-01-01T00:05:50Z' }
  const cases: [Partial<CallListQuery>, (call: Ended) => boolean][] = [
    [{}, () => true],
    [{ resultType: 'Busy', limit: 2 }, isRare],
    [{ resultType: 'Voicemail' }, (call) => !isRare(call)],
    [{ resultType: 'Failed' }, () => false],
    [{ outcome: 'a' }, () => true],
    [{ outcome: 'rare', limit: 2 }, isRare],
    [{ outcome: 'rare', ...since }, (call) => isRare(call) && call.at >= 350],
    [{ outcome: 'rare', resultType: 'Busy', limit: 1 }, isRare],
    [{ outcome: 'rare', resultType: 'Voicemail' }, () => false],
    [{ outcome: 'nothing' }, () => false],
    [{ agentId: agents.alwaysOn }, ({ isMain }) => isMain],
    [{ agentId: agents.withEmail, limit: 50 }, ({ isMain }) => !isMain],
    [{ agentId: agents.withEmail, outcome: 'rare' }, (call) => isRare(call) && !call.isMain],
    [{ agentId: agents.withEmail, resultType: 'Busy' }, (call) => isRare(call) && !call.isMain],
    [{ agentId: agents.misconfigured }, () => false],
    [{ batchId: first, outcome: 'rare' }, (call) => isRare(call) && call.batchId === first],
  ]
  for (const [query, isMeant] of cases) {
    expect([query, await seen(query)]).toEqual([query, calls.filter(isMeant).map(({ id }) => id)])
  }
})
