import type { Actor } from '@/domain/actor'
import type { Reason, RuleRef } from '@/domain/contact-safety/contact-facts.rules'
import { describeReason } from '@/domain/contact-safety/describe-reason.rules'
import type { Jurisdiction } from '@/domain/contact-safety/locate-person.rules'
import { RollcallError } from '@/domain/errors'
import { toPublicId } from '@/domain/ids'
import { type CursorScope, decodeCursor, encodeCursor } from '@/domain/page-cursor'
import { writeMoment } from '@/domain/sequences/export-rows.rules'
import { readPersonNumber } from '@/domain/sequences/read-person-number'
import { storedNumbers } from '@/domain/suppression/stored-numbers'
import { db } from '@/platform/db'
import {
  describeCall,
  describeConsent,
  describeDecision,
  describeEnrollment,
  describeMail,
  describeOptOut,
  describeSuppression,
} from './describe-trail.rules'
import { CANDIDATES_MAX, listPersonRejections } from './list-person-rejections'
import type { TrailQuery } from './person.schema'
import type { Trail, TrailDecision, TrailEntry } from './trail-answer.schema'
import { boundOf, compareTrail, TRAIL_TYPES, type TrailPlace, type TrailType } from './trail-order.rules'

const CURSOR = /^(\d{1,2}) (\d{1,14}) ([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}(?:-\d{9})?)$/

/** From where on a page tells, and how much. */
type Page = { organizationId: string; number: string; limit: number; after: TrailPlace | null }

/** What every source has of an entry; what is absent is null in the answer. */
type Found = Omit<Partial<TrailEntry>, 'at' | 'id' | 'type'> & { id: string; at: Date; what: string }

/**
 * Lists a page of everything that is known about one number in the actor's organization, newest first: enrollments and
 * rejections, the decisions whether to call, calls, mails, opt-outs, consents, suppressions and an erasure. Whoever has to
 * prove why somebody was called, or was not, finds it here.
 *
 * @param phoneNumber as in a contact
 * @throws VALIDATION_ERROR for a text that is not one number or a cursor of another list, PERSON_NOT_FOUND when there is
 *   nothing
 */
export async function listTrail(actor: Actor, query: TrailQuery): Promise<Trail> {
  const number = await readPersonNumber(actor, query.phoneNumber)
  const { organizationId } = actor
  const scope: CursorScope = ['trail', organizationId, number]
  const after = query.cursor === undefined ? null : placeOf(decodeCursor(scope, query.cursor, CURSOR))
  const page: Page = { organizationId, number, limit: query.limit + 1, after }
  const [name, ...sources] = await Promise.all([
    findName(page),
    ofType('enrolled', findEnrollments(page)),
    ofType('cancelled', findCancellations(page)),
    ofType('rejected', findRejections(actor, page)),
    ofType('decided', findDecisions(page)),
    ofType('called', findCalls(page)),
    ofType('mailed', findMails(page)),
    ofType('opted out', findOptOuts(page)),
    ofType('consented', findConsents(page)),
    ofType('consent revoked', findRevocations(page)),
    ofType('suppressed', findSuppressions(page)),
    ofType('erased', findErasure(page)),
  ])
  const found = sources.flat().sort((a, b) => compareTrail(placeIn(a), placeIn(b)))
  if (found.length === 0 && after === null) {
    throw new RollcallError('PERSON_NOT_FOUND', 'Nothing is known about this number in your organization.')
  }
  const trail = found.slice(0, query.limit)
  const last = found.length > query.limit ? trail.at(-1) : undefined
  return {
    phoneNumber: number,
    name,
    trail,
    nextCursor: last ? encodeCursor(scope, TRAIL_TYPES.indexOf(last.type), Date.parse(last.at), last.id) : null,
  }
}

function placeOf([type, at, id]: string[]): TrailPlace {
  return { type: TRAIL_TYPES[Number(type)] ?? 'rejected', atMs: Number(at), id: id ?? '' }
}

function placeIn({ type, at, id }: TrailEntry): TrailPlace {
  return { type, atMs: Date.parse(at), id }
}

async function ofType(type: TrailType, found: Promise<Found[]>): Promise<TrailEntry[]> {
  return (await found).map(({ at, ...entry }) => ({
    by: null,
    agentId: null,
    agentName: null,
    batchId: null,
    importId: null,
    sequenceId: null,
    callId: null,
    externalId: null,
    timezone: null,
    decision: null,
    ...entry,
    type,
    at: at.toISOString(),
  }))
}

function below(type: TrailType, { after }: Page): { at: Date; id: string } {
  const { atMs, id } = boundOf(type, after)
  return { at: new Date(atMs), id: id.slice(0, 36) }
}

