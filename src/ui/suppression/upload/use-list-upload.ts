'use client'

import { useQueryClient } from '@tanstack/react-query'
import { useCallback, useEffect, useRef, useState } from 'react'
import { newId } from '@/domain/ids'
import type { UploadMode } from '@/domain/suppression/suppression-limits.rules'
import { toast } from '@/ui/components/toast'
import { describeError } from '@/ui/describe-error'
import { saveBlob } from '@/ui/download-file'
import { UnreadableFileError } from '@/ui/import-wizard/worker/file-format'
import type { FilePreview } from '@/ui/import-wizard/worker/messages'
import type { Wait } from '@/ui/staging/retry-until-answered'
import { useTRPC, useTRPCClient } from '@/ui/trpc-client'
import { useCloseWarning } from '@/ui/use-close-warning'
import { ListWorker } from './list-worker'
import type { ListReading } from './messages'
import { sendList } from './send-list'
import type { ListColumns } from './suggest-columns'

/** A file that is open, and what its columns say; `reading` is null until its numbers are read. */
export type OpenedList = { fileName: string; preview: FilePreview; columns: ListColumns; reading: ListReading | null }

type Progress = { done: number; total: number }

/** Where an upload is. What was opened stays beside what comes after it. */
export type UploadState =
  /** Of a problem with what is no file, such as several at once, `fileName` is null. */
  | { phase: 'choosing'; problem: { fileName: string | null; reason: string } | null }
  | { phase: 'opening'; fileName: string; progress: Progress }
  | { phase: 'opened'; list: OpenedList; progress: Progress; failure: string | null }
  | { phase: 'sending'; list: OpenedList; sent: number; wait: Wait | null }
  | { phase: 'done'; list: OpenedList; mode: UploadMode; numbers: number }

export type ListUploading = {
  state: UploadState
  open: (source: Blob, fileName: string) => void
  refuse: (reason: string) => void
  choose: (columns: ListColumns) => void
  /** Goes back to choosing a file. What was sent of an upload stays with the server, which goes on with the same file. */
  stop: () => void
  send: (mode: UploadMode) => void
  downloadLeftOut: () => void
}

const NOTHING = { done: 0, total: 0 }
const UNREADABLE = 'This file could not be read. Try it again, or save it as CSV UTF-8.'

/** Reads a file of numbers in a worker, and brings it into force on a list. */
export function useListUpload(listId: string, country: string): ListUploading {
  const trpc = useTRPC()
  const client = useTRPCClient()
  const queryClient = useQueryClient()
  const [state, setState] = useState<UploadState>({ phase: 'choosing', problem: null })
  const worker = useRef<ListWorker | null>(null)
  // Of what was opened and chosen in quick succession the last counts.
  const turn = useRef(0)
  const sending = useRef<AbortController | null>(null)

  useEffect(
    () => () => {
      sending.current?.abort()
      worker.current?.terminate()
      worker.current = null
    },
    [],
  )

  // The list is in force only when all of it has arrived, and the file is in this page alone.
  useCloseWarning(state.phase === 'sending')

  const running = useCallback(() => {
    worker.current ??= new ListWorker()
    return worker.current
  }, [])

  const read = useCallback(
    async (list: OpenedList) => {
      const own = ++turn.current
      const show = (change: Partial<OpenedList>, progress: Progress, failure: string | null = null) =>
        own === turn.current && setState({ phase: 'opened', list: { ...list, ...change }, progress, failure })
      show({ reading: null }, { done: 0, total: list.preview.rows })
      running().onProgress = (done, total) => show({ reading: null }, { done, total })
      try {
        const reading = await running().call('read', { columns: list.columns, country })
        if (reading) show({ reading }, NOTHING)
      } catch {
        show({ reading: null }, NOTHING, UNREADABLE)
      }
    },
    [country, running],
  )

  const open = useCallback(
    async (source: Blob, fileName: string) => {
      const own = ++turn.current
      setState({ phase: 'opening', fileName, progress: { done: 0, total: source.size } })
      running().onProgress = (done, total) =>
        own === turn.current && setState({ phase: 'opening', fileName, progress: { done, total } })
      try {
        const { preview, columns } = await running().call('open', { source })
        if (own === turn.current) await read({ fileName, preview, columns, reading: null })
      } catch (error) {
        const reason = error instanceof UnreadableFileError ? error.message : UNREADABLE
        if (own === turn.current) setState({ phase: 'choosing', problem: { fileName, reason } })
      }
    },
    [read, running],
  )

  const send = async (mode: UploadMode) => {
    if (state.phase !== 'opened' || !state.list.reading) return
    const { list } = state
    const { numbers, invalid, fingerprint, chunks } = state.list.reading
    const controller = new AbortController()
    sending.current = controller
    const { signal } = controller
    const show = (change: Partial<Extract<UploadState, { phase: 'sending' }>>) =>
      !signal.aborted && setState((now) => (now.phase === 'sending' ? { ...now, ...change } : now))
    setState({ phase: 'sending', list, sent: 0, wait: null })
    try {
      const { uploads } = client.suppressions
      const answered = await sendList(
        { uploadId: newId(), listId, mode, fileName: list.fileName, fingerprint, numbers, invalid, chunks },
        {
          server: {
            start: (upload, signal) => uploads.start.mutate(upload, { signal }),
            stage: (chunk, signal) => uploads.stage.mutate(chunk, { signal }),
            end: async (uploadId, signal) =>
              mode === 'replace'
                ? (await uploads.replace.mutate({ uploadId }, { signal })).numbers
                : (await uploads.finish.mutate({ uploadId }, { signal })).added,
          },
          chunkOf: (number) => running().call('chunk', { number }),
          signal,
          onSent: (sent) => show({ sent }),
          onWait: (wait) => show({ wait }),
        },
      )
      if (!signal.aborted) setState({ phase: 'done', list, mode, numbers: answered })
    } catch (error) {
      if (!signal.aborted) setState({ phase: 'opened', list, progress: NOTHING, failure: describeError(error).message })
    }
    await queryClient.invalidateQueries({ queryKey: trpc.suppressions.pathKey() })
  }

  return {
    state,
    open,
    refuse: (reason) => {
      // What is still being opened does not come in the place of the problem.
      turn.current++
      setState({ phase: 'choosing', problem: { fileName: null, reason } })
    },
    choose: (columns) => {
      if (state.phase === 'opened') void read({ ...state.list, columns, reading: null })
    },
    stop: () => {
      turn.current++
      sending.current?.abort()
      worker.current?.call('cancel', null).catch(() => {})
      setState({ phase: 'choosing', problem: null })
      void queryClient.invalidateQueries({ queryKey: trpc.suppressions.pathKey() })
    },
    send,
    downloadLeftOut: async () => {
      const fileName = 'list' in state ? state.list.fileName : 'numbers'
      try {
        saveBlob(`left-out-of-${fileName.replace(/\.\w+$/, '')}.csv`, await running().call('leftOut', null))
      } catch {
        toast.error('The file of what was left out could not be made. Choose your file again.')
      }
    },
  }
}
