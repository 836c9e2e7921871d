import { beforeAll, expect, it } from 'vitest'
import { newId, parsePublicId } from '@/domain/ids'
import { type Tx, transaction } from '@/platform/db'
import { countLockWaits } from '@/testing/count-lock-waits'
import { createTestOrganization, type TestOrganization, testAgents } from '@/testing/factories'
import { until } from '@/testing/until'
import { createAgent } from './create-agent'
import { getAgent } from './get-agent'
import { pauseAgent, resumeAgent } from './pause-agent'
import { sharePlacing } from './share-placing'
import { updateAgent } from './update-agent'

let organization: TestOrganization

beforeAll(async () => {
  organization = await createTestOrganization()
})

const newAgent = async () => {
  const { agentId } = await createAgent(organization.actor, { ...testAgents.alwaysOn, name: newId() })
  return { agentId, id: parsePublicId('agent', agentId) ?? '' }
}

/** A transaction that has done something and goes on until it is told to end. */
async function open(work: (tx: Tx) => Promise<void>): Promise<{ end: () => Promise<void> }> {
  let release = () => {}
  const released = new Promise<void>((resolve) => {
    release = resolve
  })
  let begun = () => {}
  const hasBegun = new Promise<void>((resolve) => {
    begun = resolve
  })
  const done = transaction(async (tx) => {
    await work(tx)
    begun()
    await released
  })
  await Promise.race([hasBegun, done])
  return {
    end: () => {
      release()
      return done
    },
  }
}

const waits = (count: number) => until(`${count} wait`, async () => (await countLockWaits()) === count)

it('whoever changes an agent has its turn before those who come later to place its calls, however many they are', async () => {
  const { agentId, id } = await newAgent()
  const seen: (boolean | undefined)[] = []
  const first = await open((tx) => sharePlacing(tx, [id]))
  // Those who place share the agent as long as nobody wants to change it.
  const second = await open((tx) => sharePlacing(tx, [id]))
  const paused = pauseAgent(organization.actor, agentId)
  await waits(1)
  const later = Array.from({ length: 3 }, () =>
    transaction(async (tx) => {
      await sharePlacing(tx, [id])
      const [agent] = await tx.rows<{ paused: boolean }>`
        SELECT paused_at IS NOT NULL AS paused FROM agents WHERE id = ${id}::uuid`
      seen.push(agent?.paused)
    }),
  )
  await waits(4)
  await first.end()
  await waits(4)
  await second.end()
  await Promise.all([paused, ...later])
  expect(seen).toEqual([true, true, true])
})

it('does not wait for enrollments under way, and they do not wait for it', async () => {
  const { agentId, id } = await newAgent()
  // What the foreign key of a batch holds until the enrollment has committed.
  const enrollment = await open(async (tx) => {
    await tx.execute`SELECT FROM agents WHERE id = ${id}::uuid FOR KEY SHARE`
  })
  await pauseAgent(organization.actor, agentId)
  await resumeAgent(organization.actor, agentId)
  const { version } = await getAgent(organization.actor, agentId)
  await updateAgent(organization.actor, agentId, { version, lines: 3 })
  await enrollment.end()
  expect(await getAgent(organization.actor, agentId)).toMatchObject({ lines: 3, pausedAt: null })
})

it('of several agents is taken in one order, so that nobody waits in a circle', async () => {
  const agents = await Promise.all(Array.from({ length: 4 }, newAgent))
  const ids = agents.map(({ id }) => id)
  const share = (order: readonly string[]) => transaction((tx) => sharePlacing(tx, order))
  for (let round = 0; round < 20; round++) {
    await Promise.all([
      ...agents.map(({ agentId }) => pauseAgent(organization.actor, agentId)),
      share(ids),
      share([...ids].reverse()),
      share([ids[round % 4] ?? '', ids[(round + 2) % 4] ?? '']),
    ])
  }
})
