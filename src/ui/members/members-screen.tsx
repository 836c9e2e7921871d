'use client'

import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { ROLES } from '@/domain/actor'
import { ROLE_TABLE } from '@/domain/members/member.rules'
import { Badge } from '@/ui/components/badge'
import { Button } from '@/ui/components/button'
import { DataTable } from '@/ui/components/data-table'
import { count } from '@/ui/components/format-number'
import { Plus } from '@/ui/components/icons/plus'
import { lazyDialog } from '@/ui/components/lazy-part'
import { LoadError } from '@/ui/components/load-error'
import { PageHeader } from '@/ui/components/page-header'
import { RelativeTime } from '@/ui/components/time'
import { useMay, useSession } from '@/ui/frame/session'
import type { Member } from '@/ui/router-outputs'
import { useTRPC } from '@/ui/trpc-client'
import { InvitationList } from './invitation-list'
import { MemberActions } from './member-actions'

const InviteDialog = lazyDialog(() => import('./invite-dialog').then((module) => module.InviteDialog))

/** Lists who belongs to the organization and who is invited. Owners and admins invite, change roles and remove. */
export function MembersScreen() {
  const trpc = useTRPC()
  const mayInvite = useMay('administer')
  const { user } = useSession()
  const [inviting, setInviting] = useState(false)
  const { data, error, refetch } = useQuery(trpc.members.list.queryOptions())
  const nameOf = ({ userId, name }: Member) => (
    <span title={name}>
      {name}
      {userId === user.id && <Badge className="ml-2">You</Badge>}
    </span>
  )
  return (
    <>
      <PageHeader
        title="Members"
        facts={
          data
            ? `${count(data.members.length, 'member')}, and what each may do.`
            : 'Who works here, and what each may do.'
        }
        actions={
          mayInvite && (
            <Button variant="primary" onClick={() => setInviting(true)}>
              <Plus aria-hidden />
              Invite a member
            </Button>
          )
        }
      />
      {error && !data ? (
        <LoadError what="The members" error={error} onRetry={() => refetch()} />
      ) : (
        <DataTable<Member>
          caption="Members"
          rows={data?.members}
          rowKey={({ memberId }) => memberId}
          columns={[
            { key: 'name', header: 'Name', cell: nameOf },
            { key: 'email', header: 'Email', cell: ({ email }) => email, from: 'lg' },
            { key: 'role', header: 'Role', cell: ({ role }) => ROLE_TABLE[role].label },
            { key: 'twoFactor', header: 'Two-factor', from: 'xl', cell: ({ twoFactor }) => (twoFactor ? 'On' : 'Off') },
            { key: 'seen', header: 'Last seen', align: 'right', cell: (member) => <LastSeen {...member} /> },
            { key: 'actions', header: '', align: 'right', cell: (member) => <MemberActions member={member} /> },
          ]}
          phone={(member) => ({
            primary: nameOf(member),
            aside: ROLE_TABLE[member.role].label,
            secondary: (
              <>
                <span className="min-w-0 truncate">{member.email}</span>
                <LastSeen {...member} />
                <span className="ml-auto">
                  <MemberActions member={member} />
                </span>
              </>
            ),
          })}
          empty={null}
        />
      )}
      {data && data.invitations.length > 0 && (
        <section className="mt-10">
          <h2 className="mb-2 font-semibold">Invitations</h2>
          <InvitationList invitations={data.invitations} />
        </section>
      )}
      <section className="mt-10 max-w-xl">
        <h2 className="mb-2 font-semibold">What each role may do</h2>
        <dl className="grid grid-cols-[max-content_minmax(0,1fr)] gap-x-6 gap-y-1.5 text-sm">
          {ROLES.map((role) => (
            <div key={role} className="contents">
              <dt className="font-medium">{ROLE_TABLE[role].label}</dt>
              <dd className="text-muted-foreground">{ROLE_TABLE[role].may}</dd>
            </div>
          ))}
        </dl>
      </section>
      <InviteDialog open={inviting} onOpenChange={setInviting} />
    </>
  )
}

function LastSeen({ lastSeenAt }: Member) {
  if (lastSeenAt === null) return <span className="text-muted-foreground">Not signed in</span>
  return <RelativeTime iso={lastSeenAt} />
}
