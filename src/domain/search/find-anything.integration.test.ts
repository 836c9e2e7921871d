import { beforeAll, expect, it } from 'vitest'
import { enrollBatch } from '@/domain/enrollment/enroll-batch'
import { toPublicId } from '@/domain/ids'
import { getImport } from '@/domain/imports/get-import'
import { cancelPerson } from '@/domain/sequences/cancel-sequences'
import { db } from '@/platform/db'
import { endedCall } from '@/testing/ended-call'
import {
  createTestOrganization,
  laterContact,
  laterContacts,
  type TestOrganization,
  testContact,
} from '@/testing/factories'
import { planImport, stageImport } from '@/testing/stage-import'
import { findAnything } from './find-anything'

let organization: TestOrganization
let stranger: TestOrganization
let batchId: string
let importId: string

const find = (text: string, of = organization) => findAnything(of.actor, { text })
const namesOf = async (text: string, of = organization) => (await find(text, of)).people.map(({ name }) => name)

beforeAll(async () => {
  organization = await createTestOrganization()
  stranger = await createTestOrganization()
  const ada = laterContact(1, {
    name: 'Ada King Lovelace',
    phoneNumber: '+14155552671',
    toEmailAddress: 'Ada@Example.com',
    account_id: 'Acme-1',
    externalId: 'crm 48151',
    shoe_size: '39',
  })
  const contacts = [ada, laterContact(2, { name: 'Grace Hopper', phoneNumber: '+14155559999', account_id: 'acme-2' })]
  for (const of of [organization, stranger]) {
    const body = { contacts, name: 'Spring renewals' }
    const enrolled = await enrollBatch(of.actor, { agentId: of.agents.alwaysOn, body, source: 'api' })
    if (of === organization) batchId = enrolled.batchId
  }
  importId = await stageImport(
    organization.actor,
    planImport(organization.agents.alwaysOn, { batches: [[testContact(77)]] }),
  )
})

it.each([
  ['a number in any format', '(415) 555-2671'],
  ['a number with its country', '+1 415 555 2671'],
  ['the end of a number', '2671'],
  ['a longer end, as it is written', '555-2671'],
  ['the beginning of a first name', 'ad'],
  ['a first name, whatever the case', 'ADA'],
  ['the beginning of a last name', 'lovel'],
  ['a whole name', 'ada king lovelace'],
  ['the beginning of a whole name', 'Ada Ki'],
  ['an address, whatever the case', 'ada@example.COM'],
  ['the value of a declared variable, in one case or the other', 'Acme-1'],
  ['the value of a variable that no agent declares', '39'],
  ['the external id', 'crm 48151'],
  ['the external id, in another case', 'CRM 48151'],
])('finds a person by %s', async (_, text) => {
  const { people } = await find(text)
  expect(people).toMatchObject([{ name: 'Ada King Lovelace', phoneNumber: '+14155552671', sequences: 1 }])
})

it.each(['+14155552670', '9671', 'love king', 'da', 'ada@example.co', 'Acme', 'crm', '@', '%', '__', 'x'.repeat(200)])(
  'finds nobody by %s',
  async (text) => {
    expect(await namesOf(text)).toEqual([])
  },
)

it('tells how it was found, and where the newest sequence stands', async () => {
  const phoneNumber = '+14155550777'
  await endedCall(organization.actor, organization.agents.alwaysOn, testContact(5, { name: 'Old Name', phoneNumber }))
  const before = (await find('Old Name')).people
  expect(before).toMatchObject([
    {
      matchedBy: 'name',
      lifecycleStatus: 'done',
      lastResultType: 'Goal Completed',
      agentName: 'Always on',
      dueAt: null,
    },
  ])
  const contacts = [laterContact(6, { name: 'New Name', phoneNumber })]
  await enrollBatch(organization.actor, {
    agentId: organization.agents.officeHours,
    body: { contacts: contacts.map((c) => ({ ...c, account_id: 'z', plan: 'q' })), bypassAllowedCallWindow: true },
    source: 'api',
  })
  expect((await find(phoneNumber)).people).toMatchObject([
    {
      name: 'New Name',
      matchedBy: 'number',
      sequences: 2,
      lifecycleStatus: 'scheduled',
      agentName: 'Office hours',
      dueAt: null,
    },
  ])
  expect((await find('old')).people).toMatchObject([{ name: 'Old Name', lifecycleStatus: 'scheduled', sequences: 2 }])
  await cancelPerson(organization.actor, { phoneNumber })
  expect((await find('0777')).people).toMatchObject([{ matchedBy: 'number end', lifecycleStatus: 'cancelled' }])
})

it('finds by ids: a sequence and a call their person, a batch, an import and an agent themselves', async () => {
  const callId = await endedCall(
    organization.actor,
    organization.agents.alwaysOn,
    testContact(8, { name: 'Called One' }),
  )
  const { sequenceId } = await db().call.findUniqueOrThrow({ where: { id: callId } })
  const hit = { matchedBy: 'id', name: 'Called One', sequenceId: toPublicId('sequence', sequenceId) }
  expect((await find(toPublicId('call', callId))).people).toMatchObject([hit])
  expect((await find(toPublicId('sequence', sequenceId))).people).toMatchObject([hit])
  expect((await find(batchId)).work).toMatchObject([{ kind: 'batch', id: batchId, name: 'Spring renewals', total: 2 }])
  expect((await find(importId)).work).toMatchObject([{ kind: 'import', id: importId, total: 1 }])
  expect((await find(organization.agents.alwaysOn)).agents).toMatchObject([{ name: 'Always on' }])
  for (const id of [toPublicId('call', callId), toPublicId('sequence', sequenceId), batchId, importId]) {
    expect(await find(id, stranger)).toEqual({ people: [], morePeople: false, work: [], agents: [] })
  }
})

it('finds batches, files and agents by a part of their names', async () => {
  expect((await find('renewal')).work).toMatchObject([{ kind: 'batch', id: batchId }])
  const { fileName } = await getImport(organization.actor, importId)
  const { work } = await find(fileName.slice(1, 5).toUpperCase())
  expect(work.map(({ kind, id }) => [kind, id])).toEqual([['import', importId]])
  expect((await find('HOURS')).agents).toMatchObject([{ agentId: organization.agents.officeHours }])
  expect(await find('')).toEqual({ people: [], morePeople: false, work: [], agents: [] })
})

it('keeps to eight people, and says that there are more', async () => {
  const own = await createTestOrganization()
  const contacts = laterContacts(12, { name: 'Crowded Room' })
  await enrollBatch(own.actor, { agentId: own.agents.alwaysOn, body: { contacts }, source: 'api' })
  const { people, morePeople } = await find('crowded', own)
  expect(people).toHaveLength(8)
  expect(morePeople).toBe(true)
  expect(await namesOf('crowded')).toEqual([])
})
