/** What an endpoint can be told of, with what the console and the reference say about it. */
export const WEBHOOK_EVENT_TABLE = {
  'call.ended': 'A call has ended, with its result',
  'sequence.ended': 'A contact will not be called any more: done, failed, cancelled or skipped',
  'batch.created': 'Contacts were enrolled',
  'batch.finished': 'All contacts of a batch have ended, or the batch was cancelled',
  'import.finished': 'All rows of a file have been enrolled or rejected, or the import was cancelled',
  'contact.opted_out': 'Somebody asked not to be called again, in a call or otherwise',
  'credits.low': 'Few credits are left this month: as few as the alert on the Credits page says',
  'endpoint.disabled': 'Another endpoint of your organization was switched off',
} as const

export type WebhookEventType = keyof typeof WEBHOOK_EVENT_TABLE

export const WEBHOOK_EVENT_TYPES = Object.keys(WEBHOOK_EVENT_TABLE) as [WebhookEventType, ...WebhookEventType[]]

/** Whatever is told apart from the results of calls, which have a payload and a path of their own. */
export type RecordedEventType = Exclude<WebhookEventType, 'call.ended'>
