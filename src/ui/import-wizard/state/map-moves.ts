import { constantTargets, type Mapping, type Target } from '@/domain/mappings/mapping.rules'
import {
  type DateOrder,
  MAPPING_COLUMNS_MAX,
  type SavedMapping,
  SHARED_TARGETS,
} from '@/domain/mappings/mapping.schema'
import { carriedTarget, mapCarried } from './carried-column'
import { mapColumn, setConstant } from './import-target'
import { mappingOf } from './suggest-mapping'
import { optionsForMapping } from './wizard-options'
import type { Draft } from './wizard-state'

/** A mapping that was chosen for an earlier file with the same columns, by whom and when (ISO 8601). */
export type RecalledMapping = { mapping: SavedMapping; savedBy: string; savedAt: string }

/** What is remembered of mappings, beside the mapping itself. */
export type MappingMemory = {
  recalled: RecalledMapping | null
  /** The operator has changed something: what comes back from the server now is too late. */
  touched: boolean
  /** Keep the mapping for the next file with these columns. */
  remember: boolean
}

export const INITIAL_MEMORY: MappingMemory = { recalled: null, touched: false, remember: true }

export type MapAction =
  | { type: 'column mapped'; column: number; target: Target | null }
  /** Null: the target has no value of its own any more. */
  | { type: 'constant set'; target: Target; value: string | null }
  | { type: 'name order chosen'; familyNameFirst: boolean }
  | { type: 'date order chosen'; dateOrder: DateOrder | null }
  | { type: 'suggestions chosen' }
  | { type: 'mapping recalled'; recalled: RecalledMapping }
  | { type: 'mapping forgotten' }
  | { type: 'forgetting undone'; recalled: RecalledMapping }
  | { type: 'remembering chosen'; remember: boolean }

/** Every move of the map step. */
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

/** Who is not to be called is asked of every file anew: that it was once no reason is not remembered. */
function leaveOutAsSuggested({ suggestions }: Draft, mapping: Mapping): Mapping {
  const columns = mapping.columns.map((target, column) => {
    const suggested = suggestions[column]?.target ?? null
    return target === null && suggested !== null && SHARED_TARGETS.has(suggested) ? suggested : target
  })
  return { ...mapping, columns }
}

/** An order of dates is one column's: another column of times begins without. */
function mapAnew(mapping: Mapping, column: number, target: Target | null): Mapping {
  const mapped = mapColumn(mapping, column, target)
  const isSame = mapped.columns.indexOf('scheduledAt') === mapping.columns.indexOf('scheduledAt')
  return isSame ? mapped : { ...mapped, dateOrder: null }
}

/** The draft with another mapping, and without options that name what it does not fill. */
export function withMapping(draft: Draft, mapping: Mapping): Draft {
  return { ...draft, mapping, options: optionsForMapping(draft.options, mapping) }
}

export function suggestedMapping({ preview, suggestions }: Pick<Draft, 'preview' | 'suggestions'>): Mapping {
  return mappingOf(preview.columns, suggestions)
}

export function columnNamesOf({ preview }: Pick<Draft, 'preview'>): string[] {
  return preview.columns.map(({ name }) => name)
}

/** A file without a header has no names to be known by, and one with thousands of columns is no list of contacts. */
export function canBeRecalled({ preview }: Pick<Draft, 'preview'>): boolean {
  return preview.headerRecord !== null && preview.columns.length <= MAPPING_COLUMNS_MAX
}

/** A rejection file that comes back with columns of our own leaves the mapping of the file that it is from as it is. */
export function canBeRemembered(draft: Pick<Draft, 'preview'>): boolean {
  return canBeRecalled(draft) && columnNamesOf(draft).every((name) => carriedTarget(name) === null)
}

/** By the names of the columns: the next file may have them in another order. Constants that are blank are not kept. */
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
    // Of two columns whose names differ in case alone the first one gets it: two never go to one target.
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
