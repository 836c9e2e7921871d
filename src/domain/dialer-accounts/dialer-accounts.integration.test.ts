import { beforeAll, describe, expect, it, vi } from 'vitest'
import { archiveAgent } from '@/domain/agents/archive-agent'
import { createAgent } from '@/domain/agents/create-agent'
import { getAgent } from '@/domain/agents/get-agent'
import { restoreAgentVersion, updateAgent } from '@/domain/agents/update-agent'
import { workDue } from '@/domain/events'
import { parsePublicId } from '@/domain/ids'
import { db } from '@/platform/db'
import { requestedCall } from '@/testing/ended-call'
import { createTestOrganization, type TestOrganization, testAgents, testContact } from '@/testing/factories'
import { secretsOfAccount } from './account-secrets'
import { createDialerAccount } from './create-dialer-account'
import { deleteDialerAccount } from './delete-dialer-account'
import { getDialerAccount } from './get-dialer-account'
import { listDialerAccounts } from './list-dialer-accounts'
import { rotateAccountSecret } from './rotate-account-secret'
import { sealStoredSecrets } from './seal-stored-secrets'
import { turnOffDialerAccount, turnOnDialerAccount } from './turn-off-dialer-account'
import { updateDialerAccount } from './update-dialer-account'

let home: TestOrganization
beforeAll(async () => {
  home = await createTestOrganization()
})

let hosts = 0
const newUrl = () => `https://dialer-${++hosts}.example.com/calls`

const connected = (url = newUrl()) => createDialerAccount(home.actor, { kind: 'webhook', name: 'Our caller', url })

const rowOf = (id: string) => db().dialerAccount.findUniqueOrThrow({ where: { id } })

