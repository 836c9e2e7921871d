import { beforeEach, describe, expect, it } from 'vitest'
import { updateCallingPolicy } from '@/domain/organizations/update-calling-policy'
import { erasePerson } from '@/domain/people/erase-person'
import { listTrail } from '@/domain/people/list-trail'
import { db } from '@/platform/db'
import { createTestOrganization, laterContact, type TestOrganization, testContact } from '@/testing/factories'
import { planImport } from '@/testing/stage-import'
import { exportImportRejections } from './export-import-rejections'
import { importFileSchema } from './import.schema'
import { importFile } from './import-file'
import { listImportRejections } from './list-import-rejections'

let of: TestOrganization

const DAY_MS = 86_400_000
const yesterday = () => new Date(Date.now() - DAY_MS).toISOString()
const consent = (changes: Record<string, string> = {}) => ({
  ...{ consentBasis: 'Signed', consentAt: yesterday(), consentSource: 'Shop in Main Street' },
  ...changes,
})

type Mapping = NonNullable<Parameters<typeof planImport>[1]['mapping']>

const enroll = (contacts: ReturnType<typeof laterContact>[], mapping: Mapping = {}) =>
  importFile(of.actor, importFileSchema.parse(planImport(of.agents.alwaysOn, { batches: [contacts], mapping })))

const consents = () =>
  db().consent.findMany({ where: { organizationId: of.organizationId }, orderBy: { phoneNumber: 'asc' } })

async function rejectedOf({ importId }: { importId: string }) {
  const { rejected } = await listImportRejections(of.actor, importId, { limit: 50 })
  return rejected.map(({ name, reason }) => [name, reason])
}

beforeEach(async () => {
  of = await createTestOrganization()
})

describe('the consents of a file', () => {
  it('are kept as those that come by the API, and are nothing else of their contacts', async () => {
    const rows = [
      laterContact(1, consent({ consentAt: '01.11.2026', consentText: 'Call me.', timezone: 'Europe/Berlin' })),
      laterContact(2, consent({ consentBasis: 'existing customer', consentAt: '01.11.2026 16:00' })),
      laterContact(3),
    ]
    const answer = await enroll(rows, { dateOrder: 'dmy', timezone: 'America/New_York' })
    expect(answer).toMatchObject({ accepted: 3, rejected: 0 })
    const [batch] = answer.batches
    const kept = { source: 'Shop in Main Street', batchId: batch?.batchId, addedBy: 'First key', revokedAt: null }
    expect(await consents()).toMatchObject([
      {
        ...kept,
        phoneNumber: testContact(1).phoneNumber,
        basis: 'written',
        at: new Date('2026-10-31T23:00:00Z'),
        text: 'Call me.',
      },
      {
        ...kept,
        phoneNumber: testContact(2).phoneNumber,
        basis: 'relationship',
        at: new Date('2026-11-01T21:00:00Z'),
        text: null,
      },
    ])
    const contacts = await db().contact.findMany({ where: { organizationId: of.organizationId } })
    expect(contacts.map(({ variables }) => variables)).toEqual([{}, {}, {}])
    const { trail } = await listTrail(of.actor, { phoneNumber: testContact(1).phoneNumber, limit: 50 })
    expect(trail.map(({ what }) => what)).toContain('Consent (written) given: Shop in Main Street. “Call me.”')
  })

  it('are what the agent asks for, in this file and in a later one without them', async () => {
    await db().execute`
      UPDATE agents SET consent = '{"bases": ["express", "written"], "ageDaysMax": 30}'
      WHERE organization_id = ${of.organizationId}`
    const first = await enroll([
      laterContact(1, consent()),
      laterContact(2),
      laterContact(3, consent({ consentAt: '2020-01-01' })),
      laterContact(4, consent({ consentBasis: 'customer' })),
    ])
    expect(first).toMatchObject({ accepted: 1, rejected: 3 })
    expect((await rejectedOf(first)).map(([name]) => name)).toEqual(['Contact 2', 'Contact 3', 'Contact 4'])
    expect(await consents()).toMatchObject([{ phoneNumber: testContact(1).phoneNumber }])
    const second = await enroll([laterContact(1), laterContact(2)])
    expect(second).toMatchObject({ accepted: 1, rejected: 1 })
  })

  it('let rows in that a calling rule would turn away', async () => {
    await updateCallingPolicy(of.actor, { version: 1, ruleSets: ['consent-countries'] })
    const london = (n: number, changes = {}) => ({ ...laterContact(n, changes), phoneNumber: `+4420794601${n}0` })
    const answer = await enroll([london(1, consent({ consentBasis: 'Opt-in' })), london(2)])
    expect(answer).toMatchObject({ accepted: 1, rejected: 1 })
    expect(await rejectedOf(answer)).toEqual([['Contact 2', expect.stringContaining('consent')]])
  })

  it('are judged here as well, whatever a browser has let through, and are in the file of rejected rows as they were', async () => {
    const answer = await enroll([
      laterContact(1, consent()),
      laterContact(2, consent({ consentBasis: 'implied' })),
      laterContact(3, consent({ consentSource: '' })),
      laterContact(4, consent({ consentAt: '01.11.2026' })),
      laterContact(5, consent({ consentAt: new Date(Date.now() + 3 * DAY_MS).toISOString() })),
    ])
    expect(answer).toMatchObject({ accepted: 1, rejected: 4 })
    expect(await rejectedOf(answer)).toEqual([
      ['Contact 2', expect.stringContaining('The consent is not usable (basis)')],
      ['Contact 3', expect.stringContaining('The consent is not usable (source)')],
      ['Contact 4', expect.stringContaining('The consent is not usable (at)')],
      ['Contact 5', expect.stringContaining('The consent is of a time to come')],
    ])
    const { csv } = await exportImportRejections(of.actor, answer.importId)
    expect(csv).toContain('consentBasis,consentAt,consentSource')
    expect(csv).toContain('implied')
    expect(await consents()).toHaveLength(1)
  })

  it('are gone with their person, also from the rows that were turned away', async () => {
    const answer = await enroll([
      laterContact(1, consent({ consentText: 'Ada Lovelace agrees.' })),
      { ...laterContact(1, consent({ consentText: 'Ada Lovelace agrees.' })), timezone: 'Nowhere' },
    ])
    expect(answer).toMatchObject({ accepted: 1, rejected: 1 })
    await erasePerson(of.actor, { phoneNumber: testContact(1).phoneNumber })
    const { csv } = await exportImportRejections(of.actor, answer.importId)
    expect(csv).not.toContain('Lovelace')
    expect(await consents()).toMatchObject([{ source: '', text: null }])
  })
})
