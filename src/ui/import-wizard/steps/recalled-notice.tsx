import { Button } from '@/ui/components/button'
import { formatAbsoluteTime } from '@/ui/components/format-time'
import { History } from '@/ui/components/icons/history'
import type { RecalledMapping } from '@/ui/import-wizard/state/map-moves'

type RecalledNoticeProps = { recalled: RecalledMapping; onSuggest: () => void; onForget: () => void }

/** Says that an earlier file's mapping is used, and offers to replace or forget it. */
export function RecalledNotice({ recalled, onSuggest, onForget }: RecalledNoticeProps) {
  const when = formatAbsoluteTime(Date.parse(recalled.savedAt), Date.now())
  return (
    <div className="flex flex-wrap items-center gap-x-3 gap-y-2 rounded-lg border bg-muted px-3 py-2.5">
      <History className="mt-0.5 size-4 shrink-0 self-start text-muted-foreground sm:mt-1.5" aria-hidden />
      <p className="min-w-0 flex-1 max-sm:basis-[calc(100%-2rem)]">
        <span className="font-medium">Mapped as last time.</span>{' '}
        <span className="text-muted-foreground">
          A file with these columns was mapped like this by {recalled.savedBy}, {when}.
        </span>
      </p>
      <div className="flex gap-2 max-sm:pl-7">
        <Button size="sm" onClick={onSuggest}>
          Use suggestions
        </Button>
        <Button size="sm" onClick={onForget}>
          Forget
        </Button>
      </div>
    </div>
  )
}