describe('a webhook account', () => {
  it('shows its secret once, and stores it sealed', async () => {
    const { dialerAccountId, secret } = await connected()
    expect(secret).toMatch(/^whsec_/)
    const row = await rowOf(dialerAccountId)
    expect(JSON.stringify(row)).not.toContain(secret)
    expect(secretsOfAccount(row)).toEqual([secret])
    const shown = await getDialerAccount(home.actor, dialerAccountId)
    expect(JSON.stringify(shown)).not.toContain('whsec_')
    expect(shown).toMatchObject({ kind: 'webhook', state: 'connected', hasSecret: true, eventsUrl: null, usedBy: [] })
    const log = await db().auditEntry.findMany({ where: { objectId: dialerAccountId } })
    expect(JSON.stringify(log)).not.toContain('whsec_')
  })

  it('has two secrets for a day after a rotation, the new one first', async () => {
    const { dialerAccountId, secret } = await connected()
    const rotated = await rotateAccountSecret(home.actor, dialerAccountId)
    const row = await rowOf(dialerAccountId)
    expect(secretsOfAccount(row)).toEqual([rotated.secret, secret])
    expect(secretsOfAccount({ ...row, oldSecretUntil: new Date(Date.now() - 1) })).toEqual([rotated.secret])
  })

  it.each([
    [{ url: null }, 'url'],
    [{ url: 'http://127.0.0.1:3000/' }, 'url'],
    [{ name: ' ' }, 'name'],
    [{ lines: 0 }, 'lines'],
    [{ kind: 'retell' as const, url: newUrl() }, 'url'],
  ])('is refused with %j', async (given, path) => {
    const input = { kind: 'webhook' as const, name: 'Our caller', url: newUrl(), ...given }
    await expect(createDialerAccount(home.actor, input)).rejects.toMatchObject({
      code: 'VALIDATION_ERROR',
      details: [{ path }],
    })
  })

  it('is renamed and limited; another address waits for those that are being asked', async () => {
    const { dialerAccountId } = await connected()
    await updateDialerAccount(home.actor, dialerAccountId, { name: 'Night caller', lines: 5, callsPerSecond: 2 })
    const agent = { ...testAgents.alwaysOn, dialerAccountId }
    const { agentId } = await createAgent(home.actor, agent)
    expect(await getDialerAccount(home.actor, dialerAccountId)).toMatchObject({
      ...{ name: 'Night caller', lines: 5, callsPerSecond: 2, agents: 1 },
      usedBy: [{ agentId, name: 'Always on' }],
    })
    const callId = await requestedCall(home.actor, agentId, testContact(1))
    await db().call.update({ where: { id: callId }, data: { attemptedAt: new Date() } })
    const url = newUrl()
    await expect(updateDialerAccount(home.actor, dialerAccountId, { url })).rejects.toMatchObject({ code: 'CONFLICT' })
    await db().call.update({ where: { id: callId }, data: { status: 'placed', placedAt: new Date() } })
    await updateDialerAccount(home.actor, dialerAccountId, { url })
    expect(await getAgent(home.actor, agentId)).toMatchObject({ dialer: 'webhook', dialerUrl: url })
  })

  it('that is turned on again has the work of its agents looked at', async () => {
    const { dialerAccountId } = await connected()
    const { agentId } = await createAgent(home.actor, { ...testAgents.alwaysOn, dialerAccountId })
    await turnOffDialerAccount(home.actor, dialerAccountId)
    await turnOffDialerAccount(home.actor, dialerAccountId)
    expect(await getDialerAccount(home.actor, dialerAccountId)).toMatchObject({ state: 'off' })
    await turnOnDialerAccount(home.actor, dialerAccountId)
    expect(await getDialerAccount(home.actor, dialerAccountId)).toMatchObject({ state: 'connected', stateReason: null })
    const nudged = await db().outboxEvent.count({
      where: { name: workDue.name, data: { equals: { agentId: parsePublicId('agent', agentId) } } },
    })
    expect(nudged).toBe(1)
    const actions = await db().auditEntry.findMany({ where: { objectId: dialerAccountId }, orderBy: { id: 'asc' } })
    expect(actions.map(({ action }) => action)).toEqual([
      'dialer_account.created',
      'dialer_account.turned_off',
      'dialer_account.turned_on',
    ])
  })

  it('is deleted when no agent names it, not even an archived one', async () => {
    const { dialerAccountId } = await connected()
    const { agentId } = await createAgent(home.actor, { ...testAgents.alwaysOn, dialerAccountId })
    await archiveAgent(home.actor, agentId)
    await expect(deleteDialerAccount(home.actor, dialerAccountId)).rejects.toMatchObject({
      code: 'CONFLICT',
      message: expect.stringContaining('Always on'),
      details: { agents: [{ agentId }] },
    })
    await updateAgent(home.actor, agentId, { version: 1, dialer: 'simulated', dialerUrl: null })
    await deleteDialerAccount(home.actor, dialerAccountId)
    await expect(getDialerAccount(home.actor, dialerAccountId)).rejects.toMatchObject({
      code: 'DIALER_ACCOUNT_NOT_FOUND',
    })
  })

  it('is not deleted while a call that it was asked for is under way', async () => {
    const { dialerAccountId } = await connected()
    const { agentId } = await createAgent(home.actor, { ...testAgents.alwaysOn, dialerAccountId })
    const callId = await requestedCall(home.actor, agentId, testContact(2))
    await db().call.update({ where: { id: callId }, data: { status: 'placed', placedAt: new Date(), dialerAccountId } })
    await updateAgent(home.actor, agentId, { version: 1, dialer: 'simulated', dialerUrl: null })
    await expect(deleteDialerAccount(home.actor, dialerAccountId)).rejects.toMatchObject({ code: 'CONFLICT' })
  })
})

