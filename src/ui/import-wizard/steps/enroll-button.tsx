'use client'

import { useEffect, useRef, useState } from 'react'
import { Button } from '@/ui/components/button'
import { ConfirmDialog } from '@/ui/components/confirm-dialog'
import { count } from '@/ui/components/format-number'
import { formatExactTime } from '@/ui/components/format-time'
import { describeEnrolled, type EnrolledBefore } from '@/ui/import-wizard/use-enrolled-before'

type EnrollButtonProps = {
  /** How many contacts are enrolled; null until it is known. */
  contacts: number | null
  agentName: string
  disabled: boolean
  pending: boolean
  /** Never rejects. */
  look: () => Promise<{ fingerprint: string | null; before: EnrolledBefore | null }>
  onEnroll: (fingerprint: string | null) => void
}

/** Enrolls the contacts. Asks first if the file was enrolled before. */
export function EnrollButton({ contacts, agentName, disabled, pending, look, onEnroll }: EnrollButtonProps) {
  const [asked, setAsked] = useState<{ fingerprint: string | null; before: EnrolledBefore } | null>(null)
  const [looking, setLooking] = useState(false)
  // What a press means once the answer is there: options may have changed meanwhile, and whoever has gone back to correct
  // something must not find the file enrolled.
  const enroll = useRef<EnrollButtonProps['onEnroll'] | null>(null)
  useEffect(() => {
    enroll.current = disabled ? null : onEnroll
    return () => {
      enroll.current = null
    }
  }, [onEnroll, disabled])
  const press = async () => {
    setLooking(true)
    const { fingerprint, before } = await look()
    setLooking(false)
    if (before) setAsked({ fingerprint, before })
    else enroll.current?.(fingerprint)
  }
  const amount = contacts === null ? 'contacts' : count(contacts, 'contact')
  return (
    <>
      <Button variant="primary" size="lg" disabled={disabled} pending={pending || looking} onClick={press}>
        Enroll {amount}
      </Button>
      <ConfirmDialog
        open={asked !== null}
        onOpenChange={(open) => !open && setAsked(null)}
        title="Enroll this file again?"
        description={
          asked && (
            <>
              The same file was enrolled with {agentName} on {formatExactTime(Date.parse(asked.before.enrolledAt))} by{' '}
              {asked.before.enrolledBy}: {describeEnrolled(asked.before)}. Whoever is in it would be called again.
            </>
          )
        }
        confirm={`Enroll ${amount} again`}
        keep="Back to the options"
        pending={false}
        error={null}
        onConfirm={() => {
          onEnroll(asked?.fingerprint ?? null)
          setAsked(null)
        }}
      />
    </>
  )
}
