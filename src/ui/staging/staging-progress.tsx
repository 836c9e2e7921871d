'use client'

import { useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { Button } from '@/ui/components/button'
import { ConfirmDialog } from '@/ui/components/confirm-dialog'
import { count, formatNumber } from '@/ui/components/format-number'
import { Notice } from '@/ui/components/notice'
import { Progress } from '@/ui/components/progress'
import { useTRPC, useTRPCClient } from '@/ui/trpc-client'
import type { Wait } from './retry-until-answered'
import { discardStaging, type StagingState, sendStaging } from './staging-store'

/** Shows how many rows of an import are sent, and offers what the operator can do. */
export function StagingProgress({ state }: { state: StagingState }) {
  const client = useTRPCClient()
  const { staging, sentRows, phase, wait, failure } = state
  if (phase === 'failed') {
    return (
      <Notice
        tone="error"
        live
        title={`The rows of ${staging.fileName} could not be sent`}
        action={
          <div className="flex gap-2">
            <Discard state={state} />
            <Button size="sm" onClick={() => sendStaging(staging, client)}>
              Try again
            </Button>
          </div>
        }
      >
        {failure?.message} The rows are kept in this browser.
      </Notice>
    )
  }
  return (
    <div className="grid gap-2">
      <div className="flex flex-wrap items-center justify-between gap-x-4 gap-y-2">
        <p role="status">
          {phase === 'queued' ? 'Sending in another tab: ' : 'Sending '}
          {formatNumber(sentRows)} of {count(staging.rows, 'row')}
          {wait && <span className="text-muted-foreground"> · {describeWait(wait)}</span>}
        </p>
        <Discard state={state} />
      </div>
      <Progress label="Rows sent" value={sentRows} max={staging.rows} />
      <p className="text-sm text-muted-foreground">
        Keep this tab open until all rows are sent. If it closes, come back in this browser: sending resumes where it
        stopped.
      </p>
    </div>
  )
}

function describeWait({ reason }: Wait): string {
  return reason === 'rate limit' ? 'The server asks to wait a moment' : 'No connection, trying again'
}

function Discard({ state }: { state: StagingState }) {
  const trpc = useTRPC()
  const client = useTRPCClient()
  const queryClient = useQueryClient()
  const [asking, setAsking] = useState(false)
  const [{ pending, error }, setDiscarding] = useState<{ pending: boolean; error: unknown }>({
    pending: false,
    error: null,
  })
  const { importId, fileName, rows } = state.staging
  const discard = async () => {
    setDiscarding({ pending: true, error: null })
    try {
      await discardStaging(importId, client)
      await queryClient.invalidateQueries(trpc.imports.pathFilter())
      setAsking(false)
    } catch (failure) {
      setDiscarding({ pending: false, error: failure })
    }
  }
  return (
    <>
      <Button size="sm" onClick={() => setAsking(true)}>
        Discard
      </Button>
      <ConfirmDialog
        open={asking}
        onOpenChange={setAsking}
        title={`Discard ${count(rows, 'row')} of ${fileName}?`}
        description="Nobody in this import has been enrolled yet, and nobody will be. The file itself is not touched. This cannot be undone."
        keep={state.phase === 'failed' ? 'Leave the import as it is' : 'Go on sending'}
        confirm={`Discard ${count(rows, 'row')}`}
        pending={pending}
        error={error}
        onConfirm={discard}
      />
    </>
  )
}
