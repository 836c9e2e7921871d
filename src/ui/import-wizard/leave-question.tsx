'use client'

import { useRouter } from 'next/navigation'
import { useCallback, useEffect, useRef, useState } from 'react'
import { ConfirmDialog } from '@/ui/components/confirm-dialog'
import { count } from '@/ui/components/format-number'
import { useCloseWarning } from '@/ui/use-close-warning'
import { DRAFT_DAYS } from './draft/kept-draft'
import type { DraftLoss } from './worker/draft-keeper'

export type Leaving = {
  /** How one would leave: by a link, such as the X, or by the browser's back button; null while nobody leaves. */
  by: { href: string } | 'back' | null
  stay: () => void
  /** Leaves in the way that was asked about. */
  leave: () => void
}

/** Marks the history entry from which the wizard was opened. Going back to that entry means leaving. */
const ENTRY = 'rollcallWizardEntry'

/**
 * Asks before work is left: at each link that leads away, such as the X, and at the browser's back button. The browser
 * asks before it reloads or closes the page.
 *
 * @param draftId the draft of the open file; null without one
 */
export function useLeaving(isAsked: boolean, draftId: string | null): Leaving {
  const router = useRouter()
  const [by, setBy] = useState<Leaving['by']>(null)
  const isLeaving = useRef(false)

  useCloseWarning(isAsked)
  useEffect(() => {
    if (!isAsked) return
    const ask = (event: MouseEvent) => {
      const href = wayOut(event)
      if (href === null) return
      event.preventDefault()
      setBy({ href })
    }
    // Before the links themselves hear of the press.
    document.addEventListener('click', ask, { capture: true })
    return () => document.removeEventListener('click', ask, { capture: true })
  }, [isAsked])

  // A page cannot stop the browser from going back. It therefore adds a history entry for the same page.
  useEffect(() => {
    if (draftId === null || isEntry(window.history.state) || isLoadedWith(draftId)) return
    const { state } = window.history
    window.history.replaceState({ ...state, [ENTRY]: true }, '')
    // Not by the method of the window's history, which nuqs has wrapped: it would drop the step and the draft that are
    // to be written into the URL in this very moment.
    History.prototype.pushState.call(window.history, state, '')
  }, [draftId])

  useEffect(() => {
    const onPopState = (event: PopStateEvent) => {
      if (!isEntry(event.state)) return
      // There can be several such entries, one for each file that was chosen.
      if (isAsked && !isLeaving.current) setBy('back')
      else window.history.back()
    }
    window.addEventListener('popstate', onPopState)
    return () => window.removeEventListener('popstate', onPopState)
  }, [isAsked])

  const stay = useCallback(() => {
    setBy(null)
    if (by === 'back') window.history.forward()
  }, [by])
  const leave = () => {
    isLeaving.current = true
    if (by === 'back') window.history.back()
    else if (by) router.push(by.href)
  }
  return { by, stay, leave }
}

function isEntry(state: unknown): boolean {
  return typeof state === 'object' && state !== null && ENTRY in state
}

/**
 * Says whether the page was loaded with this draft, by a reload or in a tab that was opened again. What was before it in
 * the history still is, with the entry that was added then.
 */
function isLoadedWith(draftId: string): boolean {
  return performance.getEntriesByType('navigation').some(({ name }) => name.includes(draftId))
}

/** Returns the path to which a press leads away from this page; null for any other press. */
function wayOut(event: MouseEvent): string | null {
  if (event.button !== 0 || event.metaKey || event.ctrlKey || event.shiftKey || event.altKey) return null
  const link = event.target instanceof Element ? event.target.closest('a[href]') : null
  if (!(link instanceof HTMLAnchorElement) || link.target === '_blank' || link.hasAttribute('download')) return null
  const { origin, pathname } = window.location
  return link.origin === origin && link.pathname !== pathname ? link.pathname + link.search + link.hash : null
}

type LeaveQuestionProps = {
  leaving: Leaving
  fileName: string
  /** How many rows the operator edited, left out or took back in. */
  fixes: number
  /** Why the draft is not kept; null while it is. */
  loss: DraftLoss | null
  /** True while the contacts are being sent, and when it is unknown whether they arrived. */
  sending: boolean
}

/** Asks before leaving, and says what stays and what would be lost. */
export function LeaveQuestion({ leaving, fileName, fixes, loss, sending }: LeaveQuestionProps) {
  const question = sending ? SENDING : loss === null ? keptQuestion(fileName, fixes) : lostQuestion(fileName, fixes)
  return (
    <ConfirmDialog
      open={leaving.by !== null}
      onOpenChange={(open) => !open && leaving.stay()}
      {...question}
      pending={false}
      error={null}
      onConfirm={leaving.leave}
    />
  )
}

const SENDING = {
  title: 'Leave before the answer is here?',
  description:
    'It is not known yet whether the contacts are enrolled. Look at the imports before you send the file again.',
  confirm: 'Leave now',
  keep: 'Wait for the answer',
}

function keptQuestion(fileName: string, fixes: number) {
  return {
    title: `Leave ${fileName} for now?`,
    description: `This browser keeps it as a draft, with ${count(fixes, 'fix', 'fixes')}, until you sign out, for ${DRAFT_DAYS} days at most. Continue it under Import contacts. Nobody has been enrolled.`,
    confirm: 'Leave, keep the draft',
    undoable: true,
    keep: 'Keep working',
  }
}

function lostQuestion(fileName: string, fixes: number) {
  const lost =
    fixes > 0 ? `${count(fixes, 'fix', 'fixes')} and the mapping of ${fileName}` : `The mapping of ${fileName}`
  return {
    title: `Leave ${fileName} without enrolling?`,
    description: `${lost} would be lost, since this browser could not keep a draft. Nobody has been enrolled, and the file itself is not touched.`,
    confirm: fixes > 0 ? `Lose ${count(fixes, 'fix', 'fixes')}` : 'Leave without a draft',
    keep: 'Keep working',
  }
}
