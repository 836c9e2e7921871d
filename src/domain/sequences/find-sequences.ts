import type { Actor } from '@/domain/actor'
import { firstIdAt, isUuid, parsePublicId } from '@/domain/ids'
import { requestFault } from '@/domain/parse-request'
import { findRareOutcome } from '@/domain/results/find-rare-outcome'
import { showsTests } from '@/domain/results/shows-tests.rules'
import { db, Prisma } from '@/platform/db'
import type { SequenceFilter, SequenceOrder } from './sequence-filter.schema'

/** How many contacts a search looks at first. It is four pages of a list, most of which are full then. */
const FIRST_WINDOW = 200
const WINDOW_GROWTH = 10
const WINDOW_MAX = 20_000
/** How many it looks at before it asks whether an outcome is rare: among so many, a page of others is full. */
const SCANNED_BEFORE_RARE = FIRST_WINDOW * (1 + WINDOW_GROWTH)
/** How many contacts one search looks at. Where nothing was found among them, whoever asks may go on from there. */
const SCANNED_MAX = 100_000

const LOWEST_ID = '00000000-0000-0000-0000-000000000000'
/** Above every id: a UUIDv7 begins with its time. */
const HIGHEST_ID = 'ffffffff-ffff-ffff-ffff-ffffffffffff'

export type SequenceSearch = {
  filter: SequenceFilter
  order: SequenceOrder
  /** `next` of the page before. */
  after?: string | undefined
  limit: number
}

export type FoundSequences = {
  /** UUIDs, in the order asked for. */
  ids: string[]
  /** Where to go on; null when there is nothing more. When a search came to its end early, `ids` are few or none. */
  next: string | null
}

/**
 * Finds sequences, a page at a time. Contacts whose sequences do not exist yet are found as they will be.
 *
 * Ids are in the order of enrollment, so a page is a range of ids. Any filter may be combined with any other, and there
 * is no index for each combination: a search goes through windows of ids, which grow, and ends after a hundred thousand
 * contacts, whatever it has found. So it takes as long however many contacts there are.
 *
 * @throws VALIDATION_ERROR for an order by name of more than a batch
 */
export async function findSequences(actor: Actor, search: SequenceSearch): Promise<FoundSequences> {
  const { filter, order, after, limit } = search
  const terms = termsOf(actor, filter)
  if (!terms) return { ids: [], next: null }
  if (terms.batchId !== null) return pageOf(await findInBatch(actor, terms, search), limit)
  if (order === 'name')
    throw requestFault('order', 'Only the contacts of one batch can be put in order of their names.')
  const range = await rangeOf(actor, filter)
  if (!range) return { ids: [], next: null }
  terms.anchor ??= filter.variable === undefined ? await rareStatus(actor, terms) : null

  const isDown = order === 'newest'
  if (after !== undefined) narrow(range, isDown, after)
  const ids: string[] = []
  let window = FIRST_WINDOW
  for (let scanned = 0; scanned < SCANNED_MAX; scanned += window) {
    if (scanned > 0) window = Math.min(window * WINDOW_GROWTH, WINDOW_MAX)
    const end = await findWindowEnd(actor, terms, range, isDown, window)
    const part = end === null ? range : isDown ? { ...range, low: end } : { ...range, high: successorOf(end) }
    ids.push(...(await findInRange(actor, terms, part, isDown, limit + 1 - ids.length)))
    if (end === null || ids.length > limit) return pageOf(ids, limit)
    narrow(range, isDown, end)
    if (filter.outcome === undefined || scanned + window !== SCANNED_BEFORE_RARE) continue
    const rare = await findRareOutcome(actor, filter.outcome)
    if (rare === null) continue
    ids.push(...(await findAmong(actor, terms, range, isDown, limit + 1 - ids.length, rare.sequences)))
    return pageOf(ids, limit)
  }
  return { ids, next: isDown ? range.high : predecessorOf(range.low) }
}

/**
 * Finds those of a filter's contacts who are its newest with their number and extension, so that nobody is meant twice who
 * was enrolled more than once. Contacts of one batch that was sent with `allowDuplicates` are each meant, as they were
 * then. Tests do not count.
 *
 * @param ids UUIDs of contacts that the filter has found
 * @returns those of them, in no order
 */
