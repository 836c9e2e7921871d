import type { AgentVariable } from '@/domain/agents/agent.schema'
import { isRejectionColumn } from '@/domain/batches/rejections-csv.rules'
import { CONSENT_PROPERTY, CONTACT_FIELDS } from '@/domain/contacts/contact-fields.rules'
import { EMPTY_MAPPING, isNamePart, type Mapping, type Target, variableTarget } from '@/domain/mappings/mapping.rules'
import { NAME_PARTS } from '@/domain/mappings/mapping-words.rules'
import type { ColumnProfile } from '@/ui/import-wizard/worker/column-profile'
import { carriedTarget } from './carried-column'
import {
  BARE_NAME_HEADERS,
  BARE_NUMBER_HEADERS,
  HEADER_SYNONYMS,
  HEADER_WORDS,
  NAME_PHRASES,
  OTHER_NAMES,
  PHONE_PHRASE,
  TITLE_HEADERS,
} from './header-synonyms'
import { isIdentifier, isOfOtherPeople, isOtherNumber, isOtherTime } from './header-vetoes'
import { type ContactTarget, conflictsWith, targetLabel } from './import-target'
import { canBeAlike, type LetterPairs, letterPairs, pairSimilarity } from './letter-pairs'
import { normalizeHeader } from './normalize-header'
import { rowFieldOf, saysDoNotCall, saysNumber } from './row-headers'
import { suggestConsent } from './suggest-consent'
import { variableSimilarity } from './variable-similarity'

/** A suggested target with its certainty and the reason; both are shown beside it. */
export type Suggestion = { target: Target; confidence: 'high' | 'medium' | 'low'; because: string }

type Column = { name: string; profile: ColumnProfile }

/**
 * A possible target of one column. `sureness` judges this pair alone; `score` compares it with other columns for the
 * same target.
 */
type Candidate = Suggestion & {
  column: number
  sureness: number
  score: number
  bareName: boolean
  /** Set when only the cells suggest the target. `digits` means digits that could also be an id. */
  byContent: 'clear' | 'digits' | null
}

const HIGH_MIN = 0.9
const MEDIUM_MIN = 0.65
const SURENESS_MIN = 0.45
const CONTENT_SHARE_MIN = 0.6
const SIMILARITY_MIN = 0.75
/** Below this share of fitting cells, the cells contradict the header. */
const CONTRADICTED_BELOW = 0.3
/** The first is for digits that could be an id. The second is the most that a time can have, whatever its header. */
const BARE_DIGITS_SURENESS = 0.5
const TIME_SURENESS_MAX = 0.85
const PHRASE_SURENESS = 0.8
/**
 * Columns from this index on are recognized by exact known headers only: a file with thousands of columns is no list of
 * contacts.
 */
const COMPARED_COLUMNS_MAX = 300

/** Targets of which no header is like another one: an owner's or an account's id is not the contact's. */
const EXACT_ONLY: ReadonlySet<ContactTarget> = new Set(['externalId'])

const KNOWN_HEADERS = [...NAME_PARTS, ...CONTACT_FIELDS].map((target) => ({
  target,
  synonyms: [...HEADER_SYNONYMS[target].keys()].map((header) => ({ header, pairs: letterPairs(header) })),
}))

/**
 * Suggests a target for each column, by its header (equal, known or similar) and by its cells. The best pairs are taken
 * first, and each target once. A column that is hardly filled yields to a fuller one.
 */
export function suggestMapping(columns: readonly Column[], variables: readonly AgentVariable[]): (Suggestion | null)[] {
  const all = columns.flatMap((column, index) => candidatesFor(column, index, variables))
  const candidates = chooseAmongNames(chooseAmongPhones(all))
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
  // Where the agent has a variable of the name of a consent, its contacts can have no consent.
  const isOpen = variables.every(({ name }) => name !== CONSENT_PROPERTY)
  const targets = chosen.map((suggestion) => suggestion?.target ?? null)
  for (const [column, target] of isOpen ? suggestConsent(columns, targets) : []) {
    if (chosen[column]?.target !== target)
      chosen[column] = { target, confidence: 'high', because: 'Known header: kept as a proof' }
  }
  return dropUselessAreaCode(columns, chosen)
}

