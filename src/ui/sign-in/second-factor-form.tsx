'use client'

import { useState } from 'react'
import { useForm } from 'react-hook-form'
import { authClient, describeRefusal } from '@/ui/auth-client'
import { Button } from '@/ui/components/button'
import { Field } from '@/ui/components/field'
import { Input } from '@/ui/components/input'
import { Notice } from '@/ui/components/notice'
import { sortFaults } from '@/ui/form-faults'

/** Asks for the second factor of a sign-in: a code of the authenticator app, or a backup code. */
export function SecondFactorForm({ onEnter }: { onEnter: () => void }) {
  const [by, setBy] = useState<'app' | 'backupCode'>('app')
  const [entered, setEntered] = useState(false)
  const {
    register,
    handleSubmit,
    setError,
    reset,
    formState: { errors, isSubmitting },
  } = useForm<{ code: string }>({ defaultValues: { code: '' } })

  const submit = handleSubmit(async ({ code }) => {
    const { error } = await authClient.giveSecondFactor({ by, code })
    if (!error) {
      setEntered(true)
      onEnter()
      return
    }
    const { fields, rest } = sortFaults(describeRefusal(error), error.details, ['code'])
    for (const { name, message } of fields) setError(name, { message }, { shouldFocus: true })
    if (rest !== null) setError('root', { message: rest })
  })

  return (
    <form noValidate className="grid gap-4" onSubmit={submit}>
      {errors.root?.message && (
        <Notice tone="error" live title="You could not be signed in">
          {errors.root.message}
        </Notice>
      )}
      <Field
        label={by === 'app' ? 'Code of your authenticator app' : 'Backup code'}
        error={errors.code?.message}
        hint={by === 'app' ? undefined : 'Each works once.'}
      >
        <Input
          key={by}
          autoFocus
          autoComplete="one-time-code"
          inputMode={by === 'app' ? 'numeric' : undefined}
          className="h-9 font-mono"
          {...register('code', {
            required: by === 'app' ? 'Enter the six digits that the app shows.' : 'Enter a backup code.',
          })}
        />
      </Field>
      <Button type="submit" variant="primary" size="lg" pending={isSubmitting || entered}>
        Sign in
      </Button>
      <Button
        variant="link"
        className="w-fit"
        onClick={() => {
          reset()
          setBy(by === 'app' ? 'backupCode' : 'app')
        }}
      >
        {by === 'app' ? 'Use a backup code instead' : 'Use the authenticator app instead'}
      </Button>
    </form>
  )
}
