'use client'

import { useRouter } from 'next/navigation'
import { type MouseEvent, useCallback, useEffect, useRef, useState } from 'react'
import { ConfirmDialog } from '@/ui/components/confirm-dialog'
import { count } from '@/ui/components/format-number'

export type Leaving = {
  /** Who asked to leave: the X ("close") or the browser's back button ("back"); null while nobody leaves. */
  by: 'close' | 'back' | null
  onClose: (event: MouseEvent) => void
  stay: () => void
  /** Leaves in the way that was asked about. `href` is the target of the X. */
  leave: (href: string) => void
}

/** Marks the history entry from which the wizard was opened. Going back to that entry means leaving. */
const ENTRY = 'rollcallWizardEntry'

/**
 * Protects unsaved work from being lost by accident. The X and the browser's back button ask first, and the browser
 * asks before it reloads or closes the page.
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

  // A page cannot stop the browser from going back. It therefore adds a history entry for the same page.
  useEffect(() => {
    if (!isUnsaved || isEntry(window.history.state)) return
    const { state } = window.history
    window.history.replaceState({ ...state, [ENTRY]: true }, '')
    window.history.pushState(state, '')
  }, [isUnsaved])

  useEffect(() => {
    const onPopState = (event: PopStateEvent) => {
      if (!isEntry(event.state)) return
      // There can be several such entries, one for each file that was chosen.
      if (isUnsaved && !isLeaving.current) setBy('back')
      else window.history.back()
    }
    window.addEventListener('popstate', onPopState)
    return () => window.removeEventListener('popstate', onPopState)
  }, [isUnsaved])

  const onClose = (event: MouseEvent) => {
    // With a modifier key the agent's page opens in another tab, and nothing is lost here.
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
  /** How many rows differ from the file. */
  edits: number
  /** True while the contacts are being sent, and when it is unknown whether they arrived. */
  sending: boolean
  /** The target of the X. */
  href: string
}

/** Asks before leaving, and names what would be lost. */
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
