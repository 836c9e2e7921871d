import { formatExactTime } from '@/ui/components/format-time'
import { useIsBrowser } from '@/ui/components/use-is-browser'
import type { Estimate } from '@/ui/router-outputs'
import { describeAssumptions, describeEstimate } from './describe-estimate'

/** Shows when something is done, as far as one can tell; nothing where nothing can be told. */
export function WhenDone({ estimate }: { estimate: Estimate | null | undefined }) {
  // It counts from the reader's now, on the reader's clock.
  const isBrowser = useIsBrowser()
  if (!estimate || !isBrowser) return null
  const { endsAt } = estimate
  const exact = endsAt === null ? '' : `${formatExactTime(Date.parse(endsAt))}. `
  return <span title={`${exact}${describeAssumptions(estimate)}`}>{describeEstimate(estimate, Date.now())}</span>
}
