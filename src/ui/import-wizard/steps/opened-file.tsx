import { FileSpreadsheet, FileText } from 'lucide-react'
import { Button } from '../../components/button'
import { classNames } from '../../components/class-names'
import { count, formatNumber } from '../../components/format-number'
import { Notice } from '../../components/notice'
import type { Draft } from '../state/wizard-state'
import type { FileOpener } from '../use-file-opener'
import { useSecondDraw } from '../use-second-draw'
import { FilePreviewTable } from './file-preview-table'
import { FormatFields } from './format-fields'

type OpenedFileProps = {
  draft: Draft
  opener: FileOpener
  onChooseAnother: () => void
  blocked: string | null
  onRemove: () => void
}

/** What was found in the file, how it was read, and its first rows. */
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
      <Oddities preview={preview} />
      {second && (
        <>
          <FormatFields preview={preview} opener={opener} />
          <FilePreviewTable preview={preview} />
        </>
      )}
    </>
  )
}

function Oddities({ preview }: { preview: Draft['preview'] }) {
  const { raggedRows, unclosedQuoteAt, unreadableCharacters } = preview
  const ragged = raggedRows.shorter + raggedRows.longer
  const odd = ragged > 0 || unclosedQuoteAt !== null || unreadableCharacters > 0
  return (
    <div className={classNames('grid gap-2', !odd && 'hidden')}>
      {unclosedQuoteAt !== null && (
        <Notice tone="warning" title={`A quotation mark in line ${formatNumber(unclosedQuoteAt)} is never closed`}>
          Everything after it became one cell. Correct the file, or set “Quotation marks” to “Ordinary characters”.
        </Notice>
      )}
      {unreadableCharacters > 0 && (
        <Notice tone="warning" title={`${count(unreadableCharacters, 'character')} could not be read`}>
          Each stands as � in its cell. Choose another encoding below, or find � in the review and correct the cells.
        </Notice>
      )}
      {ragged > 0 && (
        <Notice
          tone="warning"
          title={`${count(ragged, 'row')} ${ragged === 1 ? 'has' : 'have'} another number of cells than the header`}
        >
          {[
            raggedRows.shorter > 0
              ? `${formatNumber(raggedRows.shorter)} with fewer: the missing cells count as blank.`
              : null,
            raggedRows.longer > 0
              ? `${formatNumber(raggedRows.longer)} with more: see the columns without a name.`
              : null,
            raggedRows.firstRecordNumber === null
              ? null
              : `The first is row ${formatNumber(raggedRows.firstRecordNumber)}.`,
          ]
            .filter(Boolean)
            .join(' ')}
        </Notice>
      )}
    </div>
  )
}
