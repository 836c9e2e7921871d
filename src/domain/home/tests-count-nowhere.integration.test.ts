import { expect, it } from 'vitest'
import type { Actor } from '@/domain/actor'
import { listAgentUsage } from '@/domain/agents/list-agent-usage'
import { listBatches } from '@/domain/batches/list-batches'
import { enrollBatch } from '@/domain/enrollment/enroll-batch'
import { placeTestCall } from '@/domain/enrollment/place-test-call'
import { listImports } from '@/domain/imports/list-imports'
import { getPerson } from '@/domain/people/get-person'
import { listPersonSequences } from '@/domain/people/list-person-sequences'
import { findAnything } from '@/domain/search/find-anything'
import { exportQuerySchema } from '@/domain/sequences/export.schema'
import { exportSequences } from '@/domain/sequences/export-sequences'
import { getSequence } from '@/domain/sequences/get-sequence'
import { listResults } from '@/domain/sequences/list-results'
import { listSequences } from '@/domain/sequences/list-sequences'
import { sequenceListQuerySchema } from '@/domain/sequences/list-sequences.schema'
import { resultListQuerySchema } from '@/domain/sequences/sequence-filter.schema'
import { createTestOrganization, testContact } from '@/testing/factories'
import { Scene } from '@/testing/scene'
import { setUpScenes } from '@/testing/set-up-scenes'
import { planImport, stageImport } from '@/testing/stage-import'
import { getFirstSteps } from './get-first-steps'
import { getToday } from './get-today'
import { listAttention } from './list-attention'
import { listUnderWay } from './list-under-way'

const scenes = setUpScenes()
const { loop } = scenes

const list = (actor: Actor, query: object = {}) =>
  listResults(actor, resultListQuerySchema.parse({ limit: 50, ...query }))

async function exported(actor: Actor, filter: object): Promise<string> {
  const query = exportQuerySchema.parse({ format: 'csv', filter: JSON.stringify(filter) })
  let text = ''
  for await (const piece of await exportSequences(actor, query)) {
    text += Buffer.from(piece).toString()
  }
  return text
}

/** Every figure and list of an organization that a test must not change. */
async function figuresOf(actor: Actor, agentId: string) {
  const usage = await listAgentUsage(actor, { since: new Date(Date.now() - 3_600_000).toISOString() })
  const firstSteps = await getFirstSteps(actor)
  return {
    today: await getToday(actor, { timeZone: 'UTC' }),
    underWay: await listUnderWay(actor),
    attention: await listAttention(actor),
    hasContacts: firstSteps.contacts,
    contacts: await list(actor),
    reached: await list(actor, { results: ['goal reached'] }),
    called: await list(actor, { calledSince: new Date(Date.now() - 3_600_000).toISOString() }),
    exported: await exported(actor, {}),
    batches: await listBatches(actor, { limit: 50 }),
    imports: await listImports(actor, { limit: 50 }),
    callsOfAgent: usage.find((each) => each.agentId === agentId)?.calls,
  }
}

/** A test of each kind: a test call, a request of a test key, and a file of one; one of each that has ended. */
async function addTests(scene: Scene, tester: Actor) {
  const input = { name: 'Tested', phoneNumber: '+15550100188', mode: 'dialed', idempotencyKey: 'a' } as const
  const { sequenceId } = await placeTestCall(scene.actor, scene.agentId, input)
  await loop.run()
  await scene.report('Tested', 'Goal Completed')
  const body = { contacts: [scene.contact('By key'), scene.contact('By key too')], name: 'Tests of the key' }
  const keyed = await enrollBatch(tester, { agentId: scene.agentId, body, source: 'api' })
  const importId = await stageImport(tester, planImport(scene.agentId, { batches: [[testContact(31)]] }))
  await loop.run()
  return { sequenceId, keyed: keyed.batchId, importId }
}

it('tests change no figure and no list, and are there and marked where they are asked for', async () => {
  const { actor } = await createTestOrganization()
  const tester: Actor = { ...actor, test: true }
  const scene = await Scene.open(actor, scenes.dialer.url, { lines: 20 })
  await scene.enroll([scene.contact('A'), scene.contact('B')], { name: 'In earnest' })
  await loop.run()
  await scene.report('A', 'Goal Completed')
  await loop.run()
  const before = await figuresOf(actor, scene.agentId)
  const { sequenceId, keyed, importId } = await addTests(scene, tester)
  expect(await figuresOf(actor, scene.agentId)).toEqual(before)

  const all = (await list(actor, { tests: true })).sequences
  const marked = all.filter(({ test }) => test).map(({ name }) => name)
  expect(marked.sort()).toEqual(['By key', 'By key too', 'Contact 31', 'Tested'])
  expect(all).toHaveLength(6)
  // Who asks for the batch or the file gets what is in it, and a test key what it does.
  expect((await list(actor, { batchId: keyed })).sequences).toHaveLength(2)
  expect((await list(actor, { importId })).sequences).toHaveLength(1)
  expect((await list(tester)).sequences).toHaveLength(6)
  expect((await exported(actor, { tests: true })).match(/,yes,/g)).toHaveLength(4)
  const { batches } = await listBatches(actor, { limit: 50, tests: true, outsideImports: true })
  expect(batches.map(({ name, test }) => [name, test])).toEqual([
    ['Tests of the key', true],
    [null, true],
    ['In earnest', false],
  ])
  expect((await listImports(actor, { limit: 50, tests: true })).imports).toMatchObject([{ importId, test: true }])
  expect((await findAnything(actor, { text: 'Tested' })).people).toMatchObject([{ test: true }])
  expect((await findAnything(actor, { text: 'Tests of' })).work).toMatchObject([{ id: keyed, test: true }])
  expect((await findAnything(actor, { text: 'contacts.csv' })).work).toMatchObject([{ id: importId, test: true }])
  expect(await getSequence(actor, sequenceId)).toMatchObject({ test: true })
  const { phoneNumber } = await getPerson(actor, { phoneNumber: '+15550100188' })
  const { sequences } = await listPersonSequences(actor, { phoneNumber, limit: 5 })
  expect(sequences).toMatchObject([{ sequenceId, test: true }])
  const listed = await listSequences(actor, sequenceListQuerySchema.parse({ phoneNumber }))
  expect(listed.sequences).toMatchObject([{ sequenceId, test: true }])
})
