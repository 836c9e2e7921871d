'use client'

import { useMutation, useQueryClient } from '@tanstack/react-query'
import { type FormEvent, useState } from 'react'
import type { DraftFaults } from '@/ui/agent-form/check-draft'
import { FaultProvider, focusFirstFault } from '@/ui/agent-form/form-context'
import { TextField } from '@/ui/agent-form/text-field'
import { Dialog, DialogContent } from '@/ui/components/dialog'
import { DialogFormButtons } from '@/ui/components/dialog-form-buttons'
import type { DialerAccountDetails } from '@/ui/router-outputs'
import { useTRPC } from '@/ui/trpc-client'
import { accountFaults, limitFaults, readLimit } from './account-faults'

type EditAccountDialogProps = { account: DialerAccountDetails; open: boolean; onOpenChange: (open: boolean) => void }

/** Changes the name of an account, where a webhook sends its calls, and what its agents may do together. */
export function EditAccountDialog({ account, open, onOpenChange }: EditAccountDialogProps) {
  return (
    <Dialog open={open} onOpenChange={onOpenChange}>
      <DialogContent title={`Change ${account.name}`}>
        <EditAccountForm account={account} onDone={() => onOpenChange(false)} />
      </DialogContent>
    </Dialog>
  )
}

function EditAccountForm({ account, onDone }: { account: DialerAccountDetails; onDone: () => void }) {
  const { dialerAccountId, kind } = account
  const trpc = useTRPC()
  const queryClient = useQueryClient()
  const [name, setName] = useState(account.name)
  const [url, setUrl] = useState(account.url ?? '')
  const [lines, setLines] = useState(account.lines?.toString() ?? '')
  const [callsPerSecond, setCallsPerSecond] = useState(account.callsPerSecond?.toString() ?? '')
  const [faults, setFaults] = useState<DraftFaults>({})
  const [failure, setFailure] = useState<string | null>(null)
  const update = useMutation(
    trpc.dialerAccounts.update.mutationOptions({
      onSuccess: async () => {
        await queryClient.invalidateQueries({ queryKey: trpc.dialerAccounts.pathKey() })
        onDone()
      },
      onError: (error) => {
        const { faults: found, rest } = accountFaults(error, ['name', 'url', 'lines', 'callsPerSecond'])
        setFaults(found)
        setFailure(rest)
        requestAnimationFrame(() => focusFirstFault(found))
      },
    }),
  )
  const submit = (event: FormEvent) => {
    event.preventDefault()
    const wrong = limitFaults({ lines, callsPerSecond })
    setFaults(wrong)
    setFailure(null)
    if (Object.keys(wrong).length > 0) {
      requestAnimationFrame(() => focusFirstFault(wrong))
      return
    }
    update.mutate({
      ...{ dialerAccountId, name },
      ...(kind === 'webhook' && { url: url.trim() }),
      ...(kind !== 'simulated' && { lines: readLimit(lines), callsPerSecond: readLimit(callsPerSecond) }),
    })
  }
  return (
    <FaultProvider value={faults}>
      <form noValidate onSubmit={submit} className="grid gap-5">
        {failure && (
          <p role="alert" className="text-sm text-destructive">
            {failure}
          </p>
        )}
        <TextField
          path="name"
          label="Name"
          required
          maxLength={200}
          autoComplete="off"
          value={name}
          onChange={setName}
        />
        {kind === 'webhook' && (
          <TextField
            path="url"
            label="Address of the dialer"
            required
            hint="Each call is a signed POST to it. The secret stays."
            type="url"
            autoComplete="off"
            maxLength={2_000}
            value={url}
            onChange={setUrl}
          />
        )}
        {kind !== 'simulated' && (
          <>
            <TextField
              path="lines"
              label="Lines of all its agents"
              hint="How many calls it may have under way at once. Empty for no limit but theirs."
              inputMode="numeric"
              maxLength={6}
              value={lines}
              onChange={setLines}
            />
            <TextField
              path="callsPerSecond"
              label="Calls a second"
              hint="How many may begin in any second. Empty for no limit."
              inputMode="numeric"
              maxLength={6}
              value={callsPerSecond}
              onChange={setCallsPerSecond}
            />
          </>
        )}
        <DialogFormButtons submit="Save" pending={update.isPending} />
      </form>
    </FaultProvider>
  )
}
