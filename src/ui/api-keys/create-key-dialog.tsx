'use client'

import { useMutation, useQueryClient } from '@tanstack/react-query'
import { type FormEvent, useRef, useState } from 'react'
import type { Scope } from '@/domain/access/scopes.rules'
import { Button } from '@/ui/components/button'
import { CheckboxField } from '@/ui/components/checkbox'
import { Dialog, DialogClose, DialogContent } from '@/ui/components/dialog'
import { DialogFormButtons } from '@/ui/components/dialog-form-buttons'
import { Field } from '@/ui/components/field'
import { Input } from '@/ui/components/input'
import { formFaults } from '@/ui/form-faults'
import { FilterSelect } from '@/ui/lists/filter-select'
import { useTRPC } from '@/ui/trpc-client'
import { KeyNotice } from './key-notice'
import { SCOPE_CHOICES } from './scope-words'

const LIVES = { '30d': 30, '90d': 90, '365d': 365 } as const
type Life = keyof typeof LIVES
const LIFE_OPTIONS = [
  { value: '30d', label: 'After 30 days' },
  { value: '90d', label: 'After 90 days' },
  { value: '365d', label: 'After a year' },
] as const

const BLANK = { name: '', scopes: ['enroll', 'read'] as Scope[], life: null as Life | null, test: false }
type Faults = { name?: string; scopes?: string; rest?: string }

type CreateKeyDialogProps = { open: boolean; onOpenChange: (open: boolean) => void }

/** Asks what a key is for and what it may do, then shows it. */
export function CreateKeyDialog({ open, onOpenChange }: CreateKeyDialogProps) {
  const trpc = useTRPC()
  const queryClient = useQueryClient()
  const [values, setValues] = useState(BLANK)
  const [faults, setFaults] = useState<Faults>({})
  const nameRef = useRef<HTMLInputElement>(null)
  const create = useMutation(
    trpc.apiKeys.create.mutationOptions({
      onSuccess: () => queryClient.invalidateQueries({ queryKey: trpc.apiKeys.pathKey() }),
      onError: (error) => {
        const { fields, rest } = formFaults(error, ['name', 'scopes'] as const)
        setFaults({
          ...Object.fromEntries(fields.map(({ name, message }) => [name, message])),
          ...(rest === null ? {} : { rest }),
        })
      },
    }),
  )
  const made = create.data

  const submit = (event: FormEvent) => {
    event.preventDefault()
    const { name, scopes, life, test } = values
    const found: Faults = {
      ...(name.trim() === '' ? { name: 'Name the key, after the system that uses it.' } : {}),
      ...(scopes.length === 0 ? { scopes: 'Choose what the key may do.' } : {}),
    }
    setFaults(found)
    if (found.name) nameRef.current?.focus()
    if (Object.keys(found).length > 0) return
    const expiresAt = life === null ? null : new Date(Date.now() + LIVES[life] * 86_400_000).toISOString()
    create.mutate({ name, scopes, test, expiresAt })
  }
  const change = (next: boolean) => {
    // The key will be made anyway, and it is shown only here and only once.
    if (create.isPending) return
    onOpenChange(next)
    if (next) return
    setValues(BLANK)
    setFaults({})
    create.reset()
  }
  const choose = (scope: Scope, chosen: boolean) => {
    const scopes = chosen ? [...values.scopes, scope] : values.scopes.filter((each) => each !== scope)
    setValues({ ...values, scopes })
  }

  return (
    <Dialog open={open} onOpenChange={change}>
      {made ? (
        <DialogContent
          title="The key is ready"
          description={made.test ? `${made.name}, a test key` : made.name}
          // A press beside the dialog would lose the key.
          onInteractOutside={(event) => event.preventDefault()}
          footer={
            <DialogClose asChild>
              <Button variant="primary">I have stored the key</Button>
            </DialogClose>
          }
        >
          <KeyNotice apiKey={made.apiKey} />
        </DialogContent>
      ) : (
        <DialogContent title="Create an API key" description="One for each system, so that each can be revoked alone.">
          <form noValidate onSubmit={submit} className="grid gap-5">
            {faults.rest && (
              <p role="alert" className="text-sm text-destructive">
                {faults.rest}
              </p>
            )}
            <Field label="Name" required error={faults.name} hint="The system that uses it.">
              <Input
                ref={nameRef}
                autoComplete="off"
                placeholder="Nightly sync"
                maxLength={100}
                value={values.name}
                onChange={({ target }) => setValues({ ...values, name: target.value })}
              />
            </Field>
            <fieldset className="grid gap-3" aria-describedby={faults.scopes ? 'key-scopes-fault' : undefined}>
              <legend className="mb-2 text-sm font-medium">What it may do</legend>
              {SCOPE_CHOICES.map(({ scope, word, hint }) => (
                <CheckboxField
                  key={scope}
                  label={word}
                  hint={hint}
                  checked={values.scopes.includes(scope)}
                  onCheckedChange={(checked) => choose(scope, checked === true)}
                />
              ))}
              {faults.scopes && (
                <p id="key-scopes-fault" role="alert" className="text-sm text-destructive">
                  {faults.scopes}
                </p>
              )}
            </fieldset>
            <Field label="Expires">
              <FilterSelect
                label="Expires"
                any="Never"
                className="w-full"
                value={values.life}
                options={LIFE_OPTIONS}
                onChange={(life) => setValues({ ...values, life })}
              />
            </Field>
            <CheckboxField
              label="Test key"
              hint="What it enrolls is called by the simulated dialer and costs no credits. Everything else works as with a live key."
              checked={values.test}
              onCheckedChange={(checked) => setValues({ ...values, test: checked === true })}
            />
            <DialogFormButtons submit="Create key" pending={create.isPending} />
          </form>
        </DialogContent>
      )}
    </Dialog>
  )
}
