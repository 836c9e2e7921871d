'use client'

import { useQuery } from '@tanstack/react-query'
import Link from 'next/link'
import { useState } from 'react'
import { useDropzone } from 'react-dropzone'
import type { UploadMode } from '@/domain/suppression/suppression-limits.rules'
import { Button } from '@/ui/components/button'
import { count, formatNumber } from '@/ui/components/format-number'
import { Upload } from '@/ui/components/icons/upload'
import { lazyPart } from '@/ui/components/lazy-part'
import { Notice } from '@/ui/components/notice'
import { PageHeader } from '@/ui/components/page-header'
import { Progress } from '@/ui/components/progress'
import { LoadFailure } from '@/ui/frame/load-failure'
import { PageSkeleton } from '@/ui/frame/page-skeleton'
import { useMay } from '@/ui/frame/session'
import { ReadingFile } from '@/ui/import-wizard/steps/reading-file'
import { usePastedFile } from '@/ui/import-wizard/use-pasted-file'
import type { SuppressionList } from '@/ui/router-outputs'
import { useTRPC } from '@/ui/trpc-client'
import { usePageTitle } from '@/ui/use-page-title'
import { OpenUploadNotice } from './open-upload-notice'
import { type ListUploading, type OpenedList, useListUpload } from './use-list-upload'

const OpenedFile = lazyPart(() => import('./opened-list').then((module) => module.OpenedListFile))

const ACCEPTED =
  '.csv,.tsv,.txt,.xlsx,text/csv,text/plain,text/tab-separated-values,application/vnd.openxmlformats-officedocument.spreadsheetml.sheet'

/** Takes a file of numbers for a suppression list, in place of those that are on it or beside them. */
export function UploadListScreen({ listId }: { listId: string }) {
  const trpc = useTRPC()
  const list = useQuery(trpc.suppressions.lists.get.queryOptions({ listId }))
  const me = useQuery(trpc.auth.me.queryOptions())
  usePageTitle(list.data ? `Upload to ${list.data.name}` : undefined)
  if (list.error) {
    return (
      <LoadFailure
        thing="suppression list"
        list={{ label: 'suppression lists', href: '/settings/suppression-lists' }}
        error={list.error}
        onRetry={() => list.refetch()}
      />
    )
  }
  if (!list.data || !me.data) return <PageSkeleton />
  return (
    <>
      <PageHeader
        breadcrumb={[
          { label: 'Suppression lists', href: '/settings/suppression-lists' },
          { label: list.data.name, href: `/settings/suppression-lists/${listId}` },
        ]}
        title="Upload numbers"
        facts={`To “${list.data.name}”, which has ${count(list.data.entries, 'number')}.`}
      />
      <UploadList list={list.data} country={me.data.organization.country} />
    </>
  )
}

