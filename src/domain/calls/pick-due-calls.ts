import type { Policies } from '@/domain/decisions/load-policies'
import type { CallWindows } from '@/domain/schedule/call-windows.schema'
import { LINE_ORDER, type LineOrder } from '@/domain/schedule/priority.rules'
import { Prisma, type Tx } from '@/platform/db'
import { type Candidate, dealLines, type ShareOfCalls } from './deal-lines.rules'
import { type ClosedUntil, type DueCall, judgeDueCalls, windowsAt } from './judge-due-calls'
import { nothingPicked, type PickedCalls } from './picked-calls'

export type CallingAgent = {
  id: string
  organizationId: string
  lines: number
  callWindows: CallWindows
  /** What its calls have to keep to beside the windows; null when there is nothing. */
  policies: Policies | null
}

type Looked = ShareOfCalls<Candidate> & {
  candidates: Candidate[]
  /** The last call that was looked up, whether it may be placed or not. */
  after: { dueAt: string; id: string }
  /** How many of its calls to look up next. */
  callsPerLook: number
}

/** The shares of a priority as far as they were looked up, in the order of the rotation. */
type Rotation = {
  agent: CallingAgent
  priority: LineOrder
  shares: Looked[]
  isWhole: boolean
  /** The share that got the last line before: the rotation begins behind it, and ends with it. */
  lastShareId: string
  /** Where to look on. `wrapped` is true when the last share of all has been passed. */
  at: { shareId: string; wrapped: boolean }
}

/** How many calls a dispatch postpones before it leaves the others to the next one: it holds the agent meanwhile. */
const POSTPONED_MAX = 10_000

/** How many sequences it ends, each of which is some ten times as much to do. */
const REFUSED_MAX = 1_000

// How many calls are looked up beside those that are needed: some may be of a chain that is called.
const CALLS_SPARE = 8
const CALLS_PER_LOOK_MAX = 4_000

const NO_ID = '00000000-0000-0000-0000-000000000000'
const LONG_AGO = '-infinity'

/** Calls that have a moment and wait for a line. This is the condition of sequences_share_idx. */
const PLANNED = Prisma.sql`step_type = 'CALL' AND due_at IS NOT NULL AND NOT held`

/**
 * Picks the due calls that get the free lines of an agent: all of priority `now` before any `normal`, and those before
 * any `low`. Within a priority the lines go from share to share (`dealLines`), beginning behind the share that got the
 * last one, and each gives its oldest call.
 *
 * It reads about as much as it gives, by an index, however many calls are due. Nothing is written. Where more than the
 * call windows decides, the people of each page are decided of in sets (`decideSequences`).
 *
 * @param callsMax how many lines it gives at most
 */
export async function pickDueCalls(tx: Tx, agent: CallingAgent, nowMs: number, callsMax: number): Promise<PickedCalls> {
  const picked = nothingPicked()
  await walkIndexes(tx)
  const planned = await findPriorities(tx, agent.id)
  const closedUntil = windowsAt(agent.callWindows, nowMs)
  const takenChains = new Set<string>()
  for (const priority of LINE_ORDER) {
    const found = planned.find((one) => one.priority === priority)
    if (!found || picked.isCut) continue
    const lines = agent.lines - found.taken - picked.sequenceIds.length
    if (lines <= 0) break
    const allowed = Math.min(lines, callsMax - picked.sequenceIds.length)
    // Where none is allowed any more, it still has to be known whether one waits for that.
    const free = Math.max(allowed, 1)
    const lastShareId = found.lastShareId ?? NO_ID
    const at = { shareId: lastShareId, wrapped: false }
    const rotation: Rotation = { agent, priority, shares: [], isWhole: false, lastShareId, at }
    const dealt = await deal(tx, rotation, {
      ...{ free, takenChains, closedUntil, nowMs },
      ...{ postponed: picked.postponed, refused: picked.refused },
    })
    if (allowed < lines && dealt.calls.length === free) picked.isPaced = true
    if (allowed === 0 && picked.isPaced) break
    for (const { id, chainId } of dealt.calls) {
      picked.sequenceIds.push(id)
      if (chainId !== null) takenChains.add(chainId)
    }
    if (dealt.lastShareId !== null && dealt.lastShareId !== lastShareId) {
      picked.lastShares.push({ priority, shareId: dealt.lastShareId })
    }
    picked.isCut = dealt.calls.length < free && isEnough(picked)
  }
  // After a pause of more than a day the next day of a missed promise is over, too: it is a call like others now.
  if (picked.postponed.some(({ untilMs }) => untilMs <= nowMs)) picked.isCut = true
  return picked
}

