import { beforeAll, describe, expect, it, vi } from 'vitest'
import { enrollBatch } from '@/domain/enrollment/enroll-batch'
import { enrollSingle } from '@/domain/enrollment/enroll-single'
import { newId, parsePublicId } from '@/domain/ids'
import { startImport } from '@/domain/imports/start-import'
import { db, transaction } from '@/platform/db'
import { countLockWaits } from '@/testing/count-lock-waits'
import { readCreditBooks } from '@/testing/credit-books'
import { createTestOrganization, laterContact, type TestOrganization, testAgents } from '@/testing/factories'
import { planImport } from '@/testing/stage-import'
import { until } from '@/testing/until'
import { archiveAgent } from './archive-agent'
import { createAgent } from './create-agent'

vi.setConfig({ testTimeout: 240_000 })

let organization: TestOrganization

beforeAll(async () => {
  organization = await createTestOrganization()
})

const source = 'api' as const

/** Everything that gives an agent work: whatever is new gets its line here. */
const WORK: Record<string, (agentId: string) => Promise<unknown>> = {
  'a batch': (agentId) => {
    const contacts = [laterContact(1, { account_id: 'a' }), laterContact(2), {}]
    return enrollBatch(organization.actor, { agentId, source, body: { contacts, groupByField: 'account_id' } })
  },
  'one contact': (agentId) => enrollSingle(organization.actor, { agentId, source, body: laterContact(3) }),
  'one contact of a chain': (agentId) => {
    const body = { ...laterContact(3, { account_id: 'a' }), groupByField: 'account_id' }
    return enrollSingle(organization.actor, { agentId, source, body })
  },
  'an import': (agentId) =>
    startImport(organization.actor, planImport(agentId, { batches: [[laterContact(4)]] }).start),
}

const newAgent = async () => (await createAgent(organization.actor, { ...testAgents.alwaysOn, name: newId() })).agentId

/** What there is of an agent. */
async function look(agentId: string) {
  const id = parsePublicId('agent', agentId) ?? ''
  const [{ status }, batches, contacts, chains, imports, booked] = await Promise.all([
    db().agent.findUniqueOrThrow({ where: { id } }),
    db().batch.count({ where: { agentId: id } }),
    db().contact.count({ where: { organizationId: organization.organizationId, sequence: { agentId: id } } }),
    db().chain.count({ where: { agentId: id } }),
    db().import.count({ where: { agentId: id } }),
    db().creditLedgerEntry.count({ where: { agentId: id } }),
  ])
  return { status, work: batches + contacts + chains + imports + booked }
}

describe.each(Object.entries(WORK))('an agent that is archived, and %s at the same moment', (_, give) => {
  it('are both at once never done, in any of 50 rounds', async () => {
    const outcomes = new Set<string>()
    for (let round = 0; round < 50; round++) {
      const agentId = await newAgent()
      const given = async () => {
        // Sometimes the one begins first, sometimes the other.
        if (round % 5 > 0) await new Promise((resolve) => setTimeout(resolve, round % 5))
        await give(agentId)
      }
      const [enrolled, archived] = await Promise.allSettled([given(), archiveAgent(organization.actor, agentId)])
      const { status, work } = await look(agentId)
      outcomes.add(`${enrolled.status} ${archived.status}`)
      if (enrolled.status === 'rejected') expect(enrolled.reason).toMatchObject({ code: 'AGENT_MISCONFIGURED' })
      if (archived.status === 'rejected') expect(archived.reason).toMatchObject({ code: 'CONFLICT' })
      expect([enrolled.status, archived.status].sort()).toEqual(['fulfilled', 'rejected'])
      expect({ status, works: work > 0 }).toEqual(
        enrolled.status === 'fulfilled' ? { status: 'active', works: true } : { status: 'archived', works: false },
      )
    }
    const books = await readCreditBooks(organization.organizationId)
    expect(books.ledger).toEqual(books.balances)
  })

  it('are refused when the archive commits first, however late it does', async () => {
    const agentId = await newAgent()
    const { given } = await transaction(async (tx) => {
      const id = parsePublicId('agent', agentId)
      await tx.execute`SELECT FROM agents WHERE id = ${id}::uuid FOR UPDATE`
      const given = give(agentId).catch((error: unknown) => error)
      await until('it waits for the agent', async () => (await countLockWaits()) === 1)
      await tx.execute`UPDATE agents SET status = 'archived' WHERE id = ${id}::uuid`
      return { given }
    })
    expect(await given).toMatchObject({
      code: 'AGENT_MISCONFIGURED',
      details: [{ code: 'AGENT_NOT_ACTIVE', message: 'The agent is archived. Activate it.' }],
    })
    expect(await look(agentId)).toEqual({ status: 'archived', work: 0 })
  })

  it('do not wait for another enrollment of the agent', async () => {
    const agentId = await newAgent()
    await transaction(async (tx) => {
      const id = parsePublicId('agent', agentId)
      await tx.execute`SELECT FROM agents WHERE id = ${id}::uuid AND status = 'active' FOR KEY SHARE`
      // What another enrollment holds, and what a dispatch does.
      await tx.execute`SELECT FROM agents WHERE id = ${id}::uuid FOR NO KEY UPDATE`
      await give(agentId)
    })
    expect((await look(agentId)).work).toBeGreaterThan(0)
  })
})
