import type { UploadMode } from '@/domain/suppression/suppression-limits.rules'
import { Button } from '@/ui/components/button'
import { Field } from '@/ui/components/field'
import { count, formatNumber } from '@/ui/components/format-number'
import { NativeSelect } from '@/ui/components/native-select'
import { Notice } from '@/ui/components/notice'
import { Progress } from '@/ui/components/progress'
import { FilePreviewTable } from '@/ui/import-wizard/steps/file-preview-table'
import type { ListReading } from './messages'
import type { ListColumns } from './suggest-columns'
import type { OpenedList } from './use-list-upload'

type OpenedListFileProps = {
  opened: OpenedList
  progress: { done: number; total: number }
  /** Null when nothing can be replaced. */
  mode: UploadMode | null
  onMode: (mode: UploadMode) => void
  onColumns: (columns: ListColumns) => void
  onDownload: () => void
}

const MODES = [
  { value: 'replace', label: 'The list becomes what the file says' },
  { value: 'add', label: 'They stay, and those of the file are added' },
] as const

const NONE = ''

/** Shows what a file says as numbers, and asks for what was guessed of it. */
export function OpenedListFile({ opened, progress, mode, onMode, onColumns, onDownload }: OpenedListFileProps) {
  const { fileName, preview, columns, reading } = opened
  const options = preview.columns.map(({ name }, at) => ({ value: String(at), label: name }))
  const optional = (none: string) => [{ value: NONE, label: none }, ...options]
  const at = (column: number | null) => (column === null ? NONE : String(column))
  const columnOf = (value: string) => (value === NONE ? null : Number(value))
  return (
    <>
      <div>
        <p className="truncate font-medium">{fileName}</p>
        <p className="text-sm text-muted-foreground">
          {count(preview.rows, 'row')} · {count(preview.columns.length, 'column')}
        </p>
      </div>
      <div className="grid gap-5 sm:grid-cols-3">
        <Field label="Numbers">
          <NativeSelect
            value={String(columns.number)}
            options={options}
            onChange={(value) => onColumns({ ...columns, number: Number(value) })}
          />
        </Field>
        <Field label="Area codes">
          <NativeSelect
            value={at(columns.areaCode)}
            options={optional('In the numbers')}
            onChange={(value) => onColumns({ ...columns, areaCode: columnOf(value) })}
          />
        </Field>
        <Field label="Ends">
          <NativeSelect
            value={at(columns.until)}
            options={optional('As the list says')}
            onChange={(value) => onColumns({ ...columns, until: columnOf(value) })}
          />
        </Field>
      </div>
      {mode !== null && (
        <Field label="Numbers that are on the list now">
          <NativeSelect value={mode} options={MODES} onChange={onMode} />
        </Field>
      )}
      {reading ? (
        <Counts reading={reading} onDownload={onDownload} />
      ) : (
        <div className="grid gap-2">
          <p role="status">Reading the numbers</p>
          <Progress label="Rows read" value={progress.done} max={progress.total} />
        </div>
      )}
      <FilePreviewTable preview={preview} />
    </>
  )
}

function Counts({ reading, onDownload }: { reading: ListReading; onDownload: () => void }) {
  const { numbers, repeated, invalid, examples } = reading
  const more = invalid - examples.length
  return (
    <div className="grid gap-3">
      <p role="status">
        {[
          `${count(numbers, 'number')} for the list`,
          repeated > 0 ? `${count(repeated, 'row repeats', 'rows repeat')} a number` : null,
          invalid > 0 ? `${count(invalid, 'row')} left out` : null,
        ]
          .filter(Boolean)
          .join(' · ')}
      </p>
      {invalid > 0 && (
        <Notice
          tone="warning"
          title={`${count(invalid, 'row has', 'rows have')} no number that can be blocked`}
          action={<Button onClick={onDownload}>Download {invalid === 1 ? 'it' : 'them'}</Button>}
        >
          <ul className="grid gap-1">
            {examples.map(({ recordNumber, text, reason }) => (
              <li key={recordNumber} className="break-words">
                Row {formatNumber(recordNumber)}: {text === '' ? 'blank' : text}. {reason}
              </li>
            ))}
          </ul>
          {more > 0 && <p className="mt-1">And {count(more, 'more row', 'more rows')}.</p>}
        </Notice>
      )}
    </div>
  )
}