describe('an agent that names a dialer and its address', () => {
  const made = async (given: object) => {
    const { agentId } = await createAgent(home.actor, { ...testAgents.alwaysOn, ...given })
    return getAgent(home.actor, agentId)
  }

  it('gets the account of that address, which is made once', async () => {
    const dialerUrl = newUrl()
    const agents = await Promise.all([1, 2, 3].map(() => made({ dialer: 'webhook', dialerUrl })))
    expect(new Set(agents.map(({ dialerAccountId }) => dialerAccountId)).size).toBe(1)
    expect(agents[0]).toMatchObject({ dialer: 'webhook', dialerUrl })
  })

  it('shares one simulated account', async () => {
    const [one, other] = [await made({}), await made({ dialer: 'simulated' })]
    expect(one).toMatchObject({ dialer: 'simulated', dialerUrl: null, dialerAccountId: other?.dialerAccountId })
    const accounts = await listDialerAccounts(home.actor)
    expect(accounts.filter(({ kind }) => kind === 'simulated')).toHaveLength(1)
  })

  it('keeps an account that others share an address with, whatever else is changed', async () => {
    const url = newUrl()
    await connected(url)
    const { dialerAccountId } = await connected(url)
    const { agentId } = await made({ dialerAccountId })
    await updateAgent(home.actor, agentId, { version: 1, lines: 3, dialer: 'webhook', dialerUrl: url })
    expect(await getAgent(home.actor, agentId)).toMatchObject({ dialerAccountId, lines: 3 })
    // A version of before there were accounts names none.
    await db().execute`
      UPDATE agent_versions SET settings = settings - 'dialerAccountId' - 'analysisOutcomes'
      WHERE agent_id = ${parsePublicId('agent', agentId)}::uuid AND number = 1`
    await restoreAgentVersion(home.actor, agentId, { version: 2, number: 1 })
    expect(await getAgent(home.actor, agentId)).toMatchObject({ dialerAccountId, lines: 25 })
  })

  it('moves by account and by address', async () => {
    const { dialerAccountId } = await connected()
    const { agentId } = await made({})
    await updateAgent(home.actor, agentId, { version: 1, dialerAccountId, remoteAgentId: 'a-1', remoteNumberId: 'n-1' })
    expect(await getAgent(home.actor, agentId)).toMatchObject({
      ...{ dialerAccountId, dialer: 'webhook', remoteAgentId: 'a-1', remoteNumberId: 'n-1' },
    })
    const dialerUrl = newUrl()
    await updateAgent(home.actor, agentId, { version: 2, dialerUrl })
    const moved = await getAgent(home.actor, agentId)
    expect(moved).toMatchObject({ dialer: 'webhook', dialerUrl })
    expect(moved.dialerAccountId).not.toBe(dialerAccountId)
    await updateAgent(home.actor, agentId, { version: 3, dialer: 'simulated', dialerUrl: null })
    expect(await getAgent(home.actor, agentId)).toMatchObject({ dialer: 'simulated', dialerUrl: null })
  })

  it.each([
    [{ dialer: 'retell' as const }, 'dialerAccountId'],
    [{ dialerAccountId: 'nobody' }, 'dialerAccountId'],
    [{ analysisOutcomes: [{ field: 'verdict', value: 'yes', outcome: 'unknown' }] }, 'analysisOutcomes.0.outcome'],
  ])('is refused with %j', async (given, path) => {
    await expect(made(given)).rejects.toMatchObject({ code: 'VALIDATION_ERROR', details: [{ path }] })
  })

  it('of another organization is not given its account', async () => {
    const other = await createTestOrganization()
    const { dialerAccountId } = await createDialerAccount(other.actor, {
      kind: 'webhook',
      name: 'Theirs',
      url: newUrl(),
    })
    await expect(made({ dialerAccountId })).rejects.toMatchObject({
      code: 'VALIDATION_ERROR',
      details: [{ path: 'dialerAccountId' }],
    })
  })
})

it('what is stored in clear, or sealed with a former key, is sealed with the key of today', async () => {
  const { dialerAccountId, secret } = await connected()
  await db().execute`UPDATE dialer_accounts SET secret = 'clear.' || ${secret} WHERE id = ${dialerAccountId}::uuid`
  expect(secretsOfAccount(await rowOf(dialerAccountId))).toEqual([secret])
  expect(await sealStoredSecrets()).toBe(1)
  const sealed = await rowOf(dialerAccountId)
  expect(sealed.secret).not.toContain(secret)
  expect(secretsOfAccount(sealed)).toEqual([secret])
  expect(await sealStoredSecrets()).toBe(0)

  vi.stubEnv('CREDENTIALS_KEY_PREVIOUS', process.env.CREDENTIALS_KEY)
  vi.stubEnv('CREDENTIALS_KEY', 'another key that is long enough for tests')
  try {
    expect(await sealStoredSecrets()).toBeGreaterThan(0)
    vi.stubEnv('CREDENTIALS_KEY_PREVIOUS', '')
    expect(secretsOfAccount(await rowOf(dialerAccountId))).toEqual([secret])
  } finally {
    vi.unstubAllEnvs()
  }
})
