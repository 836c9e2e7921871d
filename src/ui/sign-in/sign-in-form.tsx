'use client'

import { useState } from 'react'
import { useForm } from 'react-hook-form'
import { authClient } from '@/ui/auth-client'
import { Button } from '@/ui/components/button'
import { Field } from '@/ui/components/field'
import { Input } from '@/ui/components/input'
import { Notice } from '@/ui/components/notice'
import { useIsBrowser } from '@/ui/components/use-is-browser'
import { safeNextPath } from './safe-next-path'

// Without default values: they would overwrite what was typed before this script ran.
type SignInValues = { email: string; password: string }

/** Email and password. `next` is where the operator was going. */
export function SignInForm({ next }: { next: string | undefined }) {
  const isBrowser = useIsBrowser()
  const [failure, setFailure] = useState<string | null>(null)
  const {
    register,
    handleSubmit,
    setError,
    formState: { errors, isSubmitting, isSubmitSuccessful },
  } = useForm<SignInValues>()

  const submit = handleSubmit(async (values) => {
    setFailure(null)
    const { error } = await authClient.signIn.email(values)
    if (!error) {
      // A new document: nothing that was loaded before the session is kept, and no redirect of this page interferes.
      window.location.assign(safeNextPath(next))
      return
    }
    if (error.status === 401) {
      setError(
        'password',
        { message: 'This email and password do not belong together. Check both.' },
        { shouldFocus: true },
      )
    } else if (error.status === 429) {
      setFailure('Too many attempts. Wait a minute and try again.')
    } else {
      setFailure('Signing in did not work. Check the connection and try again.')
    }
    // Whatever failed, the form stays submittable and keeps what was typed.
    throw new SignInRefused()
  })

  return (
    <form
      // Whoever is faster than this script must not send the password in an address, as a form does by itself.
      method="post"
      noValidate
      className="grid gap-4"
      onSubmit={(event) => {
        submit(event).catch((error: unknown) => {
          if (!(error instanceof SignInRefused)) throw error
        })
      }}
    >
      {failure && <Notice tone="error" live title={failure} />}
      <Field label="Email" error={errors.email?.message}>
        <Input
          type="email"
          autoComplete="username"
          className="h-9"
          {...register('email', {
            required: 'Enter your email.',
            pattern: { value: /^\S+@\S+$/, message: 'This is not an email address. It needs an @.' },
          })}
        />
      </Field>
      <Field label="Password" error={errors.password?.message}>
        <Input
          type="password"
          autoComplete="current-password"
          className="h-9"
          {...register('password', { required: 'Enter your password.' })}
        />
      </Field>
      <Button
        type="submit"
        variant="primary"
        size="lg"
        disabled={!isBrowser}
        pending={isSubmitting || isSubmitSuccessful}
      >
        Sign in
      </Button>
    </form>
  )
}

class SignInRefused extends Error {}
