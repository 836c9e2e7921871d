'use client'

import { type FormEvent, type ReactNode, useState } from 'react'
import type { WebhookEventType } from '@/domain/webhook-events/webhook-event-types.rules'
import { createEndpointSchema } from '@/domain/webhooks/webhook.schema'
import { DialogFormButtons } from '@/ui/components/dialog-form-buttons'
import { Field } from '@/ui/components/field'
import { Input } from '@/ui/components/input'
import { describeError } from '@/ui/describe-error'
import { EventChoice } from './event-choice'

type EndpointFields = { url: string; events: WebhookEventType[] }

type EndpointFormProps = {
  given: EndpointFields
  submit: ReactNode
  pending: boolean
  /** What the server has refused. */
  refusal: unknown
  onSubmit: (fields: EndpointFields) => void
}

type Faults = { url?: string | undefined; events?: string | undefined }

/** Asks for the URL of an endpoint and for what it is told of; it stands in a dialog. */
export function EndpointForm({ given, submit, pending, refusal, onSubmit }: EndpointFormProps) {
  const [url, setUrl] = useState(given.url)
  const [events, setEvents] = useState(given.events)
  const [faults, setFaults] = useState<Faults>({})
  const [answered, setAnswered] = useState<unknown>(null)
  // What the server said counts until the form is sent again.
  const shown = refusal && refusal !== answered ? faultsOf(refusal) : faults

  const send = (event: FormEvent) => {
    event.preventDefault()
    const parsed = createEndpointSchema.safeParse({ url: url.trim(), events })
    setAnswered(refusal)
    if (parsed.success) {
      setFaults({})
      onSubmit(parsed.data)
      return
    }
    const faultAt = (name: string) => parsed.error.issues.find(({ path }) => path[0] === name)?.message
    setFaults({ url: faultAt('url'), events: faultAt('events') })
  }

  return (
    <form noValidate onSubmit={send} className="grid gap-5">
      <Field label="URL" required error={shown.url} hint="A public https:// address. Redirects are not followed.">
        <Input
          type="url"
          inputMode="url"
          autoComplete="off"
          placeholder="https://example.com/rollcall"
          value={url}
          onChange={(event) => setUrl(event.target.value)}
        />
      </Field>
      <EventChoice chosen={events} error={shown.events} onChange={setEvents} />
      <DialogFormButtons submit={submit} pending={pending} />
    </form>
  )
}

/** Sorts what the server says by field. What belongs to no field is shown at the first one. */
function faultsOf(error: unknown): Faults {
  const { message, details } = describeError(error)
  const faults = Array.isArray(details) ? (details as { path: string; message: string }[]) : []
  const faultAt = (name: string) => faults.find(({ path }) => path.startsWith(name))?.message
  const events = faultAt('events')
  return { url: faultAt('url') ?? (events ? undefined : message), events }
}
