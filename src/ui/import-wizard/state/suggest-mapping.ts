import type { AgentVariable } from '@/domain/agents/agent.schema'
import { REJECTION_REASON_COLUMN } from '@/domain/enrollment/rejections-csv.rules'
import type { ColumnProfile } from '../worker/column-profile'
import { HEADER_SYNONYMS, normalizeHeader, WORD_SYNONYMS } from './header-synonyms'
import { type ColumnMapping, conflictsWith, FIELD_TARGETS, type Target, variableTarget } from './import-target'

/** How sure a suggestion is, and why; both are shown beside it. */
export type Suggestion = { target: Target; confidence: 'high' | 'medium' | 'low'; because: string }

type Column = { name: string; profile: ColumnProfile }
type Candidate = Suggestion & { column: number; score: number; bareName: boolean }

const HIGH_MIN = 0.9
const MEDIUM_MIN = 0.65
const SCORE_MIN = 0.45
const CONTENT_SHARE_MIN = 0.6
const BARE_NAMES: ReadonlySet<string> = new Set(['name', 'nom', 'nombre'])

/**
 * What each column most likely is, by its header (exact, synonym, alike) and by what it holds. The best pairs are
 * taken first, and no target twice.
 */
export function suggestMapping(columns: readonly Column[], variables: readonly AgentVariable[]): (Suggestion | null)[] {
  const candidates = settleNames(columns.flatMap((column, index) => candidatesFor(column, index, variables)))
  const chosen: (Suggestion | null)[] = columns.map(() => null)
  const taken = new Set<Target>()
  for (const { column, target, confidence, because } of candidates.toSorted((a, b) => b.score - a.score)) {
    if (chosen[column] || taken.has(target)) continue
    chosen[column] = { target, confidence, because }
    for (const clashing of conflictsWith(target)) taken.add(clashing)
  }
  return chosen
}

/** The suggestions as a mapping to start from. */
export function mappingOf(suggestions: readonly (Suggestion | null)[]): ColumnMapping {
  return suggestions.map((suggestion) => suggestion?.target ?? null)
}

/**
 * Whole names and halves do not go together, so one kind gives way. Both halves there: they join. One half beside a
 * bare "Name", "Nom" or "Nombre": that is the other half. One half beside a full name: the full name has it already.
 */
function settleNames(candidates: readonly Candidate[]): Candidate[] {
  const sure = (target: Target) =>
    candidates.some((candidate) => candidate.target === target && candidate.score >= HIGH_MIN)
  const first = sure('firstName')
  const last = sure('lastName')
  if (first && last) return candidates.filter(({ target }) => target !== 'name')
  if (!first && !last) return [...candidates]
  const otherHalf: Target = first ? 'lastName' : 'firstName'
  if (candidates.some(({ target, bareName }) => target === 'name' && bareName)) {
    return candidates
      .filter(({ target, bareName }) => target !== 'name' || bareName)
      .map((candidate) => (candidate.target === 'name' ? { ...candidate, target: otherHalf } : candidate))
  }
  return sure('name')
    ? candidates.filter(({ target }) => target !== 'firstName' && target !== 'lastName')
    : [...candidates]
}

function candidatesFor(column: Column, index: number, variables: readonly AgentVariable[]): Candidate[] {
  // A file of ours that comes back: what it was turned away for last time says nothing about the contact.
  if (column.name.trim() === REJECTION_REASON_COLUMN) return []
  const header = normalizeHeader(column.name)
  const candidates: Candidate[] = []
  const add = (target: Target, score: number, because: string) => {
    if (score < SCORE_MIN) return
    const confidence = score >= HIGH_MIN ? 'high' : score >= MEDIUM_MIN ? 'medium' : 'low'
    candidates.push({ column: index, target, score, confidence, because, bareName: BARE_NAMES.has(header) })
  }
  for (const target of FIELD_TARGETS) {
    const byHeader = headerScore(header, HEADER_SYNONYMS[target])
    const content = contentShare(target, column.profile)
    if (byHeader) {
      // A header that promises numbers over cells that are none is worth less than its words.
      const kept = content === null || content > 0.3 || column.profile.filled === 0 ? 1 : 0.6
      add(target, byHeader.score * kept, byHeader.because)
    } else if (content !== null && content >= CONTENT_SHARE_MIN) {
      add(target, 0.4 + content * 0.25, CONTENT_REASONS[target] ?? 'By its contents')
    }
  }
  for (const { name } of variables) {
    const similarity = variableSimilarity(header, normalizeHeader(name))
    if (similarity) add(variableTarget(name), similarity.score, similarity.because)
  }
  return candidates
}

const CONTENT_REASONS: Partial<Record<Target, string>> = {
  phoneNumber: 'Holds phone numbers',
  toEmailAddress: 'Holds email addresses',
  timezone: 'Holds timezones',
  scheduledAt: 'Holds dates with times',
}

function contentShare(target: Target, profile: ColumnProfile): number | null {
  if (target === 'phoneNumber') return profile.phoneLike
  if (target === 'toEmailAddress') return profile.emailLike
  if (target === 'timezone') return profile.timezoneLike
  if (target === 'scheduledAt') return profile.timeLike
  return null
}

function headerScore(header: string, synonyms: readonly string[]): { score: number; because: string } | null {
  const rank = synonyms.indexOf(header)
  // The rank only decides between two columns that are both good (Mobile before Home phone).
  if (rank >= 0) return { score: 1 - Math.min(rank, 40) * 0.002, because: 'Same header' }
  let best = 0
  for (const synonym of synonyms) best = Math.max(best, similarity(header, synonym))
  return best >= 0.75 ? { score: best * 0.85, because: 'Similar header' } : null
}

function variableSimilarity(header: string, variable: string): { score: number; because: string } | null {
  if (header === variable) return { score: 1.01, because: 'Same header' }
  if (header === '' || variable === '') return null
  const wanted = variable.split(' ')
  const given = header.split(' ')
  const shared = wanted.filter((word) => given.some((other) => sameMeaning(word, other))).length
  if (shared === wanted.length) {
    const extra = given.length - wanted.length
    return { score: Math.max(SCORE_MIN, 0.8 - extra * 0.12), because: 'Similar header' }
  }
  const alike = similarity(header, variable)
  return alike >= 0.75 ? { score: alike * 0.85, because: 'Similar header' } : null
}

function sameMeaning(a: string, b: string): boolean {
  return a === b || WORD_SYNONYMS.some((words) => words.includes(a) && words.includes(b))
}

/** Sørensen–Dice over pairs of letters, 0 to 1: forgives a typo and an ending, not another word. */
function similarity(a: string, b: string): number {
  if (a.length < 3 || b.length < 3) return 0
  const pairs = new Map<string, number>()
  for (let index = 0; index < a.length - 1; index++) {
    const pair = a.slice(index, index + 2)
    pairs.set(pair, (pairs.get(pair) ?? 0) + 1)
  }
  let shared = 0
  for (let index = 0; index < b.length - 1; index++) {
    const pair = b.slice(index, index + 2)
    const left = pairs.get(pair) ?? 0
    if (left > 0) {
      shared++
      pairs.set(pair, left - 1)
    }
  }
  return (2 * shared) / (a.length + b.length - 2)
}
