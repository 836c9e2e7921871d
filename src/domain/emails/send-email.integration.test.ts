import { describe, expect, it } from 'vitest'
import { pauseAgent } from '@/domain/agents/pause-agent'
import { cancelBatch } from '@/domain/batches/cancel-batch'
import { pauseBatch, resumeBatch } from '@/domain/batches/pause-batch'
import { emailRequested } from '@/domain/events'
import { reconcile } from '@/domain/reconcile/reconcile'
import { cancelSequence } from '@/domain/sequences/cancel-sequences'
import { db, transaction } from '@/platform/db'
import { countLockWaits } from '@/testing/count-lock-waits'
import type { Scene } from '@/testing/scene'
import { setUpScenes } from '@/testing/set-up-scenes'
import { until } from '@/testing/until'
import { endEmail, sendEmail } from './send-email'

const scenes = setUpScenes()
const { loop } = scenes

const EMAIL = {
  stepType: 'EMAIL',
  delaySeconds: 0,
  subject: 'For {{name}}',
  body: 'Hello {{name}}, {{gone}}.',
} as const
const CALL = { stepType: 'CALL', delaySeconds: 0 } as const

const emailsOf = (scene: Scene) =>
  db().email.findMany({ where: { agentId: scene.agent }, orderBy: { stepIndex: 'asc' } })

it('an EMAIL step takes no line and no call window, and the next step follows', async () => {
  const scene = await scenes.open({ steps: [EMAIL, CALL], lines: 1 })
  await scene.enroll(['A', 'B', 'C'].map((name) => scene.contact(name)))
  await loop.run({ but: [emailRequested.name] })
  await scene.changeAgent({ callWindows: {} })
  expect(await emailsOf(scene)).toHaveLength(3)
  expect(await scene.statuses()).toEqual({ A: 'in progress', B: 'in progress', C: 'in progress' })
  await loop.run()
  expect((await emailsOf(scene)).map(({ status }) => status)).toEqual(['sent', 'sent', 'sent'])
  for (const sequence of await scene.sequences()) expect(sequence).toMatchObject({ stepIndex: 1, stepType: 'CALL' })
})

it('the mail is of the step and of the contact', async () => {
  const scene = await scenes.open({ steps: [EMAIL, CALL] })
  await scene.enroll([scene.contact('Ada', { toEmailAddress: 'ada@test.example' })])
  await loop.run()
  expect(await emailsOf(scene)).toMatchObject([
    { toAddress: 'ada@test.example', subject: 'For {{name}}', status: 'sent', failureReason: null },
  ])
})

it('the last step: done when it was sent, failed when it could not be', async () => {
  const scene = await scenes.open({ steps: [CALL, EMAIL], lines: 2 })
  await scene.enroll([scene.contact('A'), scene.contact('B')])
  await loop.run()
  for (const name of ['A', 'B']) await scene.report(name, 'Busy')
  await loop.run({ but: [emailRequested.name] })
  const b = await scene.sequence('B')
  const [email] = await db().email.findMany({ where: { sequenceId: b.id } })
  await endEmail({ emailId: email?.id ?? '', failureReason: 'No such address.' })
  await loop.run()
  expect(await scene.statuses()).toEqual({ A: 'done', B: 'failed' })
  expect(await scene.credits()).toEqual({ A: 'spent', B: 'spent' })
})

it('run twice, and at once, it goes on once', async () => {
  const scene = await scenes.open({ steps: [EMAIL, CALL, CALL] })
  await scene.enroll([scene.contact('A')])
  await loop.run({ but: [emailRequested.name] })
  const [email] = await emailsOf(scene)
  const emailId = email?.id ?? ''
  await Promise.all([sendEmail({ emailId }), sendEmail({ emailId })])
  await endEmail({ emailId, failureReason: 'Too late.' })
  expect(await sendEmail({ emailId })).toEqual({ sent: false })
  expect(await scene.sequence('A')).toMatchObject({ stepIndex: 1 })
  expect(await emailsOf(scene)).toMatchObject([{ status: 'sent', failureReason: null }])
})

it('a mail never advances a chain before its sequence has ended; the end does', async () => {
  const scene = await scenes.open({ steps: [EMAIL, CALL, EMAIL], lines: 2 })
  await scene.enrollChains('AB')
  await loop.run()
  expect(await scene.statuses()).toEqual({ A: 'in progress', B: 'waiting' })
  await scene.report('A', 'Failed')
  await loop.run()
  // The call has advanced it; the mail, which was carried out, ends the sequence as done.
  expect(await scene.statuses()).toEqual({ A: 'done', B: 'in progress' })
})

it('a sequence that was never called and ends with a mail gets its credit back', async () => {
  const scene = await scenes.open({ steps: [CALL, EMAIL] })
  scenes.dialer.answers.set('refused', [400])
  await scene.enroll([scene.contact('refused')])
  await loop.run()
  expect(await scene.sequence('refused')).toMatchObject({ status: 'done', creditState: 'released' })
})

it('cancelled between request and sending: nothing is sent, and nobody asks again', async () => {
  const scene = await scenes.open({ steps: [EMAIL, CALL] })
  await scene.enroll([scene.contact('A')])
  await loop.run({ but: [emailRequested.name] })
  await cancelSequence(scene.actor, { sequenceId: await scene.sequenceId('A'), scope: 'contact' })
  await loop.run()
  expect(await emailsOf(scene)).toMatchObject([{ status: 'withdrawn' }])
  expect(await scene.sequence('A')).toMatchObject({ status: 'cancelled', creditState: 'released' })
})

