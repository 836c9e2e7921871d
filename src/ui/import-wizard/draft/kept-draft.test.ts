import fc from 'fast-check'
import { afterEach, describe, expect, it, vi } from 'vitest'
import { EMPTY_MAPPING } from '@/domain/mappings/mapping.rules'
import { INITIAL_MEMORY } from '@/ui/import-wizard/state/map-moves'
import { DEFAULT_OPTIONS } from '@/ui/import-wizard/state/wizard-options'
import { describeDraft } from './describe-draft'
import {
  DRAFT_DAYS,
  DRAFT_VERSION,
  fateOf,
  hasSameRows,
  isOwnedBy,
  type KeptDraft,
  readDraft,
  UNDO_MS,
} from './kept-draft'

afterEach(() => vi.unstubAllGlobals())

const owner = { memberId: 'ada', organizationId: 'acme' }
const changedAtMs = Date.parse('2026-11-29T14:03:00Z')
const draft: KeptDraft = {
  draftId: '0195d0a0-0000-7000-8000-000000000001',
  owner,
  agentId: 'agent.x',
  agentName: 'Always on',
  fileName: 'contacts.csv',
  version: DRAFT_VERSION,
  openedAtMs: changedAtMs - 1_000,
  changedAtMs,
  override: {},
  headerRecord: 0,
  bytes: 100,
  rows: 1_204,
  columnNames: ['name', 'phone'],
  fixes: 3,
  work: { step: 'review', mapping: EMPTY_MAPPING, memory: INITIAL_MEMORY, options: DEFAULT_OPTIONS },
  sentAs: null,
  discardedAtMs: null,
}

describe('what is stored', () => {
  it('is read back as it is', () => {
    expect(readDraft(structuredClone(draft))).toEqual(draft)
    expect(readDraft({ ...draft, headerRecord: null, work: null, sentAs: 'x' })).not.toBeNull()
  })

  it('is never a draft when a part of it is missing or of another kind', () => {
    const isUsed = (name: string) => name !== 'discardedAtMs'
    for (const name of Object.keys(draft).filter(isUsed)) {
      const { [name as keyof KeptDraft]: _, ...others } = draft
      expect(readDraft(others), name).toBeNull()
      expect(readDraft({ ...draft, [name]: Symbol.iterator }), name).toBeNull()
    }
    expect(readDraft({ ...draft, work: { ...draft.work, mapping: 'of another form' } })).toBeNull()
  })

  it('of another version is none', () => {
    expect(readDraft({ ...draft, version: DRAFT_VERSION + 1 })).toBeNull()
  })

  it('is looked at without an error, whatever it is', () => {
    fc.assert(
      fc.property(fc.anything(), (stored) => {
        expect(readDraft(stored)).toBeNull()
        expect(isOwnedBy(stored, owner)).toBe(false)
        expect(fateOf(stored, changedAtMs)).toBe('over')
      }),
    )
  })
})

it('a draft is of its member in its organization alone', () => {
  expect(isOwnedBy(draft, owner)).toBe(true)
  expect(isOwnedBy(draft, { ...owner, memberId: 'bo' })).toBe(false)
  expect(isOwnedBy(draft, { ...owner, organizationId: 'other' })).toBe(false)
})

it('a draft is kept for days after its last change', () => {
  const endMs = changedAtMs + DRAFT_DAYS * 86_400_000
  expect(fateOf(draft, endMs - 1)).toBe('offered')
  expect(fateOf(draft, endMs)).toBe('over')
})

it('a discarded draft can be taken back for a while', () => {
  const discarded = { ...draft, discardedAtMs: changedAtMs }
  expect(fateOf(discarded, changedAtMs + UNDO_MS - 1)).toBe('discarded')
  expect(fateOf(discarded, changedAtMs + UNDO_MS)).toBe('over')
})

it.each([
  ['as before', {}, true],
  ['with another header', { headerRecord: null }, false],
  ['with more rows', { rows: 1_205 }, false],
  ['with another column', { columnNames: ['name', 'phone', 'x'] }, false],
  ['with fewer columns', { columnNames: ['name'] }, false],
  ['with columns in another order', { columnNames: ['phone', 'name'] }, false],
])('a file that is read %s has the rows of the draft: %#', (_, change, same) => {
  expect(hasSameRows(draft, { ...draft, ...change })).toBe(same)
})

it.each([
  ['1,204 rows, 3 fixes, from 14:03', draft, changedAtMs + 60_000],
  ['1 row, 1 fix, from 14:03', { ...draft, rows: 1, fixes: 1 }, changedAtMs],
  ['1,204 rows, no fixes yet, from Nov 29, 14:03', { ...draft, fixes: 0 }, changedAtMs + 86_400_000],
])('is offered as “%s”', (text, of, nowMs) => {
  vi.stubGlobal('navigator', { language: 'de-DE' })
  expect(describeDraft(of, nowMs, 'UTC')).toBe(text)
})