function isEnough({ postponed, refused }: Pick<PickedCalls, 'postponed' | 'refused'>): boolean {
  return postponed.length >= POSTPONED_MAX || refused.length >= REFUSED_MAX
}

type Look = {
  free: number
  takenChains: ReadonlySet<string>
  closedUntil: ClosedUntil
  nowMs: number
  postponed: PickedCalls['postponed']
  refused: PickedCalls['refused']
}

/** Looks up shares and calls until it is certain who gets the lines, or too many had to be postponed or refused. */
async function deal(tx: Tx, rotation: Rotation, look: Look) {
  const { free, takenChains } = look
  for (;;) {
    const isLast = isEnough(look)
    const shares = isLast ? rotation.shares.map((share) => ({ ...share, isWhole: true })) : rotation.shares
    const isWhole = isLast || rotation.isWhole
    const dealt = dealLines({ free, rotation: { shares, isWhole }, takenChains })
    if (dealt.kind === 'dealt') return dealt
    const short =
      dealt.kind === 'more shares'
        ? await findShares(tx, rotation, Math.max(free, rotation.shares.length))
        : rotation.shares.filter(({ shareId }) => dealt.shareIds.includes(shareId))
    await findCalls(tx, rotation, short, look)
  }
}

/**
 * Has the planner take the index whose order a statement asks for, for the rest of the transaction. A file that is being
 * enrolled makes a hundred thousand rows that the statistics do not know of; to a planner that expects ten it is the same
 * to read and sort all.
 */
async function walkIndexes(tx: Tx): Promise<void> {
  await tx.execute`
    SELECT FROM unnest('{enable_seqscan,enable_bitmapscan,enable_sort,enable_incremental_sort,jit}'::text[]) AS setting(name),
      LATERAL set_config(setting.name, 'off', true)`
}

type PlannedPriority = { priority: string; lastShareId: string | null; taken: number }

/**
 * Returns the priorities in which calls of the agent are planned, each with how many lines the agent has taken; none when
 * no call is due in any.
 */
function findPriorities(tx: Tx, agentId: string): Promise<PlannedPriority[]> {
  return tx.rows<PlannedPriority>`
    SELECT asked.priority, last.share_id AS "lastShareId", (
      SELECT count(*)::int FROM calls WHERE agent_id = ${agentId}::uuid AND call_is_under_way(status)) AS taken
    FROM unnest(${[...LINE_ORDER]}::text[]) AS asked(priority)
    LEFT JOIN last_shares last ON last.agent_id = ${agentId}::uuid AND last.priority = asked.priority
    WHERE (
      SELECT true FROM sequences
      WHERE agent_id = ${agentId}::uuid AND ${PLANNED} AND due_at <= now() ORDER BY due_at LIMIT 1)
    AND (
      SELECT true FROM sequences
      WHERE agent_id = ${agentId}::uuid AND sequences.priority = asked.priority AND ${PLANNED}
      ORDER BY sequences.share_id LIMIT 1)`
}

/**
 * Looks up the next shares with something due, and adds them to the rotation. Each step of the recursion is one descent
 * into the index, to the first call of the next share, and the steps end with the last share that is asked for.
 *
 * @returns the shares that were added
 */
