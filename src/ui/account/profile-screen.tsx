'use client'

import { useMutation } from '@tanstack/react-query'
import { useRouter } from 'next/navigation'
import { useForm } from 'react-hook-form'
import { ROLE_TABLE } from '@/domain/members/member.rules'
import { Button } from '@/ui/components/button'
import { Field } from '@/ui/components/field'
import { Input } from '@/ui/components/input'
import { Notice } from '@/ui/components/notice'
import { PageHeader } from '@/ui/components/page-header'
import { toast } from '@/ui/components/toast'
import { formFaults } from '@/ui/form-faults'
import { useSession } from '@/ui/frame/session'
import { useTRPC } from '@/ui/trpc-client'

/** Shows who is signed in, and changes their name. */
export function ProfileScreen() {
  const trpc = useTRPC()
  const router = useRouter()
  const { user, organization, role } = useSession()
  const {
    register,
    handleSubmit,
    setError,
    formState: { errors, isDirty, isSubmitting },
  } = useForm<{ name: string }>({ values: { name: user.name } })
  const update = useMutation(trpc.account.updateProfile.mutationOptions())
  const submit = handleSubmit(async (values) => {
    try {
      await update.mutateAsync(values)
      // The frame shows the name.
      router.refresh()
      toast.success('Your name is saved.')
    } catch (error) {
      const { fields, rest } = formFaults(error, ['name'])
      for (const { name, message } of fields) setError(name, { message }, { shouldFocus: true })
      if (rest !== null) setError('root', { message: rest })
    }
  })
  return (
    <>
      <PageHeader title="Profile" facts={`You are ${ROLE_TABLE[role].label.toLowerCase()} of ${organization.name}.`} />
      <form noValidate onSubmit={submit} className="grid max-w-xl gap-6">
        {errors.root?.message && (
          <Notice tone="error" live title="Your name was not saved">
            {errors.root.message}
          </Notice>
        )}
        <Field
          label="Name"
          error={errors.name?.message}
          hint="Your colleagues see it beside what you do. Entries of the audit log keep the name that you had then."
        >
          <Input autoComplete="name" maxLength={100} {...register('name', { required: 'Enter your name.' })} />
        </Field>
        <Field label="Email" hint="You sign in with it. It cannot be changed.">
          <Input type="email" value={user.email} readOnly />
        </Field>
        <div>
          <Button type="submit" variant="primary" pending={isSubmitting} disabled={!isDirty}>
            Save name
          </Button>
        </div>
      </form>
    </>
  )
}
