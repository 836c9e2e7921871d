'use client'

import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useRouter } from 'next/navigation'
import { useState } from 'react'
import { ROLE_TABLE, rolesToGive } from '@/domain/members/member.rules'
import { Dialog, DialogContent } from '@/ui/components/dialog'
import { DialogFormButtons } from '@/ui/components/dialog-form-buttons'
import { Field } from '@/ui/components/field'
import { describeError } from '@/ui/describe-error'
import { useSession } from '@/ui/frame/session'
import type { Member } from '@/ui/router-outputs'
import { useTRPC } from '@/ui/trpc-client'
import { RoleSelect } from './role-select'

/** Asks for another role of a member. */
export function RoleDialog({ member, onClose }: { member: Member; onClose: () => void }) {
  const trpc = useTRPC()
  const queryClient = useQueryClient()
  const router = useRouter()
  const { role: own, user } = useSession()
  const [role, setRole] = useState(member.role)
  const change = useMutation(
    trpc.members.changeRole.mutationOptions({
      onSuccess: async () => {
        await queryClient.invalidateQueries(trpc.members.list.queryFilter())
        // What this page shows depends on the role of whoever looks at it.
        if (member.userId === user.id) router.refresh()
        onClose()
      },
    }),
  )
  return (
    <Dialog open onOpenChange={(open) => !open && !change.isPending && onClose()}>
      <DialogContent title={`Change the role of ${member.name}`} description="It applies from their next click.">
        <form
          noValidate
          className="grid gap-4"
          onSubmit={(event) => {
            event.preventDefault()
            change.mutate({ memberId: member.memberId, role })
          }}
        >
          <Field
            label="Role"
            hint={`${ROLE_TABLE[role].may}.`}
            error={change.error ? describeError(change.error).message : undefined}
          >
            <RoleSelect roles={rolesToGive(own)} value={role} onChange={setRole} />
          </Field>
          <DialogFormButtons
            submit="Change role"
            leave="Leave the role as it is"
            pending={change.isPending}
            disabled={role === member.role}
          />
        </form>
      </DialogContent>
    </Dialog>
  )
}
