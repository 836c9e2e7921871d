'use client'

import { type RefObject, Suspense, useEffect } from 'react'
import { useDropzone } from 'react-dropzone'
import type { AgentVariable } from '@/domain/agents/agent.schema'
import { Upload } from '@/ui/components/icons/upload'
import { lazyOnTouch } from '@/ui/components/lazy-part'
import { Notice } from '@/ui/components/notice'
import type { WizardState } from '@/ui/import-wizard/state/wizard-state'
import type { FileOpener } from '@/ui/import-wizard/use-file-opener'
import { usePastedFile } from '@/ui/import-wizard/use-pasted-file'
import { FileChooser } from './file-chooser'
import { ReadingFile } from './reading-file'
import { StepHeading } from './step-heading'

// A file is opened in a transition, which waits for this.
const OpenedFile = lazyOnTouch(() => import('./opened-file').then((module) => module.OpenedFile))

/**
 * The file types that the file dialog offers. A dropped file with any other name is read too, or refused as no list.
 */
const ACCEPTED =
  '.csv,.tsv,.txt,.xlsx,text/csv,text/plain,text/tab-separated-values,application/vnd.openxmlformats-officedocument.spreadsheetml.sheet'

type UploadStepProps = {
  heading: RefObject<HTMLHeadingElement | null>
  state: Extract<WizardState, { step: 'upload' }>
  opener: FileOpener
  variables: readonly AgentVariable[]
  blocked: string | null
  onRemove: () => void
}

/** Takes a file that is chosen, dropped or pasted, and shows how it was read, which can be changed. */
export function UploadStep({ heading, state, opener, variables, blocked, onRemove }: UploadStepProps) {
  const { draft, reading, problem } = state
  const dropzone = useDropzone({
    multiple: false,
    noClick: true,
    noKeyboard: true,
    onDrop: ([file], rejected) => {
      if (rejected.length > 0) opener.refuse('Drop one file at a time, not several and no folder.')
      else if (file) opener.open(file, file.name)
    },
    onError: () => opener.refuse('What was dropped could not be read. Use the button to choose the file.'),
  })
  usePastedFile(reading === null ? opener.open : null)
  useFocusWhenRead(heading, reading !== null)
  return (
    <div
      {...dropzone.getRootProps({
        // The region only catches drops. Presses go to the button in it.
        role: undefined,
        tabIndex: undefined,
        className: 'relative mx-auto flex w-full max-w-5xl flex-1 flex-col gap-5 p-4 sm:p-6',
      })}
    >
      {dropzone.isDragActive && (
        <div className="pointer-events-none absolute inset-3 z-10 grid place-content-center justify-items-center gap-3 rounded-xl border-2 border-link border-dashed bg-background">
          <Upload className="size-6 text-link" aria-hidden />
          <p className="font-medium">Drop the file to open it</p>
        </div>
      )}
      <StepHeading ref={heading} title={draft ? 'Check how the file was read' : 'Choose the file with your contacts'} />
      {problem && (
        <Notice
          tone="error"
          live
          title={problem.fileName === null ? 'Nothing was opened' : `${problem.fileName} could not be opened`}
        >
          {problem.reason}
        </Notice>
      )}
      <Suspense>
        {reading ? (
          <ReadingFile reading={reading} onCancel={opener.cancel} />
        ) : draft ? (
          <OpenedFile
            draft={draft}
            opener={opener}
            blocked={blocked}
            onChooseAnother={dropzone.open}
            onRemove={onRemove}
          />
        ) : (
          <FileChooser onChoose={dropzone.open} onPaste={opener.open} variables={variables} />
        )}
      </Suspense>
      <input {...dropzone.getInputProps({ 'aria-label': 'Contact file', accept: ACCEPTED })} />
    </div>
  )
}

/** Moves the focus to the heading when reading has ended, because the pressed button is gone by then. */
function useFocusWhenRead(heading: RefObject<HTMLHeadingElement | null>, reading: boolean): void {
  useEffect(() => {
    if (!reading) return
    return () => {
      requestAnimationFrame(() => {
        if (document.activeElement === document.body) heading.current?.focus()
      })
    }
  }, [heading, reading])
}
