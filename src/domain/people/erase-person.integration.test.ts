import { beforeAll, describe, expect, it, vi } from 'vitest'
import type { Actor } from '@/domain/actor'
import { enrollBatch } from '@/domain/enrollment/enroll-batch'
import { enrollSingle } from '@/domain/enrollment/enroll-single'
import { newId } from '@/domain/ids'
import { getImport } from '@/domain/imports/get-import'
import { runImportBatch } from '@/domain/imports/run-import-batch'
import { createSequences } from '@/domain/sequences/create-sequences'
import { optOutPerson } from '@/domain/suppression/opt-out-person'
import { createEndpoint } from '@/domain/webhooks/create-endpoint'
import { db, Prisma } from '@/platform/db'
import { readCreditBooks } from '@/testing/credit-books'
import { endedCall } from '@/testing/ended-call'
import { createTestOrganization, laterContact, type TestOrganization, testContact } from '@/testing/factories'
import { planImport, stageImport } from '@/testing/stage-import'
import { erasePerson } from './erase-person'
import { listPersonRejections } from './list-person-rejections'

vi.setConfig({ testTimeout: 120_000 })

const NUMBER = '+14155552671'
/** What is searched for: of the number its digits, in whatever form it is written. */
const MARKS = ['lovelace', 'ada@example.com', 'secret-account', 'saidsomething']
const DIGITS = '4155552671'

/**
 * Every table in which something of a person may stand: columns that do hold it, and which the test below finds filled
 * before and empty after, and the other ones that could hold a text, with what they hold. A new table or a new column of
 * these tables fails the test until it is told of here.
 */
const OF_PEOPLE: Record<string, { personal: string[]; others: string[] }> = {
  contacts: {
    personal: [
      ...['name', 'phone_number', 'phone_number_ext', 'phone_number_written', 'to_email_address', 'external_id'],
      'variables',
    ],
    others: ['organization_id', 'timezone'],
  },
  sequences: {
    personal: ['cancel_reason'],
    others: ['organization_id', 'status', 'step_type', 'priority', 'credit_state', 'last_result_type', 'best_result'],
  },
  chains: { personal: ['value'], others: ['organization_id', 'variable'] },
  calls: {
    personal: ['provider_call_id', 'put_back_reason', 'result'],
    // The number is one of the agent's, and so are the provider's ids.
    others: [
      ...['organization_id', 'status', 'result_type', 'result_source', 'from_number'],
      ...['remote_agent_id', 'remote_number_id'],
    ],
  },
  emails: {
    personal: ['to_address', 'subject', 'body', 'failure_reason'],
    others: ['organization_id', 'status'],
  },
  rejections: {
    personal: ['phone_number', 'external_id', 'error', 'errors', 'contact'],
    others: ['organization_id', 'code'],
  },
  import_chunks: { personal: ['rows', 'phones'], others: ['organization_id', 'hash', 'row_numbers', 'groups'] },
  import_rejections: {
    personal: ['name', 'phone_number', 'read_as', 'reason', 'cells'],
    others: ['organization_id'],
  },
  imports: {
    personal: ['repeated_phones'],
    // The names of the columns, the mapping and the options are of the file. The reason is one of ours.
    others: [
      ...['organization_id', 'status', 'created_by', 'file_name', 'fingerprint', 'columns', 'mapping', 'options'],
      ...['plan_hash', 'reason', 'reason_code'],
    ],
  },
  idempotency_keys: { personal: ['response_body'], others: ['organization_id', 'operation', 'key', 'request_hash'] },
  webhook_deliveries: { personal: ['payload'], others: ['organization_id', 'type', 'status'] },
  webhook_attempts: { personal: ['error'], others: [] },
  opt_outs: { personal: ['phone_number'], others: ['organization_id', 'noted_by'] },
  consents: {
    personal: ['phone_number', 'source', 'text'],
    others: ['organization_id', 'basis', 'revoked_by', 'added_by'],
  },
  decisions: {
    personal: ['phone_number'],
    // Names of lists, codes, rules and places.
    others: [
      ...['organization_id', 'point', 'kind', 'reasons', 'notices', 'rules', 'places', 'known_by', 'timezone'],
      'bypassed',
    ],
  },
  // A hash stays in the place of the number: opt-out.integration.test.ts.
  suppression_entries: {
    personal: ['phone_number', 'reason'],
    others: ['organization_id', 'source', 'added_by', 'agent_ids'],
  },
}

