import type { Actor } from '@/domain/actor'
import { toPublicId } from '@/domain/ids'
import type { ResultType } from '@/domain/results/call-result.schema'
import type { LifecycleStatus } from '@/domain/sequences/sequence.schema'
import { db } from '@/platform/db'
import type { SearchReadings } from './search-text.rules'

export const PEOPLE_FOUND_MAX = 8

/** How many contacts of each reading are looked at. Who has many contacts is found by each of them. */
const CONTACTS_MAX = 200
/** How many contacts with the first or last word of a longer name are compared with the whole of it. */
const WORDS_COMPARED_MAX = 5_000

/** Behind every text that begins with a text: no character is greater. */
const BEHIND = '\u{10ffff}'

/** A person, as the newest contact with the number says. */
export type PersonHit = {
  /** E.164. */
  phoneNumber: string
  name: string
  /** What the text was found as. */
  matchedBy: 'id' | 'number' | 'number end' | 'name' | 'email' | 'external id' | 'variable'
  /** How many contacts have the number. */
  sequences: number
  /** The newest sequence, or the one that was looked for by its id. */
  sequenceId: string
  agentName: string
  /** That sequence is a test. */
  test: boolean
  lifecycleStatus: LifecycleStatus
  lastResultType: ResultType | null
  /** When something of that sequence changed last. */
  changedAt: string
  /** When its next step may start. */
  dueAt: string | null
  timezone: string
}

type Row = Omit<
  PersonHit,
  'sequenceId' | 'changedAt' | 'dueAt' | 'matchedBy' | 'lifecycleStatus' | 'lastResultType'
> & {
  matchedBy: string
  sequenceId: string
  lifecycleStatus: string
  lastResultType: string | null
  changedAt: Date
  dueAt: Date | null
}

/**
 * Finds the people that a text can mean, each number once: the likelier reading first, then whoever was enrolled last.
 * Each branch is read by an index and ends after so many contacts, however many there are. A branch that the text does
 * not concern has nothing to compare with, and is not run.
 *
 * @param variables names of variables whose values are compared
 * @returns one more than is shown, when there are more
 */