/**
 * Finds the best unmapped column whose header means another number or address of the same person. Its cells must agree.
 *
 * @returns index of the column, or -1
 */
export function findSpareColumn(
  columns: readonly Column[],
  mapping: Mapping,
  target: 'phoneNumber' | 'toEmailAddress',
): number {
  const [best] = columns
    .flatMap((column, index) => (mapping.columns[index] === null ? candidatesFor(column, index, []) : []))
    .filter((candidate) => candidate.target === target && candidate.byContent === null)
    .filter(
      ({ column }) => (CONTENTS[target]?.share(columns[column]?.profile as ColumnProfile) ?? 0) >= CONTENT_SHARE_MIN,
    )
    .toSorted((a, b) => b.score - a.score)
  return best?.column ?? -1
}

/** Drops the suggestion of an area code unless the numbers are short. Whole numbers already contain their area code. */
function dropUselessAreaCode(columns: readonly Column[], chosen: (Suggestion | null)[]): (Suggestion | null)[] {
  const phone = chosen.findIndex((suggestion) => suggestion?.target === 'phoneNumber')
  const isShort = (columns[phone]?.profile.shortNumbers ?? 0) >= CONTENT_SHARE_MIN
  const areaCode = columns[chosen.findIndex((suggestion) => suggestion?.target === 'phoneAreaCode')]
  if (!areaCode) return chosen
  return chosen.map((suggestion) => {
    if (suggestion?.target === 'phoneAreaCode' && !isShort) return null
    if (suggestion?.target !== 'phoneNumber' || !isShort) return suggestion
    return { ...suggestion, confidence: 'medium', because: `Behind the area code of “${areaCode.name}”` }
  })
}

/**
 * Turns suggestions into a mapping to start from. If the header of the last name is written in Han characters, family
 * names come first.
 */
export function mappingOf(columns: readonly Column[], suggestions: readonly (Suggestion | null)[]): Mapping {
  const last = columns[suggestions.findIndex((suggestion) => suggestion?.target === 'lastName')]
  return {
    ...EMPTY_MAPPING,
    columns: suggestions.map((suggestion) => suggestion?.target ?? null),
    familyNameFirst: last !== undefined && /^\p{Script=Han}+$/u.test(last.name.trim()),
  }
}

/**
 * Finds the columns that could all be the phone number by their cells, when no header decides. The operator must then
 * choose, since somebody else's phone could ring.
 *
 * @returns indexes of the columns; empty when the answer is clear
 */
export function findPhoneRivals(columns: readonly Column[]): number[] {
  return rivalsOf(columns.flatMap((column, index) => candidatesFor(column, index, [])))
}

function rivalsOf(candidates: readonly Candidate[]): number[] {
  const phones = candidates.filter(({ target }) => target === 'phoneNumber')
  if (phones.some(({ byContent }) => byContent === null)) return []
  const clear = phones.filter(({ byContent }) => byContent === 'clear')
  const alike = clear.length > 0 ? clear : phones
  return alike.length > 1 ? alike.map(({ column }) => column) : []
}

function chooseAmongPhones(candidates: readonly Candidate[]): readonly Candidate[] {
  return rivalsOf(candidates).length === 0
    ? candidates
    : candidates.filter(({ target, byContent }) => target !== 'phoneNumber' || byContent === null)
}

/**
 * Chooses between whole names and parts of names, which exclude each other. When both first and last name exist, they
 * win. When one of them stands beside a bare "Name", "Nom" or "Nombre", that column is taken as the other one. When one
 * stands beside a full name, the full name wins.
 */
