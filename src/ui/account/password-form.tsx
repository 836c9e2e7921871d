'use client'

import { useMutation } from '@tanstack/react-query'
import { useForm } from 'react-hook-form'
import { Button } from '@/ui/components/button'
import { Field } from '@/ui/components/field'
import { Input } from '@/ui/components/input'
import { Notice } from '@/ui/components/notice'
import { formFaults } from '@/ui/form-faults'
import { NEW_PASSWORD_RULES, NewPasswordField } from '@/ui/sign-in/new-password-field'
import { useTRPC } from '@/ui/trpc-client'

type Values = { currentPassword: string; newPassword: string }

const FIELDS = ['currentPassword', 'newPassword'] as const

type PasswordFormProps = {
  /** Password managers keep the new password for it. */
  email: string
  currentLabel: string
  submitLabel: string
  onChanged: () => void
}

/** Changes the password of whoever is signed in. */
export function PasswordForm({ email, currentLabel, submitLabel, onChanged }: PasswordFormProps) {
  const trpc = useTRPC()
  const {
    register,
    handleSubmit,
    setError,
    reset,
    formState: { errors, isSubmitting },
  } = useForm<Values>({ defaultValues: { currentPassword: '', newPassword: '' } })
  const change = useMutation(trpc.account.changePassword.mutationOptions())
  const submit = handleSubmit(async (values) => {
    try {
      await change.mutateAsync(values)
      reset()
      onChanged()
    } catch (error) {
      const { fields, rest } = formFaults(error, FIELDS)
      for (const [at, { name, message }] of fields.entries()) setError(name, { message }, { shouldFocus: at === 0 })
      if (rest !== null) setError('root', { message: rest })
    }
  })
  return (
    <form method="post" noValidate className="grid gap-4" onSubmit={submit}>
      {errors.root?.message && (
        <Notice tone="error" live title="The password was not changed">
          {errors.root.message}
        </Notice>
      )}
      <input type="email" autoComplete="username" value={email} readOnly hidden />
      <Field label={currentLabel} error={errors.currentPassword?.message}>
        <Input
          type="password"
          autoComplete="current-password"
          className="h-9"
          {...register('currentPassword', { required: 'Enter the password that you have now.' })}
        />
      </Field>
      <NewPasswordField
        label="New password"
        error={errors.newPassword?.message}
        {...register('newPassword', NEW_PASSWORD_RULES)}
      />
      <div>
        <Button type="submit" variant="primary" size="lg" pending={isSubmitting}>
          {submitLabel}
        </Button>
      </div>
    </form>
  )
}
