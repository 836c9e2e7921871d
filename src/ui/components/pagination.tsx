import { Button } from './button'
import { ChevronLeft } from './icons/chevron-left'
import { ChevronRight } from './icons/chevron-right'

type PaginationProps = {
  /** "Showing 1–50 of 959". */
  summary: string
  onPrevious: (() => void) | null
  onNext: (() => void) | null
}

/** Previous and next page under a table. */
export function Pagination({ summary, onPrevious, onNext }: PaginationProps) {
  return (
    <nav aria-label="Pages" className="mt-3 flex items-center justify-between gap-3">
      <p className="text-sm text-muted-foreground" aria-live="polite">
        {summary}
      </p>
      <div className="flex gap-2">
        <Button size="sm" disabled={!onPrevious} onClick={onPrevious ?? undefined}>
          <ChevronLeft aria-hidden />
          Previous
        </Button>
        <Button size="sm" disabled={!onNext} onClick={onNext ?? undefined}>
          Next
          <ChevronRight aria-hidden />
        </Button>
      </div>
    </nav>
  )
}
