import { count, formatNumber } from '@/ui/components/format-number'
import { Notice } from '@/ui/components/notice'
import type { FilePreview } from '@/ui/import-wizard/worker/messages'

/** Warns of oddities that may have moved or swallowed cells of the file. Each warning says where, and what to do. */
export function FileOddities({ preview }: { preview: FilePreview }) {
  const { unclosedQuoteAt, strayQuotes, swallowedRows, unreadableCharacters, encodingDoubtful } = preview
  return (
    <div className="grid gap-2 empty:hidden">
      {swallowedRows !== null && (
        <Notice
          tone="warning"
          title={
            swallowedRows.count === 1
              ? `The cell that begins in line ${formatNumber(swallowedRows.firstLine)} has lines in it that look like rows`
              : `${formatNumber(swallowedRows.count)} cells have lines in them that look like rows, the first in line ${formatNumber(swallowedRows.firstLine)}`
          }
        >
          Quotation marks enclose them, so they count as part of the cell. If they are rows, correct the file, or set
          “Quotation marks” to “Ordinary characters”.
        </Notice>
      )}
      {unclosedQuoteAt !== null && (
        <Notice tone="warning" title={`A quotation mark in line ${formatNumber(unclosedQuoteAt)} is never closed`}>
          Look at its row below and in the review. Correct the file, or set “Quotation marks” to “Ordinary characters”.
        </Notice>
      )}
      {strayQuotes !== null && (
        <Notice
          tone="warning"
          title={`Quotation marks in ${count(strayQuotes.count, 'row')} do not pair, the first in line ${formatNumber(strayQuotes.firstLine)}`}
        >
          They were read as characters of the text, so that no row is lost. Check these rows in the review.
        </Notice>
      )}
      {encodingDoubtful && (
        <Notice tone="warning" title="This looks like none of the encodings that are known here">
          Look at names with accents below. If they are not right, choose another encoding, or save the file as UTF-8
          (in Excel: “CSV UTF-8”) and choose it again.
        </Notice>
      )}
      {unreadableCharacters > 0 && (
        <Notice tone="warning" title={`${count(unreadableCharacters, 'character')} could not be read`}>
          Each stands as � in its cell. Choose another encoding below, or find � in the review and correct the cells.
        </Notice>
      )}
      <RaggedRows {...preview.raggedRows} />
    </div>
  )
}

function RaggedRows({ shorter, longer, firstRecordNumber }: FilePreview['raggedRows']) {
  const ragged = shorter + longer
  if (ragged === 0) return null
  return (
    <Notice
      tone="warning"
      title={`${count(ragged, 'row')} ${ragged === 1 ? 'has' : 'have'} another number of cells than the header`}
    >
      {[
        shorter > 0 ? `${formatNumber(shorter)} with fewer: the missing cells count as blank.` : null,
        longer > 0 ? `${formatNumber(longer)} with more: see the columns without a name.` : null,
        firstRecordNumber === null ? null : `The first is row ${formatNumber(firstRecordNumber)}.`,
      ]
        .filter(Boolean)
        .join(' ')}
    </Notice>
  )
}
