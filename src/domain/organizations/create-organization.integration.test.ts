import { verifyPassword } from 'better-auth/crypto'
import { beforeEach, describe, expect, it } from 'vitest'
import { listAgents } from '@/domain/agents/list-agents'
import { authenticateApiKey } from '@/domain/api-keys/authenticate-api-key'
import { getCreditBalance } from '@/domain/credits/get-credit-balance'
import { newId } from '@/domain/ids'
import { db } from '@/platform/db'
import { breakTable } from '@/testing/break-table'
import { readCreditBooks } from '@/testing/credit-books'
import { testAgents } from '@/testing/factories'
import { createOrganization } from './create-organization'

let email: string

beforeEach(() => {
  email = `ada.lovelace-${newId()}@example.com`
})

const input = (changes: Record<string, unknown> = {}) => ({
  name: 'Analytical Engines',
  email,
  country: 'GB',
  credits: 500,
  agents: [testAgents.alwaysOn, testAgents.misconfigured],
  ...changes,
})

async function countAll() {
  const client = db()
  return Promise.all([
    client.organization.count(),
    client.user.count(),
    client.account.count(),
    client.member.count(),
    client.apiKey.count(),
    client.agent.count(),
    client.creditBalance.count(),
    client.creditLedgerEntry.count(),
  ])
}

describe('createOrganization', () => {
  it('makes a tenant that can work at once', async () => {
    const created = await createOrganization(input())
    const { actor, rateLimit } = await authenticateApiKey(created.apiKey)
    expect(actor).toMatchObject({ organizationId: created.organizationId, kind: 'apiKey', label: 'First key' })
    expect(rateLimit.limit).toBe(10)
    expect(await getCreditBalance(actor)).toMatchObject({ allocated: 500, reserved: 0, spent: 0, available: 500 })
    const { balances, ledger } = await readCreditBooks(created.organizationId)
    expect(ledger).toEqual(balances)
    const agents = await listAgents(actor, {})
    expect(agents.map(({ agentId, name }) => ({ agentId, name }))).toEqual(created.agents)
    expect(agents.map(({ faults }) => faults.length)).toEqual([0, 2])
    expect(await db().organization.findUniqueOrThrow({ where: { id: created.organizationId } })).toMatchObject({
      name: 'Analytical Engines',
      country: 'GB',
      normalizationEnabled: false,
      monthlyCredits: 500,
    })
  })

  it('makes its operator, whose password is stored as a hash alone', async () => {
    const { operator, organizationId } = await createOrganization(input({ email: email.toUpperCase() }))
    expect(operator.email).toBe(email)
    const user = await db().user.findUniqueOrThrow({ where: { email }, include: { accounts: true, members: true } })
    expect(user.members).toMatchObject([{ organizationId, role: 'owner' }])
    const [account] = user.accounts
    expect(account?.password).not.toContain(operator.password)
    expect(await verifyPassword({ hash: account?.password ?? '', password: operator.password })).toBe(true)
    expect(operator.password.length).toBeGreaterThanOrEqual(16)
  })

  it('lets an operator join who exists already, with the password as it was', async () => {
    const first = await createOrganization(input())
    const second = await createOrganization(input({ name: 'Difference Engines' }))
    expect(second.operator).toEqual({ email, password: '' })
    const user = await db().user.findUniqueOrThrow({ where: { email }, include: { accounts: true, members: true } })
    expect(user.members.map(({ organizationId }) => organizationId).sort()).toEqual(
      [first.organizationId, second.organizationId].sort(),
    )
    expect(user.accounts).toHaveLength(1)
    expect(await verifyPassword({ hash: user.accounts[0]?.password ?? '', password: first.operator.password })).toBe(
      true,
    )
  })

  it('gives two of the same name a slug each', async () => {
    const names = ['Ünïcode & Söhne!', 'Ünïcode & Söhne!', '東京', '🙂']
    for (const name of names) await createOrganization(input({ name, email: `${newId()}@example.com` }))
    const slugs = (await db().organization.findMany({ where: { name: { in: names } } })).map(({ slug }) => slug)
    expect(new Set(slugs).size).toBe(4)
    for (const slug of slugs) expect(slug).toMatch(/^[a-z0-9]+(-[a-z0-9]+)*$/)
  })

  const invalid: [changes: Record<string, unknown>, path: string][] = [
    [{ name: ' ' }, 'name'],
    [{ email: 'nobody' }, 'email'],
    [{ country: 'XX' }, 'country'],
    [{ credits: -1 }, 'credits'],
    [{ credits: 1.5 }, 'credits'],
    [{ credits: Number.NaN }, 'credits'],
    [{ credits: 2_000_000_000 }, 'credits'],
    [{ agents: [testAgents.alwaysOn, { name: 'x', fromNumber: '5' }] }, 'agents.1.fromNumber'],
    [{ agents: [{ ...testAgents.alwaysOn, voice: 'soft' }] }, 'agents.0'],
    [{ plan: 'pro' }, ''],
  ]
  it.each(invalid)('refuses %j and makes nothing', async (changes, path) => {
    const before = await countAll()
    await expect(createOrganization(input(changes))).rejects.toMatchObject({
      code: 'VALIDATION_ERROR',
      details: [{ path }],
    })
    expect(await countAll()).toEqual(before)
  })

  it.each(['users', 'accounts', 'members', 'credit_ledger', 'api_keys', 'agents'])(
    'makes nothing when %s fails',
    async (table) => {
      const before = await countAll()
      const mend = await breakTable(table)
      await expect(createOrganization(input())).rejects.toThrow()
      await mend()
      expect(await countAll()).toEqual(before)
    },
  )
})
