import fc from 'fast-check'
import { expect, it, vi } from 'vitest'
import { FAULT_CODES } from '@/domain/contacts/fault.schema'
import { validateContacts } from '@/domain/contacts/validate-contacts.rules'
import type { EnrollmentOptions } from '@/domain/enrollment/enrollment.schema'
import { EMPTY_MAPPING, type Mapping } from '@/domain/mappings/mapping.rules'
import { writeCsv } from '@/domain/text/write-csv.rules'
import { sentContacts } from '@/testing/sent-contacts'
import { agentRules, NOW_MS, OFFICE_HOURS } from '@/testing/validation-context'
import { ImportTable } from './import-table'
import { readFile } from './read-file'

// The properties run hundreds of cases, and the machine may be busy.
vi.setConfig({ testTimeout: 60_000 })

const TARGETS = [
  'name',
  'phoneNumber',
  'phoneNumberExt',
  'timezone',
  'scheduledAt',
  'toEmailAddress',
  'externalId',
  'variable:account_id',
  'variable:plan',
] as const

const oneOf = (usual: string, ...others: string[]) =>
  fc.oneof({ weight: 3, arbitrary: fc.constant(usual) }, { weight: 1, arbitrary: fc.constantFrom(...others) })

const row = fc.tuple(
  oneOf('Ada', '', ' \u00a0', 'A'.repeat(201), '😀'.repeat(200), 'Ada\0', "'t Hooft", '=1+1', ' "Bo", '),
  fc.oneof(
    fc.nat(60).map((n) => `+1212555${String(n).padStart(4, '0')}`),
    fc.constantFrom(
      ...['', 'n/a', '(212) 555-0001', '212.555.0001 x12', 'tel:+1-212-555-0001', '+12125550001;ext=12', '+1 212 555'],
      ...['0044 20 7183 8750', '+44 (0)20 7183 8750', '030 901820', '4.15555E+10', '\u202a+12125550001\u202c'],
      ...[
        '＋１２１２５５５０００１',
        '+٤٤٢٠٧١٨٣٨٧٥٠',
        '+971 0 038237',
        '2125550001 mobile',
        '+12125550001 / +12125550002',
      ],
    ),
  ),
  oneOf('', '12', ' 12 ', 'x12', '１２', '123456789012'),
  oneOf('', 'America/Chicago', ' us/eastern ', 'Eastern Time', '+05:00', 'Asia/Calcutta'),
  oneOf('', '2027-03-01T16:00:00Z', '2027-03-14 02:30', '2027-03-01', '2026-11-23T16:58:59Z', '2028-03-01T16:00Z'),
  oneOf('a@b.co', '', 'A@B.CO ', 'a@b', 'mailto:a@b.co', 'ä@ö.de'),
  oneOf('crm-1', '', ' crm-1 ', '😀'.repeat(256), 'a\0', '4.8E+10'),
  oneOf('acme', '', ' acme ', 'Acme', 'ACME', 'x'.repeat(2_001), '\0'),
  oneOf('Pro', '', '😀'.repeat(2_000), '1.5E+10', '__proto__'),
)

const options: fc.Arbitrary<EnrollmentOptions> = fc.record({
  groupByField: fc.constantFrom(undefined, 'account_id'),
  normalizeFields: fc.constantFrom([], ['account_id', 'name']),
  timezone: fc.constantFrom(undefined, 'Europe/Berlin'),
  defaultCountry: fc.constantFrom(undefined, 'DE' as const, 'GB' as const),
  bypassAllowedCallWindow: fc.boolean(),
})

const agent = fc
  .record({ email: fc.boolean(), required: fc.boolean(), declaresId: fc.boolean(), officeHours: fc.boolean() })
  .map(({ email, required, declaresId, officeHours }) =>
    agentRules({
      variables: [{ name: 'plan', required }, ...(declaresId ? [{ name: 'externalId', required }] : [])],
      ...(officeHours && { callWindows: OFFICE_HOURS }),
      steps: [
        { stepType: 'CALL', delaySeconds: 0 },
        ...(email ? [{ stepType: 'EMAIL' as const, delaySeconds: 0, subject: 'Hello', body: 'Hello' }] : []),
      ],
    }),
  )

