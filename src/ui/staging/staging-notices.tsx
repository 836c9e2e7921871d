'use client'

import Link from 'next/link'
import { usePathname } from 'next/navigation'
import { count, formatNumber } from '@/ui/components/format-number'
import { Notice } from '@/ui/components/notice'
import type { StagingState } from './staging-store'
import { useStagings } from './use-stagings'

/**
 * Shows, on every page, the imports whose rows this browser is sending or could not send. Leaves out the import of the
 * open page, which shows more itself.
 */
export function StagingNotices({ className }: { className?: string }) {
  const stagings = useStagings()
  const pathname = usePathname()
  const elsewhere = stagings.filter(({ staging }) => pathname !== `/imports/${staging.importId}`)
  if (elsewhere.length === 0) return null
  return (
    <section className={className} aria-label="Imports on their way">
      <div className="grid gap-2">
        {elsewhere.map((state) => (
          <StagingNotice key={state.staging.importId} state={state} />
        ))}
      </div>
    </section>
  )
}

function StagingNotice({ state: { staging, sentRows, phase, wait } }: { state: StagingState }) {
  const failed = phase === 'failed'
  return (
    <Notice
      tone={failed ? 'error' : wait ? 'warning' : 'info'}
      title={failed ? `${staging.fileName} could not be sent` : `Sending ${staging.fileName}`}
      action={
        <Link
          href={`/imports/${staging.importId}`}
          className="text-sm font-medium text-link underline-offset-4 hover:underline"
        >
          Open the import
        </Link>
      }
    >
      {failed
        ? 'Its rows are kept in this browser. Open the import to try again or to discard it.'
        : `${formatNumber(sentRows)} of ${count(staging.rows, 'row')} sent. Keep this tab open until all of them are.`}
    </Notice>
  )
}
