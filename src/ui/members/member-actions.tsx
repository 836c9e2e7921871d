'use client'

import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useRouter } from 'next/navigation'
import { useState } from 'react'
import { mayTouchMember } from '@/domain/members/member.rules'
import { Button } from '@/ui/components/button'
import { ConfirmDialog } from '@/ui/components/confirm-dialog'
import { Ellipsis } from '@/ui/components/icons/ellipsis'
import { lazyPart } from '@/ui/components/lazy-part'
import { Menu } from '@/ui/components/menu'
import { toast } from '@/ui/components/toast'
import { useSession } from '@/ui/frame/session'
import type { Member } from '@/ui/router-outputs'
import { useTRPC } from '@/ui/trpc-client'

const RoleDialog = lazyPart(() => import('./role-dialog').then((module) => module.RoleDialog))

type Asking = 'role' | 'transfer' | 'remove' | 'leave'

/** What can be done with a member, by whoever is signed in. Nothing is shown where that is nothing. */
export function MemberActions({ member }: { member: Member }) {
  const trpc = useTRPC()
  const queryClient = useQueryClient()
  const router = useRouter()
  const { role: own, user, organization } = useSession()
  const [asking, setAsking] = useState<Asking | null>(null)
  const isSelf = member.userId === user.id
  const mayTouch = mayTouchMember(own, member.role)
  const refresh = async () => {
    await queryClient.invalidateQueries(trpc.members.list.queryFilter())
    setAsking(null)
  }
  const remove = useMutation(
    trpc.members.remove.mutationOptions({
      onSuccess: async () => {
        await refresh()
        toast.success(`${member.name} was removed. Their sessions have ended.`)
      },
    }),
  )
  const leave = useMutation(
    // Loads a new document: nothing of this organization is left on the page.
    trpc.members.leave.mutationOptions({ onSuccess: () => window.location.assign('/sign-in') }),
  )
  const transfer = useMutation(
    trpc.members.transferOwnership.mutationOptions({
      onSuccess: async () => {
        await refresh()
        router.refresh()
      },
    }),
  )
  if (!isSelf && !mayTouch) return null
  const close = (open: boolean) => !open && setAsking(null)
  const ask = (what: Asking) => {
    for (const mutation of [remove, leave, transfer]) mutation.reset()
    setAsking(what)
  }
  return (
    <>
      <Menu
        button={
          <Button variant="ghost" size="icon-sm" aria-label={`Actions for ${member.name}`}>
            <Ellipsis aria-hidden />
          </Button>
        }
        items={[
          ...(mayTouch ? [{ label: 'Change role', onSelect: () => ask('role') }] : []),
          ...(own === 'owner' && !isSelf
            ? [{ label: 'Hand the organization over', onSelect: () => ask('transfer') }]
            : []),
          ...(mayTouch ? ['line' as const] : []),
          isSelf
            ? { label: 'Leave the organization', onSelect: () => ask('leave') }
            : { label: 'Remove', onSelect: () => ask('remove') },
        ]}
      />
      {asking === 'role' && <RoleDialog member={member} onClose={() => setAsking(null)} />}
      <ConfirmDialog
        open={asking === 'transfer'}
        onOpenChange={close}
        title={`Hand ${organization.name} over to ${member.name}?`}
        description={`${member.name} becomes an owner, and you become an admin. Only they can make you an owner again.`}
        confirm="Hand over"
        keep="Stay the owner"
        pending={transfer.isPending}
        error={transfer.error}
        onConfirm={() => transfer.mutate({ memberId: member.memberId })}
      />
      <ConfirmDialog
        open={asking === 'remove'}
        onOpenChange={close}
        title={`Remove ${member.name}?`}
        description={`Their sessions of ${organization.name} end at once. What they have enrolled goes on, and you can invite them again.`}
        confirm="Remove member"
        keep="Keep the member"
        pending={remove.isPending}
        error={remove.error}
        onConfirm={() => remove.mutate({ memberId: member.memberId })}
      />
      <ConfirmDialog
        open={asking === 'leave'}
        onOpenChange={close}
        title={`Leave ${organization.name}?`}
        description="You are signed out, and come back only when somebody invites you again."
        confirm="Leave the organization"
        keep="Stay a member"
        pending={leave.isPending}
        error={leave.error}
        onConfirm={() => leave.mutate({ organizationId: organization.id })}
      />
    </>
  )
}