export async function findNewestOfNumbers(
  actor: Actor,
  filter: SequenceFilter,
  ids: readonly string[],
): Promise<string[]> {
  const terms = termsOf(actor, filter)
  if (!terms || ids.length === 0) return []
  const { low, high } = enrolledRange(filter)
  // By the index of numbers, as OFFSET 0 demands: in the order of the ids the planner would read other people for each.
  const rows = await db().rows<{ id: string }>`
    SELECT chosen.id FROM (SELECT * FROM contacts WHERE id = ANY(${ids}::uuid[]) OFFSET 0) chosen
    WHERE chosen.organization_id = ${actor.organizationId}
      AND NOT EXISTS (
        SELECT FROM (SELECT * FROM contacts WHERE phone_number = chosen.phone_number OFFSET 0) contact
        JOIN batches batch ON batch.id = contact.batch_id
        LEFT JOIN sequences sequence ON sequence.id = contact.id
        WHERE contact.organization_id = ${actor.organizationId}
          AND contact.phone_number_ext IS NOT DISTINCT FROM chosen.phone_number_ext
          AND contact.id > chosen.id AND contact.id >= ${low}::uuid AND contact.id < ${high}::uuid
          AND (${terms.batchId}::uuid IS NULL OR contact.batch_id = ${terms.batchId}::uuid) AND NOT batch.test
          AND (contact.batch_id <> chosen.batch_id OR NOT coalesce((batch.options ->> 'allowDuplicates')::boolean, false))
          AND ${others(terms, { low, high })} OFFSET 0)`
  return rows.map(({ id }) => id)
}

function pageOf(ids: string[], limit: number): FoundSequences {
  return { ids: ids.slice(0, limit), next: ids.length > limit ? (ids[limit - 1] ?? null) : null }
}

/** Ids from `low` on and below `high`. */
type Range = { low: string; high: string }

function narrow(range: Range, isDown: boolean, after: string): void {
  const next = isDown ? after : successorOf(after)
  if (isDown && next < range.high) range.high = next
  if (!isDown && next > range.low) range.low = next
}

const successorOf = (id: string) => movedBy(id, 1n)
const predecessorOf = (id: string) => movedBy(id, -1n)

