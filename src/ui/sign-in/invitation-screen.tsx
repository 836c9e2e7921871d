'use client'

import Link from 'next/link'
import { useState } from 'react'
import { useForm } from 'react-hook-form'
import { ROLE_TABLE } from '@/domain/members/member.rules'
import { authClient, describeRefusal } from '@/ui/auth-client'
import { Button } from '@/ui/components/button'
import { Field } from '@/ui/components/field'
import { Input } from '@/ui/components/input'
import { Notice } from '@/ui/components/notice'
import { sortFaults } from '@/ui/form-faults'
import { EntryFrame } from './entry-frame'
import { NEW_PASSWORD_RULES, NewPasswordField } from './new-password-field'
import { signOutTo } from './sign-out-to'

export type ShownInvitation = {
  organizationName: string
  email: string
  role: keyof typeof ROLE_TABLE
  invitedBy: string | null
  hasAccount: boolean
}

type InvitationScreenProps = {
  token: string
  /** Null for a link that was used or revoked, or is too old. */
  invitation: ShownInvitation | null
  signedInAs: string | null
}

/** Shows an invitation: a new user chooses name and password, whoever has an account joins with it. */
export function InvitationScreen({ token, invitation, signedInAs }: InvitationScreenProps) {
  if (!invitation) {
    return (
      <EntryFrame
        title="This invitation is no longer valid"
        lead="It was used or revoked, or is older than seven days. Ask whoever invited you for a new one."
      >
        <Button asChild size="lg">
          <Link href="/sign-in">Sign in</Link>
        </Button>
      </EntryFrame>
    )
  }
  const { organizationName, email, role, invitedBy, hasAccount } = invitation
  const lead = `${invitedBy ?? 'A colleague'} invites ${email} as ${ROLE_TABLE[role].label.toLowerCase()}.`
  const path = `/invitation/${token}`
  if (signedInAs !== null && signedInAs !== email) {
    return (
      <EntryFrame
        title={`Join ${organizationName}`}
        lead={`This invitation is for ${email}, and you are signed in as ${signedInAs}.`}
      >
        <Button size="lg" variant="primary" onClick={() => signOutTo(path)}>
          Sign out and continue
        </Button>
      </EntryFrame>
    )
  }
  return (
    <EntryFrame title={`Join ${organizationName}`} lead={lead}>
      {signedInAs !== null ? (
        <JoinButton token={token} organizationName={organizationName} />
      ) : hasAccount ? (
        <Button asChild size="lg" variant="primary">
          <Link href={`/sign-in?next=${encodeURIComponent(path)}`}>Sign in to join</Link>
        </Button>
      ) : (
        <NewUserForm token={token} email={email} />
      )}
    </EntryFrame>
  )
}

// Loads a new document: nothing loaded before the session is kept.
const enter = () => window.location.assign('/')

function JoinButton({ token, organizationName }: { token: string; organizationName: string }) {
  const [pending, setPending] = useState(false)
  const [failure, setFailure] = useState<string | null>(null)
  const join = async () => {
    setPending(true)
    setFailure(null)
    const { error } = await authClient.acceptInvitation({ token })
    if (!error) return enter()
    setFailure(describeRefusal(error))
    setPending(false)
  }
  return (
    <div className="grid gap-4">
      {failure !== null && (
        <Notice tone="error" live title="You have not joined">
          {failure}
        </Notice>
      )}
      <Button size="lg" variant="primary" pending={pending} onClick={join}>
        Join {organizationName}
      </Button>
    </div>
  )
}

const FIELDS = { 'newUser.name': 'name', 'newUser.password': 'password' } as const
const PATHS = ['newUser.name', 'newUser.password'] as const

function NewUserForm({ token, email }: { token: string; email: string }) {
  const {
    register,
    handleSubmit,
    setError,
    formState: { errors, isSubmitting, isSubmitSuccessful },
  } = useForm<{ name: string; password: string }>()
  const submit = handleSubmit(async (newUser) => {
    const { error } = await authClient.acceptInvitation({ token, newUser })
    if (!error) return enter()
    const { fields, rest } = sortFaults(describeRefusal(error), error.details, PATHS)
    for (const { name, message } of fields) setError(FIELDS[name], { message }, { shouldFocus: true })
    if (rest !== null) setError('root', { message: rest })
  })
  return (
    <form method="post" noValidate className="grid gap-4" onSubmit={submit}>
      {errors.root?.message && (
        <Notice tone="error" live title="You have not joined">
          {errors.root.message}
        </Notice>
      )}
      <Field label="Email" hint="You sign in with it.">
        <Input type="email" autoComplete="username" className="h-9" value={email} readOnly />
      </Field>
      <Field label="Your name" error={errors.name?.message} hint="Your colleagues see it beside what you do.">
        <Input autoComplete="name" className="h-9" {...register('name', { required: 'Enter your name.' })} />
      </Field>
      <NewPasswordField
        label="Password"
        error={errors.password?.message}
        {...register('password', NEW_PASSWORD_RULES)}
      />
      <Button
        type="submit"
        variant="primary"
        size="lg"
        pending={isSubmitting || (isSubmitSuccessful && Object.keys(errors).length === 0)}
      >
        Join
      </Button>
    </form>
  )
}
