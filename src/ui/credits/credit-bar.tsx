/** A bar of the month's allocation: what is spent, what is reserved, and the rest. */
export function CreditBar({ allocated, spent, reserved }: { allocated: number; spent: number; reserved: number }) {
  if (allocated === 0) return null
  const share = (value: number) => `${Math.min(100, (value / allocated) * 100)}%`
  return (
    <div className="mt-2 flex h-2 overflow-hidden rounded-full bg-accent" aria-hidden>
      <div className="bg-dot-neutral" style={{ width: share(spent) }} />
      <div className="bg-dot-neutral/45" style={{ width: share(reserved) }} />
    </div>
  )
}
