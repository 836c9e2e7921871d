'use client'

import { useMutation } from '@tanstack/react-query'
import { useForm } from 'react-hook-form'
import { CodeBlock } from '@/ui/components/code-block'
import { Dialog, DialogContent } from '@/ui/components/dialog'
import { DialogFormButtons } from '@/ui/components/dialog-form-buttons'
import { Field } from '@/ui/components/field'
import { Input } from '@/ui/components/input'
import { formFaults } from '@/ui/form-faults'
import { useTRPC } from '@/ui/trpc-client'
import { QrImage } from './qr-image'

type TwoFactorSetupDialogProps = { uri: string; onClose: () => void; onDone: () => void }

/** Shows what the authenticator app is to scan, and asks for its first code. */
export function TwoFactorSetupDialog({ uri, onClose, onDone }: TwoFactorSetupDialogProps) {
  const trpc = useTRPC()
  const confirm = useMutation(trpc.account.twoFactor.confirm.mutationOptions())
  const {
    register,
    handleSubmit,
    setError,
    formState: { errors, isSubmitting },
  } = useForm<{ code: string }>({ defaultValues: { code: '' } })
  const submit = handleSubmit(async (values) => {
    try {
      await confirm.mutateAsync(values)
      onDone()
    } catch (error) {
      const { fields, rest } = formFaults(error, ['code'])
      setError('code', { message: rest ?? fields[0]?.message }, { shouldFocus: true })
    }
  })
  return (
    <Dialog open onOpenChange={(open) => !open && !isSubmitting && onClose()}>
      <DialogContent
        title="Scan this with your authenticator app"
        description="Then enter the six digits that it shows. Nothing changes until then."
        onInteractOutside={(event) => event.preventDefault()}
      >
        <div className="grid min-w-0 justify-items-center gap-3">
          <QrImage text={uri} label="QR code for your authenticator app" />
          <CodeBlock
            title="Or type this key into the app"
            text={new URL(uri).searchParams.get('secret') ?? ''}
            copyLabel="Copy the key"
          />
        </div>
        <form noValidate className="grid gap-4" onSubmit={submit}>
          <Field label="Code" error={errors.code?.message}>
            <Input
              inputMode="numeric"
              autoComplete="one-time-code"
              className="font-mono"
              {...register('code', { required: 'Enter the six digits that the app shows.' })}
            />
          </Field>
          <DialogFormButtons submit="Turn on" leave="Leave it off" pending={isSubmitting} />
        </form>
      </DialogContent>
    </Dialog>
  )
}
