/** Whoever can stand behind a dialer account. The first two are ours; the others are providers, each with an adapter. */
export const DIALER_KINDS = [
  'simulated',
  'webhook',
  'retell',
  'vapi',
  'elevenlabs',
  'bland',
  'livekit',
  'dograh',
] as const

export type DialerKind = (typeof DIALER_KINDS)[number]

/** Dialers that tell us how a call ended by a signed request. Nobody can be asked for it. */
const PUSHING: ReadonlySet<string> = new Set<DialerKind>(['simulated', 'webhook'])

/** Tells whether a dialer is asked how a call ended (the port of `remote-dialer.ts`), and not waited for. */
export function isRemote(kind: string): boolean {
  return !PUSHING.has(kind)
}

/** Providers that have no place for an extension in what they are asked for, as their adapters say too. */
const WITHOUT_EXTENSIONS: ReadonlySet<string> = new Set<DialerKind>(['retell', 'elevenlabs', 'bland', 'dograh'])

/** Tells whether a dialer can dial an extension after the number. */
export function dialsExtensions(kind: string): boolean {
  return !WITHOUT_EXTENSIONS.has(kind)
}

/** Providers that call by their own id of a number, and not by the number. */
const BY_NUMBER_ID: ReadonlySet<string> = new Set<DialerKind>(['vapi', 'elevenlabs'])

export function callsByNumberId(kind: string): boolean {
  return BY_NUMBER_ID.has(kind)
}

/** Dialers of which somebody has to know the secret that signs orders and results: it is shown once. */
const WITH_SECRET: ReadonlySet<string> = new Set<DialerKind>(['webhook', 'livekit'])

export function showsSecret(kind: string): boolean {
  return WITH_SECRET.has(kind)
}
