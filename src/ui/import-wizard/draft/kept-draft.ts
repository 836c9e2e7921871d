import type { Mapping } from '@/domain/mappings/mapping.rules'
import type { MappingMemory } from '@/ui/import-wizard/state/map-moves'
import type { WizardOptions } from '@/ui/import-wizard/state/wizard-options'
import type { StepKey } from '@/ui/import-wizard/state/wizard-state'
import type { FormatOverride } from '@/ui/import-wizard/worker/file-format'

/** The form of what is kept. It rises when an older draft could no longer be continued. */
export const DRAFT_VERSION = 1

/** How long a draft is kept after the last change, in days. */
export const DRAFT_DAYS = 7

/** Whose a draft is. It is offered to this member, in this organization. */
export type DraftOwner = { memberId: string; organizationId: string }

/** What the operator has decided beside the rows themselves. */
export type DraftWork = {
  step: Exclude<StepKey, 'enroll'>
  mapping: Mapping
  memory: MappingMemory
  options: WizardOptions
}

/** What a new draft is made of. */
export type NewDraft = { draftId: string; owner: DraftOwner; agentId: string; agentName: string; fileName: string }

/** A file that is being prepared in the wizard, as it is kept in this browser, without its bytes and its fixes. */
export type KeptDraft = NewDraft & {
  version: number
  /** Epoch milliseconds: when the file was opened, and when something was changed last. */
  openedAtMs: number
  changedAtMs: number
  /** How the bytes become rows: as the operator said, and where the header is (as `FilePreview.headerRecord`). */
  override: FormatOverride
  headerRecord: number | null
  /** The size of the file. */
  bytes: number
  /** What the file was read as. When it is read as something else, the fixes would be of other rows. */
  rows: number
  columnNames: string[]
  /** How many rows the operator edited, left out or took back in. */
  fixes: number
  /** Null until the file was read. */
  work: DraftWork | null
  /** The import that the rows were sent as, when no answer has come; null when they were not sent. */
  sentAs: string | null
  /** Epoch milliseconds; null unless it was discarded. */
  discardedAtMs: number | null
}

/** What is in the browser for an owner: a draft, or what is left of one that this version cannot read. */
export type FoundDraft = { draftId: string; draft: KeptDraft | null }

/** Says whether a stored value is a draft of this owner, readable or not. */
export function isOwnedBy(stored: unknown, { memberId, organizationId }: DraftOwner): stored is { draftId: string } {
  if (!isObject(stored) || typeof stored.draftId !== 'string' || !isObject(stored.owner)) return false
  return stored.owner.memberId === memberId && stored.owner.organizationId === organizationId
}

/** Returns a stored value as a draft. Null for one that another version has written, or that is damaged. */
export function readDraft(stored: unknown): KeptDraft | null {
  if (!isObject(stored) || stored.version !== DRAFT_VERSION) return null
  const { work } = stored
  const isWhole =
    ['draftId', 'agentId', 'agentName', 'fileName'].every((name) => typeof stored[name] === 'string') &&
    ['openedAtMs', 'changedAtMs', 'bytes', 'rows', 'fixes'].every((name) => Number.isFinite(stored[name])) &&
    [stored.owner, stored.override].every(isObject) &&
    (stored.headerRecord === null || Number.isInteger(stored.headerRecord)) &&
    Array.isArray(stored.columnNames) &&
    (work === null || (isObject(work) && [work.mapping, work.memory, work.options].every(isObject))) &&
    (stored.sentAs === null || typeof stored.sentAs === 'string')
  return isWhole ? (stored as KeptDraft) : null
}

/** How long a discarded draft can be taken back, in ms. */
export const UNDO_MS = 10_000

/**
 * Says what becomes of a stored draft: it is offered, it is discarded and can be taken back, or it is over and is
 * deleted. One that does not say how old it is, is over.
 */
export function fateOf(stored: unknown, nowMs: number): 'offered' | 'discarded' | 'over' {
  if (!isObject(stored) || typeof stored.changedAtMs !== 'number') return 'over'
  if (!(nowMs - stored.changedAtMs < DRAFT_DAYS * 86_400_000)) return 'over'
  const { discardedAtMs } = stored
  if (typeof discardedAtMs !== 'number') return 'offered'
  return nowMs - discardedAtMs < UNDO_MS ? 'discarded' : 'over'
}

/** Says whether a file that was read again has the rows that the fixes were made in. */
export function hasSameRows(
  { rows, columnNames, headerRecord }: Pick<KeptDraft, 'rows' | 'columnNames' | 'headerRecord'>,
  read: Pick<KeptDraft, 'rows' | 'columnNames' | 'headerRecord'>,
): boolean {
  return (
    rows === read.rows &&
    headerRecord === read.headerRecord &&
    columnNames.length === read.columnNames.length &&
    columnNames.every((name, at) => name === read.columnNames[at])
  )
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null
}
