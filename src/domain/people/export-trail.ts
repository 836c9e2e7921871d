import type { Actor } from '@/domain/actor'
import { appendAuditEntry } from '@/domain/audit/append-audit-entry'
import { getOrganization } from '@/domain/organizations/get-organization'
import { maskNumber } from '@/domain/phones/mask-number.rules'
import { nowMs } from '@/platform/clock'
import { db } from '@/platform/db'
import { CANDIDATES_MAX, listPersonRejections } from './list-person-rejections'
import { listTrail } from './list-trail'
import { type ExportTrailInput, TRAIL_PER_PAGE_MAX } from './person.schema'
import type { TrailEntry } from './trail-answer.schema'
import { type WholeTrail, writeTrailPage } from './write-trail-page.rules'

/** More than this of one number is not one person's. The file says when it is not all. */
const PAGES_MAX = 100
const NOT_ALL =
  `This is not all that is known: the file has the newest ${(PAGES_MAX * TRAIL_PER_PAGE_MAX).toLocaleString('en-US')} entries, ` +
  `and of rejections those among the newest ${CANDIDATES_MAX} whose numbers end alike.`

export type ExportedTrail = { fileName: string; mimeType: string; text: string }

/**
 * Exports all that is known about one number as one file, for whoever has to prove why somebody was called, or was not: as
 * JSON, or as a page to read. The audit log tells of it.
 *
 * @throws VALIDATION_ERROR, PERSON_NOT_FOUND as `listTrail`
 */
export async function exportTrail(actor: Actor, { phoneNumber, format }: ExportTrailInput): Promise<ExportedTrail> {
  const { name: organization } = await getOrganization(actor)
  const first = await listTrail(actor, { phoneNumber, limit: TRAIL_PER_PAGE_MAX })
  const trail: TrailEntry[] = [...first.trail]
  let cursor = first.nextCursor
  for (let page = 1; cursor !== null && page < PAGES_MAX; page++) {
    const next = await listTrail(actor, { phoneNumber: first.phoneNumber, cursor, limit: TRAIL_PER_PAGE_MAX })
    trail.push(...next.trail)
    cursor = next.nextCursor
  }
  const { isCut } = await listPersonRejections(actor, first.phoneNumber, CANDIDATES_MAX)
  const isComplete = cursor === null && !isCut
  const whole: WholeTrail = {
    isComplete,
    leftOut: isComplete ? null : NOT_ALL,
    organization,
    phoneNumber: first.phoneNumber,
    name: first.name,
    exportedAt: new Date(nowMs()).toISOString(),
    exportedBy: actor.label,
    trail,
  }
  await appendAuditEntry(db(), actor, {
    action: 'person.exported',
    object: { kind: 'person', id: maskNumber(first.phoneNumber) },
    details: { format, entries: trail.length, ...(isComplete ? {} : { isComplete }) },
  })
  const fileName = `trail-${first.phoneNumber.slice(1)}`
  return format === 'json'
    ? { fileName: `${fileName}.json`, mimeType: 'application/json', text: `${JSON.stringify(whole, null, 2)}\n` }
    : { fileName: `${fileName}.html`, mimeType: 'text/html;charset=utf-8', text: writeTrailPage(whole) }
}
