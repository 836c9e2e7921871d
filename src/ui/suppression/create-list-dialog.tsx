'use client'

import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { useRouter } from 'next/navigation'
import { type FormEvent, useRef, useState } from 'react'
import {
  LIST_NAME_LENGTH_MAX,
  type ListKind,
  REGISTRY_OLD_AFTER_DAYS,
} from '@/domain/suppression/suppression-limits.rules'
import { CheckboxField } from '@/ui/components/checkbox'
import { Dialog, DialogContent } from '@/ui/components/dialog'
import { DialogFormButtons } from '@/ui/components/dialog-form-buttons'
import { Field } from '@/ui/components/field'
import { Input } from '@/ui/components/input'
import { formFaults } from '@/ui/form-faults'
import { FilterSelect } from '@/ui/lists/filter-select'
import { useTRPC } from '@/ui/trpc-client'
import { KIND_OPTIONS } from './list-words'

const BLANK = {
  name: '',
  kind: 'other' as ListKind,
  agentIds: [] as string[],
  entryDays: '',
  oldAfterDays: '',
  stops: false,
}
type Faults = { name?: string; entryDays?: string; oldAfterDays?: string; rest?: string }

/** A number of days as it was typed; null for none. */
const daysOf = (text: string) => (text.trim() === '' ? null : Number(text))

/** Asks what a suppression list is, and makes it. */
export function CreateListDialog({ open, onOpenChange }: { open: boolean; onOpenChange: (open: boolean) => void }) {
  const trpc = useTRPC()
  const router = useRouter()
  const queryClient = useQueryClient()
  const [values, setValues] = useState(BLANK)
  const [faults, setFaults] = useState<Faults>({})
  const nameRef = useRef<HTMLInputElement>(null)
  const agents = useQuery({ ...trpc.agents.list.queryOptions({}), enabled: open })
  const create = useMutation(
    trpc.suppressions.lists.create.mutationOptions({
      onSuccess: async ({ listId }) => {
        await queryClient.invalidateQueries({ queryKey: trpc.suppressions.pathKey() })
        router.push(`/settings/suppression-lists/${listId}`)
      },
      onError: (error) => {
        const { fields, rest } = formFaults(error, ['name', 'entryDays', 'oldAfterDays'] as const)
        setFaults({
          ...Object.fromEntries(fields.map(({ name, message }) => [name, message])),
          ...(rest === null ? {} : { rest }),
        })
      },
    }),
  )
  const submit = (event: FormEvent) => {
    event.preventDefault()
    const { name, kind, agentIds, entryDays, oldAfterDays, stops } = values
    if (name.trim() === '') {
      setFaults({ name: 'Name the list.' })
      nameRef.current?.focus()
      return
    }
    setFaults({})
    create.mutate({
      name,
      kind,
      agentIds: agentIds.length === 0 ? null : agentIds,
      entryDays: daysOf(entryDays),
      oldAfterDays: daysOf(oldAfterDays),
      whenOld: stops ? 'stop' : 'notice',
    })
  }
  const change = (next: boolean) => {
    if (create.isPending) return
    onOpenChange(next)
    if (next) return
    setValues(BLANK)
    setFaults({})
    create.reset()
  }
  const choose = (agentId: string, chosen: boolean) => {
    const others = values.agentIds.filter((each) => each !== agentId)
    setValues({ ...values, agentIds: chosen ? [...others, agentId] : others })
  }
  return (
    <Dialog open={open} onOpenChange={change}>
      <DialogContent title="Create a suppression list" description="Its numbers are added afterwards.">
        <form noValidate onSubmit={submit} className="grid gap-5">
          {faults.rest && (
            <p role="alert" className="text-sm text-destructive">
              {faults.rest}
            </p>
          )}
          <Field label="Name" required error={faults.name} hint="It is shown to whoever enrolls somebody on it.">
            <Input
              ref={nameRef}
              autoComplete="off"
              maxLength={LIST_NAME_LENGTH_MAX}
              value={values.name}
              onChange={({ target }) => setValues({ ...values, name: target.value })}
            />
          </Field>
          <Field label="Kind">
            <FilterSelect
              label="Kind"
              className="w-full"
              value={values.kind}
              options={KIND_OPTIONS}
              onChange={(kind) => {
                const registryDays = kind === 'national registry' ? String(REGISTRY_OLD_AFTER_DAYS) : ''
                setValues({ ...values, kind: kind ?? 'other', oldAfterDays: registryDays })
              }}
            />
          </Field>
          <fieldset className="grid gap-2">
            <legend className="mb-1 text-sm font-medium">Agents that keep to it</legend>
            <p className="text-sm text-muted-foreground">All of them, unless you choose some.</p>
            {agents.data?.agents.map(({ agentId, name }) => (
              <CheckboxField
                key={agentId}
                label={name}
                checked={values.agentIds.includes(agentId)}
                onCheckedChange={(checked) => choose(agentId, checked === true)}
              />
            ))}
          </fieldset>
          <Field
            label="New numbers stay for so many days (optional)"
            error={faults.entryDays}
            hint="Without a number, for good."
          >
            <Input
              inputMode="numeric"
              value={values.entryDays}
              onChange={({ target }) => setValues({ ...values, entryDays: target.value })}
            />
          </Field>
          <Field
            label="Old after so many days (optional)"
            error={faults.oldAfterDays}
            hint="When it was not refreshed by then. Registries in the United States: 31."
          >
            <Input
              inputMode="numeric"
              value={values.oldAfterDays}
              onChange={({ target }) => setValues({ ...values, oldAfterDays: target.value })}
            />
          </Field>
          <CheckboxField
            label="Stop calls while it is old"
            hint="Its agents call nobody until somebody has refreshed it. Otherwise it only says that it is old."
            checked={values.stops}
            onCheckedChange={(checked) => setValues({ ...values, stops: checked === true })}
          />
          <DialogFormButtons submit="Create list" pending={create.isPending} />
        </form>
      </DialogContent>
    </Dialog>
  )
}
