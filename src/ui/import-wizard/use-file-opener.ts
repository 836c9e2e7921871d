'use client'

import { type Dispatch, useEffect, useMemo, useRef } from 'react'
import type { AgentVariable } from '@/domain/agents/agent.schema'
import { newId } from '@/domain/ids'
import type { KeptDraft, NewDraft } from './draft/kept-draft'
import { type OpenedAction, stepToResume, type WizardAction } from './state/wizard-state'
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
  /** Opens a kept draft. Answers whether it is open; why not is shown. */
  resume: (draft: KeptDraft) => Promise<boolean>
  /** Reports why nothing was opened. */
  refuse: (reason: string) => void
}

type Source = { draftId: string; blob: Blob; fileName: string; override: FormatOverride }

/** What each draft of this wizard has in common, and what a kept one is opened with. */
export type DraftMaker = Omit<NewDraft, 'draftId' | 'fileName'> & { emailRequired: boolean }

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
  maker: DraftMaker
  dispatch: Dispatch<WizardAction>
  memory: OpenerMemory
}

/** Opens files in the worker and reports the progress to the wizard. */
export function useFileOpener(
  worker: ImportWorker | null,
  variables: readonly AgentVariable[],
  maker: DraftMaker,
  dispatch: Dispatch<WizardAction>,
): FileOpener {
  const memory = useRef<OpenerMemory>({ source: null, waiting: null, latest: 0 })
  const opener = useMemo(
    () => makeFileOpener({ worker, variables, maker, dispatch, memory: memory.current }),
    [worker, variables, maker, dispatch],
  )
  useEffect(() => opener.openWaiting(), [opener])
  return opener
}

export function makeFileOpener({ worker, variables, maker, dispatch, memory }: OpenerParts): FileOpener & {
  /** Opens the file that has waited for the worker. Called when there is one. */
  openWaiting: () => void
} {
  const follow = async <Result>(
    running: RunningWorker,
    work: Promise<Result>,
    actionOf: (result: Result) => WizardAction,
  ): Promise<Result | null> => {
    const turn = ++memory.latest
    running.onProgress = (bytes) => turn === memory.latest && dispatch({ type: 'reading progressed', bytes })
    try {
      const result = await work
      if (turn !== memory.latest) return null
      dispatch(actionOf(result))
      return result
    } catch (error) {
      if (turn !== memory.latest) return null
      const reason =
        error instanceof UnreadableFileError
          ? error.message
          : 'This file could not be read. Try it again, or save it as CSV UTF-8.'
      dispatch({ type: 'reading failed', reason })
      return null
    }
  }
  const openedAs =
    (draftId: string, fileName: string) =>
    (preview: FilePreview): OpenedAction => ({ type: 'file opened', draftId, fileName, preview, variables })
  const read = async (next: Source) => {
    const { draftId, blob, override, fileName } = next
    dispatch({ type: 'reading started', fileName, bytesTotal: blob.size })
    memory.waiting = worker ? null : next
    if (!worker) return
    const { owner, agentId, agentName } = maker
    const draft: NewDraft = { draftId, owner, agentId, agentName, fileName }
    const reading = worker.call('open', { source: blob, override, draft })
    if (await follow(worker, reading, openedAs(draftId, fileName))) memory.source = next
  }
  const cancel = () => {
    memory.latest++
    memory.waiting = null
    worker?.call('cancel', null)
    dispatch({ type: 'reading cancelled' })
  }
  return {
    open: (blob, fileName) => read({ draftId: newId(), blob, fileName, override: {} }),
    openWaiting: () => {
      if (worker && memory.waiting) read(memory.waiting)
    },
    reformat: (override) => {
      if (memory.source) read({ ...memory.source, override: { ...memory.source.override, ...override } })
    },
    setHeader: (headerRecord) => {
      if (!worker || !memory.source) return
      const { draftId, fileName } = memory.source
      follow(worker, worker.call('setHeader', { headerRecord }), openedAs(draftId, fileName))
    },
    resume: async (draft) => {
      if (!worker) return false
      const { draftId, fileName, override, work, bytes } = draft
      dispatch({ type: 'reading started', fileName, bytesTotal: bytes })
      const resumed = await follow(worker, worker.call('resume', draft), ({ preview }) => {
        const opened = openedAs(draftId, fileName)(preview)
        // A tab that was closed before it had shown the file has decided nothing yet.
        return work
          ? {
              type: 'draft resumed',
              opened,
              work: { ...work, step: stepToResume(work, { variables, emailRequired: maker.emailRequired }) },
            }
          : opened
      })
      if (!resumed) return false
      memory.source = { draftId, blob: resumed.source, fileName, override }
      return true
    },
    cancel,
    refuse: (reason) => {
      // What is still being read is not what was refused, and does not come in the place of the reason.
      cancel()
      dispatch({ type: 'reading failed', reason })
    },
  }
}