export async function findPeople(
  actor: Actor,
  readings: SearchReadings,
  variables: readonly string[],
): Promise<PersonHit[]> {
  const { organizationId } = actor
  const { sequenceId, callId, numbers, numberEnds, email, name, values } = readings
  const pairs = variables.flatMap((variable) => values.map((value) => JSON.stringify({ [variable]: value })))
  const isLonger = name !== null && name.first !== name.last
  const rows = await db().rows<Row>`
    WITH wanted AS MATERIALIZED (
      SELECT lower(${name?.whole ?? null}::text) AS whole, lower(${name?.first ?? null}::text) AS first,
        lower(${name?.last ?? null}::text) AS last
    ),
    found AS (
      SELECT id, phone_number, name, 0 AS rank, 'id' AS matched_by FROM contacts
      WHERE id = ${sequenceId}::uuid AND organization_id = ${organizationId}
      UNION ALL
      SELECT contact.id, contact.phone_number, contact.name, 0, 'id'
      FROM calls call JOIN contacts contact ON contact.id = call.sequence_id
      WHERE call.id = ${callId}::uuid AND contact.organization_id = ${organizationId}
      UNION ALL
      (SELECT id, phone_number, name, 1, 'number' FROM contacts
      WHERE phone_number = ANY(${numbers}::text[]) AND organization_id = ${organizationId} LIMIT ${CONTACTS_MAX})
      UNION ALL
      (SELECT id, phone_number, name, 2, 'email' FROM contacts
      WHERE lower(to_email_address) = lower(${email}::text) AND organization_id = ${organizationId}
      LIMIT ${CONTACTS_MAX})
      UNION ALL
      (SELECT id, phone_number, name, 3, 'external id' FROM contacts
      WHERE external_id = ANY(${values}::text[]) AND organization_id = ${organizationId} LIMIT ${CONTACTS_MAX})
      UNION ALL
      (SELECT id, phone_number, name, 3, 'variable' FROM contacts
      WHERE variables @> ANY(${pairs}::jsonb[]) AND organization_id = ${organizationId} LIMIT ${CONTACTS_MAX})
      UNION ALL
      (SELECT id, phone_number, name, 4, 'number end' FROM contacts
      WHERE organization_id = ${organizationId} AND right(phone_number, 4) = ANY(${numberEnds.map((end) => end.slice(-4))}::text[])
        AND phone_number LIKE ANY(${numberEnds.map((end) => `%${end}`)}::text[])
      LIMIT ${CONTACTS_MAX})
      UNION ALL
      (SELECT id, phone_number, named.name, 5, 'name' FROM (
        SELECT contacts.* FROM wanted CROSS JOIN LATERAL (
          SELECT id, phone_number, contacts.name FROM contacts
          WHERE organization_id = ${organizationId} AND erased_at IS NULL
            AND lower(split_part(contacts.name, ' ', 1)) ~>=~ wanted.first
            AND lower(split_part(contacts.name, ' ', 1)) ~<~ (wanted.first || ${isLonger ? ' ' : BEHIND}::text)
          LIMIT ${isLonger ? WORDS_COMPARED_MAX : CONTACTS_MAX}) contacts
        ) named, wanted
      WHERE starts_with(lower(named.name), wanted.whole) LIMIT ${CONTACTS_MAX})
      UNION ALL
      (SELECT id, phone_number, named.name, 6, 'name' FROM (
        SELECT contacts.* FROM wanted CROSS JOIN LATERAL (
          SELECT id, phone_number, contacts.name FROM contacts
          WHERE organization_id = ${organizationId} AND erased_at IS NULL
            AND lower(split_part(contacts.name, ' ', -1)) ~>=~ wanted.last
            AND lower(split_part(contacts.name, ' ', -1)) ~<~ (wanted.last || ${BEHIND}::text)
          LIMIT ${isLonger ? WORDS_COMPARED_MAX : CONTACTS_MAX}) contacts
        ) named, wanted
      WHERE NOT ${isLonger} OR starts_with(lower(named.name), wanted.whole) LIMIT ${CONTACTS_MAX})
    ),
    people AS (
      SELECT * FROM (SELECT DISTINCT ON (phone_number) * FROM found ORDER BY phone_number, rank, id DESC) each
      ORDER BY rank, id DESC LIMIT ${PEOPLE_FOUND_MAX + 1}
    )
    SELECT people.phone_number AS "phoneNumber", people.name, people.matched_by AS "matchedBy",
      newest.count AS sequences, contact.id AS "sequenceId", agent.name AS "agentName", batch.test, contact.timezone,
      coalesce(sequence.status, first_status(contact.chain_position)) AS "lifecycleStatus",
      sequence.last_result_type AS "lastResultType", coalesce(sequence.updated_at, batch.created_at) AS "changedAt",
      sequence.due_at AS "dueAt"
    FROM people
    CROSS JOIN LATERAL (
      SELECT count(*)::int AS count, max(id::text)::uuid AS id FROM contacts
      WHERE contacts.phone_number = people.phone_number AND contacts.organization_id = ${organizationId}
    ) newest
    JOIN contacts contact ON contact.id = CASE WHEN people.rank = 0 THEN people.id ELSE newest.id END
    JOIN batches batch ON batch.id = contact.batch_id
    JOIN agents agent ON agent.id = batch.agent_id
    LEFT JOIN sequences sequence ON sequence.id = contact.id
    ORDER BY people.rank, people.id DESC`
  return rows.map(({ sequenceId, changedAt, dueAt, matchedBy, lifecycleStatus, lastResultType, ...row }) => ({
    ...row,
    matchedBy: matchedBy as PersonHit['matchedBy'],
    lifecycleStatus: lifecycleStatus as LifecycleStatus,
    lastResultType: lastResultType as ResultType | null,
    sequenceId: toPublicId('sequence', sequenceId),
    changedAt: changedAt.toISOString(),
    dueAt: dueAt?.toISOString() ?? null,
  }))
}
