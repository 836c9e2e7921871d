import type { ErrorAnswer } from '@/rest/docs/error-docs'
import type { AgentAnswer } from '@/rest/endpoints/agent-answer'
import { laterContact, testAgents } from '@/testing/factories'
import { expect, expectError, faultPaths, test } from './contract-test'

const { alwaysOn } = testAgents

test('an agent is created, read, listed and changed', async ({ api, tenant }) => {
  const created = await api.post<AgentAnswer>('/agents', { json: { ...alwaysOn, name: 'Renewals' } })
  expect(created.status).toBe(201)
  expect(created.body).toMatchObject({ ...alwaysOn, name: 'Renewals', version: 1, faults: [], pausedAt: null })
  expect(created.text).not.toContain('whsec_')
  const { agentId } = created.body
  expect((await api.get<AgentAnswer>(`/agents/${agentId}`)).body).toEqual(created.body)

  const changed = await api.request<AgentAnswer>('PATCH', `/agents/${agentId}`, { json: { version: 1, lines: 40 } })
  expect(changed.status).toBe(200)
  expect(changed.body).toMatchObject({ lines: 40, version: 2, name: 'Renewals' })
  const listed = await api.get<{ agents: AgentAnswer[] }>('/agents')
  expect(listed.body.agents.map((agent) => agent.agentId)).toEqual([...Object.values(tenant.agents), agentId])
  expect(listed.body.agents.at(-1)).toMatchObject({ name: 'Renewals', lines: 40 })
})

test('a repeated change of the same version is a conflict that says who was first', async ({ api, tenant }) => {
  const path = `/agents/${tenant.agents.alwaysOn}`
  expect((await api.request('PATCH', path, { json: { version: 1, lines: 3 } })).status).toBe(200)
  const late = await api.request<ErrorAnswer>('PATCH', path, { json: { version: 1, lines: 4 } })
  expectError(late, 409, 'CONFLICT')
  expect(late.body.message).toMatch(/^First key has changed this agent meanwhile \(lines\)/)
})

test('pause, resume, archive and unarchive answer the agent, and repeating them changes nothing', async ({
  api,
  tenant,
}) => {
  const { agentId } = (await api.post<AgentAnswer>('/agents', { json: alwaysOn })).body
  const act = async (verb: string) => (await api.post<AgentAnswer>(`/agents/${agentId}/${verb}`)).body
  const { pausedAt } = await act('pause')
  expect(pausedAt).toMatch(/Z$/)
  expect(await act('pause')).toMatchObject({ pausedAt, status: 'active', faults: [] })
  expect((await api.enroll(agentId, { contacts: [laterContact()] })).status).toBe(202)
  expect(await act('resume')).toMatchObject({ pausedAt: null })
  expect(await act('resume')).toMatchObject({ pausedAt: null })

  const open = await api.post<ErrorAnswer>(`/agents/${agentId}/archive`)
  expectError(open, 409, 'CONFLICT')
  expect(open.body.message).toMatch(/^1 contact in 1 batch of this agent has not ended/)

  const unused = `/agents/${tenant.agents.officeHours}`
  for (const verb of ['archive', 'archive']) {
    expect((await api.post<AgentAnswer>(`${unused}/${verb}`)).body).toMatchObject({ status: 'archived' })
  }
  const listed = async (query = '') => (await api.get<{ agents: AgentAnswer[] }>(`/agents${query}`)).body.agents
  const ids = (agents: AgentAnswer[]) => agents.map((agent) => agent.agentId)
  expect(ids(await listed())).not.toContain(tenant.agents.officeHours)
  expect(ids(await listed('?status=archived'))).toEqual([tenant.agents.officeHours])
  expect((await api.post<AgentAnswer>(`${unused}/unarchive`)).body).toMatchObject({ status: 'active' })
})

test('what is wrong is named by its place', async ({ api, tenant }) => {
  const path = `/agents/${tenant.agents.alwaysOn}`
  for (const [given, where] of [
    [{ version: 1, callWindows: { monday: [{ start: '09:00', end: '09:00' }] } }, 'callWindows.monday.0'],
    [{ version: 1, fromNumber: '0800' }, 'fromNumber'],
    [{ lines: 3 }, 'version'],
    [{ version: 1, status: 'archived' }, 'status'],
  ] as const) {
    const answer = await api.request<ErrorAnswer>('PATCH', path, { json: given })
    expectError(answer, 400, 'VALIDATION_ERROR')
    expect(faultPaths(answer)).toEqual([where])
  }
  expectError(await api.post<ErrorAnswer>('/agents', { json: { lines: 3 } }), 400, 'VALIDATION_ERROR')
})

test('is refused without a key, and to another tenant', async ({ api, tenant, stranger }) => {
  const path = `/agents/${tenant.agents.alwaysOn}`
  const nobody = api.withKey(null)
  expectError(await nobody.get<ErrorAnswer>('/agents'), 401, 'UNAUTHORIZED')
  expectError(await nobody.post<ErrorAnswer>('/agents', { json: alwaysOn }), 401, 'UNAUTHORIZED')
  expectError(await stranger.api.get<ErrorAnswer>(path), 404, 'AGENT_NOT_FOUND')
  const change = { json: { version: 1, lines: 9 } }
  expectError(await stranger.api.request<ErrorAnswer>('PATCH', path, change), 404, 'AGENT_NOT_FOUND')
  for (const verb of ['pause', 'resume', 'archive', 'unarchive']) {
    expectError(await stranger.api.post<ErrorAnswer>(`${path}/${verb}`), 404, 'AGENT_NOT_FOUND')
  }
  expect((await api.get<AgentAnswer>(path)).body).toMatchObject({ version: 1, pausedAt: null, status: 'active' })
})
