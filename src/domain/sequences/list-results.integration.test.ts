import { expect, it } from 'vitest'
import { enrollBatch } from '@/domain/enrollment/enroll-batch'
import { newId, toPublicId } from '@/domain/ids'
import { db } from '@/platform/db'
import { createTestOrganization, laterContact } from '@/testing/factories'
import type { ResultType, Scene } from '@/testing/scene'
import { setUpScenes } from '@/testing/set-up-scenes'
import { createSequences } from './create-sequences'
import { listResults } from './list-results'
import { type ResultListQuery, resultListQuerySchema } from './sequence-filter.schema'

const scenes = setUpScenes()
const { loop } = scenes

/** Every page of a list, by names, `limit` at a time. */
async function named(scene: Scene, query: Partial<ResultListQuery>): Promise<string> {
  const names: string[] = []
  let cursor: string | undefined
  do {
    const asked = resultListQuerySchema.parse({ agentId: scene.agentId, limit: 2, ...query, cursor })
    const page = await listResults(scene.actor, asked)
    expect(page.sequences.length).toBeLessThanOrEqual(asked.limit)
    names.push(...page.sequences.map(({ name }) => name))
    cursor = page.nextCursor ?? undefined
  } while (cursor !== undefined)
  return names.join('')
}

/** Two batches: C, A and B have been called, the others not. */
async function setUp() {
  const scene = await scenes.open({ lines: 20 })
  const variables = (plan: string) => ({ plan })
  const first = await scene.enroll([
    scene.contact('C', variables('pro')),
    scene.contact('A', variables('pro')),
    scene.contact('B', variables('free')),
  ])
  await loop.run()
  const results: [string, ResultType, string][] = [
    ['C', 'Goal Completed', 'interested'],
    ['A', 'No Answer', ''],
    ['B', 'Busy', ''],
  ]
  for (const [name, result, outcome] of results) {
    await scene.report(name, result, { outcomes: outcome === '' ? [] : [{ name: outcome }], duration: 33 })
  }
  await loop.run()
  const second = await scene.enroll([scene.contact('E'), scene.contact('D', variables('pro'))])
  return { scene, first, second }
}

it('lists the newest first, of all batches, with those whose sequences do not exist yet', async () => {
  const { scene, first, second } = await setUp()
  expect(await named(scene, {})).toBe('DEBAC')
  expect(await named(scene, { order: 'oldest' })).toBe('CABED')
  expect(await named(scene, { batchId: first })).toBe('BAC')
  expect(await named(scene, { batchId: first, order: 'oldest' })).toBe('CAB')
  expect(await named(scene, { batchId: first, order: 'name' })).toBe('ABC')
  expect(await named(scene, { batchId: second })).toBe('DE')
})

it('filters by whatever there is, in any combination', async () => {
  const { scene, first } = await setUp()
  const cases: [Partial<ResultListQuery>, string][] = [
    [{ results: ['goal reached'] }, 'C'],
    [{ results: ['nobody reached'] }, 'BA'],
    [{ results: ['nobody reached'], order: 'oldest' }, 'AB'],
    [{ results: ['nobody reached', 'goal reached'] }, 'BAC'],
    [{ results: ['nobody reached'], resultTypes: ['Busy'] }, 'B'],
    [{ results: ['open'] }, 'DE'],
    [{ results: ['failed'] }, ''],
    [{ resultTypes: ['No Answer', 'Goal Completed'] }, 'AC'],
    [{ outcome: 'interested' }, 'C'],
    [{ outcome: 'elsewhere' }, ''],
    [{ lifecycleStatus: 'done' }, 'BAC'],
    [{ lifecycleStatus: 'scheduled' }, 'DE'],
    [{ variable: { name: 'plan', value: 'pro' } }, 'DAC'],
    [{ variable: { name: 'plan', value: 'pro' }, results: ['nobody reached'] }, 'A'],
    [{ variable: { name: 'plan', value: 'pro' }, batchId: first, order: 'name' }, 'AC'],
    [{ enrolledBefore: '2020-01-01T00:00:00Z' }, ''],
    [{ enrolledSince: '2020-01-01T00:00:00Z' }, 'DEBAC'],
    [{ enrolledSince: new Date(Date.now() + 3_600_000).toISOString() }, ''],
    [{ agentId: 'agent.x' }, ''],
    [{ batchId: 'x' }, ''],
    [{ importId: first }, ''],
  ]
  for (const [query, expected] of cases) expect([query, await named(scene, query)]).toEqual([query, expected])
})

