import pg from 'pg'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { getBatch } from '@/domain/batches/get-batch'
import { db } from '@/platform/db'
import { inngest } from '@/platform/inngest-client'
import { breakTable } from '@/testing/break-table'
import { countBatchRows, NOTHING_WRITTEN } from '@/testing/count-batch-rows'
import { readCreditBooks } from '@/testing/credit-books'
import { startEngine } from '@/testing/event-sink'
import { createTestOrganization, type TestOrganization, testContact, testContacts } from '@/testing/factories'
import { startReceiver } from '@/testing/receiver'
import { until } from '@/testing/until'
import { dryRunBatch, enrollBatch } from './enroll-batch'

let organization: TestOrganization

beforeEach(async () => {
  organization = await createTestOrganization({ credits: 1000 })
})

/** Makes a request that writes to every table that a batch can write to. */
function request(changes: Record<string, unknown> = {}) {
  const contacts = [testContact(0, { account_id: 'a' }), testContact(1, { account_id: 'a' }), { name: 'No number' }]
  return {
    agentId: organization.agents.alwaysOn,
    body: { contacts, groupByField: 'account_id' } as unknown,
    idempotencyKey: 'key' as string | undefined,
    source: 'api' as const,
    ...changes,
  }
}

const ALL_WRITTEN = { batches: 1, contacts: 2, rejections: 1, chains: 1, keys: 1, ledger: 2 }

function countEvents(): Promise<number> {
  return db().outboxEvent.count({ where: { name: 'enrollment/batch.accepted' } })
}

describe('one transaction', () => {
  it('writes everything', async () => {
    const events = await countEvents()
    const { answer, ...result } = await enrollBatch(organization.actor, request())
    expect(result).toEqual({ batchId: JSON.parse(answer).batchId, replayed: false, payloadMismatch: false })
    expect(await countBatchRows(organization.organizationId)).toEqual(ALL_WRITTEN)
    expect(await countEvents()).toBe(events + 1)
  })

  it('keeps the name and the metadata, which change nothing else', async () => {
    const { contacts } = request().body as { contacts: unknown[] }
    const named = { contacts, name: ' Spring renewals ', metadata: { campaign: 'spring' } }
    const { batchId } = await enrollBatch(organization.actor, request({ body: named }))
    expect(await getBatch(organization.actor, batchId)).toMatchObject({
      name: 'Spring renewals',
      metadata: { campaign: 'spring' },
    })
    expect((await db().batch.findUniqueOrThrow({ where: { id: batchId } })).options).not.toHaveProperty('name')
    const nameless = await enrollBatch(organization.actor, request({ idempotencyKey: undefined }))
    expect(await getBatch(organization.actor, nameless.batchId)).toMatchObject({ name: null, metadata: {} })
  })

  const tables = [
    'idempotency_keys',
    'batches',
    'chains',
    'rejections',
    'contacts',
    'outbox_events',
    'credit_balances',
    'credit_ledger',
  ]
  const failures = tables.flatMap((table) => [
    { table, atCommit: false },
    { table, atCommit: true },
  ])

  it.each(failures)('leaves nothing when $table fails (at the commit: $atCommit)', async ({ table, atCommit }) => {
    const events = await countEvents()
    const before = await readCreditBooks(organization.organizationId)
    const mend = await breakTable(table, { atCommit })
    try {
      await expect(enrollBatch(organization.actor, request())).rejects.toThrow(`The table ${table} is broken.`)
    } finally {
      await mend()
    }
    expect(await countBatchRows(organization.organizationId)).toEqual(NOTHING_WRITTEN)
    expect(await readCreditBooks(organization.organizationId)).toEqual(before)
    expect(await countEvents()).toBe(events)
    // The key was not used up either.
    expect(await enrollBatch(organization.actor, request())).toMatchObject({ replayed: false })
    expect(await countBatchRows(organization.organizationId)).toEqual(ALL_WRITTEN)
  })

  it.each(['40001', '40P01'])('is run again after a conflict (%s), and accepts the batch once', async (sqlState) => {
    const mend = await breakTable('credit_ledger', { times: 2, sqlState })
    try {
      const { answer } = await enrollBatch(organization.actor, request())
      expect(JSON.parse(answer)).toMatchObject({ total: 3, accepted: 2 })
    } finally {
      await mend()
    }
    expect(await countBatchRows(organization.organizationId)).toEqual(ALL_WRITTEN)
    const { balances, ledger } = await readCreditBooks(organization.organizationId)
    expect(balances).toMatchObject([{ reserved: 2 }])
    expect(ledger).toEqual(balances)
  })

  it('gives up on conflicts without an end', async () => {
    const mend = await breakTable('credit_ledger', { sqlState: '40001' })
    try {
      await expect(enrollBatch(organization.actor, request())).rejects.toThrow('is broken')
    } finally {
      await mend()
    }
    expect(await countBatchRows(organization.organizationId)).toEqual(NOTHING_WRITTEN)
  })
})

