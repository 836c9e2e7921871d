'use client'

import { useMutation } from '@tanstack/react-query'
import { useRouter } from 'next/navigation'
import { useState } from 'react'
import { Button } from '@/ui/components/button'
import { lazyPart } from '@/ui/components/lazy-part'
import { State } from '@/ui/components/state'
import { toast } from '@/ui/components/toast'
import { useTRPC } from '@/ui/trpc-client'

const TwoFactorSetupDialog = lazyPart(() =>
  import('./two-factor-setup-dialog').then((module) => module.TwoFactorSetupDialog),
)

const PasswordDialog = lazyPart(() => import('./password-dialog').then((module) => module.PasswordDialog))

const BackupCodesDialog = lazyPart(() => import('./backup-codes-dialog').then((module) => module.BackupCodesDialog))

type Setup = { uri: string; backupCodes: string[] }
type Asking = 'begin' | 'end' | 'renew'

/** Turns two-factor sign-in on and off, and makes new backup codes. */
export function TwoFactorSection({ on }: { on: boolean }) {
  const trpc = useTRPC()
  const router = useRouter()
  const [asking, setAsking] = useState<Asking | null>(null)
  const [setup, setSetup] = useState<Setup | null>(null)
  const [codes, setCodes] = useState<string[] | null>(null)
  const begin = useMutation(trpc.account.twoFactor.begin.mutationOptions())
  const end = useMutation(trpc.account.twoFactor.end.mutationOptions())
  const renew = useMutation(trpc.account.twoFactor.renewCodes.mutationOptions())
  const close = () => setAsking(null)
  return (
    <section>
      <h2 className="flex items-center gap-3 font-semibold">
        Two-factor sign-in
        <State name={on ? 'two-factor on' : 'two-factor off'} className="font-normal" />
      </h2>
      <p className="mt-0.5 mb-4 text-muted-foreground">
        After the password, sign-in asks for a code of an authenticator app on your phone. Whoever has your password
        alone does not get in.
      </p>
      <div className="flex flex-wrap gap-2">
        {on ? (
          <>
            <Button onClick={() => setAsking('renew')}>New backup codes</Button>
            <Button onClick={() => setAsking('end')}>Turn off</Button>
          </>
        ) : (
          <Button onClick={() => setAsking('begin')}>Turn on</Button>
        )}
      </div>
      {asking === 'begin' && (
        <PasswordDialog
          title="Turn on two-factor sign-in"
          description="You need your phone with an authenticator app, such as those of Google, Microsoft or 1Password."
          confirm="Continue"
          keep="Leave it off"
          onClose={close}
          onConfirm={async (password) => {
            setSetup(await begin.mutateAsync({ password }))
            close()
          }}
        />
      )}
      {asking === 'end' && (
        <PasswordDialog
          title="Turn off two-factor sign-in?"
          description="Your password alone signs you in then. The app and the backup codes stop working."
          confirm="Turn off"
          keep="Leave it on"
          destructive
          onClose={close}
          onConfirm={async (password) => {
            await end.mutateAsync({ password })
            close()
            router.refresh()
            toast.success('Two-factor sign-in is off.')
          }}
        />
      )}
      {asking === 'renew' && (
        <PasswordDialog
          title="Make new backup codes?"
          description="The codes you have now stop working."
          confirm="Make new codes"
          keep="Keep the codes"
          onClose={close}
          onConfirm={async (password) => {
            const { backupCodes } = await renew.mutateAsync({ password })
            setCodes(backupCodes)
            close()
          }}
        />
      )}
      {setup && (
        <TwoFactorSetupDialog
          uri={setup.uri}
          onClose={() => setSetup(null)}
          onDone={() => {
            setCodes(setup.backupCodes)
            setSetup(null)
            router.refresh()
          }}
        />
      )}
      {codes && <BackupCodesDialog codes={codes} onClose={() => setCodes(null)} />}
    </section>
  )
}