it('filters by when the last call has ended, of whatever result and day of enrollment', async () => {
  const { scene, first } = await setUp()
  const hours = (ago: number) => new Date(Date.now() - ago * 3_600_000)
  const end = (name: string, ago: number) =>
    db().call.updateMany({
      where: { agentId: scene.agent, sequence: { contact: { name } } },
      data: { endedAt: hours(ago) },
    })
  await end('C', 30)
  await end('A', 26)
  const day = { calledSince: hours(40).toISOString(), calledBefore: hours(20).toISOString() }
  const cases: [Partial<ResultListQuery>, string][] = [
    [day, 'AC'],
    [{ ...day, order: 'oldest' }, 'CA'],
    [{ ...day, resultTypes: ['No Answer'] }, 'A'],
    [{ ...day, results: ['goal reached'] }, 'C'],
    [{ ...day, batchId: first }, 'AC'],
    [{ calledSince: hours(20).toISOString() }, 'B'],
    [{ calledSince: hours(28).toISOString() }, 'BA'],
    [{ calledBefore: hours(28).toISOString() }, 'C'],
    [{ calledSince: hours(-1).toISOString() }, ''],
  ]
  for (const [query, expected] of cases) expect([query, await named(scene, query)]).toEqual([query, expected])
  // Who was called again later was last called then.
  const { id, sequenceId, ...call } = await db().call.findFirstOrThrow({
    where: { sequence: { contact: { name: 'C' } }, agentId: scene.agent },
  })
  const result = call.result as object
  await db().call.create({ data: { ...call, id: newId(), sequenceId, result, endedAt: hours(1) } })
  expect(await named(scene, day)).toBe('A')
  await db().call.delete({ where: { id } })
})

it('tells the result first, and all that a list shows', async () => {
  const { scene, first } = await setUp()
  const query = resultListQuerySchema.parse({ batchId: first, order: 'oldest', limit: 1 })
  const { sequences } = await listResults(scene.actor, query)
  expect(sequences).toMatchObject([
    {
      batchId: first,
      agentId: scene.agentId,
      name: 'C',
      lifecycleStatus: 'done',
      result: 'goal reached',
      lastResultType: 'Goal Completed',
      outcomes: ['interested'],
      calls: 1,
      customInputVariables: { plan: 'pro' },
      chain: null,
      calledAgainBy: null,
    },
  ])
  expect(sequences[0]?.lastCallAt).not.toBeNull()
})

it('takes a cursor only in the list with its filters, and puts only a batch in order of names', async () => {
  const { scene, first } = await setUp()
  const ask = (query: object) => listResults(scene.actor, resultListQuerySchema.parse({ limit: 1, ...query }))
  const { nextCursor } = await ask({ batchId: first })
  await expect(ask({ cursor: nextCursor ?? '' })).rejects.toMatchObject({ code: 'VALIDATION_ERROR' })
  await expect(ask({ batchId: first, order: 'oldest', cursor: nextCursor ?? '' })).rejects.toMatchObject({
    code: 'VALIDATION_ERROR',
  })
  await expect(ask({ order: 'name' })).rejects.toMatchObject({ code: 'VALIDATION_ERROR' })
})

it('goes on from window to window, and loses and repeats nobody', async () => {
  const scene = await scenes.open()
  const batches = await Promise.all(
    [0, 1].map((at) => scene.enroll(Array.from({ length: 450 }, (_, n) => scene.contact(`${at}-${n}`)))),
  )
  const wanted = await scene.enroll([scene.contact('W', { plan: 'rare' })])
  for (const order of ['newest', 'oldest'] as const) {
    const seen: string[] = []
    let cursor: string | undefined
    do {
      const query = resultListQuerySchema.parse({ agentId: scene.agentId, order, limit: 200, cursor })
      const page = await listResults(scene.actor, query)
      seen.push(...page.sequences.map(({ sequenceId }) => sequenceId))
      cursor = page.nextCursor ?? undefined
    } while (cursor !== undefined)
    expect(new Set(seen).size).toBe(901)
    expect(seen.length).toBe(901)
    // It lies behind the first window, or before the last.
    expect(await named(scene, { order, variable: { name: 'plan', value: 'rare' } })).toBe('W')
  }
  expect(await db().contact.count({ where: { batchId: { in: [...batches, wanted] } } })).toBe(901)
})