async function findName({ organizationId, number }: Page): Promise<string | null> {
  const [newest] = await db().rows<{ name: string }>`
    SELECT name FROM contacts WHERE phone_number = ${number} AND organization_id = ${organizationId}
    ORDER BY id DESC LIMIT 1`
  return newest?.name ?? null
}

async function findEnrollments(page: Page): Promise<Found[]> {
  const { at, id } = below('enrolled', page)
  const rows = await db().rows<{
    id: string
    at: Date
    name: string
    externalId: string | null
    timezone: string
    by: string
    agent: string
    agentName: string
    batchId: string
    test: boolean
    bypasses: boolean
  }>`
    SELECT contact.id, batch.created_at AS at, contact.name, contact.external_id AS "externalId", contact.timezone, batch.created_by AS by, batch.agent_id AS agent,
      agent.name AS "agentName", batch.id AS "batchId", batch.test,
      bypasses_windows(batch.options) AS bypasses
    FROM contacts contact
    JOIN batches batch ON batch.id = contact.batch_id
    JOIN agents agent ON agent.id = batch.agent_id
    WHERE contact.phone_number = ${page.number} AND contact.organization_id = ${page.organizationId}
      AND (batch.created_at, contact.id) < (${at}, ${id}::uuid)
    ORDER BY batch.created_at DESC, contact.id DESC LIMIT ${page.limit}`
  return rows.map(({ agent, name, test, bypasses, ...row }) => ({
    ...row,
    what: describeEnrollment({ name, agentName: row.agentName, test, bypasses, externalId: row.externalId }),
    agentId: toPublicId('agent', agent),
    sequenceId: toPublicId('sequence', row.id),
  }))
}

async function findCancellations(page: Page): Promise<Found[]> {
  const { at, id } = below('cancelled', page)
  const rows = await db().rows<{
    id: string
    at: Date
    reason: string | null
    timezone: string
    agent: string
    agentName: string
    batchId: string
  }>`
    SELECT sequence.id, coalesce(sequence.ended_at, sequence.updated_at) AS at, sequence.cancel_reason AS reason, contact.timezone, sequence.agent_id AS agent,
      agent.name AS "agentName", sequence.batch_id AS "batchId"
    FROM contacts contact
    JOIN sequences sequence ON sequence.id = contact.id AND sequence.status = 'cancelled'
    JOIN agents agent ON agent.id = sequence.agent_id
    WHERE contact.phone_number = ${page.number} AND contact.organization_id = ${page.organizationId}
      AND (sequence.ended_at, sequence.id) < (${at}, ${id}::uuid)
    ORDER BY sequence.ended_at DESC, sequence.id DESC LIMIT ${page.limit}`
  return rows.map(({ agent, reason, ...row }) => ({
    ...row,
    what: [`Not called by ${row.agentName} any more.`, reason].filter(Boolean).join(' '),
    agentId: toPublicId('agent', agent),
    sequenceId: toPublicId('sequence', row.id),
  }))
}

async function findRejections(actor: Actor, page: Page): Promise<Found[]> {
  const { atMs, id } = boundOf('rejected', page.after)
  const { rejections } = await listPersonRejections(actor, page.number, CANDIDATES_MAX)
  return rejections
    .map(({ batchId, importId, place, reason, at, source }) => ({
      id: `${batchId ?? importId}-${String(place).padStart(9, '0')}`,
      at: new Date(at),
      what: `Rejected${source === null ? '' : ` in “${source}”`}: ${reason}`,
      batchId,
      importId,
    }))
    .filter((entry) => entry.at.getTime() < atMs || (entry.at.getTime() === atMs && entry.id < id))
}

type DecisionRow = {
  id: string
  at: Date
  point: TrailDecision['point']
  kind: TrailDecision['kind']
  notBefore: Date | null
  agent: string
  agentName: string | null
  batchId: string | null
  sequence: string | null
  call: string | null
  reasons: Reason[]
  notices: Reason[]
  rules: RuleRef[]
  places: Jurisdiction[]
  knownBy: string
  timezone: string
  bypassed: string | null
  organizationVersion: number
  agentVersion: number
  consentId: string | null
}

