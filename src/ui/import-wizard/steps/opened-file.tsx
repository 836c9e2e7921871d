import { Button } from '@/ui/components/button'
import { count } from '@/ui/components/format-number'
import { FileSpreadsheet } from '@/ui/components/icons/file-spreadsheet'
import { FileText } from '@/ui/components/icons/file-text'
import { Notice } from '@/ui/components/notice'
import type { Draft } from '@/ui/import-wizard/state/wizard-state'
import type { FileOpener } from '@/ui/import-wizard/use-file-opener'
import { useSecondDraw } from '@/ui/import-wizard/use-second-draw'
import { FileOddities } from './file-oddities'
import { FilePreviewTable } from './file-preview-table'
import { FormatFields } from './format-fields'
import { WorkbookNotices } from './workbook-notices'

type OpenedFileProps = {
  draft: Draft
  opener: FileOpener
  onChooseAnother: () => void
  blocked: string | null
  onRemove: () => void
}

/** Shows what was found in the file, how it was read, and its first rows. */
export function OpenedFile({ draft, opener, blocked, onChooseAnother, onRemove }: OpenedFileProps) {
  const { preview } = draft
  const second = useSecondDraw()
  const isWorkbook = 'sheets' in preview.format
  const Icon = isWorkbook ? FileSpreadsheet : FileText
  return (
    <>
      <div className="flex flex-wrap items-center gap-x-3 gap-y-2">
        <Icon className="size-5 shrink-0 text-muted-foreground" aria-hidden />
        <div className="min-w-0 flex-1 max-sm:basis-60">
          <p className="truncate font-medium">{draft.fileName}</p>
          <p className="text-sm text-muted-foreground" role="status">
            {[
              count(preview.rows, 'row'),
              count(preview.columns.length, 'column'),
              preview.blankRecords > 0 ? `${count(preview.blankRecords, 'blank line')} skipped` : null,
              preview.linesInCells > 0 ? `${count(preview.linesInCells, 'line break')} in cells` : null,
              preview.skippedAbove > 0 ? `${count(preview.skippedAbove, 'line')} above the header skipped` : null,
            ]
              .filter(Boolean)
              .join(' · ')}
          </p>
        </div>
        <div className="flex gap-2">
          <Button onClick={onRemove}>Remove</Button>
          <Button onClick={onChooseAnother}>Choose another file</Button>
        </div>
      </div>
      {blocked === 'no rows' && (
        <Notice tone="error" live title={`There are no contacts in this ${isWorkbook ? 'sheet' : 'file'}`}>
          {preview.head.length === 0
            ? 'This sheet is empty. Choose another one below, or another file.'
            : 'It has a header and no row below it. Choose another file, or say below that it has no header row.'}
        </Notice>
      )}
      {'sheets' in preview.format && <WorkbookNotices format={preview.format} />}
      <FileOddities preview={preview} />
      {second && (
        <>
          <FormatFields preview={preview} opener={opener} />
          <FilePreviewTable preview={preview} />
        </>
      )}
    </>
  )
}
