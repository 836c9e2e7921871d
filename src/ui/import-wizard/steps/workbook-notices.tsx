import { count, formatNumber } from '@/ui/components/format-number'
import { Notice } from '@/ui/components/notice'
import type { HiddenCells, WorkbookFormat } from '@/ui/import-wizard/worker/file-format'

/** How many other sheets are named. The choice below has all of them. */
const SHEETS_NAMED_MAX = 5

/** Says what of a workbook is missing from the rows or was added to them: other sheets, hidden cells, merged cells. */
export function WorkbookNotices({ format }: { format: WorkbookFormat }) {
  const { sheet, sheets, hiddenRows, hiddenColumns, mergedCellsFilled } = format
  const others = sheets.filter((_, index) => index !== sheet)
  return (
    <div className="grid gap-2 empty:hidden">
      {others.length > 0 && (
        <Notice tone="info" title={`The sheet “${sheets[sheet]?.name ?? ''}” is open`}>
          {others.length === 1 ? 'Another sheet is' : `${formatNumber(others.length)} other sheets are`} in this
          workbook: {nameSheets(others)}. Choose another one below.
        </Notice>
      )}
      <HiddenNotice one="row" hidden={hiddenRows} why="by a filter, a group or by hand" />
      <HiddenNotice one="column" hidden={hiddenColumns} why="by a group or by hand" />
      {mergedCellsFilled > 0 && (
        <Notice tone="info" title={`${count(mergedCellsFilled, 'cell')} below merged cells got their value`}>
          A merged cell counts for every row that it stands beside. Check the columns with merged cells in the rows
          below.
        </Notice>
      )}
    </div>
  )
}

function nameSheets(sheets: WorkbookFormat['sheets']): string {
  const named = sheets.slice(0, SHEETS_NAMED_MAX).map(({ name, hidden }) => (hidden ? `${name} (hidden)` : name))
  const more = sheets.length - named.length
  return more > 0 ? `${named.join(', ')} and ${formatNumber(more)} more` : named.join(', ')
}

function HiddenNotice({ one, hidden, why }: { one: 'row' | 'column'; hidden: HiddenCells; why: string }) {
  if (hidden.count === 0) return null
  const { count: amount, included } = hidden
  return (
    <Notice
      tone="warning"
      title={`${count(amount, one)} of this sheet ${amount === 1 ? 'is' : 'are'} hidden ${why}, and ${
        included ? (amount === 1 ? 'is taken in' : 'are taken in') : amount === 1 ? 'is left out' : 'are left out'
      }`}
    >
      {included
        ? `Set “Hidden ${one}s” below to leave ${amount === 1 ? 'it' : 'them'} out.`
        : `Set “Hidden ${one}s” below to take ${amount === 1 ? 'it' : 'them'} in.`}
    </Notice>
  )
}