const OF_NOBODY: Record<string, string> = {
  _prisma_migrations: 'Of the schema.',
  accounts: 'Of operators.',
  agent_versions: 'Settings of agents.',
  agents: 'Settings of agents.',
  api_keys: 'Of the organization.',
  attempt_buckets: 'Of whoever signs in.',
  audit_log: 'Numbers stand there by their end alone: mask-number.rules.',
  batches: 'What a request says of all its contacts, and how many there were.',
  column_mappings: 'Of the columns of files.',
  credit_balances: 'Figures.',
  credit_ledger: 'Figures and ids.',
  credit_sums: 'Figures.',
  dialer_accounts: 'Of the organization. What a provider has refused is told without whole numbers.',
  from_number_uses: 'Numbers of agents.',
  health_checks: 'Of the database.',
  import_batches: 'Figures and ids.',
  invitations: 'Of operators.',
  last_shares: 'Ids.',
  members: 'Of operators.',
  organizations: 'Of the organization.',
  outbox_events: 'Ids alone: events.test.ts.',
  password_resets: 'Of operators.',
  rate_limit_buckets: 'Of keys.',
  request_log: 'Paths without their queries.',
  retention_marks: 'Figures.',
  sessions: 'Of operators.',
  suppression_lists: 'Of the organization.',
  suppression_uploads: 'Of the file, and figures.',
  two_factors: 'Of operators.',
  users: 'Of operators.',
  verifications: 'Of operators.',
  webhook_endpoints: 'Of the organization.',
}

type Column = { table: string; column: string }

/** Every column of every table that can hold a text. */
async function textColumns(): Promise<Column[]> {
  return db().rows<Column>`
    SELECT class.relname AS table, attribute.attname AS column
    FROM pg_class class
    JOIN pg_namespace namespace ON namespace.oid = class.relnamespace AND namespace.nspname = 'public'
    JOIN pg_attribute attribute ON attribute.attrelid = class.oid AND attribute.attnum > 0 AND NOT attribute.attisdropped
    JOIN pg_type type ON type.oid = attribute.atttypid
    WHERE class.relkind IN ('r', 'p') AND type.typname NOT IN ('uuid', 'int2', 'int4', 'int8', 'float4', 'float8', 'bool',
      'timestamp', 'timestamptz', 'date', 'numeric')
    ORDER BY 1, 2`
}

/** The columns in which one of the marks stands, as `table.column`. */
async function columnsWithMarks(): Promise<string[]> {
  const found: string[] = []
  for (const { table, column } of await textColumns()) {
    const value = Prisma.raw(`"${column}"`)
    const rows = await db().rows<unknown>`
      SELECT 1 FROM ${Prisma.raw(`"${table}"`)}
      WHERE strpos(digits_of(${value}::text), ${DIGITS}) > 0
        OR lower(${value}::text) LIKE ANY(${MARKS.map((mark) => `%${mark}%`)}::text[]) LIMIT 1`
    if (rows.length > 0) found.push(`${table}.${column}`)
  }
  return found
}

const person = (changes: object = {}) => testContact(1, { name: 'Ada Lovelace', phoneNumber: NUMBER, ...changes })
const details = { account_id: 'secret-account', toEmailAddress: 'ada@example.com', externalId: 'crm-lovelace' }

const said = {
  summary: 'SaidSomething',
  transcription: 'SaidSomething else',
  outcomes: [{ name: 'interested', reasoning: 'SaidSomething' }],
  more: 'SaidSomething',
}

