import { classNames } from './class-names'

type Tone = 'neutral' | 'success' | 'warning' | 'destructive'
/**
 * The shape of a state's dot. It distinguishes states without colour: `solid` is full, `ring` hollow, `half` half full,
 * `dashed` a broken ring, `barred` crossed out.
 */
type Shape = 'solid' | 'ring' | 'half' | 'dashed' | 'barred'
type Look = { word: string; tone: Tone; shape: Shape }

/** Every state that the console shows. There is one table, so that a state looks the same everywhere. */
const LOOKS = {
  // Sequences
  waiting: { word: 'Waiting', tone: 'neutral', shape: 'dashed' },
  scheduled: { word: 'Scheduled', tone: 'neutral', shape: 'ring' },
  'in progress': { word: 'In progress', tone: 'warning', shape: 'half' },
  // "Done" says nothing about the result, so its tone is neutral.
  done: { word: 'Done', tone: 'neutral', shape: 'solid' },
  failed: { word: 'Failed', tone: 'destructive', shape: 'solid' },
  cancelled: { word: 'Cancelled', tone: 'neutral', shape: 'barred' },
  skipped: { word: 'Skipped', tone: 'neutral', shape: 'dashed' },
  // Batches
  accepted: { word: 'Accepted', tone: 'warning', shape: 'ring' },
  active: { word: 'Active', tone: 'warning', shape: 'half' },
  finished: { word: 'Finished', tone: 'neutral', shape: 'solid' },
  paused: { word: 'Paused', tone: 'neutral', shape: 'half' },
  // Imports
  staging: { word: 'Sending', tone: 'warning', shape: 'ring' },
  running: { word: 'Running', tone: 'warning', shape: 'half' },
  completed: { word: 'Completed', tone: 'neutral', shape: 'solid' },
  'import batch waiting': { word: 'Waiting', tone: 'neutral', shape: 'dashed' },
  'import batch enrolled': { word: 'Enrolled', tone: 'success', shape: 'solid' },
  'import batch refused': { word: 'Nobody valid', tone: 'destructive', shape: 'ring' },
  // What has come of contacts; one that has failed looks as its sequence does
  'goal reached': { word: 'Goal reached', tone: 'success', shape: 'solid' },
  'goal not reached': { word: 'Goal not reached', tone: 'neutral', shape: 'solid' },
  'nobody reached': { word: 'Nobody reached', tone: 'warning', shape: 'ring' },
  'not called': { word: 'Not called', tone: 'neutral', shape: 'barred' },
  open: { word: 'Open', tone: 'neutral', shape: 'dashed' },
  // Results of calls
  'Goal Completed': { word: 'Goal completed', tone: 'success', shape: 'solid' },
  'Goal Not Completed': { word: 'Goal not completed', tone: 'neutral', shape: 'solid' },
  Voicemail: { word: 'Voicemail', tone: 'warning', shape: 'ring' },
  Busy: { word: 'Busy', tone: 'warning', shape: 'ring' },
  'No Answer': { word: 'No answer', tone: 'warning', shape: 'ring' },
  Failed: { word: 'Failed', tone: 'destructive', shape: 'solid' },
  'call under way': { word: 'Under way', tone: 'neutral', shape: 'dashed' },
  // Mails
  'email requested': { word: 'To be sent', tone: 'warning', shape: 'half' },
  'email sent': { word: 'Sent', tone: 'success', shape: 'solid' },
  'email failed': { word: 'Not sent', tone: 'destructive', shape: 'solid' },
  'email withdrawn': { word: 'Withdrawn', tone: 'neutral', shape: 'barred' },
  // Webhooks
  'delivery waiting': { word: 'Waiting: the endpoint is off', tone: 'neutral', shape: 'dashed' },
  'delivery pending': { word: 'Pending', tone: 'warning', shape: 'half' },
  'delivery retrying': { word: 'Failing, tried again', tone: 'destructive', shape: 'half' },
  'delivery delivered': { word: 'Delivered', tone: 'success', shape: 'solid' },
  'delivery failed': { word: 'Failed', tone: 'destructive', shape: 'solid' },
  'endpoint enabled': { word: 'Enabled', tone: 'success', shape: 'solid' },
  'endpoint failing': { word: 'Failing', tone: 'destructive', shape: 'solid' },
  'endpoint disabled': { word: 'Disabled', tone: 'neutral', shape: 'ring' },
  // Dialer accounts
  'dialer connected': { word: 'Connected', tone: 'success', shape: 'solid' },
  'dialer failing': { word: 'Failing', tone: 'destructive', shape: 'solid' },
  'dialer off': { word: 'Off', tone: 'neutral', shape: 'ring' },
  // Accounts
  'two-factor on': { word: 'On', tone: 'success', shape: 'solid' },
  'two-factor off': { word: 'Off', tone: 'neutral', shape: 'ring' },
  // API keys
  'key active': { word: 'Active', tone: 'success', shape: 'solid' },
  'key replaced': { word: 'Replaced', tone: 'warning', shape: 'half' },
  'key expired': { word: 'Ended', tone: 'neutral', shape: 'ring' },
  'key revoked': { word: 'Revoked', tone: 'neutral', shape: 'barred' },
  // Agents
  'agent active': { word: 'Active', tone: 'success', shape: 'solid' },
  'agent paused': { word: 'Calls stopped', tone: 'warning', shape: 'half' },
  'agent inactive': { word: 'Inactive', tone: 'neutral', shape: 'ring' },
  'agent archived': { word: 'Archived', tone: 'neutral', shape: 'dashed' },
  'agent misconfigured': { word: 'Misconfigured', tone: 'destructive', shape: 'ring' },
} satisfies Record<string, Look>

export type StateName = keyof typeof LOOKS

const TONE_CLASSES: Record<Tone, string> = {
  neutral: 'text-dot-neutral',
  success: 'text-dot-success',
  warning: 'text-dot-warning',
  destructive: 'text-dot-destructive',
}

function Dot({ tone, shape }: Omit<Look, 'word'>) {
  return (
    <svg viewBox="0 0 10 10" className={classNames('size-2.5 shrink-0', TONE_CLASSES[tone])} aria-hidden="true">
      {shape === 'solid' ? (
        <circle cx="5" cy="5" r="4" fill="currentColor" />
      ) : (
        <circle
          cx="5"
          cy="5"
          r="3.75"
          fill="none"
          stroke="currentColor"
          strokeWidth="1.5"
          strokeDasharray={shape === 'dashed' ? '2.2 1.73' : undefined}
        />
      )}
      {shape === 'barred' && <path d="M3 7l4-4" stroke="currentColor" strokeWidth="1.5" />}
      {shape === 'half' && <path d="M5 2.6a2.4 2.4 0 0 1 0 4.8z" fill="currentColor" />}
    </svg>
  )
}

/** Returns the word for a state. */
export function stateWord(name: StateName): string {
  return LOOKS[name].word
}

/** Returns the colour of a state in a bar or a chart. */
export function stateColor(name: StateName): string {
  return `var(--dot-${LOOKS[name].tone})`
}

/** Shows the dot and word of a state. A name that is unknown, because the server is newer, is shown as it is. */
export function State({ name, className }: { name: string; className?: string }) {
  const look: Look = Object.hasOwn(LOOKS, name)
    ? LOOKS[name as StateName]
    : { word: name, tone: 'neutral', shape: 'ring' }
  return (
    <span className={classNames('inline-flex items-center gap-1.5 align-top whitespace-nowrap', className)}>
      <Dot tone={look.tone} shape={look.shape} />
      {look.word}
    </span>
  )
}
