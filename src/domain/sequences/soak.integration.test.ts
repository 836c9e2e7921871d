import { expect, it } from 'vitest'
import { cancelBatch } from '@/domain/batches/cancel-batch'
import { pauseBatch, resumeBatch } from '@/domain/batches/pause-batch'
import { dispatchCalls } from '@/domain/calls/dispatch-calls'
import { db } from '@/platform/db'
import { checkInvariants } from '@/testing/check-invariants'
import type { ResultType, Scene } from '@/testing/scene'
import { seededRandom } from '@/testing/seeded-random'
import { setUpScenes } from '@/testing/set-up-scenes'
import { cancelByVariable, cancelSequence } from './cancel-sequences'

const scenes = setUpScenes()
const { loop } = scenes

// A hotter one: SOAK_WORKERS=14 SOAK_DEEDS=100.
const WORKERS = Number(process.env.SOAK_WORKERS ?? 8)
const DEEDS_PER_WORKER = Number(process.env.SOAK_DEEDS ?? 60)
const RESULTS: ResultType[] = ['Goal Not Completed', 'Voicemail', 'Busy', 'No Answer', 'Failed', 'Goal Completed']

it('workers who do everything at once on few chains leave every book in order', async () => {
  const steps = [
    { stepType: 'CALL' as const, delaySeconds: 0 },
    { stepType: 'EMAIL' as const, delaySeconds: 0, subject: 'Hello', body: 'Hello {{name}}' },
    { stepType: 'CALL' as const, delaySeconds: 0 },
  ]
  const all = [
    await scenes.open({ steps, lines: 4 }),
    await scenes.open({ steps, lines: 3, chainAdvance: 'sequence' }),
  ] as [Scene, Scene]
  await Promise.all(Array.from({ length: WORKERS }, (_, worker) => work(worker, all)))
  await checkInvariants(scenes.home.organizationId)
  for (const scene of all) await finish(scene)
}, 300_000)

/**
 * Runs one worker. It throws whatever its deeds throw: a deadlock that was not retried, a unique key that was hit,
 * anything.
 */
async function work(worker: number, all: [Scene, Scene]): Promise<void> {
  const random = seededRandom(1_000 + worker)
  const pick: Pick = (from) => from[Math.floor(random() * from.length)]
  let names = 0
  const chain = () => `chain-${Math.floor(random() * 4)}`
  const contact = (scene: Scene) =>
    scene.contact(`w${worker}.${++names}`, { account_id: chain(), prospect_name: `${scene.agent} ${pick(['a', 'b'])}` })

  const deeds: [times: number, deed: (scene: Scene) => Promise<unknown>][] = [
    [16, () => loop.handleOne()],
    [12, (scene) => reportOne(scene, pick, ['placed', 'requested'])],
    [2, (scene) => reportOne(scene, pick, ['settled'])],
    [
      4,
      (scene) =>
        scene.enroll(
          [1, 2, 3, 4, 5, 6].map(() => contact(scene)),
          { groupByField: 'account_id' },
        ),
    ],
    [4, (scene) => scene.enrollSingle(`w${worker}.${++names}`, chain())],
    [2, (scene) => dispatchCalls({ agentId: scene.agent })],
    [2, () => loop.fire('find-due-work')],
    [2, () => loop.fire('reconcile')],
    [1, (scene) => scene.ageCalls(7_300)],
    [3, (scene) => cancelOne(scene, pick)],
    [
      1,
      (scene) => cancelByVariable(scene.actor, { referenceKey: 'prospect_name', referenceValue: `${scene.agent} a` }),
    ],
    [3, (scene) => actOnBatch(scene, pick)],
  ]
  const drawn = deeds.flatMap(([times, deed]) => Array<typeof deed>(times).fill(deed))
  for (let done = 0; done < DEEDS_PER_WORKER; done++) await pick(drawn)?.(random() < 0.7 ? all[0] : all[1])
}

type Pick = <T>(from: readonly T[]) => T | undefined

async function cancelOne(scene: Scene, pick: Pick): Promise<void> {
  const name = pick(await openNames(scene))
  const scope = pick(['chain', 'contact', 'contact'] as const) ?? 'contact'
  if (name) await cancelSequence(scene.actor, { sequenceId: await scene.sequenceId(name), scope })
}

async function actOnBatch(scene: Scene, pick: Pick): Promise<void> {
  const id = pick(await db().batch.findMany({ where: { agentId: scene.agent }, select: { id: true } }))?.id
  if (id) await pick([pauseBatch, resumeBatch, resumeBatch, resumeBatch, cancelBatch])?.(scene.actor, id)
}

async function openNames(scene: Scene): Promise<string[]> {
  return (await scene.sequences()).filter(({ endedAt }) => endedAt === null).map(({ name }) => name)
}

async function reportOne(scene: Scene, pick: Pick, status: string[]): Promise<void> {
  const calls = await db().call.findMany({
    where: { agentId: scene.agent, status: { in: status } },
    select: { id: true },
  })
  const id = pick(calls)?.id
  if (id) await scene.reportCall(id, pick(RESULTS) ?? 'Busy')
}

/** Resumes every batch and reports every call until everything has ended, by what the outbox has and the crons find. */
async function finish(scene: Scene): Promise<void> {
  for (const { id } of await db().batch.findMany({ where: { agentId: scene.agent } }))
    await resumeBatch(scene.actor, id)
  for (let round = 0; round < 200; round++) {
    await loop.runAtOnce(4)
    for (const name of await scene.underWay()) await scene.report(name, 'Busy')
    await loop.fire('find-due-work')
    await loop.runAtOnce(4)
    if ((await openNames(scene)).length === 0 && (await scene.underWay()).length === 0) break
  }
  expect(await openNames(scene)).toEqual([])
  expect(await scene.underWay()).toEqual([])
}