/** Writes something of the person to every column of OF_PEOPLE, and returns an import of which a row of the person waits. */
async function fill({ actor, agents, organizationId }: TestOrganization): Promise<string> {
  await createEndpoint(actor, { url: 'https://example.com/hook' })
  await endedCall(actor, agents.withEmail, person({ ...details, phoneNumber: '(415) 555-2671' }), said)
  const body = { ...laterContact(1, person(details)), groupByField: 'account_id' }
  await enrollSingle(actor, { agentId: agents.alwaysOn, body, source: 'api', idempotencyKey: 'one' })
  const contacts = [
    testContact(2),
    person({ name: '' }),
    person({ phoneNumber: '1 415-555-2671 ext. 12', name: '' }),
    person({
      phoneNumber: '４１５ ５５５ ２６７１',
      account_id: 'secret-account',
      externalId: 'crm-lovelace',
      name: '',
    }),
    { ...person(details), scheduledAt: new Date(Date.now() + 86_400_000).toISOString() },
  ]
  const { batchId } = await enrollBatch(actor, {
    agentId: agents.alwaysOn,
    body: { contacts },
    source: 'api',
    idempotencyKey: 'many',
  })
  await createSequences({ batchId })
  const faulty = [person({ name: '', account_id: 'secret-account' }), person({ phoneNumber: '415.555.2671', name: '' })]
  const planned = { batches: [[testContact(3), person(details), testContact(4)]], faulty }
  const importId = await stageImport(actor, planImport(agents.alwaysOn, planned))
  await optOutPerson(actor, { phoneNumber: NUMBER, reason: 'Lovelace asked for it' })
  // What only some dialers, servers, operators and older versions have written.
  const { id } = await db().contact.findFirstOrThrow({ where: { batchId, phoneNumber: NUMBER } })
  const sequence = await db().sequence.findUniqueOrThrow({ where: { id } })
  await db().execute`
    UPDATE sequences SET cancel_reason = 'Lovelace asked'
    WHERE id IN (SELECT id FROM contacts WHERE phone_number = ${NUMBER} AND organization_id = ${organizationId})`
  await db().execute`UPDATE contacts SET phone_number_ext = '4155552671' WHERE id = ${id}::uuid`
  await db().execute`
    UPDATE calls SET provider_call_id = 'Lovelace-1', put_back_reason = 'Lovelace cannot be called'
    WHERE organization_id = ${organizationId}`
  await db().email.create({
    data: {
      ...{ id: newId(), organizationId, agentId: sequence.agentId, batchId, sequenceId: id, stepIndex: 9 },
      ...{ toAddress: 'ada@example.com', subject: 'For Lovelace', body: 'Ada Lovelace', status: 'failed' },
      failureReason: 'No mailbox ada@example.com',
    },
  })
  await db().execute`
    INSERT INTO webhook_attempts (delivery_id, number, duration_ms, http_status, error)
    SELECT id, 1, 1, 500, 'Lovelace is not known' FROM webhook_deliveries
    WHERE organization_id = ${organizationId} AND payload LIKE '%Lovelace%'`
  await db().execute`
    UPDATE import_chunks SET phones = ${[`${NUMBER};`, '+15550000003;']} WHERE organization_id = ${organizationId}`
  await db().execute`
    UPDATE imports SET repeated_phones = ${[`${NUMBER};`, '+15550000003;']} WHERE organization_id = ${organizationId}`
  // One row of a file whose number nobody has read, one of a version that did not note it, and one that was read.
  await db().execute`
    UPDATE import_rejections SET read_as = CASE WHEN phone_number LIKE '%.%' THEN ${NUMBER} END,
      reason = reason || ' Lovelace', name = 'Lovelace'
    WHERE organization_id = ${organizationId}`
  await db().execute`
    UPDATE rejections SET error = error || ' Lovelace', errors = ${JSON.stringify([
      { code: 'NAME_MISSING', field: 'name', message: 'Lovelace' },
    ])}::jsonb WHERE organization_id = ${organizationId}`
  await db().consent.create({
    data: {
      ...{ id: newId(), organizationId, phoneNumber: NUMBER, basis: 'express', at: new Date(), addedBy: 'Ada' },
      ...{ source: 'lovelace.example.com', text: 'Call me. Ada Lovelace' },
    },
  })
  await db().decision.create({
    data: {
      ...{ id: newId(), organizationId, phoneNumber: NUMBER, point: 'placement', kind: 'call', at: new Date() },
      ...{ agentId: sequence.agentId, reasons: [], notices: [], rules: [], places: [], knownBy: 'number' },
      ...{ timezone: 'America/New_York', organizationVersion: 1, agentVersion: 1 },
    },
  })
  return importId
}

