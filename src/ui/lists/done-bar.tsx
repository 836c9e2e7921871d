import { formatNumber } from '@/ui/components/format-number'
import { Progress } from '@/ui/components/progress'

/** Shows how many contacts have ended, of those that there will be, as a bar and in numbers. */
export function DoneBar({ done, all }: { done: number; all: number }) {
  return (
    <span className="inline-flex items-center gap-2">
      <Progress label="Contacts done" value={done} max={all} className="w-20" />
      <span className="text-muted-foreground">
        {formatNumber(done)} of {formatNumber(all)}
      </span>
    </span>
  )
}
