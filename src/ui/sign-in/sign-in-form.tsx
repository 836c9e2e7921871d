'use client'

import Link from 'next/link'
import { useState } from 'react'
import { useForm } from 'react-hook-form'
import { authClient, describeRefusal } from '@/ui/auth-client'
import { Button } from '@/ui/components/button'
import { Field } from '@/ui/components/field'
import { Input } from '@/ui/components/input'
import { Notice } from '@/ui/components/notice'
import { safeNextPath } from './safe-next-path'
import { SecondFactorForm } from './second-factor-form'

// The form has no default values: they would overwrite what was typed before this script ran.
type SignInValues = { email: string; password: string }

/**
 * Asks for email and password, and for a code of whoever has two-factor sign-in. `next` is the path that the operator
 * wanted to open.
 */
export function SignInForm({ next }: { next: string | undefined }) {
  const [failure, setFailure] = useState<{ title: string; advice: string } | null>(null)
  const [needsCode, setNeedsCode] = useState(false)
  const {
    register,
    handleSubmit,
    setError,
    formState: { errors, isSubmitting, isSubmitSuccessful },
  } = useForm<SignInValues>()

  // Loads a new document: nothing loaded before the session is kept, and no redirect of this page interferes.
  const enter = () => window.location.assign(safeNextPath(next))

  const submit = handleSubmit(async (values) => {
    setFailure(null)
    const { error, body } = await authClient.signIn(values)
    if (!error) {
      if (body.secondFactor) setNeedsCode(true)
      else enter()
      return
    }
    if (error.status === 401) {
      setError(
        'password',
        { message: 'This email and password do not belong together. Check both.' },
        { shouldFocus: true },
      )
    } else if (error.status === 429) {
      setFailure({ title: 'Too many attempts', advice: 'The password was not checked. Try again in a minute.' })
    } else {
      setFailure({ title: 'You could not be signed in', advice: describeRefusal(error) })
    }
    // The error keeps the form submittable with its values, whatever failed.
    throw new SignInRefused()
  })

  if (needsCode) return <SecondFactorForm onEnter={enter} />
  return (
    <form
      // A form that is submitted before any script runs must not send the password in the URL, as the default method GET
      // does.
      method="post"
      noValidate
      className="grid gap-4"
      onSubmit={(event) => {
        submit(event).catch((error: unknown) => {
          if (!(error instanceof SignInRefused)) throw error
        })
      }}
    >
      {failure && (
        <Notice tone="error" live title={failure.title}>
          {failure.advice}
        </Notice>
      )}
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
      <Button type="submit" variant="primary" size="lg" pending={isSubmitting || isSubmitSuccessful}>
        Sign in
      </Button>
      <Link href="/forgot-password" className="w-fit text-sm text-link underline-offset-4 hover:underline">
        Forgot your password?
      </Link>
    </form>
  )
}

class SignInRefused extends Error {}