function chooseAmongNames(candidates: readonly Candidate[]): Candidate[] {
  const sure = (target: Target) =>
    candidates.some((candidate) => candidate.target === target && candidate.sureness >= HIGH_MIN)
  const first = sure('firstName')
  const last = sure('lastName')
  if (first && last) return candidates.filter(({ target }) => target !== 'name')
  if (!first && !last) {
    // A prefix or a middle name alone is no name. Without a first or last name, only whole names remain.
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
  // In a returned rejection file, the columns with the earlier reasons say nothing about the contact.
  if (isRejectionColumn(column.name.trim())) return []
  const header = normalizeHeader(column.name)
  const candidates: Candidate[] = []
  const add = (target: Target, { sureness, because }: Match, byContent: Candidate['byContent'] = null) => {
    if (sureness < SURENESS_MIN) return
    const confidence = sureness >= HIGH_MIN ? 'high' : sureness >= MEDIUM_MIN ? 'medium' : 'low'
    const score = sureness - (1 - column.profile.filled) * 0.1
    const bareName = BARE_NAME_HEADERS.has(header)
    candidates.push({ column: index, target, sureness, score, confidence, because, bareName, byContent })
  }
  const compared = index < COMPARED_COLUMNS_MAX
  const pairs = letterPairs(header)
  // A header that is known exactly is not compared with similar ones: phoneNumber must not become phoneNumberExt.
  const isKnown = KNOWN_HEADERS.some(({ target }) => HEADER_SYNONYMS[target].has(header))
  for (const { target, synonyms } of KNOWN_HEADERS) {
    // A field that came later may be a variable of the agent.
    if (variables.some(({ name }) => name === target)) continue
    const similar = compared && !isKnown && !EXACT_ONLY.has(target) ? synonyms : []
    const byHeader = matchHeader({ header, pairs }, target, column.profile, similar)
    if (byHeader) add(target, weighByContents(byHeader, target, column.profile))
    else {
      const byContent = matchContent(header, target, column.profile)
      if (byContent) add(target, byContent, byContent.digits ? 'digits' : 'clear')
    }
  }
  const byRow = compared ? matchRowField(header, column.profile) : null
  if (byRow) add(byRow.target, byRow)
  for (const { name } of compared ? variables : []) {
    const match = variableSimilarity(header, normalizeHeader(name))
    if (match) add(variableTarget(name), match)
  }
  return candidates
}

type Match = { sureness: number; because: string }

/** Matches a column that says how rows are read, by its header, and only if its cells agree. */
function matchRowField(
  header: string,
  { filled, shortNumbers, tally }: ColumnProfile,
): (Match & { target: Target }) | null {
  const field = rowFieldOf(header)
  if (field === null || tally === null) return null
  if (tally.of === 'countries') {
    if (field === 'phoneAreaCode' && shortNumbers >= CONTENT_SHARE_MIN) {
      return { target: field, sureness: HIGH_MIN, because: 'Known header: goes in front of the number' }
    }
    const read = Object.values(tally.rowsByCode).reduce((sum, rows) => sum + rows, 0)
    const share = read === 0 ? 0 : read / (read + tally.unread)
    if (share < CONTENT_SHARE_MIN) return null
    const sureness = saysNumber(header) ? 0.99 : HIGH_MIN
    return {
      target: 'phoneCountry',
      sureness,
      because: `${percent(share)} countries. Each number is read in that of its row`,
    }
  }
  const { yes, no, unclear } = tally.rows
  const clear = (yes + no) / Math.max(1, yes + no + unclear)
  if (filled === 0 && yes + no + unclear === 0) return null
  if (clear < CONTENT_SHARE_MIN && !(tally.of === 'doNotCall' && saysDoNotCall(header))) return null
  const says = tally.of === 'doNotCall' ? 'yes' : 'no'
  return { target: tally.of, sureness: HIGH_MIN, because: `Known header: who says ${says} is left out` }
}

const CONTENTS: Partial<Record<ContactTarget, { what: string; share: (profile: ColumnProfile) => number }>> = {
  phoneNumber: { what: 'phone numbers', share: ({ phoneLike }) => phoneLike },
  toEmailAddress: { what: 'email addresses', share: ({ emailLike }) => emailLike },
  timezone: { what: 'timezones', share: ({ timezoneLike }) => timezoneLike },
}

/** Matches a column by its cells alone, unless its header means somebody else or something else. */
function matchContent(
  header: string,
  target: ContactTarget,
  profile: ColumnProfile,
): (Match & { digits: boolean }) | null {
  const content = CONTENTS[target]
  const share = content?.share(profile) ?? 0
  if (!content || share < CONTENT_SHARE_MIN || isVetoed(header, target)) return null
  if (target === 'phoneNumber' && isIdentifier(header)) return null
  const digits = target === 'phoneNumber' && profile.bareDigits > 0.5
  const because = `${percent(share)} look like ${content.what}`
  return { sureness: digits ? BARE_DIGITS_SURENESS : 0.4 + share * 0.25, because, digits }
}

/**
 * Says whether a header that no list knows means somebody other than the contact, or something other than the target.
 */
function isVetoed(header: string, target: ContactTarget): boolean {
  if (target === 'scheduledAt') return isOtherTime(header)
  if (isNamePart(target) || target === 'name') return OTHER_NAMES.test(header) || isOfOtherPeople(header)
  if (target === 'phoneNumber' && isOtherNumber(header)) return true
  return target !== 'timezone' && isOfOtherPeople(header)
}

/** Adjusts a match by the header with what the cells hold. A blank column changes nothing. */
function weighByContents(match: Match, target: ContactTarget, profile: ColumnProfile): Match {
  if (target === 'scheduledAt') return weighTime(match, profile)
  if (profile.filled === 0) return match
  const content = CONTENTS[target]
  if (content) {
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

/**
 * Limits a match for a time to "likely", and says what it does: a wrong name is noticed early, but a wrong time only
 * when the phone rings.
 */
function weighTime({ sureness, because }: Match, profile: ColumnProfile): Match {
  // Dates are written in many ways. Only cells of another clear kind contradict one.
  const contradicted = Math.max(profile.phoneLike, profile.emailLike) >= CONTENT_SHARE_MIN
  const most = Math.min(sureness, TIME_SURENESS_MAX)
  return { sureness: contradicted ? most * 0.4 : most, because: `${because}. Each is called at the time of its row` }
}

function percent(share: number): string {
  return `${Math.floor(share * 100)}%`
}

const PARTS_SELDOM_FILLED: ReadonlySet<ContactTarget> = new Set(['namePrefix', 'middleName', 'nameSuffix'])

function matchHeader(
  { header, pairs }: { header: string; pairs: LetterPairs },
  target: ContactTarget,
  profile: ColumnProfile,
  synonyms: (typeof KNOWN_HEADERS)[number]['synonyms'],
): Match | null {
  // Google and Outlook export these columns for everybody. A blank one would only clutter the name.
  if (PARTS_SELDOM_FILLED.has(target) && profile.filled === 0) return null
  if (target === 'namePrefix' && TITLE_HEADERS.has(header)) {
    return profile.titleLike >= CONTENT_SHARE_MIN ? { sureness: 0.92, because: 'Holds Mr, Dr and the like' } : null
  }
  const rank = HEADER_SYNONYMS[target].get(header)
  if (rank !== undefined) {
    const same = header === normalizeHeader(target) || header === normalizeHeader(targetLabel(target))
    // The rank only orders two good columns, such as Mobile before Home phone.
    return { sureness: 1 - Math.min(rank, 90) * 0.001, because: same ? 'Same name' : 'Known header' }
  }
  // Columns beyond COMPARED_COLUMNS_MAX count only with a known header.
  if (synonyms.length === 0) return null
  if (NAME_PHRASES[target]?.test(header) && !isVetoed(header, target)) {
    return { sureness: HIGH_MIN, because: 'Words of the header' }
  }
  if (target === 'phoneNumber' && BARE_NUMBER_HEADERS.has(header)) {
    if (profile.phoneLike < CONTENT_SHARE_MIN) return null
    return { sureness: profile.bareDigits > 0.5 ? BARE_DIGITS_SURENESS : MEDIUM_MIN, because: 'A number' }
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
  const byPhrase = target === 'phoneNumber' && PHONE_PHRASE.test(header) ? PHRASE_SURENESS : 0
  const byWord = words && given.some((word) => isOneOf(word, words)) ? 0.7 : 0
  const byLetters = best.similarity >= SIMILARITY_MIN ? best.similarity * 0.85 : 0
  if ((byWord === 0 && byLetters === 0 && byPhrase === 0) || isVetoed(header, target)) return null
  if (byPhrase > byLetters) return { sureness: byPhrase, because: 'Words of the header' }
  return byWord > byLetters
    ? { sureness: byWord, because: 'A word of the header' }
    : { sureness: byLetters, because: `Like “${best.header}”` }
}

function isOneOf(word: string, { any, within }: { any: ReadonlySet<string>; within?: RegExp }): boolean {
  return any.has(word) || (within?.test(word) ?? false)
}