async function findDecisions(page: Page): Promise<Found[]> {
  const { at, id } = below('decided', page)
  const rows = await db().rows<DecisionRow>`
    SELECT decision.id, decision.at, decision.point, decision.kind, decision.not_before AS "notBefore",
      decision.agent_id AS agent, agent.name AS "agentName", decision.batch_id AS "batchId", decision.sequence_id AS sequence,
      decision.call_id AS call, decision.reasons, decision.notices, decision.rules, decision.places,
      decision.known_by AS "knownBy", decision.timezone, decision.bypassed,
      decision.organization_version AS "organizationVersion", decision.agent_version AS "agentVersion",
      decision.consent_id AS "consentId"
    FROM decisions decision LEFT JOIN agents agent ON agent.id = decision.agent_id
    WHERE decision.organization_id = ${page.organizationId} AND decision.phone_number = ${page.number}
      AND (decision.at, decision.id) < (${at}, ${id}::uuid)
    ORDER BY decision.at DESC, decision.id DESC LIMIT ${page.limit}`
  return rows.map((row) => ({
    id: row.id,
    at: row.at,
    what: describeDecision(row.point, row.kind, row.reasons),
    agentId: toPublicId('agent', row.agent),
    agentName: row.agentName,
    batchId: row.batchId,
    sequenceId: row.sequence === null ? null : toPublicId('sequence', row.sequence),
    callId: row.call === null ? null : toPublicId('call', row.call),
    timezone: row.timezone,
    decision: {
      point: row.point,
      kind: row.kind,
      notBefore: row.notBefore?.toISOString() ?? null,
      reasons: row.reasons.map(toReason),
      notices: row.notices.map(toReason),
      rules: row.rules,
      places: row.places.map(({ country, region, zones }) => ({ country, region, timezones: [...zones] })),
      knownBy: row.knownBy,
      localTimes: localTimesOf(row),
      bypassed: row.bypassed,
      organizationVersion: row.organizationVersion,
      agentVersion: row.agentVersion,
      consentId: row.consentId,
    },
  }))
}

function toReason(reason: Reason): TrailDecision['reasons'][number] {
  const until = reason.untilMs === null ? null : new Date(reason.untilMs).toISOString()
  return { code: reason.code, what: describeReason(reason), rule: reason.rule, until }
}

/** Several zones are often on one clock; each clock is told once, by the first of its zones. */
function localTimesOf({ at, places, timezone }: DecisionRow): string[] {
  const zones = [...new Set([...places.flatMap(({ zones }) => zones), timezone])]
  const clocks = new Map<string, string>()
  for (const zone of zones) {
    const time = writeMoment(at.toISOString(), zone) ?? ''
    if (!clocks.has(time)) clocks.set(time, zone)
  }
  return [...clocks].map(([time, zone]) => `${time} ${zone}`)
}

async function findCalls(page: Page): Promise<Found[]> {
  const { at, id } = below('called', page)
  const rows = await db().rows<{
    id: string
    at: Date
    status: string
    resultType: string | null
    durationSeconds: number | null
    summary: string | null
    timezone: string
    agent: string
    agentName: string
    batchId: string
    sequence: string
    fromNumber: string | null
    attempt: number
    promisedAt: Date | null
  }>`
    SELECT * FROM (
      SELECT call.id, coalesce(call.placed_at, call.attempted_at, call.requested_at) AS at, call.status,
        call.result_type AS "resultType", (call.result ->> 'duration')::float8 AS "durationSeconds",
        call.result ->> 'summary' AS summary, contact.timezone, call.agent_id AS agent, agent.name AS "agentName",
        call.batch_id AS "batchId", call.sequence_id AS sequence, call.from_number AS "fromNumber",
        call.attempt, call.promised_at AS "promisedAt"
      FROM contacts contact
      JOIN calls call ON call.sequence_id = contact.id AND call.status <> 'withdrawn'
      JOIN agents agent ON agent.id = call.agent_id
      WHERE contact.phone_number = ${page.number} AND contact.organization_id = ${page.organizationId}
    ) call
    WHERE (at, id) < (${at}, ${id}::uuid)
    ORDER BY at DESC, id DESC LIMIT ${page.limit}`
  return rows.map(({ agent, sequence, promisedAt, ...call }) => {
    const { fromNumber, attempt, status, resultType, durationSeconds, summary, ...row } = call
    const promisedFor = promisedAt && writeMoment(promisedAt.toISOString(), row.timezone)
    return {
      ...row,
      what: describeCall({ ...call, promisedFor }),
      agentId: toPublicId('agent', agent),
      sequenceId: toPublicId('sequence', sequence),
      callId: toPublicId('call', row.id),
    }
  })
}

async function findMails(page: Page): Promise<Found[]> {
  const { at, id } = below('mailed', page)
  const rows = await db().rows<{
    id: string
    at: Date
    subject: string
    toAddress: string
    status: string
    timezone: string
    agent: string
    agentName: string
    batchId: string
    sequence: string
  }>`
    SELECT * FROM (
      SELECT email.id, coalesce(email.attempted_at, email.requested_at) AS at, email.subject, email.to_address AS "toAddress",
        email.status, contact.timezone, email.agent_id AS agent, agent.name AS "agentName", email.batch_id AS "batchId",
        email.sequence_id AS sequence
      FROM contacts contact
      JOIN emails email ON email.sequence_id = contact.id AND email.status <> 'withdrawn'
      JOIN agents agent ON agent.id = email.agent_id
      WHERE contact.phone_number = ${page.number} AND contact.organization_id = ${page.organizationId}
    ) email
    WHERE (at, id) < (${at}, ${id}::uuid)
    ORDER BY at DESC, id DESC LIMIT ${page.limit}`
  return rows.map(({ agent, sequence, subject, toAddress, status, ...row }) => ({
    ...row,
    what: describeMail({ subject, toAddress, status }),
    agentId: toPublicId('agent', agent),
    sequenceId: toPublicId('sequence', sequence),
  }))
}

