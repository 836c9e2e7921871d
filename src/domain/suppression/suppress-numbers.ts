import type { Actor } from '@/domain/actor'
import { appendAuditEntry } from '@/domain/audit/append-audit-entry'
import { parseRequest, requestFault } from '@/domain/parse-request'
import { nowMs } from '@/platform/clock'
import { transaction } from '@/platform/db'
import { auditedList } from './audited-list.rules'
import { type FoundList, findList, toNamedList } from './find-list'
import { addToCount, insertEntries } from './insert-entries'
import { lockNumbers } from './lock-numbers'
import { readRequestNumbers, uniqueNumbers } from './read-request-numbers'
import { type SuppressNumbersInput, suppressNumbersSchema } from './suppression.schema'
import type { Suppressed } from './suppression-answer.schema'

const DAY_MS = 86_400_000

/**
 * Puts up to 1,000 numbers on a suppression list. From then on no dialer is asked for a call to one of them. Open sequences
 * end when they are due; whoever wants them ended at once uses `optOutPerson`. Of a number that is on the list already
 * the entry stays (`insertEntries`), so a repetition takes nobody off and shortens nothing.
 *
 * @throws VALIDATION_ERROR for an `until` that has passed, SUPPRESSION_LIST_NOT_FOUND
 */
export async function suppressNumbers(actor: Actor, input: SuppressNumbersInput): Promise<Suppressed> {
  const { numbers, list: ref, reason, until } = parseRequest(suppressNumbersSchema, input)
  const list = await findList(actor, ref)
  const read = await readRequestNumbers(actor, numbers)
  const phoneNumbers = uniqueNumbers(read)
  const ends = endOf(list, until)
  const added = await transaction(async (tx) => {
    const { organizationId } = actor
    await lockNumbers(tx, organizationId, phoneNumbers)
    const source = actor.kind === 'apiKey' ? 'api' : 'operator'
    const entries = { organizationId, listId: list.id, phoneNumbers, source, addedBy: actor.label, reason } as const
    const { added, growth } = await insertEntries(tx, { ...entries, until: ends })
    if (added.length > 0) {
      await appendAuditEntry(tx, actor, {
        action: 'numbers.suppressed',
        object: auditedList(list),
        details: { numbers: added.length },
      })
    }
    await addToCount(tx, list.id, growth)
    return added.length
  })
  return { list: toNamedList(list), added, known: read.read.length - added, invalid: read.invalid }
}

/** Without a moment an entry ends as its list says; null is for good. */
function endOf({ entryDays }: FoundList, until: string | null | undefined): Date | null {
  const now = nowMs()
  if (until === undefined) return entryDays === null ? null : new Date(now + entryDays * DAY_MS)
  if (until === null) return null
  const ends = new Date(until)
  if (ends.getTime() <= now) throw requestFault('until', 'This moment has passed. Give one that is still to come.')
  return ends
}