describe('the event', () => {
  afterEach(() => inngest.setEnvVars({}))

  it('is told after the commit, and noted as sent', async () => {
    const engine = await startEngine()
    inngest.setEnvVars({ INNGEST_BASE_URL: engine.url, INNGEST_EVENT_KEY: 'key' })
    const { batchId } = await enrollBatch(organization.actor, request())
    const sentAt = async () => {
      const [row] = await db().outboxEvent.findMany({ where: { data: { equals: { batchId } } } })
      return row?.sentAt ?? null
    }
    await until('the event is noted as sent', async () => (await sentAt()) !== null)
    const [sent] = JSON.parse(engine.received[0]?.body ?? '[]')
    expect(sent).toMatchObject({ name: 'enrollment/batch.accepted', data: { batchId } })
    const [row] = await db().outboxEvent.findMany({ where: { data: { equals: { batchId } } } })
    // The row's id is the event's, so that the engine drops it when it is told twice.
    expect(sent.id).toBe(row?.id)
    await engine.close()
  })

  it('is kept when the engine is down, and nobody waits for it', async () => {
    inngest.setEnvVars({ INNGEST_BASE_URL: 'http://127.0.0.1:1', INNGEST_EVENT_KEY: 'key' })
    const { batchId } = await enrollBatch(organization.actor, request())
    const rows = await db().outboxEvent.findMany({ where: { data: { equals: { batchId } } } })
    expect(rows).toMatchObject([{ name: 'enrollment/batch.accepted', sentAt: null }])
  })

  it('is not waited for when the engine does not answer', async () => {
    const engine = await startReceiver(() => undefined)
    inngest.setEnvVars({ INNGEST_BASE_URL: engine.url, INNGEST_EVENT_KEY: 'key' })
    const { batchId } = await enrollBatch(organization.actor, request())
    await until('the engine is asked', () => engine.received.length > 0)
    const rows = await db().outboxEvent.findMany({ where: { data: { equals: { batchId } } } })
    expect(rows).toMatchObject([{ sentAt: null }])
    await engine.close()
  })
})

