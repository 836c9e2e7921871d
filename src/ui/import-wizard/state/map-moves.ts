import { constantTargets, type Mapping, type Target } from '@/domain/mappings/mapping.rules'
import type { SavedMapping } from '@/domain/mappings/mapping.schema'
import {
  DATE_TARGETS,
  type DateOrder,
  MAPPING_COLUMNS_MAX,
  SHARED_TARGETS,
} from '@/domain/mappings/mapping-words.rules'
import { carriedTarget, mapCarried } from './carried-column'
import { mapColumn, setConstant } from './import-target'
import { mappingOf } from './suggest-mapping'
import { optionsForMapping } from './wizard-options'
import type { Draft } from './wizard-state'

/** A mapping that was saved for an earlier file with the same columns: by whom, and when (ISO 8601). */
export type RecalledMapping = { mapping: SavedMapping; savedBy: string; savedAt: string }

/** What is remembered about a mapping, beside the mapping itself. */
export type MappingMemory = {
  recalled: RecalledMapping | null
  /** Whether the operator has changed something. A saved mapping that arrives later is then ignored. */
  touched: boolean
  /** Whether to save the mapping for the next file with these columns. */
  remember: boolean
}

export const INITIAL_MEMORY: MappingMemory = { recalled: null, touched: false, remember: true }

export type MapAction =
  | { type: 'column mapped'; column: number; target: Target | null }
  /** A null value takes the target's own value away. */
  | { type: 'constant set'; target: Target; value: string | null }
  | { type: 'name order chosen'; familyNameFirst: boolean }
  | { type: 'date order chosen'; dateOrder: DateOrder | null }
  | { type: 'suggestions chosen' }
  | { type: 'mapping recalled'; recalled: RecalledMapping }
  | { type: 'mapping forgotten' }
  | { type: 'forgetting undone'; recalled: RecalledMapping }
  | { type: 'remembering chosen'; remember: boolean }

/** Applies an action of the map step to the draft. */
export function moveMapping(draft: Draft, action: MapAction): Draft {
  const { mapping, memory } = draft
  const touched: MappingMemory = { ...memory, touched: true }
  switch (action.type) {
    case 'column mapped':
      return withMapping({ ...draft, memory: touched }, mapAnew(mapping, action.column, action.target))
    case 'constant set':
      return withMapping({ ...draft, memory: touched }, setConstant(mapping, action.target, action.value))
    case 'name order chosen':
      return { ...draft, memory: touched, mapping: { ...mapping, familyNameFirst: action.familyNameFirst } }
    case 'date order chosen':
      return { ...draft, memory: touched, mapping: { ...mapping, dateOrder: action.dateOrder } }
    case 'suggestions chosen':
      return withMapping({ ...draft, memory: { ...touched, recalled: null } }, suggestedMapping(draft))
    case 'mapping recalled':
      if (memory.touched || memory.recalled) return draft
      return withMapping(
        { ...draft, memory: { ...memory, recalled: action.recalled } },
        leaveOutAsSuggested(draft, fromSavedMapping(action.recalled.mapping, columnNamesOf(draft))),
      )
    case 'mapping forgotten':
      return withMapping(
        { ...draft, memory: { recalled: null, touched: true, remember: false } },
        suggestedMapping(draft),
      )
    case 'forgetting undone':
      return withMapping(
        { ...draft, memory: { recalled: action.recalled, touched: true, remember: true } },
        fromSavedMapping(action.recalled.mapping, columnNamesOf(draft)),
      )
    case 'remembering chosen':
      return { ...draft, memory: { ...memory, remember: action.remember } }
  }
}

/**
 * Restores the suggested targets that decide who is not called. Each file asks that question anew, so a saved "left
 * out" does not count.
 */
function leaveOutAsSuggested({ suggestions }: Draft, mapping: Mapping): Mapping {
  const columns = mapping.columns.map((target, column) => {
    const suggested = suggestions[column]?.target ?? null
    return target === null && suggested !== null && SHARED_TARGETS.has(suggested) ? suggested : target
  })
  return { ...mapping, columns }
}

/** Maps a column. Drops the order of dates when other columns have dates now, since it was chosen for those before. */
function mapAnew(mapping: Mapping, column: number, target: Target | null): Mapping {
  const mapped = mapColumn(mapping, column, target)
  const isSame = DATE_TARGETS.every((target) => mapped.columns.indexOf(target) === mapping.columns.indexOf(target))
  return isSame ? mapped : { ...mapped, dateOrder: null }
}

/** Returns the draft with another mapping. Options that name an unfilled variable are reset. */
export function withMapping(draft: Draft, mapping: Mapping): Draft {
  return { ...draft, mapping, options: optionsForMapping(draft.options, mapping) }
}

export function suggestedMapping({ preview, suggestions }: Pick<Draft, 'preview' | 'suggestions'>): Mapping {
  return mappingOf(preview.columns, suggestions)
}

export function columnNamesOf({ preview }: Pick<Draft, 'preview'>): string[] {
  return preview.columns.map(({ name }) => name)
}

/**
 * Says whether a mapping can be saved for this file. A file without a header has no column names, and one with
 * thousands of columns is no list of contacts.
 */
export function canBeRecalled({ preview }: Pick<Draft, 'preview'>): boolean {
  return preview.headerRecord !== null && preview.columns.length <= MAPPING_COLUMNS_MAX
}

/**
 * Says whether the mapping may be saved. A rejection file with added columns must not replace the mapping of its
 * original file.
 */
export function canBeRemembered(draft: Pick<Draft, 'preview'>): boolean {
  return canBeRecalled(draft) && columnNamesOf(draft).every((name) => carriedTarget(name) === null)
}

/**
 * Writes the mapping by column names, since the next file may order its columns differently. Blank constants are
 * dropped.
 */
export function toSavedMapping(mapping: Mapping, columnNames: readonly string[]): SavedMapping {
  return {
    columns: mapping.columns.flatMap((target, index) => {
      const column = columnNames[index]
      return target === null || column === undefined ? [] : [{ column: column.trim(), target }]
    }),
    constants: constantTargets(mapping).flatMap((target) => {
      const value = mapping.constants[target]?.trim() ?? ''
      return value === '' ? [] : [{ target, value }]
    }),
    familyNameFirst: mapping.familyNameFirst,
    dateOrder: mapping.dateOrder,
  }
}

export function fromSavedMapping(saved: SavedMapping, columnNames: readonly string[]): Mapping {
  const targetOf = new Map(saved.columns.map(({ column, target }) => [column.toLowerCase(), target]))
  const columns = columnNames.map((name) => {
    const key = name.trim().toLowerCase()
    const target = targetOf.get(key) ?? null
    // When two column names differ in case only, the first column gets the target, since a target has one column.
    targetOf.delete(key)
    return target
  })
  const mapping = {
    columns,
    constants: Object.fromEntries(saved.constants.map(({ target, value }) => [target, value])),
    familyNameFirst: saved.familyNameFirst,
    dateOrder: saved.dateOrder,
  }
  return mapCarried(mapping, columnNames)
}