function movedBy(id: string, by: bigint): string {
  const hex = (BigInt(`0x${id.replaceAll('-', '')}`) + by).toString(16).padStart(32, '0')
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-${hex.slice(12, 16)}-${hex.slice(16, 20)}-${hex.slice(20)}`
}

/** Returns the range of ids that were made in the time of a filter. */
function enrolledRange({ enrolledSince, enrolledBefore }: SequenceFilter): Range {
  return {
    low: enrolledSince === undefined ? LOWEST_ID : firstIdAt(msOf(enrolledSince)),
    high: enrolledBefore === undefined ? HIGHEST_ID : firstIdAt(msOf(enrolledBefore)),
  }
}

/** Returns the range of ids that a filter can be in; null when there is none. */
async function rangeOf(actor: Actor, filter: SequenceFilter): Promise<Range | null> {
  const { calledSince, calledBefore, importId } = filter
  const range = enrolledRange(filter)
  if (calledSince !== undefined) {
    // Who was called in that time lies, most often, among those who were enrolled shortly before.
    const [called] = await db().rows<{ first: string | null; last: string | null }>`
      SELECT min(sequence_id::text) AS first, max(sequence_id::text) AS last FROM calls
      WHERE organization_id = ${actor.organizationId} AND ended_at >= ${dateOf(calledSince)}::timestamptz
        AND ended_at < coalesce(${dateOf(calledBefore)}::timestamptz, 'infinity')`
    if (!within(range, called)) return null
  }
  if (importId === undefined) return range
  // The contacts of a file lie together: from its first batch to its last.
  const [ends] = await db().rows<{ first: string | null; last: string | null }>`
    SELECT
      (SELECT contacts.id FROM import_batches cut JOIN contacts ON contacts.batch_id = cut.batch_id
        WHERE cut.import_id = ${importId}::uuid AND cut.organization_id = ${actor.organizationId}
        ORDER BY cut.number, contacts.index LIMIT 1) AS first,
      (SELECT contacts.id FROM import_batches cut JOIN contacts ON contacts.batch_id = cut.batch_id
        WHERE cut.import_id = ${importId}::uuid AND cut.organization_id = ${actor.organizationId}
        ORDER BY cut.number DESC, contacts.index DESC LIMIT 1) AS last`
  return within(range, ends) ? range : null
}

/** Narrows a range to what is from the first id to the last. @returns false when there is neither */
function within(range: Range, ends: { first: string | null; last: string | null } | undefined): boolean {
  if (!ends?.first || !ends.last) return false
  const { first, last } = ends
  if (first > range.low) range.low = first
  if (successorOf(last) < range.high) range.high = successorOf(last)
  return true
}

function dateOf(moment: string | undefined): Date | null {
  return moment === undefined ? null : new Date(moment)
}

/** The latest moment of a UUIDv7. */
const MS_MAX = 2 ** 48 - 1

function msOf(moment: string): number {
  return Math.min(MS_MAX, Math.max(0, Date.parse(moment)))
}

/**
 * A condition of a filter that an index finds, whoever else there is: a search goes through those who meet it alone.
 */
type Anchor = {
  of: 'result' | 'last result type' | 'status'
  /** Any of them. */
  words: readonly string[]
}

/** A filter as the statements take it: null for what is not asked. */
type Terms = {
  batchId: string | null
  importId: string | null
  agentId: string | null
  results: string[] | null
  anchor: Anchor | null
  resultTypes: string[] | null
  outcome: string | null
  status: string | null
  variable: string | null
  calledSince: Date | null
  calledBefore: Date | null
  tests: boolean
}

/** Returns null for a filter that nothing can match, since an id in it is not one of ours. */
function termsOf(actor: Actor, filter: SequenceFilter): Terms | null {
  const { batchId = null, importId = null, results, resultTypes, outcome, lifecycleStatus, variable } = filter
  if ((batchId !== null && !isUuid(batchId)) || (importId !== null && !isUuid(importId))) return null
  const agentId = filter.agentId === undefined ? null : parsePublicId('agent', filter.agentId)
  if (filter.agentId !== undefined && agentId === null) return null
  return {
    batchId,
    importId,
    agentId,
    results: results ?? null,
    anchor: anchorOf(filter),
    resultTypes: resultTypes ?? null,
    outcome: outcome === undefined ? null : JSON.stringify({ outcomes: [{ name: outcome }] }),
    status: lifecycleStatus ?? null,
    variable: variable === undefined ? null : JSON.stringify({ [variable.name]: variable.value }),
    calledSince: dateOf(filter.calledSince),
    calledBefore: dateOf(filter.calledBefore),
    tests: showsTests(actor, filter),
  }
}

/** Returns null where the contacts themselves have to be gone through. A variable has an index of its own. */
function anchorOf({ results, resultTypes, variable }: SequenceFilter): Anchor | null {
  if (variable !== undefined) return null
  if (resultTypes) return { of: 'last result type', words: resultTypes }
  return results && !results.includes('open') ? { of: 'result', words: results } : null
}

/** As many can be put in order of their ids for each window. */
const RARE_MAX = 1_000

/**
 * Returns an anchor for a state that few sequences are in; null when many are, or when contacts are in it whose sequences
 * do not exist yet. The index of states is in the order of changes, and so of use for few alone.
 */
async function rareStatus({ organizationId }: Actor, { status }: Terms): Promise<Anchor | null> {
  if (status === null || status === 'waiting' || status === 'scheduled') return null
  const [counted] = await db().rows<{ sequences: number }>`
    SELECT count(*)::int AS sequences FROM (
      SELECT FROM sequences WHERE organization_id = ${organizationId} AND status = ${status} LIMIT ${RARE_MAX + 1}) found`
  return counted && counted.sequences <= RARE_MAX ? { of: 'status', words: [status] } : null
}

/**
 * The conditions for which no index is asked, on `contact`, `sequence` and `batch`.
 *
 * @param range which the contacts are in anyway. It is said of their calls too: the planner thinks that what hardly anybody
 * has is quickly found among all calls there are, and reads them all for each window.
 */
function others(terms: Terms, { low, high }: Range): Prisma.Sql {
  const { agentId, importId, results, resultTypes, outcome, status, variable, calledSince, calledBefore, tests } = terms
  return Prisma.sql`
    (${agentId}::uuid IS NULL OR batch.agent_id = ${agentId}::uuid)
    AND (${results}::text[] IS NULL OR ${RESULT} = ANY(${results}::text[]))
    AND (${resultTypes}::text[] IS NULL OR sequence.last_result_type = ANY(${resultTypes}::text[]))
    AND (${status}::text IS NULL OR coalesce(sequence.status, first_status(contact.chain_position)) = ${status})
    AND (${variable}::jsonb IS NULL OR contact.variables @> ${variable}::jsonb)
    AND (${tests}::boolean OR NOT batch.test)
    AND ((${calledSince}::timestamptz IS NULL AND ${calledBefore}::timestamptz IS NULL) OR (
      SELECT max(call.ended_at) >= coalesce(${calledSince}::timestamptz, '-infinity')
        AND max(call.ended_at) < coalesce(${calledBefore}::timestamptz, 'infinity')
      FROM calls call WHERE call.sequence_id = contact.id AND call.result_type IS NOT NULL))
    AND (${outcome}::jsonb IS NULL OR EXISTS (
      SELECT FROM calls call WHERE call.sequence_id = contact.id AND call.result @> ${outcome}::jsonb
        AND call.sequence_id >= ${low}::uuid AND call.sequence_id < ${high}::uuid))
    AND (${importId}::uuid IS NULL OR EXISTS (
      SELECT FROM import_batches cut WHERE cut.batch_id = contact.batch_id AND cut.import_id = ${importId}::uuid))`
}

/** The result of `sequence`, which may not exist yet. */
const RESULT = Prisma.sql`sequence_result(sequence.status, sequence.best_result, sequence.last_result_type)`

/** The condition of an anchor on `sequence`. One word is said to be equal: then the index has the rows in the order of their ids. */
function isAnyOf({ of, words }: Anchor): Prisma.Sql {
  const asked = words.length === 1 ? Prisma.sql`${words[0] ?? ''}` : Prisma.sql`ANY(${[...words]}::text[])`
  if (of === 'status') return Prisma.sql`sequence.status = ${asked}`
  return of === 'result'
    ? Prisma.sql`sequence.ended_at IS NOT NULL AND ${RESULT} = ${asked}`
    : Prisma.sql`sequence.last_result_type = ${asked}`
}

/** Returns the last id of the next window; null when there are fewer left. With an anchor, a window may have fewer. */
async function findWindowEnd(
  actor: Actor,
  { anchor, variable }: Terms,
  { low, high }: Range,
  isDown: boolean,
  window: number,
): Promise<string | null> {
  const order = isDown ? Prisma.sql`DESC` : Prisma.sql`ASC`
  if (anchor === null) {
    const [row] = await db().rows<{ id: string }>`
      SELECT id FROM contacts
      WHERE organization_id = ${actor.organizationId} AND id >= ${low}::uuid AND id < ${high}::uuid
        AND (${variable}::jsonb IS NULL OR variables @> ${variable}::jsonb)
      ORDER BY id ${order} OFFSET ${window - 1} LIMIT 1`
    return row?.id ?? null
  }
  // Word by word: of one that it is told the planner knows how rare it is. Of any of several it takes each to be as frequent
  // as they are on average, and goes through all sequences for one that hardly any have.
  const ends: string[] = []
  for (const word of anchor.words) {
    const [row] = await db().rows<{ id: string }>`
      SELECT sequence.id FROM sequences sequence
      WHERE sequence.organization_id = ${actor.organizationId}
        AND sequence.id >= ${low}::uuid AND sequence.id < ${high}::uuid
        AND ${isAnyOf({ ...anchor, words: [word] })}
      ORDER BY sequence.id ${order} OFFSET ${Math.ceil(window / anchor.words.length) - 1} LIMIT 1`
    if (row) ends.push(row.id)
  }
  ends.sort()
  return (isDown ? ends.at(-1) : ends[0]) ?? null
}

async function findInRange(
  actor: Actor,
  terms: Terms,
  { low, high }: Range,
  isDown: boolean,
  limit: number,
): Promise<string[]> {
  const order = isDown ? Prisma.sql`DESC` : Prisma.sql`ASC`
  // Contact by contact, as LIMIT 1 demands: the planner thinks that hardly any are in a narrow range, and would go through
  // the whole of it for each of them.
  const rows =
    terms.anchor === null
      ? await db().rows<{ id: string }>`
          SELECT contact.id FROM contacts contact
          JOIN batches batch ON batch.id = contact.batch_id
          LEFT JOIN LATERAL (SELECT * FROM sequences WHERE sequences.id = contact.id LIMIT 1) sequence ON true
          WHERE contact.organization_id = ${actor.organizationId}
            AND contact.id >= ${low}::uuid AND contact.id < ${high}::uuid AND ${others(terms, { low, high })}
          ORDER BY contact.id ${order} LIMIT ${limit}`
      : await db().rows<{ id: string }>`
          SELECT contact.id FROM sequences sequence
          JOIN contacts contact ON contact.id = sequence.id
          JOIN batches batch ON batch.id = sequence.batch_id
          WHERE sequence.organization_id = ${actor.organizationId}
            AND sequence.id >= ${low}::uuid AND sequence.id < ${high}::uuid
            AND ${isAnyOf(terms.anchor)}
            AND (${terms.agentId}::uuid IS NULL OR sequence.agent_id = ${terms.agentId}::uuid)
            AND ${others(terms, { low, high })}
          ORDER BY sequence.id ${order} LIMIT ${limit}`
  return rows.map(({ id }) => id)
}

/** Those of few contacts who are in the range and meet the conditions. That they have the outcome is known. */
async function findAmong(
  actor: Actor,
  terms: Terms,
  { low, high }: Range,
  isDown: boolean,
  limit: number,
  contactIds: readonly string[],
): Promise<string[]> {
  if (contactIds.length === 0) return []
  const order = isDown ? Prisma.sql`DESC` : Prisma.sql`ASC`
  // By their ids, as OFFSET 0 demands: for their order the planner would go through all others.
  const rows = await db().rows<{ id: string }>`
    SELECT contact.id FROM (SELECT * FROM contacts WHERE id = ANY(${contactIds}::uuid[]) OFFSET 0) contact
    JOIN batches batch ON batch.id = contact.batch_id
    LEFT JOIN LATERAL (SELECT * FROM sequences WHERE sequences.id = contact.id LIMIT 1) sequence ON true
    WHERE contact.organization_id = ${actor.organizationId}
      AND contact.id >= ${low}::uuid AND contact.id < ${high}::uuid
      AND ${others({ ...terms, outcome: null }, { low, high })}
    ORDER BY contact.id ${order} LIMIT ${limit}`
  return rows.map(({ id }) => id)
}

async function findInBatch(actor: Actor, terms: Terms, search: SequenceSearch): Promise<string[]> {
  const { order, after = null, limit, filter } = search
  const { low, high } = enrolledRange(filter)
  // What is behind the place of the cursor: by its name, which the cursor does not hold, or by its id.
  const place =
    order === 'name'
      ? Prisma.sql`(contact.name, contact.id) > (SELECT name, id FROM last)`
      : order === 'newest'
        ? Prisma.sql`contact.id < (SELECT id FROM last)`
        : Prisma.sql`contact.id > (SELECT id FROM last)`
  const sorted =
    order === 'name'
      ? Prisma.sql`contact.name, contact.id`
      : order === 'newest'
        ? Prisma.sql`contact.id DESC`
        : Prisma.sql`contact.id`
  const rows = await db().rows<{ id: string }>`
    WITH contact AS MATERIALIZED (
      SELECT * FROM contacts WHERE batch_id = ${terms.batchId}::uuid AND organization_id = ${actor.organizationId}),
    last AS (SELECT id, name FROM contact WHERE id = ${after}::uuid)
    SELECT contact.id FROM contact
    JOIN batches batch ON batch.id = contact.batch_id
    LEFT JOIN sequences sequence ON sequence.id = contact.id
    WHERE contact.id >= ${low}::uuid AND contact.id < ${high}::uuid AND (${after}::uuid IS NULL OR ${place})
      AND ${others(terms, { low, high })}
    ORDER BY ${sorted} LIMIT ${limit + 1}`
  return rows.map(({ id }) => id)
}
