import { classNames } from '@/ui/components/class-names'
import { count } from '@/ui/components/format-number'
import { useSecondDraw } from '@/ui/import-wizard/use-second-draw'
import type { FilePreview } from '@/ui/import-wizard/worker/messages'

/** A preview of more columns is slow and no longer useful. */
const COLUMNS_SHOWN_MAX = 60
const DRAWN_AT_ONCE = 4

/** Shows the first lines of the file, split into cells. Scrolls sideways in its own frame. */
export function FilePreviewTable({ preview }: { preview: FilePreview }) {
  const { head, headerRecord } = preview
  const drawn = useSecondDraw() ? head : head.slice(0, DRAWN_AT_ONCE)
  const columns = preview.columns.slice(0, COLUMNS_SHOWN_MAX)
  const more = preview.columns.length - columns.length
  if (head.length === 0) return null
  return (
    <div>
      <h3 className="mb-2 font-semibold">First rows</h3>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls has to be reachable by keyboard */}
      <section className="overflow-x-auto rounded-lg border" tabIndex={0} aria-label="First rows of the file">
        <table className="w-full border-separate border-spacing-0 text-sm">
          <tbody>
            {drawn.map(({ recordNumber, cells }, index) => {
              const isHeader = index === headerRecord
              const above = headerRecord !== null && index < headerRecord
              return (
                <tr key={recordNumber} className={classNames('group', above && 'text-muted-foreground line-through')}>
                  <td className="sticky left-0 w-10 border-r bg-background px-2 py-1.5 text-right font-mono text-xs text-muted-foreground group-not-last:border-b">
                    {recordNumber}
                  </td>
                  {columns.map((column, at) => {
                    const Cell = isHeader ? 'th' : 'td'
                    return (
                      <Cell
                        key={column.name}
                        scope={isHeader ? 'col' : undefined}
                        title={cells[at]}
                        className={classNames(
                          'max-w-56 truncate px-3 py-1.5 text-left group-not-last:border-b',
                          isHeader ? 'bg-muted font-medium' : 'font-normal',
                        )}
                      >
                        {cells[at] || (isHeader ? <span className="text-muted-foreground">{column.name}</span> : '')}
                      </Cell>
                    )
                  })}
                </tr>
              )
            })}
          </tbody>
        </table>
      </section>
      {more > 0 && (
        <p className="mt-2 text-sm text-muted-foreground">And {count(more, 'more column', 'more columns')}.</p>
      )}
    </div>
  )
}
