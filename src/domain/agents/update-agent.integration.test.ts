import { beforeAll, expect, it } from 'vitest'
import { db } from '@/platform/db'
import { requestedCall } from '@/testing/ended-call'
import { createTestOrganization, type TestOrganization, testAgents, testContact } from '@/testing/factories'
import { copyAgent } from './copy-agent'
import { createAgent } from './create-agent'
import { getAgent } from './get-agent'
import { listAgentVersions } from './list-agent-versions'
import { restoreAgentVersion, updateAgent } from './update-agent'

let home: TestOrganization

beforeAll(async () => {
  home = await createTestOrganization()
})

async function newAgent() {
  const { agentId } = await createAgent(home.actor, testAgents.alwaysOn)
  return agentId
}

const actionsOf = async (agentId: string) => {
  const rows = await db().rows<{
    action: string
  }>`SELECT action FROM audit_log WHERE object_id = ${agentId} ORDER BY at, id`
  return rows.map(({ action }) => action)
}

it('a change keeps the former settings, and a former version comes back as a new one', async () => {
  const agentId = await newAgent()
  expect(await updateAgent(home.actor, agentId, { version: 1, lines: 7, name: 'Renewals' })).toEqual({
    version: 2,
    changed: ['name', 'lines'],
  })
  expect(await getAgent(home.actor, agentId)).toMatchObject({ name: 'Renewals', lines: 7, version: 2 })
  expect(await restoreAgentVersion(home.actor, agentId, { number: 1, version: 2 })).toMatchObject({ version: 3 })
  const { versions } = await listAgentVersions(home.actor, agentId, { limit: 50 })
  expect(versions).toMatchObject([
    { number: 3, restoredFrom: 1, changed: ['name', 'lines'], changedBy: 'First key', settings: { lines: 25 } },
    { number: 2, restoredFrom: null, changed: ['name', 'lines'], settings: { name: 'Renewals' } },
    { number: 1, changed: [], settings: testAgents.alwaysOn },
  ])
  expect(await actionsOf(agentId)).toEqual(['agent.created', 'agent.changed', 'agent.restored'])
})

it('a change that was made on an older version is refused, and says who has changed what', async () => {
  const agentId = await newAgent()
  await updateAgent({ ...home.actor, label: 'Ada' }, agentId, { version: 1, lines: 7 })
  await expect(updateAgent(home.actor, agentId, { version: 1, lines: 8 })).rejects.toMatchObject({
    code: 'CONFLICT',
    message: expect.stringMatching(/^Ada has changed this agent meanwhile \(lines\)/),
    details: { version: 2, changedBy: 'Ada', changed: ['lines'] },
  })
  await expect(restoreAgentVersion(home.actor, agentId, { number: 1, version: 1 })).rejects.toMatchObject({
    code: 'CONFLICT',
  })
})

it('twenty changes of one version at once: one is made', async () => {
  const agentId = await newAgent()
  const changes = await Promise.allSettled(
    Array.from({ length: 20 }, (_, at) => updateAgent(home.actor, agentId, { version: 1, lines: at + 30 })),
  )
  expect(changes.filter(({ status }) => status === 'fulfilled')).toHaveLength(1)
  expect((await listAgentVersions(home.actor, agentId, { limit: 50 })).versions).toHaveLength(2)
})

it('what changes nothing makes no version', async () => {
  const agentId = await newAgent()
  const { callWindows, lines } = testAgents.alwaysOn
  expect(await updateAgent(home.actor, agentId, { version: 1, callWindows, lines })).toEqual({
    version: 1,
    changed: [],
  })
  expect(await actionsOf(agentId)).toEqual(['agent.created'])
})

it.each([
  [{ fromNumber: '0800 1' }, 'fromNumber'],
  [{ callWindows: { monday: [{ start: '09:00', end: '09:00' }] } }, 'callWindows.monday.0'],
  [{ callWindows: { monday: [{ start: '9', end: '17:00' }] } }, 'callWindows.monday.0.start'],
  [{ steps: [{ stepType: 'CALL', delaySeconds: -1 }] }, 'steps.0.delaySeconds'],
  [{ dialer: 'webhook' as const }, 'dialerUrl'],
  [{ lines: 0 }, 'lines'],
])('says where %j is wrong', async (given, path) => {
  const agentId = await newAgent()
  await expect(updateAgent(home.actor, agentId, { version: 1, ...given })).rejects.toMatchObject({
    code: 'VALIDATION_ERROR',
    details: [{ path, message: expect.stringMatching(/\S/) }],
  })
  expect(await getAgent(home.actor, agentId)).toMatchObject({ version: 1 })
})

it('a page of versions goes on where the one before ended', async () => {
  const agentId = await newAgent()
  for (const version of [1, 2, 3]) await updateAgent(home.actor, agentId, { version, lines: version + 40 })
  const first = await listAgentVersions(home.actor, agentId, { limit: 3 })
  expect(first.versions.map(({ number }) => number)).toEqual([4, 3, 2])
  const cursor = first.nextCursor ?? ''
  const second = await listAgentVersions(home.actor, agentId, { limit: 3, cursor })
  expect(second.versions.map(({ number }) => number)).toEqual([1])
  expect(second.nextCursor).toBeNull()
})

it('a copy has the settings, the dialer account among them, and one version', async () => {
  const agentId = await newAgent()
  const copied = await copyAgent(home.actor, agentId)
  expect(copied.name).toBe('Copy of Always on')
  expect(await getAgent(home.actor, copied.agentId)).toMatchObject({ version: 1, lines: 25, status: 'active' })
  const { dialerAccountId } = await getAgent(home.actor, agentId)
  expect(await getAgent(home.actor, copied.agentId)).toMatchObject({ dialerAccountId })
})

it('another dialer is refused while the one of today may have placed a call of which it has not said so', async () => {
  const agentId = await newAgent()
  const callId = await requestedCall(home.actor, agentId, testContact(77))
  await db().call.update({ where: { id: callId }, data: { attemptedAt: new Date() } })
  const other = { version: 1, dialer: 'webhook', dialerUrl: 'https://dialer.example.com/calls' } as const
  await expect(updateAgent(home.actor, agentId, other)).rejects.toMatchObject({
    code: 'CONFLICT',
    message: expect.stringMatching(/may have placed them/),
  })
  // Anything else may be changed meanwhile, and the dialer once it has answered.
  expect(await updateAgent(home.actor, agentId, { version: 1, lines: 3 })).toMatchObject({ version: 2 })
  await db().call.update({ where: { id: callId }, data: { status: 'placed', placedAt: new Date() } })
  expect(await updateAgent(home.actor, agentId, { ...other, version: 2 })).toMatchObject({ version: 3 })
})