/** Returns the fault codes of each row. Each code stands once, since the table has one bit per code. */
const codesOf = ({ rejected }: ReturnType<typeof validateContacts>) =>
  new Map(rejected.map(({ index, errors }) => [index, [...new Set(errors.map(({ code }) => code))].sort()]))

it('a row of a file gets the verdict that the same contact gets by the API', async () => {
  await fc.assert(
    fc.asyncProperty(
      // Sometimes more rows than are judged at once, so that they are packed and judged in parts.
      fc.oneof(
        { weight: 9, arbitrary: fc.array(row, { minLength: 1, maxLength: 40 }) },
        { weight: 1, arbitrary: fc.array(row, { minLength: 520, maxLength: 540 }) },
      ),
      options,
      agent,
      async (sent, request, rules) => {
        const rows = sent.filter((cells) => cells.some((cell) => cell.trim() !== ''))
        const organization = { country: 'US', normalizationEnabled: true, premiumNumbersRefused: false }
        const reading = {
          override: { delimiter: ',' as const },
          onProgress: () => {},
          signal: new AbortController().signal,
        }
        const table = new ImportTable(await readFile(new Blob([writeCsv(TARGETS, rows)]), reading))
        table.setHeader(0)
        const mapping = { ...EMPTY_MAPPING, columns: TARGETS }
        const summary = await table.review.judge({ mapping, options: request, agent: rules, organization }, NOW_MS)

        const names = TARGETS.map((target) => target.replace('variable:', ''))
        const contacts = rows.map((cells) => Object.fromEntries(cells.map((cell, at) => [names[at], cell])))
        const api = validateContacts(contacts, { nowMs: NOW_MS, agent: rules, organization, options: request })
        const { verdicts } = table.review
        const codes = rows.map((_, at) => FAULT_CODES.filter((code) => verdicts.hasFault(at, code)).sort())
        const expected = codesOf(api)
        expect(codes).toEqual(rows.map((_, at) => expected.get(at) ?? []))
        expect(summary).toMatchObject({ valid: api.accepted.length, chains: { count: api.chains.length } })
        // The server gives each sent row the same verdict, and accepts it as the same contact.
        const server = validateContacts(sentContacts(table).contacts, {
          nowMs: NOW_MS,
          agent: rules,
          organization,
          options: request,
        })
        expect(codesOf(server)).toEqual(expected)
        const stored = ({ accepted }: typeof api) =>
          accepted.map(({ variables, ...contact }) => ({
            ...contact,
            variables: Object.entries(variables).sort(),
          }))
        expect(stored(server)).toEqual(stored(api))
      },
    ),
    { numRuns: 60 },
  )
})

const COMPLETED_TARGETS = [
  'lastName',
  'firstName',
  'phoneNumber',
  'phoneAreaCode',
  'phoneFallback',
  'phoneCountry',
  'scheduledAt',
  'toEmailAddress',
  'emailFallback',
  'variable:plan',
  null,
  'timezone',
  'consentBasis',
  'consentAt',
  'consentSource',
  'consentText',
] as const
const EDITABLE = [
  'name',
  'consentBasis',
  'consentAt',
  'consentSource',
  'phoneNumber',
  'phoneCountry',
  'scheduledAt',
  'toEmailAddress',
  'timezone',
  'variable:plan',
] as const

const completedRow = fc.tuple(
  fc.constantFrom('Lovelace', '', ' '),
  fc.constantFrom(' Ada ', '', 'Bo\tB'),
  fc.oneof(
    fc.nat(60).map((n) => `555${String(n).padStart(4, '0')}`),
    fc.constantFrom('', ' ', '+12125550001', '0171 1234567', '212-555-0002 x16', 'n/a'),
  ),
  fc.constantFrom('212', '', ' ', '030'),
  fc.constantFrom('', '(415) 555-2671', '+491711234567', 'n/a'),
  fc.constantFrom('', 'US', 'Germany', 'Atlantis', ' '),
  fc.constantFrom('', '03/04/2027 09:30', '2027-03-04T09:30:00Z', '13/14/2027 09:30', 'tomorrow'),
  fc.constantFrom('a@b.co', '', 'n/a'),
  fc.constantFrom('', 'c@d.co', 'x'),
  fc.constantFrom('Pro', '', ' pro '),
  fc.constantFrom('note', 'y'.repeat(300)),
  fc.constantFrom('', 'Asia/Tokyo', 'Nowhere'),
  oneOf('Signed', '', 'customer', 'implied'),
  oneOf('01/11/2026', '', '2026-11-01', '13/11/2026 16:00', '2026-11-23T17:00:00Z', '2027-03-01', 'soon'),
  oneOf('Shop', '', ' '),
  fc.constantFrom('', 'Call me.'),
)
const edit = fc.record({
  row: fc.nat(19),
  target: fc.constantFrom(...EDITABLE),
  value: fc.constantFrom(
    '',
    ' ',
    'Ada King',
    '+12125550007',
    '0171 7654321',
    'DE',
    '05/06/2027 10:00',
    'e@f.co',
    'Asia/Tokyo',
    'express',
  ),
})

