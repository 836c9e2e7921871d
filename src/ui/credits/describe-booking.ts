import { formatNumber } from '@/ui/components/format-number'
import type { LedgerEntry } from '@/ui/router-outputs'

const REASONS: Record<LedgerEntry['kind'], string> = {
  allocation: 'Allocation',
  reservation: 'Reserved on acceptance',
  spend: 'Spent at the first call',
  release: 'Released, never called',
}

/** Says why credits were booked. */
export function describeBooking({ kind, amount }: Pick<LedgerEntry, 'kind' | 'amount'>): string {
  return kind === 'allocation' && amount < 0 ? 'Allocation lowered' : REASONS[kind]
}

/** Writes an amount as it changes what is left; spending what was reserved changes nothing of that. */
export function signedAmount({ kind, amount }: Pick<LedgerEntry, 'kind' | 'amount'>): string {
  if (kind === 'spend' || amount === 0) return formatNumber(amount)
  const change = kind === 'reservation' ? -amount : amount
  return `${change > 0 ? '+' : '−'}${formatNumber(Math.abs(change))}`
}
