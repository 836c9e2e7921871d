import type { CursorTrail } from '@/ui/use-cursor-trail'
import { formatNumber } from './format-number'
import { Pagination } from './pagination'

type CursorPaginationProps = {
  trail: CursorTrail
  nextCursor: string | null | undefined
  /** How many items the list has in all, where that is known: "214 rows rejected". */
  total?: string
}

/**
 * Leads to the previous and next page of a list that is read with cursors. Shows nothing when one page holds the whole
 * list.
 */
export function CursorPagination({ trail, nextCursor, total }: CursorPaginationProps) {
  const { page, goPrevious, goNext } = trail
  if (!goPrevious && !nextCursor) return null
  const summary = `Page ${formatNumber(page + 1)}`
  return (
    <Pagination
      summary={total === undefined ? summary : `${summary} · ${total}`}
      onPrevious={goPrevious}
      onNext={nextCursor ? () => goNext(nextCursor) : null}
    />
  )
}
