'use client'

import { Button } from '@/ui/components/button'
import { EntryFrame } from './entry-frame'
import { signOutTo } from './sign-out-to'

/** Tells somebody who is signed in that they belong to no organization, so there is nothing to open. */
export function HomelessNotice({ email }: { email: string }) {
  return (
    <EntryFrame
      title="You belong to no organization"
      lead={`You are signed in as ${email}, and were removed from your organization or have left it. Ask an owner or admin for an invitation.`}
    >
      <Button size="lg" onClick={() => signOutTo('/sign-in')}>
        Sign out
      </Button>
    </EntryFrame>
  )
}