it('finds everybody once, in order, by whatever index a filter goes', async () => {
  const { actor, agents } = await createTestOrganization()
  const batches: string[] = []
  for (const at of [0, 1, 2]) {
    const contacts = Array.from({ length: 400 }, (_, n) => laterContact(400 * at + n))
    const request = { agentId: agents.alwaysOn, body: { contacts }, source: 'api' as const }
    const { batchId } = await enrollBatch(actor, request)
    await createSequences({ batchId })
    batches.push(batchId)
  }
  await db().execute`
    UPDATE sequences SET status = CASE WHEN index = 7 THEN 'failed' ELSE 'done' END, due_at = NULL, ended_at = now(),
      last_result_type = (ARRAY['Busy', 'No Answer', 'Voicemail'])[1 + index % 3]
    WHERE batch_id = ANY(${batches}::uuid[])`
  const all = await db().sequence.findMany({ where: { batchId: { in: batches } }, orderBy: { id: 'asc' } })
  const cases: [Partial<ResultListQuery>, (sequence: (typeof all)[number]) => boolean][] = [
    [{ resultTypes: ['Busy'] }, ({ lastResultType }) => lastResultType === 'Busy'],
    [{ resultTypes: ['Voicemail', 'Busy'] }, ({ lastResultType }) => lastResultType !== 'No Answer'],
    [{ results: ['nobody reached', 'failed'] }, () => true],
    [{ results: ['failed'], resultTypes: ['Busy'] }, () => false],
    // Many are done, and few have failed: of the few, an index gives all.
    [{ lifecycleStatus: 'done' }, ({ status }) => status === 'done'],
    [{ lifecycleStatus: 'failed' }, ({ status }) => status === 'failed'],
    [{ lifecycleStatus: 'failed', resultTypes: ['No Answer'] }, ({ status }) => status === 'failed'],
    [{ lifecycleStatus: 'skipped' }, () => false],
  ]
  for (const [query, isMeant] of cases) {
    const expected = all.filter(isMeant).map(({ id }) => toPublicId('sequence', id))
    for (const order of ['oldest', 'newest'] as const) {
      const seen: string[] = []
      let cursor: string | undefined
      do {
        const asked = resultListQuerySchema.parse({ order, limit: 90, cursor, ...query })
        const page = await listResults(actor, asked)
        seen.push(...page.sequences.map(({ sequenceId }) => sequenceId))
        cursor = page.nextCursor ?? undefined
      } while (cursor !== undefined)
      expect([query, order, seen]).toEqual([query, order, order === 'oldest' ? expected : [...expected].reverse()])
    }
  }
})

it('finds whoever has a rare outcome behind thousands of others, and nobody of another organization', async () => {
  const { actor, agents } = await createTestOrganization()
  const other = await createTestOrganization()
  for (const [at, by] of [actor, actor, actor, other.actor].entries()) {
    const agentId = by === actor ? agents.alwaysOn : other.agents.alwaysOn
    const contacts = Array.from({ length: 900 }, (_, n) => laterContact(900 * at + n))
    const { batchId } = await enrollBatch(by, { agentId, body: { contacts }, source: 'api' })
    await createSequences({ batchId })
    await db().execute`
      INSERT INTO calls (id, organization_id, agent_id, batch_id, sequence_id, step_index, status, requested_at, ended_at, result_type,
        result_source, result, settled_at)
      SELECT gen_random_uuid(), organization_id, agent_id, batch_id, id, 0, 'settled', now(), now() + make_interval(secs => index),
        CASE index % 4 WHEN 0 THEN 'Voicemail' ELSE 'Goal Completed' END, 'dialer', jsonb_build_object('duration', 1, 'outcomes',
          CASE WHEN index % 400 = 0 THEN '[{"name": "often"}, {"name": "rare", "reasoning": "They said so."}]'
            WHEN index % 2 = 0 THEN '[{"name": "often"}]' ELSE '[]' END::jsonb), now()
      FROM sequences WHERE batch_id = ${batchId}::uuid`
    await db()
      .execute`UPDATE sequences SET last_result_type = 'Voicemail' WHERE batch_id = ${batchId}::uuid AND index % 800 = 0`
  }
  const { organizationId } = actor
  const all = await db().sequence.findMany({ where: { organizationId }, orderBy: { id: 'asc' } })
  const cases: [Partial<ResultListQuery>, (sequence: (typeof all)[number]) => boolean][] = [
    [{ outcome: 'rare' }, ({ index }) => index % 400 === 0],
    [{ outcome: 'rare', resultTypes: ['Voicemail'] }, ({ index }) => index % 800 === 0],
    [{ outcome: 'rare', lifecycleStatus: 'scheduled', agentId: agents.alwaysOn }, ({ index }) => index % 400 === 0],
    [{ outcome: 'rare', lifecycleStatus: 'done' }, () => false],
    [{ outcome: 'rar' }, () => false],
    [{ outcome: 'often' }, ({ index }) => index % 2 === 0],
  ]
  for (const [query, isMeant] of cases) {
    const expected = all.filter(isMeant).map(({ id }) => toPublicId('sequence', id))
    for (const order of ['oldest', 'newest'] as const) {
      const seen: string[] = []
      let cursor: string | undefined
      do {
        const page = await listResults(actor, resultListQuerySchema.parse({ order, limit: 4, ...query, cursor }))
        seen.push(...page.sequences.map(({ sequenceId }) => sequenceId))
        cursor = seen.length > 40 ? undefined : (page.nextCursor ?? undefined)
      } while (cursor !== undefined)
      const wanted = order === 'oldest' ? expected : [...expected].reverse()
      expect([query, order, seen]).toEqual([query, order, wanted.slice(0, Math.max(seen.length, 7))])
    }
  }
})
