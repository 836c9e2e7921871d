'use client'

import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useRouter } from 'next/navigation'
import { useState } from 'react'
import { Button } from '@/ui/components/button'
import { ConfirmDialog } from '@/ui/components/confirm-dialog'
import { ShownOnceDialog } from '@/ui/components/shown-once-dialog'
import type { ApiKeySummary } from '@/ui/router-outputs'
import { useTRPC } from '@/ui/trpc-client'
import { KeyNotice } from './key-notice'

/** Rotates or revokes a key, after a question. A key that has ended has no actions. */
export function KeyActions({ apiKey }: { apiKey: ApiKeySummary }) {
  const { keyId, name, state } = apiKey
  const trpc = useTRPC()
  const queryClient = useQueryClient()
  const router = useRouter()
  const [asking, setAsking] = useState<'rotate' | 'revoke' | null>(null)
  const refresh = async () => {
    await queryClient.invalidateQueries({ queryKey: trpc.apiKeys.pathKey() })
    setAsking(null)
  }
  const rotate = useMutation(trpc.apiKeys.rotate.mutationOptions({ onSuccess: refresh }))
  const revoke = useMutation(trpc.apiKeys.revoke.mutationOptions({ onSuccess: refresh }))
  const close = (open: boolean) => !open && setAsking(null)
  const ask = (what: 'rotate' | 'revoke') => {
    for (const mutation of [rotate, revoke]) mutation.reset()
    setAsking(what)
  }
  const made = rotate.data
  return (
    <>
      {(state === 'active' || state === 'replaced') && (
        <Button variant="ghost" className="max-sm:-ml-3" onClick={() => ask('revoke')}>
          Revoke
        </Button>
      )}
      {state === 'active' && <Button onClick={() => ask('rotate')}>Rotate</Button>}
      <ConfirmDialog
        open={asking === 'rotate'}
        onOpenChange={close}
        title={`Rotate ${name}?`}
        description="A new key with the same name and rights is made and shown once. This one works for another 24 hours, so that your system can change over without a gap."
        confirm="Rotate key"
        keep="Leave the key as it is"
        undoable
        pending={rotate.isPending}
        error={rotate.error}
        onConfirm={() => rotate.mutate({ keyId })}
      />
      <ConfirmDialog
        open={asking === 'revoke'}
        onOpenChange={close}
        title={`Revoke ${name}?`}
        description="Whatever still uses this key is refused from its next request on. What it has enrolled goes on. This cannot be undone."
        confirm="Revoke key"
        keep="Leave the key as it is"
        pending={revoke.isPending}
        error={revoke.error}
        onConfirm={() => revoke.mutate({ keyId })}
      />
      <ShownOnceDialog
        open={made !== undefined}
        title="The new key"
        description="The previous key works for another 24 hours."
        confirm="I have stored the key"
        onClose={() => {
          if (made === undefined) return
          rotate.reset()
          router.push(`/settings/api-keys/${made.keyId}`)
        }}
      >
        {made && <KeyNotice apiKey={made.apiKey} />}
      </ShownOnceDialog>
    </>
  )
}
