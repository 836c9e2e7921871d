import { describe, expect, it } from 'vitest'
import type { ColumnProfile } from '@/ui/import-wizard/worker/column-profile'
import { mappingOf, suggestMapping } from './suggest-mapping'

const blank: ColumnProfile = {
  filled: 1,
  phoneLike: 0,
  bareDigits: 0,
  shortNumbers: 0,
  datesAlone: 0,
  midnights: 0,
  unordered: 0,
  unorderedDays: 0,
  basisLike: 0,
  tally: null,
  emailLike: 0,
  timezoneLike: 0,
  titleLike: 0,
  examples: [],
}
const phones: ColumnProfile = { ...blank, phoneLike: 1 }
const emails: ColumnProfile = { ...blank, emailLike: 1 }
const zones: ColumnProfile = { ...blank, timezoneLike: 1 }

function suggest(columns: [string, ColumnProfile][], variables: string[] = []) {
  const described = columns.map(([name, profile]) => ({ name, profile }))
  const suggestions = suggestMapping(
    described,
    variables.map((name) => ({ name, required: false })),
  )
  return mappingOf(described, suggestions).columns
}

describe('suggestMapping', () => {
  it('reads a HubSpot export', () => {
    const columns: [string, ColumnProfile][] = [
      ['Record ID', blank],
      ['First Name', blank],
      ['Last Name', blank],
      ['Email', emails],
      ['Mobile Phone Number', phones],
      ['Company Name', blank],
      ['Time Zone', zones],
      ['Associated Company ID', blank],
      ['Notes', blank],
    ]
    expect(suggest(columns, ['account_id', 'prospect_name'])).toEqual([
      null,
      'firstName',
      'lastName',
      'toEmailAddress',
      'phoneNumber',
      null,
      'timezone',
      'variable:account_id',
      null,
    ])
  })

  it.each([
    'External ID',
    'externalId',
    'externalid',
    'external_id',
    'EXTERNAL-ID',
    'CRM ID',
    'CRMID',
    'Identifiant externe',
  ])('takes %s for the external id, unless the agent has a variable of that name', (header) => {
    expect(suggest([[header, blank]])).toEqual(['externalId'])
    expect(suggest([[header, blank]], [header])).toEqual([`variable:${header}`])
  })

  it.each([
    'Record ID',
    'ID',
    'External',
    'External IDs',
    'External Account ID',
    'Owner External ID',
    'Extern',
    'Customer ID',
  ])('takes no header for the external id that is only like one: %s', (header) => {
    expect(suggest([[header, blank]])).toEqual([null])
  })

  it('suggests no external id to an agent that has the name as a variable, and none for a column of numbers', () => {
    expect(suggest([['CRM ID', blank]], ['externalId'])).not.toContain('externalId')
    expect(suggest([['External ID', phones]])).not.toContain('externalId')
  })

  it.each([
    [
      ['Vorname', 'Nachname', 'Firma', 'Telefon', 'E-Mail'],
      ['firstName', 'lastName', null, 'phoneNumber', 'toEmailAddress'],
    ],
    [
      ['Prénom', 'Nom de famille', 'Téléphone', 'Courriel'],
      ['firstName', 'lastName', 'phoneNumber', 'toEmailAddress'],
    ],
    [
      ['Nombre', 'Apellidos', 'Móvil'],
      ['firstName', 'lastName', 'phoneNumber'],
    ],
    [
      ['Nom', 'Prénom', 'Portable'],
      ['lastName', 'firstName', 'phoneNumber'],
    ],
    [
      ['Name', 'Surname', 'Mobile'],
      ['firstName', 'lastName', 'phoneNumber'],
    ],
    [
      ['Full name', 'Surname', 'Mobile'],
      ['name', null, 'phoneNumber'],
    ],
    [
      ['full_name', 'phoneNumber', 'phone_ext', 'tz'],
      ['name', 'phoneNumber', 'phoneNumberExt', 'timezone'],
    ],
    [
      ['Name', 'Cell', 'Call At'],
      ['name', 'phoneNumber', 'scheduledAt'],
    ],
  ])('knows the headers %j', (headers, mapping) => {
    const profiles = { phoneNumber: phones, toEmailAddress: emails, timezone: zones } as Record<string, ColumnProfile>
    const columns = headers.map((header, index): [string, ColumnProfile] => [
      header,
      profiles[mapping[index] ?? ''] ?? blank,
    ])
    expect(suggest(columns)).toEqual(mapping)
  })

  it('goes by the contents where the header says nothing', () => {
    expect(
      suggest([
        ['Column 1', blank],
        ['Column 2', phones],
        ['Column 3', emails],
      ]),
    ).toEqual([null, 'phoneNumber', 'toEmailAddress'])
  })

  it('prefers the mobile to the home phone, and never maps two columns to one target', () => {
    expect(
      suggest([
        ['Home Phone', phones],
        ['Mobile', phones],
      ]),
    ).toEqual([null, 'phoneNumber'])
  })

  it('says how sure it is', () => {
    const [exact, similar, content] = suggestMapping(
      [
        { name: 'Phone', profile: phones },
        { name: 'Email adress', profile: emails },
        { name: 'X', profile: zones },
      ],
      [],
    )
    expect(exact).toMatchObject({ confidence: 'high', because: 'Known header, 100% phone numbers' })
    expect(similar).toMatchObject({ target: 'toEmailAddress', confidence: 'medium' })
    expect(similar?.because).toBe('Like “email address”, 100% email addresses')
    expect(content).toMatchObject({ target: 'timezone', confidence: 'medium', because: '100% look like timezones' })
  })

  it('leaves out what our own file of rejected rows has beside the columns of the operator', () => {
    expect(suggest([['rollcall_rejection_reason', blank]], ['rollcall_rejection_reason'])).toEqual([null])
    // The numbers in each row would make this column the likeliest phone number, if its header were not one of ours.
    expect(suggest([['rollcall_read_as', phones]])).toEqual([null])
    expect(suggest([['Q7', phones]])).toEqual(['phoneNumber'])
  })
})

describe('a consent', () => {
  const bases: ColumnProfile = { ...blank, basisLike: 1 }
  const columns: [string, ColumnProfile][] = [
    ['Phone', phones],
    ['Legal Basis', bases],
    ['Consent Date', blank],
    ['Consent Source', blank],
  ]
  const none = ['phoneNumber', null, null, null]

  it('is guessed of its columns together, by exact headers', () => {
    expect(suggest(columns)).toEqual(['phoneNumber', 'consentBasis', 'consentAt', 'consentSource'])
    expect(suggest([...columns.slice(0, 3), ['Consent Sources', blank]])).toEqual(none)
  })

  it('is not guessed where the agent has variables for these, or one that is called so itself', () => {
    expect(suggest(columns, ['consent_date'])).toEqual(['phoneNumber', null, 'variable:consent_date', null])
    expect(suggest(columns, ['consent'])).not.toContain('consentBasis')
  })

  it('of a file of rejected rows has the column that was added to it', () => {
    expect(suggest([...columns.slice(0, 3), ['rollcall_value_consentSource', blank]])).toEqual([
      'phoneNumber',
      'consentBasis',
      'consentAt',
      'consentSource',
    ])
  })
})
