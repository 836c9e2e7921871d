import fc from 'fast-check'
import { getCountries } from 'libphonenumber-js'
import { describe, expect, it, vi } from 'vitest'
import { validateContacts } from '@/domain/contacts/validate-contacts.rules'
import { EMPTY_MAPPING, type Target } from '@/domain/mappings/mapping.rules'
import { inCountryOfRow } from '@/domain/mappings/row-country.rules'
import { parsePhoneNumber } from '@/domain/phones/phone-number.rules'
import { writeCsv } from '@/domain/text/write-csv.rules'
import { sentContacts } from '@/testing/sent-contacts'
import { agentRules, NOW_MS } from '@/testing/validation-context'
import { ImportTable } from './import-table'
import { readFile } from './read-file'

vi.setConfig({ testTimeout: 60_000 })

const COLUMNS: Target[] = ['name', 'phoneNumber', 'phoneCountry', 'phoneNumberExt']

async function judge(rows: readonly (readonly string[])[], country: string) {
  const reading = { override: {}, onProgress: () => {}, signal: new AbortController().signal }
  const table = new ImportTable(await readFile(new Blob([writeCsv(COLUMNS, rows)]), reading))
  table.setHeader(0)
  const organization = { country: country as 'US', normalizationEnabled: false, premiumNumbersRefused: false }
  const options = { allowDuplicates: true }
  await table.review.judge(
    { mapping: { ...EMPTY_MAPPING, columns: COLUMNS }, options, agent: agentRules(), organization },
    NOW_MS,
  )
  const send = () =>
    validateContacts(sentContacts(table).contacts, { nowMs: NOW_MS, agent: agentRules(), organization, options })
  return { table, send }
}

const numbersOf = ({ accepted }: ReturnType<typeof validateContacts>) =>
  Object.fromEntries(accepted.map(({ name, phoneNumber }) => [name, phoneNumber]))

describe('a number without + is read in the country of its row', () => {
  const rows = [
    ['Ada', '55 1234 5678', 'Mexico', ''],
    ['Ben', '020 7946 0123', 'United Kingdom', ''],
    ['Cyn', '(415) 555-2671', 'United States', ''],
    ['Dov', '030 901820', 'Germany', ''],
    ['Eva', '20 7946 0124', 'United Kingdom', ''],
    ['Fay', '+33 6 12 34 56 78', 'Mexico', ''],
    ['Gus', '+33 6 12 34 56 79', 'Atlantis', ''],
    ['Hal', '0171 1234567', '+49', '12'],
    ['Ivo', '0171 1234568 x34', 'DEU', ''],
  ]

  it.each(['US', 'DE', 'BR'])('whatever the default country is: %s', async (country) => {
    const { send } = await judge(rows, country)
    expect(numbersOf(send())).toEqual({
      Ada: '+525512345678',
      Ben: '+442079460123',
      Cyn: '+14155552671',
      Dov: '+4930901820',
      Eva: '+442079460124',
      Fay: '+33612345678',
      Gus: '+33612345679',
      Hal: '+491711234567',
      Ivo: '+491711234568',
    })
  })

  it('and where that is blank in the default country', async () => {
    const { send } = await judge([['Ada', '415 555 2671', ' ', '']], 'US')
    expect(numbersOf(send())).toEqual({ Ada: '+14155552671' })
  })

  it('is refused where it is none there, or where the country cannot be read, and both are named', async () => {
    const { table, send } = await judge(
      [
        ['Ada', '12', 'Germany', ''],
        ['Ben', '415 555 2671', 'Atlantis', ''],
      ],
      'US',
    )
    const messages = table.review.page({ filter: 'faulty', find: null }, 0, 9).rows.map(({ faults }) => faults)
    expect(messages[0]?.[1]?.[0] ?? '').toMatch(/Germany|\+49/)
    expect(messages[1]).toEqual([[], [], [expect.stringContaining('“Atlantis” is no country')], []])
    const { accepted, rejected } = send()
    expect(accepted).toEqual([])
    expect(rejected.map(({ error }) => error)).toEqual([
      expect.stringContaining('Germany'),
      expect.stringContaining('Atlantis'),
    ])
    expect(table.freezable().reasonOf(1)).toContain('“Atlantis” is no country')
  })

  it('is judged anew when its country is typed over', async () => {
    const { table, send } = await judge([['Ada', '55 1234 5678', 'Atlantis', '']], 'US')
    expect(send().accepted).toEqual([])
    await table.review.edit([{ row: 0, target: 'phoneCountry', value: 'Mexico' }])
    expect(table.review.verdicts.isValid(0)).toBe(true)
    expect(numbersOf(send())).toEqual({ Ada: '+525512345678' })
    await table.review.edit([{ row: 0, target: 'phoneNumber', value: '1' }])
    expect(table.review.verdicts.isValid(0)).toBe(false)
    await table.review.undo()
    await table.review.undo()
    expect(table.review.verdicts.isValid(0)).toBe(false)
  })

  it('finds duplicates by what is called', async () => {
    const { table } = await judge(
      [
        ['Ada', '0171 1234567', 'DE', ''],
        ['Ben', '+49 171 1234567', '', ''],
      ],
      'US',
    )
    expect(table.review.verdicts.e164OfRow(0)).toBe(table.review.verdicts.e164OfRow(1))
  })
})