it('a row gets the same verdict from its cells as they are sent, whatever is joined, stands in or was typed', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.array(completedRow, { minLength: 1, maxLength: 20 }),
      fc.array(edit, { maxLength: 8 }),
      fc.record({
        familyNameFirst: fc.boolean(),
        dateOrder: fc.constantFrom(null, 'mdy' as const, 'dmy' as const),
        // A value for all rows replaces a column, or stands beside columns that would complete one.
        constant: fc.constantFrom(
          'none',
          'timezone',
          'phoneNumber',
          'scheduledAt',
          'toEmailAddress',
          'consentAt',
          'consentSource',
        ),
        groupByField: fc.constantFrom(undefined, 'plan'),
      }),
      async (rows, edits, { familyNameFirst, dateOrder, constant, groupByField }) => {
        const values = {
          timezone: 'Europe/Berlin',
          phoneNumber: '2125550009',
          scheduledAt: '07/08/2027 11:00',
          toEmailAddress: 'g@h.co',
          consentAt: '02/11/2026',
          consentSource: 'Form',
        }
        const rules = agentRules({ variables: [{ name: 'plan', required: false }] })
        const organization = { country: 'US', normalizationEnabled: true, premiumNumbersRefused: false }
        const table = new ImportTable(
          await readFile(
            new Blob([
              writeCsv(
                COMPLETED_TARGETS.map((_, at) => `column ${at}`),
                rows,
              ),
            ]),
            {
              override: { delimiter: ',' as const },
              onProgress: () => {},
              signal: new AbortController().signal,
            },
          ),
        )
        table.setHeader(0)
        const mapping: Mapping = {
          columns: COMPLETED_TARGETS.map((target) => (target === constant ? null : target)),
          constants: constant === 'none' ? {} : { [constant]: values[constant] },
          familyNameFirst,
          dateOrder,
        }
        const options = { groupByField, allowDuplicates: false, timezone: 'America/New_York' }
        await table.review.judge({ mapping, options, agent: rules, organization }, NOW_MS)
        const targets = new Set(table.review.cells.targets)
        const within = edits.filter(({ row, target }) => row < rows.length && targets.has(target))
        await table.review.edit(within)
        const { verdicts } = table.review
        const included = table.review.includedRows()

        const sent = sentContacts(table)
        expect(sent.rows).toEqual(included)
        const server = validateContacts(sent.contacts, { nowMs: NOW_MS, agent: rules, organization, options })
        const byServer = codesOf(server)
        expect(included.map((_, at) => byServer.get(at) ?? [])).toEqual(
          included.map((row) => FAULT_CODES.filter((code) => verdicts.hasFault(row, code)).sort()),
        )
        expect(server.accepted.map(({ phoneNumber }) => phoneNumber)).toEqual(
          included.flatMap((row) => (verdicts.isValid(row) ? [verdicts.e164OfRow(row)] : [])),
        )
        expect(server.accepted.map(({ scheduledAtMs }) => scheduledAtMs)).toEqual(
          included.flatMap((row) => (verdicts.isValid(row) ? [verdicts.scheduledAtMs[row]] : [])),
        )
        expect(server.accepted.map(({ consent }) => consent?.atMs ?? null)).toEqual(
          included.flatMap((row) => {
            const at = table.review.cells.consentOf(row, options.timezone)?.at
            return verdicts.isValid(row) ? [at === undefined ? null : Date.parse(at)] : []
          }),
        )
        expect(server.accepted.map(({ chain }) => chain?.value ?? null)).toEqual(
          included.flatMap((row) => (verdicts.isValid(row) ? [verdicts.groupValueOf(row)] : [])),
        )
      },
    ),
    { numRuns: 300 },
  )
})
