'use client'

import { useRouter } from 'next/navigation'
import { type MouseEvent, useCallback, useEffect, useRef, useState } from 'react'
import { ConfirmDialog } from '@/ui/components/confirm-dialog'
import { count } from '@/ui/components/format-number'

export type Leaving = {
  /** By the X, or by the browser's back button; null while nobody leaves. */
  by: 'close' | 'back' | null
  onClose: (event: MouseEvent) => void
  stay: () => void
  /** Out, by the way that was asked about; `href` is where the X leads. */
  leave: (href: string) => void
}

/** Marks the entry of the history by which the wizard was come to: going back to it is going out. */
const ENTRY = 'rollcallWizardEntry'

/**
 * Rows that were mapped and mended are not thrown away by a slip of the hand: the X and the browser's back button ask
 * first, and so does the browser itself before it reloads or closes the page.
 */
export function useLeaving(isUnsaved: boolean): Leaving {
  const router = useRouter()
  const [by, setBy] = useState<Leaving['by']>(null)
  const isLeaving = useRef(false)

  useEffect(() => {
    if (!isUnsaved) return
    const warn = (event: BeforeUnloadEvent) => event.preventDefault()
    window.addEventListener('beforeunload', warn)
    return () => window.removeEventListener('beforeunload', warn)
  }, [isUnsaved])

  // A page cannot keep the browser from going back, so there is one entry more to go back to: it is the same page.
  useEffect(() => {
    if (!isUnsaved || isEntry(window.history.state)) return
    const { state } = window.history
    window.history.replaceState({ ...state, [ENTRY]: true }, '')
    window.history.pushState(state, '')
  }, [isUnsaved])

  useEffect(() => {
    const onPopState = (event: PopStateEvent) => {
      if (!isEntry(event.state)) return
      // There is more than one such entry where a second file was chosen.
      if (isUnsaved && !isLeaving.current) setBy('back')
      else window.history.back()
    }
    window.addEventListener('popstate', onPopState)
    return () => window.removeEventListener('popstate', onPopState)
  }, [isUnsaved])

  const onClose = (event: MouseEvent) => {
    // Opened in another tab, the agent's page takes nothing away.
    if (!isUnsaved || event.metaKey || event.ctrlKey || event.shiftKey) return
    event.preventDefault()
    setBy('close')
  }
  const stay = useCallback(() => {
    setBy(null)
    if (by === 'back') window.history.forward()
  }, [by])
  const leave = (href: string) => {
    isLeaving.current = true
    if (by === 'back') window.history.back()
    else router.push(href)
  }
  return { by, onClose, stay, leave }
}

function isEntry(state: unknown): boolean {
  return typeof state === 'object' && state !== null && ENTRY in state
}

type LeaveQuestionProps = {
  leaving: Leaving
  fileName: string
  /** Rows that differ from the file. */
  edits: number
  /** The contacts are on their way, or it is not known whether they arrived. */
  sending: boolean
  /** Where the X leads. */
  href: string
}

/** Names what would be lost. */
export function LeaveQuestion({ leaving, fileName, edits, sending, href }: LeaveQuestionProps) {
  const edited = count(edits, 'edited row')
  const lost = edits > 0 ? `${edited} and the mapping of ${fileName}` : `The mapping of ${fileName}`
  return (
    <ConfirmDialog
      open={leaving.by !== null}
      onOpenChange={(open) => !open && leaving.stay()}
      title={sending ? 'Leave before the answer is here?' : 'Leave without enrolling?'}
      description={
        sending
          ? 'It is not known yet whether the contacts are enrolled. Look at the imports before you send the file again.'
          : `${lost} would be lost. Nobody has been enrolled, and the file itself is not touched.`
      }
      confirm={sending ? 'Leave now' : edits > 0 ? `Throw away ${edited}` : 'Leave without enrolling'}
      keep={sending ? 'Wait for the answer' : 'Back to the import'}
      pending={false}
      error={null}
      onConfirm={() => leaving.leave(href)}
    />
  )
}