describe('idempotency', () => {
  it('makes one batch of 30 different requests with one key at once', async () => {
    const results = await Promise.all(
      Array.from({ length: 30 }, (_, n) =>
        enrollBatch(organization.actor, request({ body: { contacts: [testContact(n)] } })),
      ),
    )
    expect(new Set(results.map(({ answer }) => answer)).size).toBe(1)
    expect(results.filter(({ replayed }) => !replayed)).toHaveLength(1)
    for (const result of results) expect(result.payloadMismatch).toBe(result.replayed)
    expect(await countBatchRows(organization.organizationId)).toMatchObject({ batches: 1, contacts: 1, keys: 1 })
  })

  it('lets the next of several at once take the key when the first fails', async () => {
    const mend = await breakTable('credit_ledger', { times: 3 })
    const results = await Promise.allSettled(
      Array.from({ length: 10 }, () => enrollBatch(organization.actor, request())),
    )
    await mend()
    const fulfilled = results.flatMap((result) => (result.status === 'fulfilled' ? [result.value] : []))
    expect(fulfilled).toHaveLength(7)
    expect(new Set(fulfilled.map(({ answer }) => answer)).size).toBe(1)
    expect(await countBatchRows(organization.organizationId)).toEqual(ALL_WRITTEN)
  })

  it('repeats the answer of a request with the same key that took the last credits meanwhile', async () => {
    const { actor, agents, organizationId } = organization
    const body = { contacts: testContacts(1000) }
    const first = await enrollBatch(actor, { agentId: agents.alwaysOn, body, idempotencyKey: 'other', source: 'api' })
    const meanwhile = new pg.Client({ connectionString: process.env.DATABASE_URL })
    await meanwhile.connect()
    await meanwhile.query('BEGIN')
    // The second request finds no such key, and then waits for its agent.
    await meanwhile.query('LOCK TABLE agents IN ACCESS EXCLUSIVE MODE')
    const second = enrollBatch(actor, { agentId: agents.alwaysOn, body, idempotencyKey: 'key', source: 'api' })
    await until('the second request waits', async () => {
      const waiting = await db().rows<unknown>`
        SELECT 1 FROM pg_locks WHERE relation = 'agents'::regclass AND NOT granted`
      return waiting.length > 0
    })
    await meanwhile.query('UPDATE idempotency_keys SET key = $1 WHERE organization_id = $2', ['key', organizationId])
    await meanwhile.query('COMMIT')
    await meanwhile.end()
    expect(await second).toEqual({ ...first, replayed: true, payloadMismatch: false })
  })

  it('does not reach into another organization', async () => {
    const other = await createTestOrganization()
    await enrollBatch(organization.actor, request())
    const theirs = await enrollBatch(other.actor, request({ agentId: other.agents.alwaysOn }))
    expect(theirs.replayed).toBe(false)
  })
})

describe('what a batch keeps', () => {
  it('is the agent as it was on acceptance', async () => {
    const { batchId } = await enrollBatch(organization.actor, request())
    await db().agent.updateMany({
      where: { organizationId: organization.organizationId },
      data: { steps: [], outcomes: [], creditsPerContact: 99, chainAdvance: 'sequence' },
    })
    const { steps, outcomes, creditsPerContact, chainAdvance } = await db().batch.findUniqueOrThrow({
      where: { id: batchId },
    })
    expect({ steps, outcomes, creditsPerContact, chainAdvance }).toEqual({
      steps: [{ stepType: 'CALL', delaySeconds: 0 }],
      outcomes: [
        { name: 'interested', description: 'Wants to hear more.', successful: true },
        { name: 'not_interested', description: 'Does not want to be called again.', successful: false },
      ],
      creditsPerContact: 1,
      chainAdvance: 'call',
    })
  })

  it('is the month whose credits it took', async () => {
    const { batchId } = await enrollBatch(organization.actor, request())
    const [row] = await db().rows<{ same: boolean }>`
      SELECT credit_month = date_trunc('month', created_at AT TIME ZONE 'UTC')::date AS same
      FROM batches WHERE id = ${batchId}::uuid`
    expect(row?.same).toBe(true)
  })
})

describe('dryRunBatch', () => {
  it('reads and does not write, not even the month', async () => {
    const { organizationId } = organization
    await db().creditLedgerEntry.deleteMany({ where: { organizationId } })
    await db().creditBalance.deleteMany({ where: { organizationId } })
    const before = await countBatchRows(organizationId)
    const answer = await dryRunBatch(organization.actor, request({ idempotencyKey: undefined }))
    expect(answer).toMatchObject({ dryRun: true, accepted: 2, credits: { required: 2, available: 1000 } })
    expect(await countBatchRows(organizationId)).toEqual(before)
    expect(await db().creditBalance.count({ where: { organizationId } })).toBe(0)
  })
})

describe('1,000 contacts', () => {
  it('are written in the order sent, each once', async () => {
    const { batchId } = await enrollBatch(organization.actor, request({ body: { contacts: testContacts(1000) } }))
    const rows = await db().contact.findMany({ where: { batchId }, orderBy: { index: 'asc' } })
    expect(rows.map((row) => row.index)).toEqual(Array.from({ length: 1000 }, (_, n) => n))
    expect(new Set(rows.map((row) => row.id)).size).toBe(1000)
  })
})
