import type { AgentVariable } from '@/domain/agents/agent.schema'
import { REJECTION_REASON_COLUMN } from '@/domain/enrollment/rejections-csv.rules'
import { MAPPING_FIELDS } from '@/domain/mappings/mapping.schema'
import type { ColumnProfile } from '../worker/column-profile'
import { carriedTarget } from './carried-column'
import {
  BARE_NAME_HEADERS,
  HEADER_SYNONYMS,
  HEADER_WORDS,
  NAME_PHRASES,
  normalizeHeader,
  OTHER_NAMES,
  TITLE_HEADERS,
} from './header-synonyms'
import {
  conflictsWith,
  EMPTY_MAPPING,
  type FieldTarget,
  isNamePart,
  type Mapping,
  type Target,
  targetLabel,
  variableTarget,
} from './import-target'
import { canBeAlike, type LetterPairs, letterPairs, pairSimilarity } from './letter-pairs'
import { variableSimilarity } from './variable-similarity'

/** How sure a suggestion is, and why; both are shown beside it. */
export type Suggestion = { target: Target; confidence: 'high' | 'medium' | 'low'; because: string }

type Column = { name: string; profile: ColumnProfile }

/** `sureness` is of this pair alone; `score` weighs it against the other columns that could fill the target. */
type Candidate = Suggestion & { column: number; sureness: number; score: number; bareName: boolean }

const HIGH_MIN = 0.9
const MEDIUM_MIN = 0.65
const SURENESS_MIN = 0.45
const CONTENT_SHARE_MIN = 0.6
const SIMILARITY_MIN = 0.75
/** Below this share the cells speak against what the header says. */
const CONTRADICTED_BELOW = 0.3
/** Beyond these columns only headers that are known word for word are recognized: thousands of columns are no contacts. */
const COMPARED_COLUMNS_MAX = 300

const KNOWN_HEADERS = MAPPING_FIELDS.map((target) => ({
  target,
  synonyms: [...HEADER_SYNONYMS[target].keys()].map((header) => ({ header, pairs: letterPairs(header) })),
}))

/**
 * What each column most likely is, by its header (the same, a known one, alike) and by what it holds. The best pairs
 * are taken first, and no target twice. A column that is hardly filled gives way to one that is.
 */
export function suggestMapping(columns: readonly Column[], variables: readonly AgentVariable[]): (Suggestion | null)[] {
  const candidates = settleNames(columns.flatMap((column, index) => candidatesFor(column, index, variables)))
  const chosen: (Suggestion | null)[] = columns.map(() => null)
  const taken = new Set<Target>()
  for (const [column, { name }] of columns.entries()) {
    const target = carriedTarget(name)
    if (target === null || taken.has(target)) continue
    chosen[column] = { target, confidence: 'high', because: 'Written by an earlier import' }
    for (const clashing of conflictsWith(target)) taken.add(clashing)
  }
  for (const { column, target, confidence, because } of candidates.toSorted((a, b) => b.score - a.score)) {
    if (chosen[column] || taken.has(target)) continue
    chosen[column] = { target, confidence, because }
    for (const clashing of conflictsWith(target)) taken.add(clashing)
  }
  return chosen
}

/** The suggestions as a mapping to start from. Headers in Japanese or Chinese have the family name first. */
export function mappingOf(columns: readonly Column[], suggestions: readonly (Suggestion | null)[]): Mapping {
  const last = columns[suggestions.findIndex((suggestion) => suggestion?.target === 'lastName')]
  return {
    ...EMPTY_MAPPING,
    columns: suggestions.map((suggestion) => suggestion?.target ?? null),
    familyNameFirst: last !== undefined && /^\p{Script=Han}+$/u.test(last.name.trim()),
  }
}

/**
 * Whole names and parts do not go together, so one kind gives way. Both halves there: they join. One half beside a
 * bare "Name", "Nom" or "Nombre": that is the other half. One half beside a full name: the full name has it already.
 */
function settleNames(candidates: readonly Candidate[]): Candidate[] {
  const sure = (target: Target) =>
    candidates.some((candidate) => candidate.target === target && candidate.sureness >= HIGH_MIN)
  const first = sure('firstName')
  const last = sure('lastName')
  if (first && last) return candidates.filter(({ target }) => target !== 'name')
  if (!first && !last) {
    // A prefix or a middle name is no name: without a half beside it the whole name has it all.
    return candidates.filter(({ target }) => !isNamePart(target) || target === 'firstName' || target === 'lastName')
  }
  const otherHalf: Target = first ? 'lastName' : 'firstName'
  if (candidates.some(({ target, bareName }) => target === 'name' && bareName)) {
    return candidates
      .filter(({ target, bareName }) => target !== 'name' || bareName)
      .map((candidate) => (candidate.target === 'name' ? { ...candidate, target: otherHalf } : candidate))
  }
  return sure('name') ? candidates.filter(({ target }) => !isNamePart(target)) : [...candidates]
}

