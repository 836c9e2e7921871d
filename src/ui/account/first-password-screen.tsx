'use client'

import { Button } from '@/ui/components/button'
import { EntryFrame } from '@/ui/sign-in/entry-frame'
import { signOutTo } from '@/ui/sign-in/sign-out-to'
import { PasswordForm } from './password-form'

/** Asks whoever has signed in with a one-time password for one of their own; nothing else is open to them. */
export function FirstPasswordScreen({ email }: { email: string }) {
  return (
    <EntryFrame
      title="Choose a password of your own"
      lead="You have signed in with a one-time password, which whoever gave it to you knows too."
    >
      <div className="grid gap-4">
        <PasswordForm
          email={email}
          currentLabel="One-time password"
          submitLabel="Set password"
          // Loads a new document: every page was closed until now.
          onChanged={() => window.location.assign('/')}
        />
        <Button variant="link" className="w-fit" onClick={() => signOutTo('/sign-in')}>
          Sign out
        </Button>
      </div>
    </EntryFrame>
  )
}
