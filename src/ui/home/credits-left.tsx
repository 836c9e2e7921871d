import Link from 'next/link'
import { count, formatNumber } from '@/ui/components/format-number'
import { Skeleton } from '@/ui/components/skeleton'
import { CreditBar } from '@/ui/credits/credit-bar'
import type { CreditForecast } from '@/ui/router-outputs'
import { describeEnd } from './describe-end'

/** Shows the credits that are left this month, and how long they last. */
export function CreditsLeft({ credits }: { credits: CreditForecast | undefined }) {
  return (
    <section aria-labelledby="credits-title">
      <h2 id="credits-title" className="mb-1 font-semibold">
        Credits
      </h2>
      {credits === undefined ? (
        <Skeleton className="h-16 w-full" />
      ) : (
        <>
          <p>
            <Link href="/credits" className="text-xl font-medium tracking-tight underline-offset-4 hover:underline">
              {count(credits.available, 'credit')} left
            </Link>
          </p>
          <CreditBar {...credits} />
          <p className="mt-2 text-sm text-muted-foreground">
            Of {formatNumber(credits.allocated)} this month. {describeEnd(credits)}
          </p>
        </>
      )}
    </section>
  )
}