function candidatesFor(column: Column, index: number, variables: readonly AgentVariable[]): Candidate[] {
  // A file of ours that comes back: what it was turned away for last time says nothing about the contact.
  if (column.name.trim() === REJECTION_REASON_COLUMN) return []
  const header = normalizeHeader(column.name)
  const candidates: Candidate[] = []
  const add = (target: Target, { sureness, because }: Match) => {
    if (sureness < SURENESS_MIN) return
    const confidence = sureness >= HIGH_MIN ? 'high' : sureness >= MEDIUM_MIN ? 'medium' : 'low'
    const score = sureness - (1 - column.profile.filled) * 0.1
    const bareName = BARE_NAME_HEADERS.has(header)
    candidates.push({ column: index, target, sureness, score, confidence, because, bareName })
  }
  const compared = index < COMPARED_COLUMNS_MAX
  const pairs = letterPairs(header)
  for (const { target, synonyms } of KNOWN_HEADERS) {
    const byHeader = matchHeader({ header, pairs }, target, column.profile, compared ? synonyms : [])
    const content = CONTENTS[target]
    if (byHeader) add(target, weighByContents(byHeader, target, column.profile))
    else if (content && content.share(column.profile) >= CONTENT_SHARE_MIN) {
      const share = content.share(column.profile)
      add(target, { sureness: 0.4 + share * 0.25, because: `${percent(share)} look like ${content.what}` })
    }
  }
  for (const { name } of compared ? variables : []) {
    const match = variableSimilarity(header, normalizeHeader(name))
    if (match) add(variableTarget(name), match)
  }
  return candidates
}

type Match = { sureness: number; because: string }

const CONTENTS: Partial<Record<FieldTarget, { what: string; share: (profile: ColumnProfile) => number }>> = {
  phoneNumber: { what: 'phone numbers', share: ({ phoneLike }) => phoneLike },
  toEmailAddress: { what: 'email addresses', share: ({ emailLike }) => emailLike },
  timezone: { what: 'timezones', share: ({ timezoneLike }) => timezoneLike },
  scheduledAt: { what: 'dates with a time', share: ({ timeLike }) => timeLike },
}

/** What the cells say of what the header promises. A blank column says nothing. */
function weighByContents(match: Match, target: FieldTarget, profile: ColumnProfile): Match {
  if (profile.filled === 0) return match
  const content = CONTENTS[target]
  // Dates are written in so many ways that only another clear kind of cell speaks against one.
  if (content && target !== 'scheduledAt') {
    const share = content.share(profile)
    if (share >= CONTENT_SHARE_MIN) return { ...match, because: `${match.because}, ${percent(share)} ${content.what}` }
    if (share >= CONTRADICTED_BELOW) return match
    return { sureness: match.sureness * 0.6, because: `${match.because}, but ${percent(share)} ${content.what}` }
  }
  const other = Math.max(profile.phoneLike, profile.emailLike)
  if (other < CONTENT_SHARE_MIN || target === 'phoneNumberExt') return match
  const what = profile.phoneLike === other ? 'phone numbers' : 'email addresses'
  return { sureness: match.sureness * 0.4, because: `${match.because}, but ${percent(other)} ${what}` }
}

function percent(share: number): string {
  return `${Math.floor(share * 100)}%`
}

const PARTS_SELDOM_FILLED: ReadonlySet<FieldTarget> = new Set(['namePrefix', 'middleName', 'nameSuffix'])

function matchHeader(
  { header, pairs }: { header: string; pairs: LetterPairs },
  target: FieldTarget,
  profile: ColumnProfile,
  synonyms: (typeof KNOWN_HEADERS)[number]['synonyms'],
): Match | null {
  // Google and Outlook export these for everybody; joined, a blank column only clutters the name.
  if (PARTS_SELDOM_FILLED.has(target) && profile.filled === 0) return null
  if (target === 'namePrefix' && TITLE_HEADERS.has(header)) {
    return profile.titleLike >= CONTENT_SHARE_MIN ? { sureness: 0.92, because: 'Holds Mr, Dr and the like' } : null
  }
  const rank = HEADER_SYNONYMS[target].get(header)
  if (rank !== undefined) {
    const same = header === normalizeHeader(target) || header === normalizeHeader(targetLabel(target))
    // The rank only decides between two columns that are both good (Mobile before Home phone).
    return { sureness: 1 - Math.min(rank, 90) * 0.001, because: same ? 'Same name' : 'Known header' }
  }
  if (NAME_PHRASES[target]?.test(header) && !OTHER_NAMES.test(header)) {
    return { sureness: HIGH_MIN, because: 'Words of the header' }
  }
  const words = HEADER_WORDS[target]
  const given = header.split(' ')
  if (words && given.some((word) => words.none.has(word))) return null
  let best = { similarity: 0, header: '' }
  for (const synonym of synonyms) {
    if (!canBeAlike(pairs, synonym.pairs, SIMILARITY_MIN)) continue
    const similarity = pairSimilarity(pairs, synonym.pairs)
    if (similarity > best.similarity) best = { similarity, header: synonym.header }
  }
  const byWord = words && given.some((word) => words.any.has(word)) ? 0.7 : 0
  const byLetters = best.similarity >= SIMILARITY_MIN ? best.similarity * 0.85 : 0
  if (byWord === 0 && byLetters === 0) return null
  return byWord > byLetters
    ? { sureness: byWord, because: 'A word of the header' }
    : { sureness: byLetters, because: `Like “${best.header}”` }
}
