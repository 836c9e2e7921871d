'use client'

import type { ReactNode } from 'react'
import { useForm } from 'react-hook-form'
import { Dialog, DialogContent } from '@/ui/components/dialog'
import { DialogFormButtons } from '@/ui/components/dialog-form-buttons'
import { Field } from '@/ui/components/field'
import { Input } from '@/ui/components/input'
import { formFaults } from '@/ui/form-faults'

type PasswordDialogProps = {
  title: string
  description: ReactNode
  confirm: string
  keep: string
  destructive?: boolean
  onClose: () => void
  /** Rejects with the answer's error, which is shown beside the field. */
  onConfirm: (password: string) => Promise<unknown>
}

/** Asks for the password before what a console that was left open must not allow. */
export function PasswordDialog(props: PasswordDialogProps) {
  const { title, description, confirm, keep, destructive, onClose, onConfirm } = props
  const {
    register,
    handleSubmit,
    setError,
    formState: { errors, isSubmitting },
  } = useForm<{ password: string }>({ defaultValues: { password: '' } })
  const submit = handleSubmit(async ({ password }) => {
    try {
      await onConfirm(password)
    } catch (error) {
      const { fields, rest } = formFaults(error, ['password'])
      const message = rest ?? fields[0]?.message
      setError('password', { message }, { shouldFocus: true })
    }
  })
  return (
    <Dialog open onOpenChange={(open) => !open && !isSubmitting && onClose()}>
      <DialogContent title={title} description={description}>
        <form method="post" noValidate className="grid gap-4" onSubmit={submit}>
          <Field label="Your password" error={errors.password?.message}>
            <Input
              type="password"
              autoComplete="current-password"
              {...register('password', { required: 'Enter your password.' })}
            />
          </Field>
          <DialogFormButtons submit={confirm} leave={keep} pending={isSubmitting} destructive={destructive} />
        </form>
      </DialogContent>
    </Dialog>
  )
}
