import { describe, expect, it } from 'vitest'
import type { ColumnProfile } from '@/ui/import-wizard/worker/column-profile'
import type { FilePreview } from '@/ui/import-wizard/worker/messages'
import {
  contactsOf,
  INITIAL_STATE,
  reduceWizard,
  type Submission,
  type WizardAction,
  type WizardState,
  whatBlocks,
} from './wizard-state'

const profile: ColumnProfile = {
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

function previewOf(names: string[], rows = 3): FilePreview {
  return {
    format: { encoding: 'utf-8', delimiter: ',', quoted: true },
    headerRecord: 0,
    columns: names.map((name) => ({ name, profile })),
    head: [],
    rows,
    blankRecords: 0,
    skippedAbove: 0,
    raggedRows: { shorter: 0, longer: 0, firstRecordNumber: null },
    linesInCells: 0,
    unclosedQuoteAt: null,
    strayQuotes: null,
    swallowedRows: null,
    unreadableCharacters: 0,
    encodingDoubtful: false,
  }
}

const variables = [{ name: 'plan', required: true }]
const agent = { variables, emailRequired: false }
const opened = (names: string[], rows?: number): WizardAction => ({
  type: 'file opened',
  draftId: '0195d0a0-0000-7000-8000-00000000000a',
  fileName: 'a.csv',
  preview: previewOf(names, rows),
  variables,
})
const submission: Submission = {
  start: {
    importId: '0195d0a0-0000-7000-8000-000000000001',
    agentId: 'agent.x',
    fileName: 'a.csv',
    fingerprint: null,
    columns: ['Name'],
    options: {},
    rows: 3,
    leftOut: 1,
    faulty: 0,
    batches: [2],
    chunks: 1,
  },
  chunks: [],
}
const run = (actions: WizardAction[], from: WizardState = INITIAL_STATE) => actions.reduce(reduceWizard, from)
const failure = { code: null, message: 'Lost.', details: undefined }

describe('reduceWizard', () => {
  it('suggests a mapping when a file is opened', () => {
    const state = run([
      { type: 'reading started', fileName: 'a.csv', bytesTotal: 9 },
      opened(['Name', 'Phone', 'Plan']),
    ])
    expect(state).toMatchObject({
      step: 'upload',
      reading: null,
      draft: { mapping: { columns: ['name', 'phoneNumber', 'variable:plan'] } },
    })
    expect(whatBlocks(state, agent)).toBeNull()
  })

  it('keeps the file that is open when another one cannot be read', () => {
    const state = run([
      opened(['Name']),
      { type: 'reading started', fileName: 'b.pdf', bytesTotal: 9 },
      { type: 'reading failed', reason: 'This is a PDF.' },
    ])
    expect(state).toMatchObject({
      problem: { fileName: 'b.pdf', reason: 'This is a PDF.' },
      draft: { fileName: 'a.csv' },
    })
  })

  it('names no file where several were dropped', () => {
    const state = run([opened(['Name']), { type: 'reading failed', reason: 'One at a time.' }])
    expect(state).toMatchObject({ problem: { fileName: null, reason: 'One at a time.' } })
  })

  it('loses nothing by going back and forth', () => {
    const state = run([
      opened(['Name', 'Phone', 'Tier']),
      { type: 'step chosen', step: 'map' },
      { type: 'column mapped', column: 2, target: 'variable:plan' },
      { type: 'step chosen', step: 'options' },
      { type: 'options changed', change: { groupByField: 'plan' } },
      { type: 'step chosen', step: 'upload' },
      opened(['Name', 'Phone', 'Tier'], 4),
      { type: 'step chosen', step: 'map' },
    ])
    expect(state).toMatchObject({
      draft: { mapping: { columns: ['name', 'phoneNumber', 'variable:plan'] }, options: { groupByField: 'plan' } },
    })
  })

  it('claims no consent for the people of another file of the same name', () => {
    const values = { consentBasis: 'express', consentAt: '2026-11-01', consentSource: 'Form', consentText: 'Yes.' }
    const constants = { ...values, timezone: 'Europe/Berlin' }
    const before = [
      opened(['Name', 'Phone']),
      { type: 'step chosen', step: 'map' },
      ...Object.entries(constants).map(([target, value]) => ({ type: 'constant set', target, value })),
      { type: 'step chosen', step: 'upload' },
    ] as WizardAction[]
    // The same file, read in another way.
    expect(run([...before, opened(['Name', 'Phone'], 4)])).toMatchObject({ draft: { mapping: { constants } } })
    const other = { ...opened(['Name', 'Phone']), draftId: '0195d0a0-0000-7000-8000-00000000000b' } as WizardAction
    expect(run([...before, other]).draft?.mapping).toEqual({
      columns: ['name', 'phoneNumber'],
      constants: { timezone: 'Europe/Berlin' },
      familyNameFirst: false,
      dateOrder: null,
    })
  })

  it('drops an option whose variable is not mapped any more', () => {
    const state = run([
      opened(['Name', 'Phone', 'Plan']),
      { type: 'step chosen', step: 'options' },
      { type: 'options changed', change: { groupByField: 'plan', normalizeFields: ['plan'] } },
      { type: 'step chosen', step: 'map' },
      { type: 'column mapped', column: 2, target: null },
    ])
    expect(state).toMatchObject({ draft: { options: { groupByField: null, normalizeFields: [] } } })
    expect(whatBlocks(state, agent)).toBe('targets missing')
  })

  it('lets grouping and duplicates exclude each other', () => {
    const options = [
      opened(['Name', 'Phone', 'Plan']),
      { type: 'step chosen', step: 'options' },
    ] satisfies WizardAction[]
    const grouped = run([...options, { type: 'options changed', change: { groupByField: 'plan' } }])
    const both = reduceWizard(grouped, { type: 'options changed', change: { allowDuplicates: true } })
    expect(both).toMatchObject({ draft: { options: { groupByField: null, allowDuplicates: true } } })
  })

  // Each of these is dispatched by a control or a toast that is on the screen in the step. A dropped one would be a
  // choice without effect.
  const recalled = {
    mapping: {
      columns: [{ column: 'Phone', target: 'phoneNumber' as const }],
      constants: [],
      familyNameFirst: true,
      dateOrder: null,
    },
    savedBy: 'Ada',
    savedAt: '2026-11-01T09:00:00Z',
  }
  const MAP_ACTIONS: WizardAction[] = [
    { type: 'column mapped', column: 2, target: null },
    { type: 'constant set', target: 'timezone', value: 'America/New_York' },
    { type: 'name order chosen', familyNameFirst: true },
    { type: 'date order chosen', dateOrder: 'dmy' },
    { type: 'mapping recalled', recalled },
    { type: 'suggestions chosen' },
    { type: 'mapping forgotten' },
    { type: 'forgetting undone', recalled },
    { type: 'remembering chosen', remember: false },
    { type: 'options changed', change: { defaultCountry: 'MX' } },
  ]
  const OPTIONS_ACTIONS: WizardAction[] = [
    { type: 'options changed', change: { defaultCountry: 'MX', timezone: 'Europe/Madrid' } },
    { type: 'forgetting undone', recalled },
    { type: 'submitted', submission },
  ]
  const REVIEW_ACTIONS: WizardAction[] = [
    { type: 'forgetting undone', recalled },
    { type: 'submitted', submission },
  ]
  it.each([
    ...MAP_ACTIONS.map((action) => ['map' as const, action.type, action] as const),
    ...REVIEW_ACTIONS.map((action) => ['review' as const, action.type, action] as const),
    ...OPTIONS_ACTIONS.map((action) => ['options' as const, action.type, action] as const),
  ])('follows what the %s step offers: %s', (step, _, action) => {
    const before = run([opened(['Name', 'Phone', 'Plan']), { type: 'step chosen', step }])
    expect(reduceWizard(before, action)).not.toEqual(before)
  })

  it('reads numbers in the default country that was chosen beside the mapping', () => {
    const state = run([
      opened(['Name', 'Phone', 'Plan']),
      { type: 'step chosen', step: 'map' },
      { type: 'options changed', change: { defaultCountry: 'MX' } },
      { type: 'step chosen', step: 'options' },
    ])
    expect(state).toMatchObject({ draft: { options: { defaultCountry: 'MX' } } })
  })

  it('sends again what it sent, with the same key', () => {
    const sending = run([
      opened(['Name', 'Phone', 'Plan']),
      { type: 'step chosen', step: 'options' },
      { type: 'submitted', submission },
    ])
    const unsent = reduceWizard(sending, { type: 'submission failed', failure })
    const again = reduceWizard(unsent, { type: 'submission retried' })
    expect(again).toMatchObject({ phase: 'sending', submission })
    // It is unknown whether the server accepted it, so it cannot be changed. A refused one can.
    expect(reduceWizard(unsent, { type: 'step chosen', step: 'review' })).toBe(unsent)
    const refusal = { ...failure, code: 'INSUFFICIENT_CREDITS' }
    const refused = reduceWizard(sending, { type: 'submission failed', failure: refusal })
    expect(reduceWizard(refused, { type: 'step chosen', step: 'review' })).toMatchObject({ step: 'review' })
  })

  it('has no way back out of a submission that is under way', () => {
    const sending = run([
      opened(['Name', 'Phone', 'Plan']),
      { type: 'step chosen', step: 'options' },
      { type: 'submitted', submission },
    ])
    expect(reduceWizard(sending, { type: 'step chosen', step: 'options' })).toBe(sending)
    expect(reduceWizard(sending, { type: 'submission retried' })).toBe(sending)
    expect(contactsOf(submission)).toBe(2)
  })
})
