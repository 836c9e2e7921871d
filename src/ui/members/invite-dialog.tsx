'use client'

import { useMutation, useQueryClient } from '@tanstack/react-query'
import { Controller, useForm } from 'react-hook-form'
import type { Role } from '@/domain/actor'
import { ROLE_TABLE, rolesToGive } from '@/domain/members/member.rules'
import { Button } from '@/ui/components/button'
import { Dialog, DialogClose, DialogContent } from '@/ui/components/dialog'
import { DialogFormButtons } from '@/ui/components/dialog-form-buttons'
import { Field } from '@/ui/components/field'
import { Input } from '@/ui/components/input'
import { formFaults } from '@/ui/form-faults'
import { useSession } from '@/ui/frame/session'
import { useTRPC } from '@/ui/trpc-client'
import { InvitationLink } from './invitation-link'
import { RoleSelect } from './role-select'

type Values = { email: string; role: Role }

/** Asks whom to invite and as what, then shows how the invitation travels. */
export function InviteDialog({ open, onOpenChange }: { open: boolean; onOpenChange: (open: boolean) => void }) {
  const trpc = useTRPC()
  const queryClient = useQueryClient()
  const { role: own } = useSession()
  const {
    register,
    control,
    handleSubmit,
    setError,
    reset,
    watch,
    formState: { errors },
  } = useForm<Values>({ defaultValues: { email: '', role: 'operator' } })
  const invite = useMutation(
    trpc.members.invitations.create.mutationOptions({
      onSuccess: () => queryClient.invalidateQueries(trpc.members.list.queryFilter()),
      onError: (error) => {
        const { fields, rest } = formFaults(error, ['email', 'role'])
        for (const { name, message } of fields) setError(name, { message }, { shouldFocus: true })
        if (rest !== null) setError('root', { message: rest })
      },
    }),
  )
  const change = (next: boolean) => {
    // The invitation will be made anyway, and its link is shown only here and only once.
    if (invite.isPending) return
    onOpenChange(next)
    if (next) return
    reset()
    invite.reset()
  }
  const sent = invite.data
  return (
    <Dialog open={open} onOpenChange={change}>
      {sent ? (
        <DialogContent
          title={`${sent.email} is invited`}
          // A press beside the dialog would lose the link.
          onInteractOutside={(event) => event.preventDefault()}
          footer={
            <DialogClose asChild>
              <Button variant="primary">{sent.delivery.by === 'mail' ? 'Close' : 'I have copied the link'}</Button>
            </DialogClose>
          }
        >
          <InvitationLink {...sent} />
        </DialogContent>
      ) : (
        <DialogContent title="Invite a member" description="They get a link that is valid for seven days.">
          <form noValidate onSubmit={handleSubmit((values) => invite.mutate(values))} className="grid gap-4">
            <Field label="Email" required error={errors.email?.message}>
              <Input
                type="email"
                autoComplete="off"
                {...register('email', {
                  required: 'Enter the email of your colleague.',
                  pattern: { value: /^\S+@\S+$/, message: 'This is not an email address. It needs an @.' },
                })}
              />
            </Field>
            <Controller
              control={control}
              name="role"
              render={({ field }) => (
                <Field label="Role" error={errors.role?.message} hint={`${ROLE_TABLE[watch('role')].may}.`}>
                  <RoleSelect roles={rolesToGive(own)} value={field.value} onChange={field.onChange} />
                </Field>
              )}
            />
            {errors.root?.message && (
              <p role="alert" className="text-sm text-destructive">
                {errors.root.message}
              </p>
            )}
            <DialogFormButtons submit="Send invitation" leave="Cancel" pending={invite.isPending} />
          </form>
        </DialogContent>
      )}
    </Dialog>
  )
}