async function findOptOuts(page: Page): Promise<Found[]> {
  const { at, id } = below('opted out', page)
  const rows = await db().rows<{
    id: string
    at: Date
    by: string
    agent: string | null
    agentName: string | null
    call: string | null
  }>`
    SELECT opt_out.id, opt_out.at, opt_out.noted_by AS by, opt_out.agent_id AS agent, agent.name AS "agentName",
      opt_out.call_id AS call
    FROM opt_outs opt_out LEFT JOIN agents agent ON agent.id = opt_out.agent_id
    WHERE opt_out.organization_id = ${page.organizationId} AND opt_out.phone_number = ${page.number}
      AND (opt_out.at, opt_out.id) < (${at}, ${id}::uuid)
    ORDER BY opt_out.at DESC, opt_out.id DESC LIMIT ${page.limit}`
  return rows.map(({ agent, call, ...row }) => ({
    ...row,
    what: describeOptOut(row.agentName, call !== null),
    agentId: agent === null ? null : toPublicId('agent', agent),
    callId: call === null ? null : toPublicId('call', call),
  }))
}

async function findConsents(page: Page): Promise<Found[]> {
  const { at, id } = below('consented', page)
  const rows = await db().rows<{
    id: string
    at: Date
    by: string
    basis: string
    source: string
    text: string | null
    batchId: string | null
  }>`
    SELECT id, at, added_by AS by, basis, source, text, batch_id AS "batchId" FROM consents
    WHERE organization_id = ${page.organizationId} AND phone_number = ${page.number}
      AND (at, id) < (${at}, ${id}::uuid)
    ORDER BY at DESC, id DESC LIMIT ${page.limit}`
  return rows.map(({ basis, source, text, ...row }) => ({ ...row, what: describeConsent({ basis, source, text }) }))
}

async function findRevocations(page: Page): Promise<Found[]> {
  const { at, id } = below('consent revoked', page)
  const rows = await db().rows<{ id: string; at: Date; by: string | null }>`
    SELECT id, coalesce(revoked_at, at) AS at, revoked_by AS by FROM consents
    WHERE organization_id = ${page.organizationId} AND phone_number = ${page.number}
      AND (revoked_at, id) < (${at}, ${id}::uuid)
    ORDER BY revoked_at DESC, id DESC LIMIT ${page.limit}`
  return rows.map((row) => ({ ...row, what: 'Consent revoked.' }))
}

/** Entries that are on lists now; whoever was taken off stands in the audit log, by the end of the number. */
async function findSuppressions(page: Page): Promise<Found[]> {
  const { at, id } = below('suppressed', page)
  const rows = await db().rows<{ id: string; at: Date; by: string; listName: string; reason: string | null }>`
    SELECT list.id, entry.since AS at, entry.added_by AS by, list.name AS "listName", entry.reason
    FROM suppression_entries entry
    JOIN suppression_lists list ON list.id = entry.list_id AND list.deleted_at IS NULL AND list.generation = entry.generation
    WHERE entry.organization_id = ${page.organizationId} AND entry.phone_number = ${page.number}
      AND (entry.since, list.id) < (${at}, ${id}::uuid)
    ORDER BY entry.since DESC, list.id DESC LIMIT ${page.limit}`
  return rows.map(({ listName, reason, ...row }) => ({ ...row, what: describeSuppression({ listName, reason }) }))
}

/** Of somebody who was erased there is a hash of the number, since then. */
async function findErasure(page: Page): Promise<Found[]> {
  const { at, id } = below('erased', page)
  const rows = await db().rows<{ id: string; at: Date }>`
    SELECT entry.list_id AS id, entry.since AS at FROM (${storedNumbers([{ organizationId: page.organizationId, phoneNumber: page.number }])}) known
    JOIN suppression_entries entry ON entry.organization_id = known.organization_id AND entry.phone_number = known.stored
    WHERE known.stored <> known.phone_number AND (entry.since, entry.list_id) < (${at}, ${id}::uuid)
    ORDER BY entry.since DESC LIMIT ${page.limit}`
  return rows.map((row) => ({
    ...row,
    what: 'The person was erased. What was known before is gone, and the number is not called.',
  }))
}
