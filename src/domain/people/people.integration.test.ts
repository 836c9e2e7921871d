import { beforeAll, expect, it } from 'vitest'
import { getBatch } from '@/domain/batches/get-batch'
import { callAgain } from '@/domain/enrollment/call-again'
import { callAgainSchema } from '@/domain/enrollment/call-again.schema'
import { enrollBatch } from '@/domain/enrollment/enroll-batch'
import { enrollSingle } from '@/domain/enrollment/enroll-single'
import { newId, parsePublicId, toPublicId } from '@/domain/ids'
import { findAnything } from '@/domain/search/find-anything'
import { cancelPerson } from '@/domain/sequences/cancel-sequences'
import { getSequence } from '@/domain/sequences/get-sequence'
import { createList } from '@/domain/suppression/create-list'
import { optOutPerson } from '@/domain/suppression/opt-out-person'
import { suppressNumbers } from '@/domain/suppression/suppress-numbers'
import { unsuppressNumbers } from '@/domain/suppression/unsuppress-numbers'
import { createEndpoint } from '@/domain/webhooks/create-endpoint'
import { db } from '@/platform/db'
import { readCreditBooks } from '@/testing/credit-books'
import { endedCall, requestedCall } from '@/testing/ended-call'
import { createTestOrganization, laterContact, type TestOrganization, testContact } from '@/testing/factories'
import { planImport, stageImport } from '@/testing/stage-import'
import { erasePerson } from './erase-person'
import { getPerson } from './get-person'
import { listPersonSequences } from './list-person-sequences'

const phoneNumber = '+14155552671'
const person = (changes: object = {}) => testContact(1, { name: 'Ada Lovelace', phoneNumber, ...changes })
const later = (changes: object = {}) => laterContact(1, { name: 'Ada King', phoneNumber, ...changes })

let organization: TestOrganization

beforeAll(async () => {
  organization = await createTestOrganization()
})

const list = (of: TestOrganization, query: { limit?: number; cursor?: string } = {}) =>
  listPersonSequences(of.actor, { phoneNumber, limit: 50, ...query })

it('tells all that was done with a number, newest first, with calls, and what was rejected', async () => {
  const { actor, agents } = organization
  await endedCall(actor, agents.alwaysOn, person(), { resultType: 'Busy', duration: 7, summary: 'Rang once.' })
  await enrollBatch(actor, {
    agentId: agents.officeHours,
    body: {
      contacts: [testContact(2, { account_id: 'a', plan: 'b' }), { name: 'Ada', phoneNumber: '(415) 555-2671' }],
      bypassAllowedCallWindow: true,
      name: 'Renewals',
    },
    source: 'api',
  })
  await enrollSingle(actor, {
    agentId: agents.withEmail,
    body: later({ toEmailAddress: 'ada@example.com', externalId: 'crm-1' }),
    source: 'api',
  })
  await stageImport(actor, planImport(agents.alwaysOn, { batches: [[testContact(3)]], faulty: [person({ name: '' })] }))
  await db().execute`
    UPDATE import_rejections SET read_as = ${phoneNumber} WHERE organization_id = ${organization.organizationId}`
  const told = await getPerson(actor, { phoneNumber: '415-555-2671' })
  expect(told).toMatchObject({
    phoneNumber,
    name: 'Ada King',
    otherNames: ['Ada Lovelace'],
    toEmailAddress: 'ada@example.com',
    externalId: 'crm-1',
    sequences: 2,
    open: 1,
    calls: 1,
  })
  expect(told.rejections).toMatchObject([
    { source: 'contacts.csv', batchId: null },
    { source: 'Renewals', place: 1, reason: 'Missing custom input variables: account_id, plan.' },
  ])
  const { sequences, nextCursor } = await list(organization)
  expect(nextCursor).toBeNull()
  expect(sequences).toMatchObject([
    { name: 'Ada King', agentName: 'With e-mail', lifecycleStatus: 'scheduled', calls: [] },
    {
      name: 'Ada Lovelace',
      lifecycleStatus: 'done',
      lastResultType: 'Busy',
      calls: [{ resultType: 'Busy', durationSeconds: 7, summary: 'Rang once.', status: 'settled' }],
    },
  ])
  const first = await list(organization, { limit: 1 })
  const second = await list(organization, { limit: 1, cursor: first.nextCursor ?? '' })
  expect([...first.sequences, ...second.sequences]).toEqual(sequences)
  expect(second.nextCursor).toBeNull()
})

