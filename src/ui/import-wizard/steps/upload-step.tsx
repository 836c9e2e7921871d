'use client'

import { ClipboardPaste, Download, FileText, Upload } from 'lucide-react'
import { type RefObject, useState } from 'react'
import { type DropzoneState, useDropzone } from 'react-dropzone'
import type { AgentVariable } from '@/domain/agents/agent.schema'
import { templateCsv } from '../../agent/template-csv'
import { Button } from '../../components/button'
import { classNames } from '../../components/class-names'
import { Dialog, DialogContent, DialogTrigger } from '../../components/dialog'
import { Field } from '../../components/field'
import { count, formatNumber } from '../../components/format-number'
import { Textarea } from '../../components/input'
import { Notice } from '../../components/notice'
import { Progress } from '../../components/progress'
import { downloadCsv } from '../../download-file'
import type { Draft, WizardState } from '../state/wizard-state'
import type { FileOpener } from '../use-file-opener'
import { FilePreviewTable } from './file-preview-table'
import { FormatFields } from './format-fields'
import { StepHeading } from './step-heading'

type UploadStepProps = {
  heading: RefObject<HTMLHeadingElement | null>
  state: Extract<WizardState, { step: 'upload' }>
  opener: FileOpener
  variables: readonly AgentVariable[]
  blocked: string | null
  onRemove: () => void
}

/** A file is chosen, dropped or pasted; what was detected is shown and can be changed. */
export function UploadStep({ heading, state, opener, variables, blocked, onRemove }: UploadStepProps) {
  const { draft, reading, problem } = state
  const dropzone = useDropzone({
    multiple: false,
    noClick: true,
    noKeyboard: true,
    onDropAccepted: ([file]) => file && opener.open(file, file.name),
  })
  return (
    <div
      {...dropzone.getRootProps({
        // The region only catches drops; the button in it is what is pressed.
        role: undefined,
        tabIndex: undefined,
        className: 'relative mx-auto flex w-full max-w-5xl flex-1 flex-col gap-5 p-4 sm:p-6',
      })}
    >
      {dropzone.isDragActive && (
        <div className="pointer-events-none absolute inset-3 z-10 grid place-items-center rounded-xl border-2 border-primary border-dashed bg-background/90 font-medium">
          Drop the file to open it
        </div>
      )}
      <StepHeading ref={heading} title={draft ? 'Check how the file was read' : 'Choose the file with your contacts'} />
      {problem && (
        <Notice tone="error" live title="The file could not be opened">
          {problem}
        </Notice>
      )}
      {reading ? (
        <Reading reading={reading} onCancel={opener.cancel} />
      ) : draft ? (
        <OpenedFile draft={draft} opener={opener} dropzone={dropzone} blocked={blocked} onRemove={onRemove} />
      ) : (
        <Chooser dropzone={dropzone} opener={opener} variables={variables} />
      )}
      <input
        {...dropzone.getInputProps({ 'aria-label': 'Contact file', accept: '.csv,.tsv,.txt,text/csv,text/plain' })}
      />
    </div>
  )
}

function Chooser({
  dropzone,
  opener,
  variables,
}: {
  dropzone: DropzoneState
  opener: FileOpener
  variables: readonly AgentVariable[]
}) {
  return (
    <>
      <div className="flex min-h-72 flex-col items-center justify-center gap-1 rounded-xl border border-input border-dashed px-6 py-12 text-center">
        <Upload className="mb-3 size-6 text-muted-foreground" aria-hidden />
        <p className="font-medium">Drop a CSV file here</p>
        <p className="text-muted-foreground">.csv, .tsv or .txt, up to 100 MB, in any encoding</p>
        <div className="mt-5 flex flex-wrap justify-center gap-2">
          <Button variant="primary" size="lg" onClick={dropzone.open}>
            Choose a file
          </Button>
          <PasteDialog opener={opener} />
        </div>
      </div>
      <div className="flex flex-wrap items-center gap-x-5 gap-y-2 text-muted-foreground">
        <span>Nothing at hand?</span>
        <button
          type="button"
          className="inline-flex items-center gap-1.5 rounded-sm text-link underline-offset-4 hover:underline"
          onClick={() => downloadCsv('contacts-template.csv', templateCsv(variables))}
        >
          <Download className="size-4" aria-hidden />
          Template for this agent
        </button>
        <a
          href="/sample-contacts.csv"
          download
          className="inline-flex items-center gap-1.5 rounded-sm text-link underline-offset-4 hover:underline"
        >
          <Download className="size-4" aria-hidden />
          Sample file
        </a>
      </div>
    </>
  )
}

