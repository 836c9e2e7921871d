'use client'

import { type Dispatch, useMemo, useRef } from 'react'
import type { AgentVariable } from '@/domain/agents/agent.schema'
import type { WizardAction } from './state/wizard-state'
import { type FormatOverride, UnreadableFileError } from './worker/file-format'
import type { ImportWorker } from './worker/import-worker'
import type { FilePreview } from './worker/messages'

export type FileOpener = {
  /** Opens a file or pasted cells. */
  open: (source: Blob, fileName: string) => void
  /** Reads the open file again with other settings. */
  reformat: (override: FormatOverride) => void
  setHeader: (headerRecord: number | null) => void
  cancel: () => void
  /** Reports why nothing was opened. */
  refuse: (reason: string) => void
}

/**
 * Opens files in the worker and reports the progress to the wizard. When files are opened in quick succession, only the
 * last one counts.
 */
export function useFileOpener(
  worker: ImportWorker | null,
  variables: readonly AgentVariable[],
  dispatch: Dispatch<WizardAction>,
): FileOpener {
  const source = useRef<{ blob: Blob; fileName: string; override: FormatOverride } | null>(null)
  const latest = useRef(0)

  return useMemo(() => {
    const follow = async (work: (worker: ImportWorker) => Promise<FilePreview>, fileName: string) => {
      if (!worker) return false
      const turn = ++latest.current
      worker.onProgress = (bytes) => turn === latest.current && dispatch({ type: 'reading progressed', bytes })
      try {
        const preview = await work(worker)
        if (turn !== latest.current) return false
        dispatch({ type: 'file opened', fileName, preview, variables })
        return true
      } catch (error) {
        if (turn !== latest.current) return false
        const reason =
          error instanceof UnreadableFileError
            ? error.message
            : 'This file could not be read. Try it again, or save it as CSV UTF-8.'
        dispatch({ type: 'reading failed', reason })
        return false
      }
    }
    const read = async (next: { blob: Blob; fileName: string; override: FormatOverride }) => {
      dispatch({ type: 'reading started', fileName: next.fileName, bytesTotal: next.blob.size })
      const { blob, override, fileName } = next
      if (await follow((running) => running.call('open', { source: blob, override }), fileName)) source.current = next
    }
    return {
      open: (blob, fileName) => read({ blob, fileName, override: {} }),
      reformat: (override) => {
        if (source.current) read({ ...source.current, override: { ...source.current.override, ...override } })
      },
      setHeader: (headerRecord) => {
        const { fileName } = source.current ?? {}
        if (fileName !== undefined) follow((running) => running.call('setHeader', { headerRecord }), fileName)
      },
      cancel: () => {
        latest.current++
        worker?.call('cancel', null)
        dispatch({ type: 'reading cancelled' })
      },
      refuse: (reason) => dispatch({ type: 'reading failed', reason }),
    }
  }, [worker, variables, dispatch])
}
