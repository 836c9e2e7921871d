'use client'

import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import Link from 'next/link'
import { useState } from 'react'
import { BUILT_IN_LIST_NAME, SUPPRESSION_REASON_LENGTH_MAX } from '@/domain/suppression/suppression-limits.rules'
import { Button } from '@/ui/components/button'
import { ConfirmDialog } from '@/ui/components/confirm-dialog'
import { Field } from '@/ui/components/field'
import { count } from '@/ui/components/format-number'
import { Input } from '@/ui/components/input'
import { Notice } from '@/ui/components/notice'
import { RelativeTime } from '@/ui/components/time'
import { useMay } from '@/ui/frame/session'
import { PERSON_SUPPRESSIONS } from '@/ui/lists/page-size'
import type { Person } from '@/ui/router-outputs'
import { SOURCE_WORDS } from '@/ui/suppression/list-words'
import { RemoveNumber } from '@/ui/suppression/remove-number'
import { useTRPC } from '@/ui/trpc-client'

function useSuppressions({ phoneNumber }: Person) {
  const trpc = useTRPC()
  return useQuery(trpc.suppressions.list.queryOptions({ phoneNumber, limit: PERSON_SUPPRESSIONS }))
}

/** Whether the person is on the built-in list, for all agents and for good; undefined until that is known. */
export function useHasOptedOut(person: Person): boolean | undefined {
  return useSuppressions(person).data?.suppressions.some(
    ({ list, agentIds, until }) => list.name === BUILT_IN_LIST_NAME && agentIds === null && until === null,
  )
}

/** Notes that a person asked not to be called again. It is there until the person is on the built-in list for all agents. */
export function OptOutPerson({ person, name }: { person: Person; name: string }) {
  const trpc = useTRPC()
  const queryClient = useQueryClient()
  const hasOptedOut = useHasOptedOut(person)
  const [open, setOpen] = useState(false)
  const [reason, setReason] = useState('')
  const optOut = useMutation(
    trpc.people.optOut.mutationOptions({
      onSuccess: async () => {
        await Promise.all([
          queryClient.invalidateQueries({ queryKey: trpc.people.pathKey() }),
          queryClient.invalidateQueries({ queryKey: trpc.suppressions.pathKey() }),
        ])
        setOpen(false)
      },
    }),
  )
  if (hasOptedOut !== false) return null
  return (
    <>
      <Button onClick={() => setOpen(true)}>Do not call again</Button>
      <ConfirmDialog
        open={open}
        onOpenChange={setOpen}
        title={`Never call ${name} again?`}
        description={`The number goes on the list “${BUILT_IN_LIST_NAME}”: no agent calls it any more, with any extension, and nobody can enroll it. Consents that are known of it are revoked. ${person.open > 0 ? `${count(person.open, 'open sequence')} ${person.open === 1 ? 'ends' : 'end'} now. ` : ''}A call under way is left to end. An admin can take the number off the list again.`}
        confirm="Do not call again"
        undoable
        keep="Keep calling"
        pending={optOut.isPending}
        error={optOut.error}
        onConfirm={() => optOut.mutate({ phoneNumber: person.phoneNumber, reason })}
      >
        <Field label="Reason (optional)" hint="Members of your organization see it, and nobody else.">
          <Input
            value={reason}
            maxLength={SUPPRESSION_REASON_LENGTH_MAX}
            onChange={({ target }) => setReason(target.value)}
          />
        </Field>
      </ConfirmDialog>
    </>
  )
}

/** Says on which suppression lists a person is, since when and why. */
export function PersonSuppressions({ person }: { person: Person }) {
  const mayRemove = useMay('manage')
  const suppressions = useSuppressions(person)
  return suppressions.data?.suppressions.map(({ list, since, reason, source, addedBy, agentIds }) => (
    <Notice
      key={list.listId}
      tone="warning"
      className="mb-4"
      title={
        <>
          Not called{agentIds !== null && ` by ${count(agentIds.length, 'agent')}`}: on the suppression list{' '}
          <Link href={`/settings/suppression-lists/${list.listId}`} className="underline underline-offset-4">
            {list.name}
          </Link>
        </>
      }
      action={mayRemove && <RemoveNumber phoneNumber={person.phoneNumber} list={list} />}
    >
      {SOURCE_WORDS[source]}, {addedBy}, <RelativeTime iso={since} />
      {reason && `: ${reason}`}
    </Notice>
  ))
}
