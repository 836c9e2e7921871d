import type { DraftFaults } from '@/ui/agent-form/check-draft'
import { describeError } from '@/ui/describe-error'

/** Sorts what the server says of an account to the fields that are shown; the rest is told above them. */
export function accountFaults(error: unknown, shown: readonly string[]): { faults: DraftFaults; rest: string | null } {
  const { message, details } = describeError(error)
  const told = Array.isArray(details) ? (details as { path: string; message: string }[]) : []
  const known = told.filter(({ path }) => shown.includes(path))
  const faults = Object.fromEntries(known.toReversed().map((fault) => [fault.path, fault.message]))
  return { faults, rest: told.length > 0 && known.length === told.length ? null : message }
}

/** Finds what of the limits is no number: it would be sent as none, and none is no limit. */
export function limitFaults(limits: { lines: string; callsPerSecond: string }): DraftFaults {
  const wrong = Object.entries(limits).filter(([, text]) => !Number.isInteger(readLimit(text) ?? 0))
  return Object.fromEntries(wrong.map(([name]) => [name, 'Give a whole number, or nothing.']))
}

/** Reads a limit as it was typed; null for none. What is no number is one of `limitFaults`. */
export function readLimit(text: string): number | null {
  return text.trim() === '' ? null : Number(text)
}