it('is known by what else there is about the number: a list, an opt-out, a request in which all were refused', async () => {
  const { actor, agents } = organization
  const [listed, asked, refused] = ['+14155550101', '+14155550102', '+14155550103']
  await suppressNumbers(actor, { numbers: [listed] })
  await optOutPerson(actor, { phoneNumber: asked })
  const { listId } = await createList(actor, { name: 'Registry', kind: 'national registry' })
  await suppressNumbers(actor, { list: listId, numbers: [refused] })
  const body = { name: 'Ada', phoneNumber: refused }
  const enrolled = enrollSingle(actor, { agentId: agents.alwaysOn, body, source: 'api' })
  await expect(enrolled).rejects.toMatchObject({ code: 'VALIDATION_ERROR' })
  await unsuppressNumbers(actor, { list: listId, numbers: [refused] })
  for (const phoneNumber of [listed, asked, refused]) {
    expect(await getPerson(actor, { phoneNumber })).toMatchObject({
      phoneNumber,
      name: null,
      sequences: 0,
      rejections: [],
    })
  }
})

it('of nobody is an error, of no number a fault', async () => {
  await expect(getPerson(organization.actor, { phoneNumber: '+14155550000' })).rejects.toMatchObject({
    code: 'PERSON_NOT_FOUND',
  })
  await expect(getPerson(organization.actor, { phoneNumber: 'x' })).rejects.toMatchObject({ code: 'VALIDATION_ERROR' })
  const nothing = { sequences: 0, calls: 0, rejections: 0 }
  expect(await erasePerson(organization.actor, { phoneNumber: '+14155550000' })).toEqual(nothing)
})

/** Every text of the database in which one of the words stands, as `table.column`. */
async function placesOf(organizationId: string, words: string[]): Promise<string[]> {
  const own = { where: { organizationId } }
  const tables: Record<string, unknown[]> = {
    batches: await db().batch.findMany(own),
    contacts: await db().contact.findMany(own),
    sequences: await db().sequence.findMany(own),
    chains: await db().chain.findMany(own),
    calls: await db().call.findMany(own),
    emails: await db().email.findMany(own),
    rejections: await db().rejection.findMany(own),
    importRejections: await db().importRejection.findMany(own),
    deliveries: await db().webhookDelivery.findMany(own),
    keys: await db().idempotencyKey.findMany(own),
    audit: await db().auditEntry.findMany(own),
  }
  return Object.entries(tables).flatMap(([name, rows]) => {
    const text = JSON.stringify(rows, (_, value) => (typeof value === 'bigint' ? String(value) : value))
    return words.filter((word) => text.includes(word)).map((word) => `${name}: ${word}`)
  })
}

