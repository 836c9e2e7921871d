'use client'

import { useId } from 'react'
import {
  WEBHOOK_EVENT_TABLE,
  WEBHOOK_EVENT_TYPES,
  type WebhookEventType,
} from '@/domain/webhook-events/webhook-event-types.rules'
import { CheckboxField } from '@/ui/components/checkbox'
import { CircleAlert } from '@/ui/components/icons/circle-alert'

type EventChoiceProps = {
  chosen: readonly WebhookEventType[]
  error?: string
  onChange: (chosen: WebhookEventType[]) => void
}

/** Asks what an endpoint is told of. */
export function EventChoice({ chosen, error, onChange }: EventChoiceProps) {
  const errorId = useId()
  return (
    <fieldset className="grid gap-2.5" aria-describedby={error ? errorId : undefined}>
      <legend className="mb-2 text-sm font-medium">Tell it when</legend>
      {WEBHOOK_EVENT_TYPES.map((type) => (
        <CheckboxField
          key={type}
          label={WEBHOOK_EVENT_TABLE[type]}
          hint={<span className="font-mono text-xs">{type}</span>}
          checked={chosen.includes(type)}
          onCheckedChange={(checked) =>
            onChange(WEBHOOK_EVENT_TYPES.filter((each) => (each === type ? checked === true : chosen.includes(each))))
          }
        />
      ))}
      {error && (
        <p id={errorId} role="alert" className="flex items-start gap-1.5 text-sm text-destructive">
          <CircleAlert className="mt-0.5 size-4 shrink-0" aria-hidden />
          {error}
        </p>
      )}
    </fieldset>
  )
}
