import { Temporal } from 'temporal-polyfill'

/**
 * UTC offsets of time zones, fast enough to ask once per contact.
 *
 * Temporal answers in about 20 µs. A zone's time is therefore cut into blocks of two weeks, and a block that was
 * asked for once is kept as its stretches of constant offset. No zone has two transitions within two weeks that
 * cancel out (the shortest stretch of modern rules is Morocco's Ramadan, over four weeks), so equal offsets at both
 * ends of a block mean a block without transition.
 */
const BLOCK_MS = 14 * 86_400_000

/**
 * How many blocks are kept for each zone: more than five years. Beyond that the zone starts over, so that hostile dates
 * cannot fill the memory.
 */
const BLOCKS_MAX = 150

/** Transitions happen on whole seconds. */
const TRANSITION_RESOLUTION_MS = 1_000

/** The widest offset that any zone has had, with a margin. A local time is at most this far from UTC. */
export const OFFSET_MAX_MS = 24 * 3_600_000

/**
 * Zone names that are younger than the tz data of the oldest supported engine (Node 20.19: 2025a), each with an equal
 * older name.
 */
const SUBSTITUTES: Readonly<Record<string, string>> = { 'America/Coyhaique': 'America/Punta_Arenas' }

/** A stretch of constant offset, `[startMs, endMs)`: local time = UTC + `offsetMs`. */
export type Stretch = { startMs: number; endMs: number; offsetMs: number }

const blocksByZone = new Map<string, Map<number, readonly Stretch[]>>()
const engineNames = new Map<string, string>()

/**
 * Returns the stretch of constant offset around a moment. The stretch never reaches beyond its block, so its end need
 * not be a transition.
 *
 * @param zone a listed time zone name
 * @throws RangeError when the engine does not know the zone, or the moment is outside of ECMAScript's range
 */
export function stretchAt(zone: string, ms: number): Stretch {
  for (const stretch of blockAt(zone, Math.floor(ms / BLOCK_MS))) {
    if (ms < stretch.endMs) return stretch
  }
  // Stryker disable next-line StringLiteral: a block has a stretch for each of its moments; Temporal has refused any other.
  throw new RangeError(`${ms} is not a moment.`)
}

/** Returns the milliseconds to add to UTC to get the zone's local time at that moment. */
export function offsetAt(zone: string, ms: number): number {
  return stretchAt(zone, ms).offsetMs
}

/**
 * Returns the moment of a local time, resolved as Temporal's `compatible` does: a time that comes twice means the first
 * one, and a time in a gap moves on by the length of the gap.
 *
 * @param localMs the local time, as if it were UTC
 */
export function toMoment(zone: string, localMs: number): number {
  const offsetBefore = offsetAt(zone, localMs - OFFSET_MAX_MS)
  const offsetAfter = offsetAt(zone, localMs + OFFSET_MAX_MS)
  // An earlier moment has a greater offset, so of two possible ones the first comes with the offset before.
  if (offsetAt(zone, localMs - offsetBefore) === offsetBefore) return localMs - offsetBefore
  if (offsetAt(zone, localMs - offsetAfter) === offsetAfter) return localMs - offsetAfter
  return localMs - offsetBefore
}

function blockAt(zone: string, number: number): readonly Stretch[] {
  let blocks = blocksByZone.get(zone)
  if (!blocks) {
    blocks = new Map()
    blocksByZone.set(zone, blocks)
  }
  let block = blocks.get(number)
  if (!block) {
    if (blocks.size >= BLOCKS_MAX) blocks.clear()
    block = readBlock(zone, number * BLOCK_MS)
    blocks.set(number, block)
  }
  return block
}

function readBlock(zone: string, startMs: number): readonly Stretch[] {
  const endMs = startMs + BLOCK_MS
  const first = readOffset(zone, startMs)
  const last = readOffset(zone, endMs)
  if (first === last) return [{ startMs, endMs, offsetMs: first }]
  let before = startMs
  let after = endMs
  while (after - before > TRANSITION_RESOLUTION_MS) {
    const middle = before + Math.round((after - before) / 2 / TRANSITION_RESOLUTION_MS) * TRANSITION_RESOLUTION_MS
    if (readOffset(zone, middle) === first) before = middle
    else after = middle
  }
  return [
    { startMs, endMs: after, offsetMs: first },
    { startMs: after, endMs, offsetMs: last },
  ]
}

function readOffset(zone: string, ms: number): number {
  return Temporal.Instant.fromEpochMilliseconds(ms).toZonedDateTimeISO(engineName(zone)).offsetNanoseconds / 1e6
}

function engineName(zone: string): string {
  const known = engineNames.get(zone)
  if (known !== undefined) return known
  const substitute = SUBSTITUTES[zone]
  const name = substitute !== undefined && !isKnownToEngine(zone) ? substitute : zone
  engineNames.set(zone, name)
  return name
}

function isKnownToEngine(zone: string): boolean {
  try {
    new Intl.DateTimeFormat('en', { timeZone: zone })
    return true
  } catch {
    return false
  }
}