function PasteDialog({ opener }: { opener: FileOpener }) {
  const [open, setOpen] = useState(false)
  const [text, setText] = useState('')
  const submit = () => {
    opener.open(new Blob([text]), 'Pasted cells')
    setOpen(false)
  }
  return (
    <Dialog open={open} onOpenChange={setOpen}>
      <DialogTrigger asChild>
        <Button size="lg">
          <ClipboardPaste aria-hidden />
          Paste cells
        </Button>
      </DialogTrigger>
      <DialogContent
        title="Paste cells"
        description="Copy them in a spreadsheet, with their header row, and paste them here."
        className="max-w-2xl"
        footer={
          <>
            <Button onClick={() => setOpen(false)}>Cancel</Button>
            <Button variant="primary" disabled={text.trim() === ''} onClick={submit}>
              Use these cells
            </Button>
          </>
        }
      >
        <Field label="Cells">
          <Textarea
            value={text}
            onChange={(event) => setText(event.target.value)}
            className="min-h-56 font-mono text-xs"
            spellCheck={false}
            wrap="off"
          />
        </Field>
      </DialogContent>
    </Dialog>
  )
}

function Reading({
  reading,
  onCancel,
}: {
  reading: { fileName: string; bytes: number; bytesTotal: number }
  onCancel: () => void
}) {
  const percent = reading.bytesTotal > 0 ? Math.floor((reading.bytes / reading.bytesTotal) * 100) : 0
  return (
    <div className="flex min-h-72 flex-col items-center justify-center gap-3 rounded-xl border border-dashed px-6 text-center">
      <p role="status">
        Reading <span className="font-medium">{reading.fileName}</span>
        <span className="text-muted-foreground"> {percent}%</span>
      </p>
      <Progress label="File read" value={reading.bytes} max={reading.bytesTotal} className="max-w-sm" />
      <Button className="mt-2" onClick={onCancel}>
        Cancel
      </Button>
    </div>
  )
}

type OpenedFileProps = {
  draft: Draft
  opener: FileOpener
  dropzone: DropzoneState
  blocked: string | null
  onRemove: () => void
}

function OpenedFile({ draft, opener, dropzone, blocked, onRemove }: OpenedFileProps) {
  const { preview } = draft
  return (
    <>
      <div className="flex flex-wrap items-center gap-x-3 gap-y-2">
        <FileText className="size-5 shrink-0 text-muted-foreground" aria-hidden />
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
          <Button onClick={dropzone.open}>Choose another file</Button>
        </div>
      </div>
      {blocked === 'no rows' && (
        <Notice tone="error" live title="There are no contacts in this file">
          It has a header and no row below it. Choose another file, or say below that it has no header row.
        </Notice>
      )}
      <Oddities preview={preview} />
      <FormatFields preview={preview} opener={opener} />
      <FilePreviewTable preview={preview} />
    </>
  )
}

function Oddities({ preview }: { preview: Draft['preview'] }) {
  const { raggedRows, unclosedQuoteAt } = preview
  const ragged = raggedRows.shorter + raggedRows.longer
  return (
    <div className={classNames('grid gap-2', ragged === 0 && unclosedQuoteAt === null && 'hidden')}>
      {unclosedQuoteAt !== null && (
        <Notice tone="warning" title={`A quotation mark in line ${formatNumber(unclosedQuoteAt)} is never closed`}>
          Everything after it became one cell. Correct the file, or set “Quotation marks” to “Ordinary characters”.
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