describe('what is kept of a person', () => {
  it('is told of in every table and column that there is', async () => {
    const columns = await textColumns()
    const tables = [...new Set(columns.map(({ table }) => table))]
    const known = [...Object.keys(OF_PEOPLE), ...Object.keys(OF_NOBODY)]
    expect(tables.filter((table) => !known.includes(table))).toEqual([])
    for (const [table, { personal, others }] of Object.entries(OF_PEOPLE)) {
      const own = columns.filter((one) => one.table === table).map(({ column }) => column)
      expect({ table, columns: own }).toEqual({ table, columns: [...personal, ...others].sort() })
    }
  })

  it('is found wherever it may be, erased, and found nowhere; totals and the ledger stay', async () => {
    const own = await createTestOrganization()
    const importId = await fill(own)
    const personal = Object.entries(OF_PEOPLE).flatMap(([table, columns]) =>
      columns.personal.map((column) => `${table}.${column}`),
    )
    expect(await columnsWithMarks()).toEqual(personal.sort())
    const countAll = async () => {
      const counts: Record<string, number> = {}
      for (const table of Object.keys(OF_PEOPLE)) {
        const [row] = await db().rows<{ count: number }>`SELECT count(*)::int AS count FROM ${Prisma.raw(`"${table}"`)}`
        counts[table] = row?.count ?? 0
      }
      return counts
    }
    const before = await countAll()

    const erased = await erasePerson(own.actor, { phoneNumber: '(415) 555-2671' })

    expect(await columnsWithMarks()).toEqual([])
    expect(erased).toEqual({ sequences: 3, calls: 1, rejections: 5 })
    expect(await countAll()).toEqual(before)
    const books = await readCreditBooks(own.organizationId)
    expect(books.ledger).toEqual(books.balances)
    // A repeated request is answered as before, but for the person.
    const again = await enrollBatch(own.actor, {
      agentId: own.agents.alwaysOn,
      body: {},
      source: 'api',
      idempotencyKey: 'many',
    })
    expect(JSON.parse(again.answer)).toMatchObject({
      batchId: again.batchId,
      total: 5,
      accepted: 2,
      rejected: [1, 2, 3].map((index) => ({ index, phoneNumber: 'erased', error: expect.stringMatching(/^[A-Z_]+$/) })),
    })
    // The row of the file comes to its turn with nothing in it; the others are enrolled.
    expect(await runImportBatch({ importId })).toEqual({ outcome: 'enrolled' })
    await runImportBatch({ importId })
    expect(await getImport(own.actor, importId)).toMatchObject({
      status: 'completed',
      accepted: 2,
      rejected: 3,
      waiting: 0,
    })
    expect(await columnsWithMarks()).toEqual([])
    // Once more finds nobody.
    expect(await erasePerson(own.actor, { phoneNumber: NUMBER })).toEqual({ sequences: 0, calls: 0, rejections: 0 })
  })
})

describe('whoever has another number', () => {
  let own: TestOrganization
  beforeAll(async () => {
    own = await createTestOrganization()
  })

  it('stays, also with the same last digits, and in another organization', async () => {
    const { actor, agents } = own
    const neighbour = await createTestOrganization()
    // The last seven digits are the same; what is searched by them is looked at whole.
    const contacts = [
      testContact(2),
      { name: '', phoneNumber: '+12125552671' },
      { name: '', phoneNumber: '212 555 2671' },
    ]
    for (const { actor, agents } of [own, neighbour]) {
      await enrollBatch(actor, { agentId: agents.alwaysOn, body: { contacts }, source: 'api', idempotencyKey: 'k' })
      await enrollBatch(actor, {
        agentId: agents.alwaysOn,
        body: { contacts: [testContact(3), { name: '', phoneNumber: NUMBER }] },
        source: 'api',
      })
      await stageImport(
        actor,
        planImport(agents.alwaysOn, { batches: [[person(), testContact(5, { phoneNumber: '+12125552671' })]] }),
      )
    }
    expect(await erasePerson(actor, { phoneNumber: NUMBER })).toMatchObject({ sequences: 0, rejections: 1 })
    const rejectionsOf = async (by: Actor, number: string) => (await listPersonRejections(by, number, 20)).rejections
    expect(await rejectionsOf(actor, NUMBER)).toEqual([])
    expect(await rejectionsOf(actor, '+12125552671')).toHaveLength(2)
    expect(await rejectionsOf(neighbour.actor, NUMBER)).toHaveLength(1)
    const rowsOf = async ({ organizationId }: TestOrganization) =>
      JSON.stringify((await db().importChunk.findMany({ where: { organizationId } })).map(({ rows }) => rows))
    expect(await rowsOf(own)).toContain('2125552671')
    expect(await rowsOf(own)).not.toContain(DIGITS)
    expect(await rowsOf(neighbour)).toContain(DIGITS)
    const answer = await enrollBatch(actor, { agentId: agents.alwaysOn, body: {}, source: 'api', idempotencyKey: 'k' })
    expect(answer.answer).toContain('+12125552671')
  })
})
