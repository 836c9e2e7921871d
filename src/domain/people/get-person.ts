import type { Actor } from '@/domain/actor'
import { mayBeCalledAgain } from '@/domain/enrollment/may-be-called-again'
import { RollcallError } from '@/domain/errors'
import { toPublicId } from '@/domain/ids'
import { readPersonNumber } from '@/domain/sequences/read-person-number'
import { db } from '@/platform/db'
import { listPersonRejections, type PersonRejection } from './list-person-rejections'
import { listTrail } from './list-trail'

const NAMES_MAX = 6
const REJECTIONS_MAX = 20

/** Everybody with one number, as the newest contact says it. */
export type Person = {
  /** E.164. */
  phoneNumber: string
  /** Null for somebody who was never enrolled: only rejected, or put on a list. */
  name: string | null
  /** Other names that contacts with this number have, newest first; five at most. */
  otherNames: string[]
  toEmailAddress: string | null
  externalId: string | null
  timezone: string | null
  sequences: number
  /** Of those: how many have not ended. */
  open: number
  calls: number
  /**
   * Public id of the newest sequence that can be called again; null when there is none, and while something of the person
   * is open.
   */
  callableAgain: string | null
  /** The newest 20. */
  rejections: PersonRejection[]
}

/**
 * Returns what there is of the person with a number.
 *
 * @param phoneNumber as in a contact
 * @throws VALIDATION_ERROR for a text that is not one number, PERSON_NOT_FOUND when nothing is known about it, and for
 * somebody who was erased
 */
export async function getPerson(actor: Actor, { phoneNumber }: { phoneNumber: string }): Promise<Person> {
  const number = await readPersonNumber(actor, phoneNumber)
  const [[counts], [newest, ...others], [again], { rejections }] = await Promise.all([
    db().rows<{ sequences: number; open: number; calls: number }>`
      SELECT count(*)::int AS sequences,
        (count(*) FILTER (WHERE sequence.id IS NULL OR sequence_is_open(sequence.status)))::int AS open,
        coalesce(sum((SELECT count(*) FROM calls
          WHERE calls.sequence_id = contact.id AND calls.status <> 'withdrawn')), 0)::int AS calls
      FROM contacts contact LEFT JOIN sequences sequence ON sequence.id = contact.id
      WHERE contact.phone_number = ${number} AND contact.organization_id = ${actor.organizationId}`,
    db().rows<{ name: string; toEmailAddress: string | null; externalId: string | null; timezone: string }>`
      SELECT name, to_email_address AS "toEmailAddress", external_id AS "externalId", timezone FROM (
        SELECT DISTINCT ON (name) id, name, to_email_address, external_id, timezone FROM contacts
        WHERE phone_number = ${number} AND organization_id = ${actor.organizationId}
        ORDER BY name, id DESC
      ) named ORDER BY id DESC LIMIT ${NAMES_MAX}`,
    db().rows<{ id: string }>`
      SELECT contact.id FROM contacts contact
      JOIN sequences sequence ON sequence.id = contact.id
      JOIN batches batch ON batch.id = contact.batch_id
      WHERE contact.phone_number = ${number} AND contact.organization_id = ${actor.organizationId}
        AND ${mayBeCalledAgain()}
      ORDER BY contact.id DESC LIMIT 1`,
    listPersonRejections(actor, number, REJECTIONS_MAX),
  ])
  if (!newest && rejections.length === 0) await assertKnown(actor, number)
  return {
    phoneNumber: number,
    name: newest?.name ?? null,
    otherNames: others.map(({ name }) => name),
    toEmailAddress: newest?.toEmailAddress ?? null,
    externalId: newest?.externalId ?? null,
    timezone: newest?.timezone ?? null,
    sequences: counts?.sequences ?? 0,
    open: counts?.open ?? 0,
    calls: counts?.calls ?? 0,
    callableAgain: again && !counts?.open ? toPublicId('sequence', again.id) : null,
    rejections,
  }
}

/** Somebody who is on a list, has agreed or was refused is known too, and whoever was erased is not. */
async function assertKnown(actor: Actor, phoneNumber: string): Promise<void> {
  const { trail } = await listTrail(actor, { phoneNumber, limit: 2 })
  if (trail.some(({ type }) => type !== 'erased')) return
  throw new RollcallError('PERSON_NOT_FOUND', 'The person with this number was erased.')
}