const text = fc.oneof(
  fc.string({ unit: fc.constantFrom(...'0123456789+-() x;,./#extphone-context=:tel'), maxLength: 24 }),
  fc.constantFrom(
    '030 901820',
    '+49 30 901820',
    '0171 1234567 x12',
    '491711234567',
    '55 1234 5678',
    '901820;ext=5',
    '5;phone-context=+1415',
  ),
  fc.bigInt({ min: 1n, max: 10n ** 13n }).map(String),
  fc.string({ maxLength: 12 }),
)
const countryCell = fc.oneof(
  fc.constantFrom(...getCountries()),
  fc.constantFrom('', ' ', 'Mexico', '+44', '1', 'Atlantis', 'x', '+1415', ';ext=5', '4155552671'),
)

it('what is sent is read as the row has it, in whatever country the server reads', () => {
  fc.assert(
    fc.property(
      text,
      countryCell,
      fc.constantFrom(null, 'US', 'DE', 'BR', 'IN', 'CO'),
      (phoneNumber, cell, country) => {
        const sent = inCountryOfRow({ phoneNumber }, cell).phoneNumber ?? ''
        const there = parsePhoneNumber(sent, country as 'US')
        if (cell.trim() === '' || /^(?:tel:\s*)?[+＋]/i.test(phoneNumber.trim())) expect(sent).toBe(phoneNumber)
        else if (sent.startsWith('+')) expect(there).toEqual(parsePhoneNumber(sent, null))
        else expect(there).toBeNull()
      },
    ),
    { numRuns: 3_000 },
  )
})

it('the grid and the server agree on every row', async () => {
  const row = fc.tuple(text, countryCell)
  await fc.assert(
    fc.asyncProperty(
      fc.array(row, { minLength: 1, maxLength: 30 }),
      fc.constantFrom('US', 'DE'),
      async (sent, country) => {
        const rows = sent.map(([phone, cell], at) => [`N${at}`, phone.replaceAll(/[\r\n\0]/g, ''), cell, ''])
        const { table, send } = await judge(rows, country)
        const valid = rows.flatMap(([name], at) => (table.review.verdicts.isValid(at) ? [name] : []))
        const accepted = send().accepted
        expect(accepted.map(({ name }) => name)).toEqual(valid)
        expect(accepted.map(({ phoneNumber }) => phoneNumber)).toEqual(
          rows.flatMap((_, at) => (table.review.verdicts.isValid(at) ? [table.review.verdicts.e164OfRow(at)] : [])),
        )
      },
    ),
    { numRuns: 60 },
  )
})
