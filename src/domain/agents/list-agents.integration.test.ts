import { expect, it } from 'vitest'
import { db } from '@/platform/db'
import { createTestOrganization } from '@/testing/factories'
import { getAgent } from './get-agent'
import { listAgents } from './list-agents'

it('lists all but the archived ones, oldest first, unless a status is named', async () => {
  const { actor, agents, organizationId } = await createTestOrganization()
  const set = (name: string, status: string) =>
    db().agent.updateMany({ where: { organizationId, name }, data: { status } })
  await set('Office hours', 'inactive')
  await set('With e-mail', 'archived')
  const idsOf = async (query: Parameters<typeof listAgents>[1]) =>
    (await listAgents(actor, query)).map(({ agentId }) => agentId)
  expect(await idsOf({})).toEqual([agents.alwaysOn, agents.officeHours, agents.misconfigured])
  expect(await idsOf({ status: 'active' })).toEqual([agents.alwaysOn, agents.misconfigured])
  expect(await idsOf({ status: 'inactive' })).toEqual([agents.officeHours])
  expect(await idsOf({ status: 'archived' })).toEqual([agents.withEmail])
})

it('tells what is missing of an agent, in the list and alone', async () => {
  const { actor, agents } = await createTestOrganization()
  const listed = (await listAgents(actor, {})).find(({ agentId }) => agentId === agents.misconfigured)
  const alone = await getAgent(actor, agents.misconfigured)
  expect(listed?.faults).toHaveLength(2)
  expect(alone.faults).toEqual(listed?.faults)
  expect((await getAgent(actor, agents.alwaysOn)).faults).toEqual([])
})

it('keeps the dialer’s secret to itself', async () => {
  const { actor, agents } = await createTestOrganization()
  expect(JSON.stringify(await getAgent(actor, agents.alwaysOn))).not.toContain('whsec_')
  expect(JSON.stringify(await listAgents(actor, {}))).not.toContain('whsec_')
})
