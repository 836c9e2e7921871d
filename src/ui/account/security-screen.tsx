'use client'

import { lazySection } from '@/ui/components/lazy-part'
import { PageHeader } from '@/ui/components/page-header'
import { toast } from '@/ui/components/toast'
import { useSession } from '@/ui/frame/session'
import { PasswordForm } from './password-form'

const TwoFactorSection = lazySection(() => import('./two-factor-section').then((module) => module.TwoFactorSection))

/** Changes the password, and turns two-factor sign-in on and off. */
export function SecurityScreen({ twoFactor }: { twoFactor: boolean }) {
  const { user } = useSession()
  return (
    <>
      <PageHeader title="Password and security" />
      <div className="grid max-w-xl gap-10">
        <section>
          <h2 className="font-semibold">Password</h2>
          <p className="mt-0.5 mb-4 text-muted-foreground">A change ends your sessions everywhere else.</p>
          <PasswordForm
            email={user.email}
            currentLabel="Current password"
            submitLabel="Change password"
            onChanged={() => toast.success('Your password is changed. Your other sessions have ended.')}
          />
        </section>
        <TwoFactorSection on={twoFactor} />
      </div>
    </>
  )
}
