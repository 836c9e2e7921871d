'use client'

import Link from 'next/link'
import { useState } from 'react'
import { useForm } from 'react-hook-form'
import { authClient, describeRefusal } from '@/ui/auth-client'
import { Button } from '@/ui/components/button'
import { Field } from '@/ui/components/field'
import { Input } from '@/ui/components/input'
import { Notice } from '@/ui/components/notice'
import { sortFaults } from '@/ui/form-faults'
import { EntryFrame } from './entry-frame'

function BackToSignIn() {
  return (
    <Link href="/sign-in" className="w-fit text-sm text-link underline-offset-4 hover:underline">
      Back to sign in
    </Link>
  )
}

/** Asks for the email to which a link to set a new password goes, or says who else can help. */
export function ForgotPasswordScreen({ sendsMail }: { sendsMail: boolean }) {
  const [sentTo, setSentTo] = useState<string | null>(null)
  if (!sendsMail) {
    return (
      <EntryFrame
        title="Forgot your password?"
        lead="This installation sends no mail. Ask whoever runs it for a one-time password."
      >
        <div className="grid gap-4 text-sm text-muted-foreground">
          <p>
            They get one by <code className="font-mono text-xs">npm run admin -- reset-password --email</code> and your
            email.
          </p>
          <BackToSignIn />
        </div>
      </EntryFrame>
    )
  }
  if (sentTo !== null) {
    return (
      <EntryFrame title="Check your email">
        <div className="grid gap-4" role="status">
          <p className="text-muted-foreground">
            If somebody signs in with {sentTo}, a link to set a new password is on its way there. It is good for an
            hour.
          </p>
          <BackToSignIn />
        </div>
      </EntryFrame>
    )
  }
  return (
    <EntryFrame title="Forgot your password?" lead="You get a link to set a new one.">
      <ForgotPasswordForm onSent={setSentTo} />
    </EntryFrame>
  )
}

function ForgotPasswordForm({ onSent }: { onSent: (email: string) => void }) {
  const {
    register,
    handleSubmit,
    setError,
    formState: { errors, isSubmitting },
  } = useForm<{ email: string }>()
  const submit = handleSubmit(async ({ email }) => {
    const { error } = await authClient.askForPassword({ email })
    if (!error) {
      onSent(email)
      return
    }
    const { fields, rest } = sortFaults(describeRefusal(error), error.details, ['email'])
    for (const { name, message } of fields) setError(name, { message }, { shouldFocus: true })
    if (rest !== null) setError('root', { message: rest })
  })
  return (
    <form method="post" noValidate className="grid gap-4" onSubmit={submit}>
      {errors.root?.message && (
        <Notice tone="error" live title="No mail was sent">
          {errors.root.message}
        </Notice>
      )}
      <Field label="Email" error={errors.email?.message}>
        <Input
          type="email"
          autoComplete="username"
          className="h-9"
          {...register('email', { required: 'Enter your email.' })}
        />
      </Field>
      <Button type="submit" variant="primary" size="lg" pending={isSubmitting}>
        Send the link
      </Button>
      <BackToSignIn />
    </form>
  )
}
