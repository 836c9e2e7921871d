'use client'

import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useRouter } from 'next/navigation'
import { useState } from 'react'
import { Button } from '@/ui/components/button'
import { ConfirmDialog } from '@/ui/components/confirm-dialog'
import { Field } from '@/ui/components/field'
import { count } from '@/ui/components/format-number'
import { Input } from '@/ui/components/input'
import { useReadableNumber } from '@/ui/components/known-numbers'
import { lazyPart } from '@/ui/components/lazy-part'
import { toast } from '@/ui/components/toast'
import { useMay } from '@/ui/frame/session'
import type { Person } from '@/ui/router-outputs'
import type { AgainTarget } from '@/ui/sequences/call-again-dialog'
import { useTRPC } from '@/ui/trpc-client'
import { OptOutPerson, useHasOptedOut } from './opt-out-person'

const CallAgainDialog = lazyPart(() =>
  import('@/ui/sequences/call-again-dialog').then((module) => module.CallAgainDialog),
)

/** What can be done with a person: cancel all that is open, call again when nothing is, never call again, and erase. */
export function PersonActions({ person }: { person: Person }) {
  const mayEnroll = useMay('enroll')
  const mayErase = useMay('manage')
  const { callableAgain } = person
  const hasOptedOut = useHasOptedOut(person)
  const name = useNameOf(person)
  // The dialog stays when the person is open by what it did.
  const [again, setAgain] = useState<AgainTarget | null>(null)
  return (
    <>
      {mayEnroll && <OptOutPerson person={person} name={name} />}
      {mayEnroll && person.open > 0 && <CancelPerson person={person} />}
      {mayErase && <ErasePerson person={person} />}
      {mayEnroll && callableAgain !== null && !hasOptedOut && (
        <Button variant="primary" onClick={() => setAgain({ sequenceIds: [callableAgain] })}>
          Call again
        </Button>
      )}
      {again && <CallAgainDialog target={again} onClose={() => setAgain(null)} />}
    </>
  )
}

function useNameOf({ name, phoneNumber }: Person): string {
  const { written } = useReadableNumber(phoneNumber)
  return name ?? written
}

function CancelPerson({ person }: { person: Person }) {
  const trpc = useTRPC()
  const queryClient = useQueryClient()
  const [open, setOpen] = useState(false)
  const [reason, setReason] = useState('')
  const cancel = useMutation(
    trpc.sequences.cancelPerson.mutationOptions({
      onSuccess: async () => {
        await queryClient.invalidateQueries({ queryKey: trpc.people.pathKey() })
        setOpen(false)
      },
    }),
  )
  const what = count(person.open, 'sequence')
  const name = useNameOf(person)
  return (
    <>
      <Button onClick={() => setOpen(true)}>Cancel all open</Button>
      <ConfirmDialog
        open={open}
        onOpenChange={setOpen}
        title={`Cancel ${what} of ${name}?`}
        description={`${name} will no longer be called, by any agent, until somebody enrolls the number again. A call under way may finish, and chains go on with the next contact. This cannot be undone.`}
        confirm={`Cancel ${what}`}
        keep="Keep calling"
        pending={cancel.isPending}
        error={cancel.error}
        onConfirm={() => cancel.mutate({ phoneNumber: person.phoneNumber, reason })}
      >
        <Field label="Reason (optional)">
          <Input value={reason} maxLength={500} onChange={(event) => setReason(event.target.value)} />
        </Field>
      </ConfirmDialog>
    </>
  )
}

function ErasePerson({ person }: { person: Person }) {
  const trpc = useTRPC()
  const router = useRouter()
  const queryClient = useQueryClient()
  const [open, setOpen] = useState(false)
  const name = useNameOf(person)
  const { written } = useReadableNumber(person.phoneNumber)
  const erase = useMutation(
    trpc.people.erase.mutationOptions({
      onSuccess: () => {
        setOpen(false)
        queryClient.removeQueries({ queryKey: trpc.people.pathKey() })
        toast(`${name} is erased.`)
        router.push('/')
      },
    }),
  )
  const kept = `${count(person.sequences, 'sequence')}, ${count(person.calls, 'call')} and ${count(person.rejections.length, 'rejected contact')}`
  return (
    <>
      <Button variant="ghost" onClick={() => setOpen(true)}>
        Erase
      </Button>
      <ConfirmDialog
        open={open}
        onOpenChange={setOpen}
        title={`Erase ${name}, ${written}?`}
        description={`Name, number, email address, variables, summaries, transcriptions, recordings and mails go from ${kept}, and from what was or will be delivered to webhooks. ${person.open > 0 ? 'What is open is cancelled before. ' : ''}Results, times, counts and credits stay, without saying whose they are. This cannot be undone.`}
        confirm={`Erase ${name}`}
        keep="Keep the person"
        pending={erase.isPending}
        error={erase.error}
        onConfirm={() => erase.mutate({ phoneNumber: person.phoneNumber })}
      />
    </>
  )
}