it('paused between request and sending: it is sent after the resume, once', async () => {
  const scene = await scenes.open({ steps: [EMAIL, CALL] })
  const batchId = await scene.enroll([scene.contact('A')])
  await loop.run({ but: [emailRequested.name] })
  await pauseBatch(scene.actor, batchId)
  await loop.run()
  expect(await emailsOf(scene)).toMatchObject([{ status: 'withdrawn' }])
  expect(await scene.statuses()).toEqual({ A: 'scheduled' })
  await resumeBatch(scene.actor, batchId)
  await loop.run()
  expect(await emailsOf(scene)).toMatchObject([{ status: 'sent' }])
  expect(await scene.underWay()).toEqual(['A'])
})

describe('in the very moment of it', () => {
  const MOMENTS: Record<string, (scene: Scene, batchId: string) => Promise<unknown>> = {
    'a pause of the agent': (scene) => pauseAgent(scene.actor, scene.agentId),
    'a pause of the batch': (scene, batchId) => pauseBatch(scene.actor, batchId),
    'a cancel of the batch': (scene, batchId) => cancelBatch(scene.actor, batchId),
    'a cancel of the contact': async (scene) =>
      cancelSequence(scene.actor, { sequenceId: await scene.sequenceId('A'), scope: 'contact' }),
  }

  const requested = async (scene: Scene) => {
    const batchId = await scene.enroll([scene.contact('A')])
    await loop.run({ but: [emailRequested.name] })
    await loop.reset()
    const [email] = await emailsOf(scene)
    return { batchId, emailId: email?.id ?? '' }
  }

  it.each(Object.entries(MOMENTS))('%s that comes first is seen, also by whoever waited for it', async (_, stop) => {
    const scene = await scenes.open({ steps: [EMAIL, CALL] })
    const { batchId, emailId } = await requested(scene)
    // Whatever the stop holds, it holds here until somebody waits for it: the audit log is the last that it writes.
    const { sending, stopping } = await transaction(async (tx) => {
      await tx.execute`LOCK TABLE audit_log IN ACCESS EXCLUSIVE MODE`
      const stopping = stop(scene, batchId)
      await until('the stop is written', async () => (await countLockWaits()) === 1)
      const sending = sendEmail({ emailId })
      await until('the mail waits', async () => (await countLockWaits()) === 2)
      return { sending, stopping }
    })
    await stopping
    expect(await sending).toEqual({ sent: false })
    expect(await emailsOf(scene)).toMatchObject([{ status: 'withdrawn' }])
  })

  it.each(Object.entries(MOMENTS))(
    '%s and the mail in any order: sent, or withdrawn, and never both',
    async (_, stop) => {
      for (let round = 0; round < 10; round++) {
        const scene = await scenes.open({ steps: [EMAIL, CALL] })
        const { batchId, emailId } = await requested(scene)
        const [, { sent }] = await Promise.all([stop(scene, batchId), sendEmail({ emailId })])
        expect(await emailsOf(scene)).toMatchObject([{ status: sent ? 'sent' : 'withdrawn' }])
      }
    },
  )
})

it('broken off between sending and noting it, it is sent again, and not when the contact has ended by then', async () => {
  const scene = await scenes.open({ steps: [EMAIL, CALL] })
  await scene.enroll([scene.contact('A'), scene.contact('B')])
  await loop.run({ but: [emailRequested.name] })
  await db().execute`UPDATE emails SET attempted_at = now() WHERE agent_id = ${scene.agent}::uuid`
  await cancelSequence(scene.actor, { sequenceId: await scene.sequenceId('B'), scope: 'contact' })
  await loop.run()
  const statusOf = async (name: string) => {
    const { id } = await scene.sequence(name)
    return db().email.findFirstOrThrow({ where: { sequenceId: id } })
  }
  expect(await statusOf('A')).toMatchObject({ status: 'sent', failureReason: null })
  expect(await statusOf('B')).toMatchObject({
    status: 'failed',
    failureReason: expect.stringContaining('may have been sent'),
  })
})

it('a late success withdraws the mail that was asked for meanwhile', async () => {
  const scene = await scenes.open({ steps: [CALL, EMAIL] })
  await scene.enroll([scene.contact('A')])
  await loop.run()
  await scene.ageCalls(7_201)
  await reconcile()
  await loop.run({ but: [emailRequested.name] })
  expect(await emailsOf(scene)).toMatchObject([{ status: 'requested' }])
  await scene.report('A', 'Goal Completed')
  await loop.run({ but: [emailRequested.name] })
  expect(await emailsOf(scene)).toMatchObject([{ status: 'withdrawn' }])
  expect(await scene.statuses()).toEqual({ A: 'done' })
})

it('600 due mails are all asked for', async () => {
  const scene = await scenes.open({ steps: [EMAIL, { ...CALL, delaySeconds: 3_600 }] })
  await scene.enroll(Array.from({ length: 600 }, (_, n) => scene.contact(`m${n}`)))
  await loop.runAtOnce(4)
  expect(await db().email.count({ where: { agentId: scene.agent, status: 'sent' } })).toBe(600)
}, 120_000)
