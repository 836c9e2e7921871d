'use client'

import { type Dispatch, useEffect, useMemo, useRef } from 'react'
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

type Source = { blob: Blob; fileName: string; override: FormatOverride }

/** What an opener keeps when the worker or the agent's variables change. */
export type OpenerMemory = {
  /** The file that is open. */
  source: Source | null
  /** A file that was chosen before the worker had started. */
  waiting: Source | null
  /** Counts what was opened. When files are opened in quick succession, only the last one counts. */
  latest: number
}

type RunningWorker = Pick<ImportWorker, 'call' | 'onProgress'>

type OpenerParts = {
  /** Null until it is started. */
  worker: RunningWorker | null
  variables: readonly AgentVariable[]
  dispatch: Dispatch<WizardAction>
  memory: OpenerMemory
}

/** Opens files in the worker and reports the progress to the wizard. */
export function useFileOpener(
  worker: ImportWorker | null,
  variables: readonly AgentVariable[],
  dispatch: Dispatch<WizardAction>,
): FileOpener {
  const memory = useRef<OpenerMemory>({ source: null, waiting: null, latest: 0 })
  const opener = useMemo(
    () => makeFileOpener({ worker, variables, dispatch, memory: memory.current }),
    [worker, variables, dispatch],
  )
  useEffect(() => opener.openWaiting(), [opener])
  return opener
}

export function makeFileOpener({ worker, variables, dispatch, memory }: OpenerParts): FileOpener & {
  /** Opens the file that has waited for the worker. Called when there is one. */
  openWaiting: () => void
} {
  const follow = async (running: RunningWorker, work: Promise<FilePreview>, fileName: string) => {
    const turn = ++memory.latest
    running.onProgress = (bytes) => turn === memory.latest && dispatch({ type: 'reading progressed', bytes })
    try {
      const preview = await work
      if (turn !== memory.latest) return false
      dispatch({ type: 'file opened', fileName, preview, variables })
      return true
    } catch (error) {
      if (turn !== memory.latest) return false
      const reason =
        error instanceof UnreadableFileError
          ? error.message
          : 'This file could not be read. Try it again, or save it as CSV UTF-8.'
      dispatch({ type: 'reading failed', reason })
      return false
    }
  }
  const read = async (next: Source) => {
    const { blob, override, fileName } = next
    dispatch({ type: 'reading started', fileName, bytesTotal: blob.size })
    memory.waiting = worker ? null : next
    if (!worker) return
    if (await follow(worker, worker.call('open', { source: blob, override }), fileName)) {
      memory.source = next
    }
  }
  return {
    open: (blob, fileName) => read({ blob, fileName, override: {} }),
    openWaiting: () => {
      if (worker && memory.waiting) read(memory.waiting)
    },
    reformat: (override) => {
      if (memory.source) read({ ...memory.source, override: { ...memory.source.override, ...override } })
    },
    setHeader: (headerRecord) => {
      const { fileName } = memory.source ?? {}
      if (worker && fileName !== undefined) {
        follow(worker, worker.call('setHeader', { headerRecord }), fileName)
      }
    },
    cancel: () => {
      memory.latest++
      memory.waiting = null
      worker?.call('cancel', null)
      dispatch({ type: 'reading cancelled' })
    },
    refuse: (reason) => dispatch({ type: 'reading failed', reason }),
  }
}
