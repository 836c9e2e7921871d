import Link from 'next/link'
import { count, formatNumber } from '@/ui/components/format-number'
import { Notice } from '@/ui/components/notice'
import type { ImportDetails } from '@/ui/router-outputs'

/** Accounts for all rows of the file: accepted + rejected + left out + still waiting. */
export function RowAccount({ details }: { details: ImportDetails }) {
  const { importId, status, rows, accepted, rejected, leftOut, waiting } = details
  const contacts = accepted > 0 ? `/sequences?import=${importId}` : undefined
  const figures: { label: string; value: number; dot: string; bar: string; href?: string | undefined }[] = [
    { label: 'Accepted', value: accepted, dot: 'bg-dot-success', bar: 'bg-dot-success', href: contacts },
    { label: 'Rejected', value: rejected, dot: 'bg-dot-destructive', bar: 'bg-dot-destructive' },
    { label: 'Left out', value: leftOut, dot: 'bg-dot-neutral', bar: 'bg-dot-neutral' },
    ...(waiting > 0
      ? [{ label: 'Waiting', value: waiting, dot: 'border-[1.5px] border-dot-neutral', bar: 'bg-accent' }]
      : []),
  ]
  return (
    <>
      <dl className="grid grid-cols-2 gap-x-6 gap-y-4 border-y py-4 sm:flex sm:gap-x-14" aria-live="polite">
        <div className="max-sm:col-span-2">
          <dt className="text-xs text-muted-foreground">Rows in the file</dt>
          <dd className="mt-0.5 text-lg font-medium tracking-tight">{formatNumber(rows)}</dd>
        </div>
        {figures.map(({ label, value, dot, href }) => (
          <div key={label}>
            <dt className="flex items-center gap-1.5 text-xs text-muted-foreground">
              <span className={`size-2 rounded-full ${dot}`} aria-hidden />
              {label}
            </dt>
            <dd className="mt-0.5 text-lg font-medium tracking-tight">
              {href === undefined ? (
                formatNumber(value)
              ) : (
                <Link
                  href={href}
                  aria-label={`${count(value, 'contact')} accepted: show them`}
                  className="text-link underline-offset-4 hover:underline"
                >
                  {formatNumber(value)}
                </Link>
              )}
            </dd>
          </div>
        ))}
      </dl>
      {/* While rows are being sent, their own progress bar is shown, and no row has a result yet. */}
      {status !== 'staging' && (
        <div className="mt-4 flex h-2 gap-0.5 overflow-hidden rounded-full" aria-hidden>
          {figures
            .filter(({ value }) => value > 0)
            .map(({ label, value, bar }) => (
              <div
                key={label}
                className={`min-w-1 transition-[flex-grow] duration-150 ${bar}`}
                style={{ flexGrow: value, flexBasis: 0 }}
              />
            ))}
        </div>
      )}
      {accepted + rejected + leftOut + waiting !== rows && (
        <Notice tone="error" className="mt-4" title="These totals do not add up">
          This is our fault. Compare them with the batches, and tell whoever runs Rollcall.
        </Notice>
      )}
    </>
  )
}
