'use client'

import Link from 'next/link'
import { useForm } from 'react-hook-form'
import { authClient, describeRefusal } from '@/ui/auth-client'
import { Button } from '@/ui/components/button'
import { Notice } from '@/ui/components/notice'
import { sortFaults } from '@/ui/form-faults'
import { EntryFrame } from './entry-frame'
import { NEW_PASSWORD_RULES, NewPasswordField } from './new-password-field'

/** Sets a new password by the link that was mailed. `good` is false for a link that was used or is too old. */
export function ResetPasswordScreen({ token, good }: { token: string; good: boolean }) {
  if (!good) {
    return (
      <EntryFrame
        title="This link no longer works"
        lead="It was used, or is older than an hour. Your password is as it was."
      >
        <Button asChild size="lg">
          <Link href="/forgot-password">Ask for a new link</Link>
        </Button>
      </EntryFrame>
    )
  }
  return (
    <EntryFrame title="Set a new password" lead="You are signed out everywhere, and sign in with it afterwards.">
      <ResetPasswordForm token={token} />
    </EntryFrame>
  )
}

function ResetPasswordForm({ token }: { token: string }) {
  const {
    register,
    handleSubmit,
    setError,
    formState: { errors, isSubmitting },
  } = useForm<{ password: string }>()
  const submit = handleSubmit(async ({ password }) => {
    const { error } = await authClient.setPassword({ token, password })
    if (!error) {
      window.location.assign('/sign-in?password=new')
      return
    }
    const { fields, rest } = sortFaults(describeRefusal(error), error.details, ['password'])
    for (const { name, message } of fields) setError(name, { message }, { shouldFocus: true })
    if (rest !== null) setError('root', { message: rest })
  })
  return (
    <form method="post" noValidate className="grid gap-4" onSubmit={submit}>
      {errors.root?.message && (
        <Notice tone="error" live title="The password was not set">
          {errors.root.message}
        </Notice>
      )}
      <NewPasswordField
        label="New password"
        error={errors.password?.message}
        {...register('password', NEW_PASSWORD_RULES)}
      />
      <Button type="submit" variant="primary" size="lg" pending={isSubmitting}>
        Set password
      </Button>
    </form>
  )
}
