import { chooseFromNumber, type FromNumber, localDay, placeOfNumber } from '@/domain/cadence/choose-from-number.rules'
import { callBackOf, latePromise } from '@/domain/cadence/next-call.rules'
import type { Reason } from '@/domain/contact-safety/contact-facts.rules'
import { decideSequences } from '@/domain/decisions/decide-sequences'
import type { Policies } from '@/domain/decisions/load-policies'
import type { NewDecision } from '@/domain/decisions/record-decisions'
import type { Tx } from '@/platform/db'
import type { PickedCalls } from './picked-calls'

export type NumberedAgent = {
  id: string
  organizationId: string
  /** Those that it calls from, E.164, the first one first. */
  numbers: string[]
  localFirst: boolean
  /** Null for no limit. */
  callsPerNumberPerDay: number | null
  /** Its first time zone, on whose clock its days are; null when it has none. */
  timezone: string | null
  policies: Policies | null
}

type Assigned = {
  picked: PickedCalls
  /** By the sequence's UUID; null when the agent has no number. */
  numberOf: (sequenceId: string) => string | null
}

/** A call that got a line. */
type Person = {
  id: string
  phoneNumber: string
  lastNumber: string | null
  simulated: boolean
  promisedAt: Date | null
  promiseMoved: boolean
}

/**
 * Gives each call that has a line the number of the agent that it is made from (`chooseFromNumber`), and counts it for the
 * day. Calls for which no number has room today are moved to the agent's next day, which is kept in the trail. Of an agent
 * with one number and no limit nothing is looked up. Calls of tests that the simulated dialer takes are not counted.
 *
 * The agent is locked, so nobody else counts meanwhile. A call that is withdrawn before a dialer has it stays counted: a
 * number makes a call less on such a day, and never one too many.
 */
export async function assignNumbers(
  tx: Tx,
  agent: NumberedAgent,
  picked: PickedCalls,
  nowMs: number,
): Promise<Assigned> {
  const { numbers, callsPerNumberPerDay: callsPerDay, localFirst } = agent
  const first = numbers[0] ?? null
  const isSettled = first === null || (numbers.length === 1 && callsPerDay === null)
  if (isSettled || picked.sequenceIds.length === 0) return { picked, numberOf: () => first }
  const today = localDay(agent.timezone ?? 'UTC', nowMs)
  const uses = await readUses(tx, agent, today.day)
  const made = new Map<string, number>()
  const chosen = new Map<string, string>()
  const turnedAway: Person[] = []
  for (const person of await readPeople(tx, agent, picked.sequenceIds)) {
    const { id, phoneNumber, lastNumber, simulated } = person
    const facts = { numbers: uses, person: placeOfNumber(phoneNumber), lastNumber, localFirst }
    const number = chooseFromNumber({ ...facts, callsPerDay: simulated ? null : callsPerDay })
    if (number === null) turnedAway.push(person)
    else chosen.set(id, number)
    const use = simulated ? undefined : uses.find(({ e164 }) => e164 === number)
    if (!use) continue
    use.callsToday += 1
    made.set(use.e164, (made.get(use.e164) ?? 0) + 1)
  }
  await countUses(tx, agent.id, today.day, made)
  const numberOf = (sequenceId: string) => chosen.get(sequenceId) ?? null
  if (turnedAway.length === 0 || callsPerDay === null) return { picked, numberOf }
  const decisions = await decideTurnedAway(tx, agent, turnedAway, callsPerDay, today.endMs, nowMs)
  const postponed = turnedAway.map((person) => ({
    id: person.id,
    untilMs: today.endMs,
    promise: latePromise(callBackOf(person), today.endMs, nowMs),
    decision: decisions.get(person.id) ?? null,
  }))
  return {
    picked: {
      ...picked,
      sequenceIds: picked.sequenceIds.filter((id) => chosen.has(id)),
      postponed: [...picked.postponed, ...postponed],
      // There is nothing to look at again before the day ends.
      isCut: false,
      isPaced: false,
    },
    numberOf,
  }
}

