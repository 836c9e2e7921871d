import type { Actor } from '@/domain/actor'
import { type Reservation, reservation, reserveCredits } from '@/domain/credits/reserve-credits'
import { beginning, type Opening } from '@/domain/sequences/create-sequences'
import { Prisma, type Tx } from '@/platform/db'
import type { DomainEvent } from '@/platform/define-event'
import { recording } from '@/platform/outbox'

export type Booking = Reservation & {
  events: readonly DomainEvent[]
  /** Of a batch that is started with it, as `startBatch` takes them. */
  startsWith?: readonly Opening[] | undefined
}

/**
 * Records the events of a batch and reserves its credits, as the last of its transaction. It is one statement: whoever
 * enrolls one contact waits for the ways to the server more than for its work.
 *
 * @throws INSUFFICIENT_CREDITS, as `reserveCredits` does
 */
export async function bookBatch(tx: Tx, actor: Actor, { events, startsWith, ...wanted }: Booking): Promise<void> {
  const start = startsWith === undefined ? Prisma.empty : Prisma.sql`, ${beginning(wanted.batchId, startsWith)}`
  const [done] = await tx.rows<{ isBooked: boolean }>`/* prepared */
    WITH recorded AS (${recording(events)}) ${start}, ${reservation(actor, wanted)}
    SELECT EXISTS (SELECT FROM booked) AS "isBooked"`
  if (!done?.isBooked) await reserveCredits(tx, actor, wanted)
}