async function findShares(tx: Tx, rotation: Rotation, sharesMax: number): Promise<Looked[]> {
  const { agent, priority, lastShareId, at } = rotation
  const first = Prisma.sql`
    SELECT share_id, due_at FROM sequences
    WHERE agent_id = ${agent.id}::uuid AND priority = ${priority} AND ${PLANNED}`
  const found = await tx.rows<{ shareId: string; wrapped: boolean }>`
    WITH RECURSIVE rotation AS (
      SELECT ${at.shareId}::uuid AS share_id, NULL::timestamptz AS due_at, ${at.wrapped}::boolean AS wrapped
      UNION ALL
      SELECT next.share_id, next.due_at, next.wrapped FROM rotation CROSS JOIN LATERAL (
        (SELECT behind.share_id, behind.due_at, rotation.wrapped FROM (
          ${first} AND share_id > rotation.share_id ORDER BY share_id, due_at LIMIT 1) behind)
        UNION ALL
        (SELECT start.share_id, start.due_at, true FROM (
          ${first} AND NOT rotation.wrapped ORDER BY share_id, due_at LIMIT 1) start)
        LIMIT 1
      ) next
      WHERE NOT next.wrapped OR next.share_id <= ${lastShareId}::uuid
    )
    SELECT share_id AS "shareId", wrapped FROM rotation
    WHERE due_at <= now() AND share_id IS NOT NULL AND wrapped IS NOT NULL LIMIT ${sharesMax}`
  rotation.at = found.at(-1) ?? at
  rotation.isWhole = found.length < sharesMax
  const callsPerLook = Math.ceil((sharesMax + CALLS_SPARE) / Math.max(found.length, 1))
  const added = found.map(({ shareId }): Looked => {
    const after = { dueAt: LONG_AGO, id: NO_ID }
    return { shareId, candidates: [], isWhole: false, after, callsPerLook }
  })
  rotation.shares.push(...added)
  return added
}

type FoundCall = Candidate & DueCall & { shareId: string; dueAt: Date }

/** Looks up the next due calls of these shares. Those that may not be made now are noted, to be postponed or refused. */
async function findCalls(tx: Tx, { agent, priority }: Rotation, shares: readonly Looked[], look: Look): Promise<void> {
  if (shares.length === 0) return
  const places = shares.map(({ shareId, after }) => ({ share_id: shareId, due_at: after.dueAt, id: after.id }))
  const callsMax = Math.min(
    Math.max(...shares.map(({ callsPerLook }) => callsPerLook)),
    Math.ceil(CALLS_PER_LOOK_MAX / shares.length),
  )
  // Contact by contact, which OFFSET 0 demands: a planner that does not know how few are asked for would read all of them.
  const found = await tx.rows<FoundCall>`
    WITH under_way AS MATERIALIZED (
      SELECT sequence_id, chain_id FROM calls WHERE agent_id = ${agent.id}::uuid AND call_is_under_way(status)
    )
    SELECT due.id, due.due_at AS "dueAt", due.chain_id AS "chainId", due.share_id AS "shareId", contact.timezone,
      bypasses_windows(batch.options) AS "bypassWindows", due.promised_at AS "promisedAt",
      due.promise_moved AS "promiseMoved"
    FROM json_to_recordset(${JSON.stringify(places)}::json)
      AS asked(share_id uuid, due_at timestamptz, id uuid)
    CROSS JOIN LATERAL (
      SELECT sequences.id, sequences.due_at, chain_id, batch_id, sequences.share_id, promised_at, promise_moved
      FROM sequences
      WHERE agent_id = ${agent.id}::uuid AND priority = ${priority} AND sequences.share_id = asked.share_id
        AND ${PLANNED} AND sequences.due_at <= now() AND credit_state <> 'released'
        AND (sequences.due_at, sequences.id) > (asked.due_at, asked.id)
        AND sequences.id NOT IN (SELECT sequence_id FROM under_way)
        AND (sequences.chain_id IS NULL OR sequences.chain_id NOT IN (
          SELECT under_way.chain_id FROM under_way WHERE under_way.chain_id IS NOT NULL))
      ORDER BY sequences.due_at, sequences.id LIMIT ${callsMax}
    ) due
    CROSS JOIN LATERAL (SELECT timezone FROM contacts WHERE contacts.id = due.id OFFSET 0) contact
    CROSS JOIN LATERAL (SELECT options FROM batches WHERE batches.id = due.batch_id OFFSET 0) batch`
  found.sort((a, b) => a.dueAt.getTime() - b.dueAt.getTime() || (a.id < b.id ? -1 : 1))
  const looked = new Map(shares.map((share) => [share.shareId, { share, count: 0 }]))
  for (const { call, judged } of await judgeDueCalls(tx, agent.policies, found, look)) {
    const { id, dueAt, chainId } = call
    const at = looked.get(call.shareId)
    if (!at) continue
    at.count++
    at.share.after = { dueAt: dueAt.toISOString(), id }
    if (judged.kind === 'call') at.share.candidates.push({ id, chainId })
    else if (judged.kind === 'never') look.refused.push({ id, decision: judged.decision })
    else look.postponed.push(judged.postponed)
  }
  for (const { share, count } of looked.values()) {
    share.isWhole = count < callsMax
    share.callsPerLook = 2 * callsMax
  }
}