/** The numbers of the agent, in its order, with what each was given today. */
async function readUses(tx: Tx, { id, numbers }: NumberedAgent, day: string): Promise<FromNumber[]> {
  const rows = await tx.rows<{ number: string; calls: number }>`
    SELECT number, calls FROM from_number_uses WHERE agent_id = ${id}::uuid AND day = ${day}::date`
  const calls = new Map(rows.map((row) => [row.number, row.calls]))
  return numbers.map((e164) => ({ ...placeOfNumber(e164), callsToday: calls.get(e164) ?? 0 }))
}

/** Reads, in the order of `ids`, who is to be called, and from which number this agent has called each of them last. */
function readPeople(tx: Tx, { id, organizationId }: NumberedAgent, ids: readonly string[]): Promise<Person[]> {
  // Number by number, as in findPastCalls: there is no index of contacts by organization and number.
  return tx.rows<Person>`
    SELECT sequence.id, contact.phone_number AS "phoneNumber", batch.simulated, sequence.promised_at AS "promisedAt",
      sequence.promise_moved AS "promiseMoved", (
        SELECT call.from_number
        FROM (
          SELECT contacts.id, contacts.organization_id FROM contacts
          WHERE contacts.phone_number = contact.phone_number OFFSET 0
        ) same
        CROSS JOIN LATERAL (
          SELECT calls.id, from_number FROM calls
          WHERE calls.sequence_id = same.id AND agent_id = ${id}::uuid AND from_number IS NOT NULL
            AND attempted_at IS NOT NULL
          ORDER BY requested_at DESC LIMIT 1
        ) call
        WHERE same.organization_id = ${organizationId}
        ORDER BY call.id DESC LIMIT 1) AS "lastNumber"
    FROM unnest(${ids}::uuid[]) WITH ORDINALITY AS asked(id, place)
    CROSS JOIN LATERAL (
      SELECT sequences.id, batch_id, promised_at, promise_moved FROM sequences WHERE sequences.id = asked.id OFFSET 0
    ) sequence
    CROSS JOIN LATERAL (SELECT phone_number FROM contacts WHERE contacts.id = asked.id OFFSET 0) contact
    CROSS JOIN LATERAL (SELECT simulated FROM batches WHERE batches.id = sequence.batch_id OFFSET 0) batch
    ORDER BY asked.place`
}

async function countUses(tx: Tx, agentId: string, day: string, made: ReadonlyMap<string, number>): Promise<void> {
  if (made.size === 0) return
  await tx.execute`
    INSERT INTO from_number_uses (agent_id, number, day, calls)
    SELECT ${agentId}::uuid, number, ${day}::date, calls
    FROM unnest(${[...made.keys()]}::text[], ${[...made.values()]}::int[]) AS made(number, calls)
    ON CONFLICT (agent_id, number) DO UPDATE SET day = excluded.day,
      calls = excluded.calls + CASE WHEN from_number_uses.day = excluded.day THEN from_number_uses.calls ELSE 0 END`
}

/** The decision of each, with the numbers as the reason: everything else would have let the call through. */
async function decideTurnedAway(
  tx: Tx,
  { policies }: NumberedAgent,
  people: readonly Person[],
  callsPerDay: number,
  untilMs: number,
  nowMs: number,
): Promise<ReadonlyMap<string, NewDecision>> {
  if (policies === null) return new Map()
  const rule = { id: 'agent:numbers', version: policies.agent.version }
  const reason: Reason = { rule, untilMs, code: 'NUMBERS_USED_UP', callsPerDay }
  const decided = await decideSequences(
    tx,
    people.map(({ id, promisedAt }) => ({ id, policies, promisedAt, wantedAtMs: null })),
    nowMs,
  )
  return new Map(
    Array.from(decided, ([id, made]) => {
      const decision = { ...made.decision, kind: 'not before' as const, atMs: untilMs, reasons: [reason] }
      return [id, { ...made, decision }]
    }),
  )
}
