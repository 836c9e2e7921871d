import type { Reason } from './contact-facts.rules'

/** Something that keeps a call back at some moments, and lets it through at others. */
export type Gate = {
  /** Returns the first moment from `ms` on that it lets through, `ms` itself when open; null when it never opens again. */
  next: (ms: number) => number | null
  /** Says why it keeps the call back at `ms`, where it is closed until `untilMs`. */
  reasons: (ms: number, untilMs: number | null) => readonly Reason[]
}

/** The answer of a search: the moment, or null when there is none before its end, and what it went past. */
export type Opening = { ms: number | null; reasons: readonly Reason[] }

// Most contacts have none, and share this.
const NO_REASONS: readonly Reason[] = []

/**
 * Finds the first moment from `fromMs` on that all gates let through. All are asked at each moment that comes into
 * question, so the answer and its reasons do not depend on their order, and no moment before the answer is let through
 * by all: each step goes to where the last of the closed ones opens.
 *
 * Each rule that closed the way in a time zone is one reason, with the last moment until which it did. When no moment is
 * found before `endMs`, those that closed the way do so for good.
 */
export function passGates(gates: readonly Gate[], fromMs: number, endMs: number): Opening {
  let closed: Map<string, Reason> | null = null
  let ms = fromMs
  // Stryker disable next-line EqualityOperator: the end is far beyond all that comes back.
  while (ms < endMs) {
    let latest = ms
    let never = false
    for (const gate of gates) {
      const next = gate.next(ms)
      if (next === ms) continue
      closed ??= new Map()
      for (const reason of gate.reasons(ms, next)) closed.set(keyOf(reason), reason)
      if (next === null) never = true
      else latest = Math.max(latest, next)
    }
    if (never) return { ms: null, reasons: [...(closed?.values() ?? [])] }
    if (latest === ms) return { ms, reasons: closed ? [...closed.values()] : NO_REASONS }
    ms = latest
  }
  const reasons = [...(closed?.values() ?? [])]
  return { ms: null, reasons: reasons.map((reason) => ({ ...reason, untilMs: null })) }
}

/** Settings of an organization are one rule with several caps, and a rule is closed in each time zone by itself. */
function keyOf(reason: Reason): string {
  const part = 'zone' in reason ? reason.zone : 'withinHours' in reason ? reason.withinHours : ''
  return `${reason.rule.id} ${reason.code} ${part}`
}
