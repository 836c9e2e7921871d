type Environment = Readonly<Record<string, string | undefined>>

/**
 * Tells whether the embedded executor runs the background functions, and not an engine that the standard variables
 * name.
 */
export function usesEmbeddedExecutor(environment: Environment): boolean {
  const { INNGEST_BASE_URL, INNGEST_EVENT_KEY, INNGEST_SIGNING_KEY } = environment
  return !INNGEST_BASE_URL && !isInngestDev(environment) && !(INNGEST_EVENT_KEY && INNGEST_SIGNING_KEY)
}

/**
 * Says why this setup must not start; null when it may. In dev mode requests to /api/inngest are not signed: anybody
 * who reaches the port could run functions.
 */
export function findInngestTrouble(environment: Environment, host: string): string | null {
  if (!isInngestDev(environment) || isLoopback(host)) return null
  return (
    `INNGEST_DEV switches signatures off, and HOST=${host} lets other machines in: anybody could run the background ` +
    'functions. Unset one of them.'
  )
}

function isInngestDev({ INNGEST_DEV }: Environment): boolean {
  return INNGEST_DEV !== undefined && !['', '0', 'false'].includes(INNGEST_DEV.toLowerCase())
}

function isLoopback(host: string): boolean {
  return host === 'localhost' || host === '::1' || /^127\.\d+\.\d+\.\d+$/.test(host)
}
