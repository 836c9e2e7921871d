'use client'

import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { mayGiveRole, ROLE_TABLE } from '@/domain/members/member.rules'
import { Button } from '@/ui/components/button'
import { ConfirmDialog } from '@/ui/components/confirm-dialog'
import { DataTable } from '@/ui/components/data-table'
import { ShownOnceDialog } from '@/ui/components/shown-once-dialog'
import { RelativeTime } from '@/ui/components/time'
import { toast } from '@/ui/components/toast'
import { describeError } from '@/ui/describe-error'
import { useSession } from '@/ui/frame/session'
import type { Invitation } from '@/ui/router-outputs'
import { useTRPC } from '@/ui/trpc-client'
import { InvitationLink } from './invitation-link'

/** Lists the open invitations, each to be sent again or revoked. */
export function InvitationList({ invitations }: { invitations: readonly Invitation[] }) {
  return (
    <DataTable<Invitation>
      caption="Invitations"
      rows={invitations}
      rowKey={({ invitationId }) => invitationId}
      columns={[
        { key: 'email', header: 'Email', cell: ({ email }) => <span title={email}>{email}</span> },
        { key: 'role', header: 'Role', cell: ({ role }) => ROLE_TABLE[role].label },
        { key: 'by', header: 'Invited by', from: 'xl', cell: ({ invitedBy }) => invitedBy ?? 'Somebody who left' },
        { key: 'state', header: 'Valid until', cell: (invitation) => <GoodUntil {...invitation} /> },
        {
          key: 'actions',
          header: '',
          align: 'right',
          cell: (invitation) => <InvitationActions invitation={invitation} />,
        },
      ]}
      phone={(invitation) => ({
        primary: invitation.email,
        aside: ROLE_TABLE[invitation.role].label,
        secondary: (
          <>
            <GoodUntil {...invitation} />
            <InvitationActions invitation={invitation} />
          </>
        ),
      })}
      empty={null}
    />
  )
}

function GoodUntil({ expired, expiresAt }: Invitation) {
  if (expired) return <span className="text-warning">Expired</span>
  return <RelativeTime iso={expiresAt} />
}

function InvitationActions({ invitation }: { invitation: Invitation }) {
  const { invitationId, email, role } = invitation
  const trpc = useTRPC()
  const queryClient = useQueryClient()
  const { role: own } = useSession()
  const [asking, setAsking] = useState(false)
  const refresh = () => queryClient.invalidateQueries(trpc.members.list.queryFilter())
  const resend = useMutation(
    trpc.members.invitations.resend.mutationOptions({
      onSuccess: refresh,
      onError: (error) => toast.error(describeError(error).message),
    }),
  )
  const revoke = useMutation(
    trpc.members.invitations.revoke.mutationOptions({
      onSuccess: async () => {
        await refresh()
        setAsking(false)
      },
    }),
  )
  if (!mayGiveRole(own, role)) return null
  return (
    <span className="inline-flex gap-1">
      <Button
        variant="ghost"
        size="sm"
        aria-label={`Send the invitation of ${email} again`}
        pending={resend.isPending}
        onClick={() => resend.mutate({ invitationId })}
      >
        Send again
      </Button>
      <Button
        variant="ghost"
        size="sm"
        aria-label={`Revoke the invitation of ${email}`}
        onClick={() => {
          revoke.reset()
          setAsking(true)
        }}
      >
        Revoke
      </Button>
      <ConfirmDialog
        open={asking}
        onOpenChange={setAsking}
        title={`Revoke the invitation of ${email}?`}
        description="Its link stops working at once. You can invite them again."
        confirm="Revoke invitation"
        keep="Leave the invitation open"
        pending={revoke.isPending}
        error={revoke.error}
        onConfirm={() => revoke.mutate({ invitationId })}
      />
      <ShownOnceDialog
        open={resend.data !== undefined}
        title={`${email} is invited again`}
        description="The previous link stops working."
        confirm={resend.data?.delivery.by === 'mail' ? 'Close' : 'I have copied the link'}
        onClose={resend.reset}
      >
        {resend.data && <InvitationLink {...resend.data} />}
      </ShownOnceDialog>
    </span>
  )
}
