'use client'

import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { type FormEvent, useState } from 'react'
import type { DraftFaults } from '@/ui/agent-form/check-draft'
import { FaultProvider, focusFirstFault } from '@/ui/agent-form/form-context'
import { Dialog, DialogContent } from '@/ui/components/dialog'
import { DialogFormButtons } from '@/ui/components/dialog-form-buttons'
import { toast } from '@/ui/components/toast'
import type { DialerAccountDetails } from '@/ui/router-outputs'
import { useTRPC } from '@/ui/trpc-client'
import { accountFaults } from './account-faults'
import { CredentialFields } from './credential-fields'

type ReplaceCredentialsDialogProps = {
  account: DialerAccountDetails
  open: boolean
  onOpenChange: (open: boolean) => void
}

/** Asks for other credentials of an account. They are tried before they take the place of those of today. */
export function ReplaceCredentialsDialog({ account, open, onOpenChange }: ReplaceCredentialsDialogProps) {
  const { dialerAccountId, kind, label } = account
  const trpc = useTRPC()
  const queryClient = useQueryClient()
  const [credentials, setCredentials] = useState<Record<string, string>>({})
  const [faults, setFaults] = useState<DraftFaults>({})
  const [failure, setFailure] = useState<string | null>(null)
  const kinds = useQuery(trpc.dialerAccounts.kinds.queryOptions())
  const fields = kinds.data?.kinds.find((each) => each.kind === kind)?.fields ?? []
  const end = () => {
    setCredentials({})
    setFaults({})
    setFailure(null)
    onOpenChange(false)
  }
  const replace = useMutation(
    trpc.dialerAccounts.replaceCredentials.mutationOptions({
      onSuccess: async ({ connectedAs }) => {
        toast.success(`Connected as ${connectedAs}.`)
        await queryClient.invalidateQueries({ queryKey: trpc.dialerAccounts.pathKey() })
        end()
      },
      onError: (error) => {
        const { faults: found, rest } = accountFaults(
          error,
          fields.map(({ name }) => `credentials.${name}`),
        )
        setFaults(found)
        setFailure(rest)
        requestAnimationFrame(() => focusFirstFault(found))
      },
    }),
  )
  const submit = (event: FormEvent) => {
    event.preventDefault()
    setFaults({})
    setFailure(null)
    replace.mutate({ dialerAccountId, credentials })
  }
  return (
    <Dialog open={open} onOpenChange={(next) => !next && !replace.isPending && end()}>
      <DialogContent
        title={`Replace the credentials of ${account.name}`}
        description={`${label} is asked first. If it refuses them, those of today stay.`}
      >
        <FaultProvider value={faults}>
          <form noValidate onSubmit={submit} className="grid gap-5">
            {failure && (
              <p role="alert" className="text-sm text-destructive">
                {failure}
              </p>
            )}
            <CredentialFields fields={fields} values={credentials} onChange={setCredentials} />
            <DialogFormButtons submit="Replace credentials" pending={replace.isPending} />
          </form>
        </FaultProvider>
      </DialogContent>
    </Dialog>
  )
}