it('erases a person wherever anything is kept of it, and nothing of others; counts, results and credits stay', async () => {
  const own = await createTestOrganization()
  const { actor, agents, organizationId } = own
  await createEndpoint(actor, { url: 'https://example.com/hook' })
  const words = ['Lovelace', '4155552671', '415) 555', 'ada@example.com', 'secret-account', 'SaidSomething']
  const details = { account_id: 'secret-account', toEmailAddress: 'ada@example.com', externalId: 'crm-lovelace' }
  const said = {
    summary: 'SaidSomething',
    transcription: 'SaidSomething else',
    outcomes: [{ name: 'interested', reasoning: 'SaidSomething' }],
    extractedVariables: { a: 'SaidSomething' },
    more: 'SaidSomething',
  }
  await endedCall(actor, agents.withEmail, person(details), said)
  await endedCall(actor, agents.alwaysOn, testContact(9, { name: 'Grace Hopper' }), { summary: 'Kept.' })
  const body = { ...later(details), groupByField: 'account_id' }
  await enrollSingle(actor, { agentId: agents.alwaysOn, body, source: 'api', idempotencyKey: 'k' })
  const { batchId } = await enrollBatch(actor, {
    agentId: agents.alwaysOn,
    body: { contacts: [testContact(2), { ...person(), name: '' }] },
    source: 'api',
  })
  await stageImport(actor, planImport(agents.alwaysOn, { batches: [[testContact(3)]], faulty: [person({ name: '' })] }))
  await db().execute`UPDATE import_rejections SET read_as = ${phoneNumber} WHERE organization_id = ${organizationId}`
  expect(new Set((await placesOf(organizationId, words)).map((place) => place.replace(/:.*/, '')))).toEqual(
    new Set(['contacts', 'calls', 'chains', 'deliveries', 'rejections', 'importRejections', 'keys']),
  )
  const { sequences } = await list(own)
  const { id: endpointId } = await db().webhookEndpoint.findFirstOrThrow({ where: { organizationId } })
  const eventId = newId()
  const data = {
    sequenceId: 's',
    name: 'Ada Lovelace',
    phoneNumber,
    phoneNumberExt: '7',
    cancelReason: 'SaidSomething',
  }
  const payload = JSON.stringify({ type: 'sequence.ended', data: { ...data, customInputVariables: details } })
  const subjectId = parsePublicId('sequence', sequences[0]?.sequenceId ?? '')
  await db().execute`
    INSERT INTO webhook_deliveries (id, organization_id, endpoint_id, type, subject_id, payload)
    VALUES (${eventId}::uuid, ${organizationId}, ${endpointId}::uuid, 'sequence.ended', ${subjectId}::uuid, ${payload})`

  expect(await erasePerson(actor, { phoneNumber: '(415) 555-2671' })).toEqual({ sequences: 2, calls: 1, rejections: 2 })
  // What was rejected of a batch is told in the answer that its key repeats.
  expect(await placesOf(organizationId, words)).toEqual([])
  await expect(getPerson(actor, { phoneNumber })).rejects.toMatchObject({ code: 'PERSON_NOT_FOUND' })
  expect(await erasePerson(actor, { phoneNumber })).toEqual({ sequences: 0, calls: 0, rejections: 0 })
  for (const text of [phoneNumber, 'Lovelace', 'erased', 'secret-account']) {
    expect((await findAnything(actor, { text })).people).toEqual([])
  }
  const [open, called] = await Promise.all(sequences.map(({ sequenceId }) => getSequence(actor, sequenceId)))
  expect(open).toMatchObject({
    name: 'Erased',
    phoneNumber: 'erased',
    lifecycleStatus: 'cancelled',
    creditState: 'released',
  })
  expect(called).toMatchObject({
    lastResultType: 'Goal Completed',
    creditState: 'spent',
    calls: [
      {
        resultType: 'Goal Completed',
        result: { duration: 46, summary: null, outcomes: [{ name: 'interested', reasoning: null }] },
      },
    ],
  })
  const payloads = (await db().webhookDelivery.findMany({ where: { organizationId, type: 'call.ended' } })).map(
    ({ payload }) => JSON.parse(payload),
  )
  expect(payloads).toHaveLength(2)
  const told = { name: 'Erased', phoneNumber: 'erased', cancelReason: null, customInputVariables: {} }
  const event = await db().webhookDelivery.findUniqueOrThrow({ where: { id: eventId } })
  expect(JSON.parse(event.payload)).toEqual({
    type: 'sequence.ended',
    data: { sequenceId: 's', ...told, phoneNumberExt: '', externalId: null },
  })
  expect(payloads.map(({ name, callResult }) => [name, callResult.summary]).sort()).toEqual([
    ['Erased', null],
    ['Grace Hopper', 'Kept.'],
  ])
  expect((await getBatch(actor, batchId)).rejected).toBe(1)
  const books = await readCreditBooks(organizationId)
  expect(books.ledger).toEqual(books.balances)
})

it('waits for a call that is under way, and has cancelled the rest', async () => {
  const own = await createTestOrganization()
  const { actor, agents } = own
  const callId = await requestedCall(actor, agents.alwaysOn, person())
  await db().call.update({ where: { id: callId }, data: { attemptedAt: new Date() } })
  await enrollSingle(actor, { agentId: agents.alwaysOn, body: later(), source: 'api' })
  await expect(erasePerson(actor, { phoneNumber })).rejects.toMatchObject({ code: 'CONFLICT' })
  const { sequences } = await list(own)
  expect(sequences.map(({ lifecycleStatus }) => lifecycleStatus)).toEqual(['cancelled', 'cancelled'])
  expect(sequences.map(({ name }) => name)).toEqual(['Ada King', 'Ada Lovelace'])
})

it('can be called again by the newest sequence that has ended, and not while one is open, nor by a test', async () => {
  const of = await createTestOrganization()
  const callable = async () => (await getPerson(of.actor, { phoneNumber })).callableAgain
  const call = async (result: 'Busy' | 'No Answer') => {
    const callId = await endedCall(of.actor, of.agents.alwaysOn, person(), { resultType: result, duration: 1 })
    const { sequenceId } = await db().call.findUniqueOrThrow({ where: { id: callId } })
    return toPublicId('sequence', sequenceId)
  }
  const first = await call('Busy')
  expect(await callable()).toBe(first)
  const second = await call('No Answer')
  expect(await callable()).toBe(second)
  await db().execute`
    UPDATE batches SET test = true WHERE id = (SELECT batch_id FROM contacts WHERE id = ${parsePublicId('sequence', second)}::uuid)`
  expect(await callable()).toBe(first)
  const again = callAgainSchema.parse({ sequenceIds: [first] })
  expect(await callAgain(of.actor, again, { source: 'console' })).toMatchObject({ accepted: 1, leftOut: 0 })
  // Open by that, and when it is over nothing is left that was not called again.
  expect(await callable()).toBeNull()
  await cancelPerson(of.actor, { phoneNumber })
  const cancelled = await callable()
  expect(cancelled).not.toBeNull()
  expect([first, second]).not.toContain(cancelled)
})
