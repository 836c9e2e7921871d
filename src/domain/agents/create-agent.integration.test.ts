import { expect, it } from 'vitest'
import { db } from '@/platform/db'
import { createTestOrganization, testAgents } from '@/testing/factories'
import { createAgent } from './create-agent'

// As in production: without OUTBOUND_ALLOW_PRIVATE.

it('takes a dialer at an address that we connect to, and no other', async () => {
  const { actor, organizationId } = await createTestOrganization()
  const create = (dialerUrl: string) => createAgent(actor, { ...testAgents.alwaysOn, dialer: 'webhook', dialerUrl })
  const before = await db().agent.count({ where: { organizationId } })
  for (const url of [
    'http://127.0.0.1/',
    'http://0x7f.1/',
    'http://[::1]/',
    'http://169.254.169.254/',
    'http://localhost:4000/',
    'https://dialer.localhost/',
    'https://a:b@e.com/',
  ]) {
    await expect(create(url), url).rejects.toMatchObject({
      code: 'VALIDATION_ERROR',
      details: [{ path: 'dialerUrl', message: expect.stringMatching(/\S/) }],
    })
  }
  expect(await db().agent.count({ where: { organizationId } })).toBe(before)
  await create('https://dialer.example.com/calls')
  expect(await db().agent.count({ where: { organizationId } })).toBe(before + 1)
})
