import fc from 'fast-check'
import { expect, it, vi } from 'vitest'
import { compareContacts } from '@/domain/contacts/compare-contacts.rules'
import { judgeContact } from '@/domain/contacts/judge-contact.rules'
import { prepareValidation } from '@/domain/contacts/prepare-validation.rules'
import { agentRules, NOW_MS } from '@/testing/validation-context'
import { judgeRow, judgeRows } from './judge-rows'
import { packTexts } from './packed-texts'
import { VerdictTable } from './verdict-table'

// The properties run hundreds of cases, and the machine may be busy.
vi.setConfig({ testTimeout: 60_000 })

const NAMES = ['name', 'phoneNumber', 'phoneNumberExt', 'timezone', 'account_id']
const context = {
  nowMs: NOW_MS,
  agent: agentRules(),
  organization: { country: 'DE', normalizationEnabled: false, premiumNumbersRefused: false },
  options: { groupByField: 'account_id' },
}

const row = fc.tuple(
  fc.constantFrom('Ada', 'Bo', '', '#N/A'),
  // The last two numbers have more digits than a double holds exactly.
  fc.constantFrom(
    '+12125550100',
    '+12125550101',
    '+12125550100 x12',
    'n/a',
    '1.5E+10',
    '442071838750',
    'p:+12125550100',
    '0171 1234567 nicht anrufen',
    '+49151234567890121',
    '+49151234567890122',
  ),
  fc.constantFrom('', '12', '0012'),
  fc.constantFrom('', 'Europe/Berlin', 'Eastern Time', 'Pacific Time'),
  fc.constantFrom('', 'a', 'b'),
)

it('verdicts of a worker equal those made in place, whichever rows they belong to', () => {
  const prepared = prepareValidation(context)
  fc.assert(
    fc.property(fc.array(row, { minLength: 1, maxLength: 40 }), (rows) => {
      const [near, far] = [new VerdictTable(rows.length), new VerdictTable(rows.length)]
      const judged = rows.map((cells, at) => {
        const contact = Object.fromEntries(
          NAMES.map((name, n) => [name, cells[n] ?? '']).filter(([, text]) => text !== ''),
        )
        near.setRow(at, judgeRow(contact, prepared, null, null))
        return judgeContact(contact, prepared)
      })
      // In reverse order, since a part of a judging may begin at any row, and edited rows need not be neighbours.
      const order = Int32Array.from(rows.keys()).reverse()
      const cells = packTexts([...order].flatMap((at) => rows[at] ?? []))
      far.setRows(order, judgeRows({ context, names: NAMES, consentFields: [], rows: rows.length, cells }))
      for (const table of [near, far]) table.compare({ allowDuplicates: false, nowMs: 0, sourceOf: () => '' })
      expect(seen(far)).toEqual(seen(near))
      // Duplicates are those that the server finds, although its keys are texts.
      const { duplicateOf } = compareContacts(judged, { allowDuplicates: false })
      expect(seen(far).map((one) => one.duplicateOf)).toEqual([...duplicateOf])
    }),
    { numRuns: 500 },
  )
})

it('a row travels with its consent and the country of its number', () => {
  const consentFields = ['consentBasis', 'consentAt', 'consentSource'] as const
  const consents = [
    ['signed', '2026-11-01', 'Shop'],
    ['', '', ''],
    ['signed', '2026-11-01', ''],
    // A day and an hour ahead in Berlin, and less than a day in Tokyo.
    ['signed', '2026-11-24 19:01', 'Shop'],
    ['signed', '2026-11-24 19:01', 'Shop'],
  ]
  const zones = ['', '', '', 'Europe/Berlin', 'Asia/Tokyo']
  const rows = consents.map((cells, at) => ['Ada', `0151 2345678${at}`, '', zones[at] ?? '', '', ...cells, 'Germany'])
  const table = new VerdictTable(rows.length)
  const ungrouped = { ...context, organization: { ...context.organization, country: 'US' }, options: {} }
  const request = { context: ungrouped, names: NAMES, consentFields, rows: rows.length, cells: packTexts(rows.flat()) }
  table.setRows(Int32Array.from(rows.keys()), judgeRows(request))
  table.compare({ allowDuplicates: false, nowMs: 0, sourceOf: () => '' })
  expect(rows.map((_, at) => table.hasFault(at, 'CONSENT_INVALID'))).toEqual([false, false, true, true, false])
  expect(rows.map((_, at) => table.e164OfRow(at))).toEqual(rows.map((_, at) => `+49151234567${`8${at}`}`))
})

function seen(table: VerdictTable) {
  return Array.from({ length: table.rows }, (_, at) => {
    const offers = table.offerIds[at] ?? -1
    const zone = table.wrongTimezoneIds[at] ?? -1
    return {
      faults: table.faults[at],
      damage: table.damage[at],
      warned: table.isWarned(at),
      scheduledAtMs: table.scheduledAtMs[at],
      e164: table.e164OfRow(at),
      duplicateOf: table.duplicateOf(at),
      chain: table.groupValueOf(at),
      position: table.chainPosition(at),
      offers: offers < 0 ? null : table.offers.keyOf(offers),
      wrongTimezone: zone < 0 ? null : table.wrongTimezones.keyOf(zone),
    }
  })
}