function UploadList({ list, country }: { list: SuppressionList; country: string }) {
  const uploading = useListUpload(list.listId, country)
  const { state, open, refuse, stop } = uploading
  const takes = state.phase === 'choosing' || state.phase === 'opened' || state.phase === 'done'
  const dropzone = useDropzone({
    multiple: false,
    noClick: true,
    noKeyboard: true,
    // It is not disabled while numbers are sent: the button that stops them would count as disabled with it.
    onDrop: ([file], rejected) => {
      if (!takes) return
      if (rejected.length > 0) refuse('Drop one file at a time, not several and no folder.')
      else if (file) open(file, file.name)
    },
    onError: () => refuse('What was dropped could not be read. Use the button to choose the file.'),
  })
  usePastedFile(takes ? open : null)
  return (
    // The region only catches drops. Presses go to the button in it.
    <div
      {...dropzone.getRootProps({
        role: undefined,
        tabIndex: undefined,
        className: 'grid max-w-3xl grid-cols-1 gap-6',
      })}
    >
      {state.phase !== 'sending' && state.phase !== 'done' && <OpenUploadNotice listId={list.listId} />}
      {state.phase === 'choosing' && (
        <>
          {state.problem !== null && (
            <Notice
              tone="error"
              live
              title={
                state.problem.fileName === null ? 'Nothing was opened' : `${state.problem.fileName} could not be opened`
              }
            >
              {state.problem.reason}
            </Notice>
          )}
          <div className="flex min-h-72 flex-col items-center justify-center gap-1 rounded-xl border border-input border-dashed px-6 py-12 text-center">
            <Upload className="mb-3 size-6 text-muted-foreground" aria-hidden />
            <p className="font-medium">Drop a file of numbers here</p>
            <p className="text-muted-foreground">
              One number a line, area code and number, or a table. CSV up to 100 MB, .xlsx up to 20 MB
            </p>
            <Button variant="primary" size="lg" className="mt-5" onClick={dropzone.open}>
              Choose a file
            </Button>
          </div>
        </>
      )}
      {state.phase === 'opening' && (
        <ReadingFile
          reading={{ fileName: state.fileName, bytes: state.progress.done, bytesTotal: state.progress.total }}
          onCancel={stop}
        />
      )}
      {state.phase === 'opened' && <Opened list={list} uploading={uploading} state={state} />}
      {state.phase === 'sending' && (
        <section aria-label="Sending the numbers" className="grid gap-3">
          <p role="status">
            Sending <span className="font-medium">{state.list.fileName}</span>
          </p>
          <Progress label="Numbers sent" value={state.sent} max={state.list.reading?.numbers ?? 0} />
          <p className="text-sm text-muted-foreground tabular-nums">
            {formatNumber(state.sent)} of {count(state.list.reading?.numbers ?? 0, 'number')} sent
            {state.wait &&
              (state.wait.reason === 'rate limit'
                ? ' · The server asks to wait a moment'
                : ' · No connection, trying again')}
          </p>
          <p className="text-sm text-muted-foreground">
            Keep this page open until all are sent. Until then the list holds as it is. If the page closes, choose the
            same file again: it goes on where it stopped.
          </p>
          <div>
            <Button onClick={stop}>Stop</Button>
          </div>
        </section>
      )}
      {state.phase === 'done' && <Done list={list} uploading={uploading} state={state} />}
      <input {...dropzone.getInputProps({ 'aria-label': 'File of numbers', accept: ACCEPTED })} />
    </div>
  )
}

type StateOf<Phase> = Extract<ListUploading['state'], { phase: Phase }>

function Opened({
  list,
  uploading,
  state,
}: {
  list: SuppressionList
  uploading: ListUploading
  state: StateOf<'opened'>
}) {
  const mayReplace = useMay('manage') && !list.builtIn
  const [mode, setMode] = useState<UploadMode>(mayReplace ? 'replace' : 'add')
  const { reading } = state.list
  const numbers = reading?.numbers ?? 0
  return (
    <>
      {state.failure !== null && (
        <Notice tone="error" live title="The numbers are not on the list">
          {state.failure} What has arrived is kept: press the button again to go on.
        </Notice>
      )}
      <OpenedFile
        opened={state.list}
        progress={state.progress}
        mode={mayReplace ? mode : null}
        onMode={setMode}
        onColumns={uploading.choose}
        onDownload={uploading.downloadLeftOut}
        meanwhile={<p role="status">Reading the file</p>}
      />
      <div className="flex flex-wrap gap-2">
        <Button variant="primary" disabled={numbers === 0} onClick={() => uploading.send(mode)}>
          {mode === 'replace' ? `Replace the list with ${count(numbers, 'number')}` : `Add ${count(numbers, 'number')}`}
        </Button>
        <Button onClick={uploading.stop}>Choose another file</Button>
      </div>
    </>
  )
}

function Done({ list, uploading, state }: { list: SuppressionList; uploading: ListUploading; state: StateOf<'done'> }) {
  const { reading }: OpenedList = state.list
  const { numbers, mode } = state
  return (
    <>
      <Notice
        tone="success"
        live
        title={
          mode === 'replace'
            ? `${count(numbers, 'number')} on “${list.name}” now, and nobody else`
            : `${count(numbers, 'number')} added to “${list.name}”`
        }
      >
        From now on nobody there is called. Open sequences end when they are due.
        {mode === 'add' &&
          reading &&
          reading.numbers > numbers &&
          ` ${count(reading.numbers - numbers, 'number was', 'numbers were')} on it already.`}
        {reading &&
          reading.invalid > 0 &&
          ` Left out: ${count(reading.invalid, 'row')}, for the reasons that the download names.`}
      </Notice>
      <div className="flex flex-wrap gap-2">
        <Button asChild variant="primary">
          <Link href={`/settings/suppression-lists/${list.listId}`}>Open the list</Link>
        </Button>
        {reading && reading.invalid > 0 && (
          <Button onClick={uploading.downloadLeftOut}>Download what was left out</Button>
        )}
      </div>
    </>
  )
}
