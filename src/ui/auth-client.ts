export type Refusal = { status: number; message: string; details: unknown }

type Answer<Body> = { error: Refusal; body: null } | { error: null; body: Body }

/**
 * Asks one of the routes of `/api/auth`: there are only these few, for which better-auth's own client is 13 kB.
 *
 * @returns the body, or the error of an answer that refuses; status 0 when no answer came
 */
async function ask<Body>(path: string, body: object): Promise<Answer<Body>> {
  try {
    const response = await fetch(`/api/auth/${path}`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(body),
    })
    if (response.ok) return { error: null, body: (await response.json()) as Body }
    const { message = '', details } = (await response.json().catch(() => ({}))) as Partial<Refusal>
    return { error: { status: response.status, message, details }, body: null }
  } catch {
    return { error: { status: 0, message: '', details: undefined }, body: null }
  }
}

/** What somebody does who is not signed in (yet), and signing out. */
export const authClient = {
  /** `secondFactor`: a code is still to come. */
  signIn: (values: { email: string; password: string }) => ask<{ secondFactor?: true }>('sign-in/email', values),
  giveSecondFactor: (values: { by: 'app' | 'backupCode'; code: string }) => ask('sign-in/second-factor', values),
  signOut: () => ask('sign-out', {}),
  askForPassword: (values: { email: string }) => ask('password/forgotten', values),
  setPassword: (values: { token: string; password: string }) => ask('password/reset', values),
  acceptInvitation: (values: { token: string; newUser?: { name: string; password: string } }) =>
    ask('invitation/accept', values),
}

/** Says what to do about a refusal that is no field's fault. */
export function describeRefusal({ message }: Refusal): string {
  return message || 'The server could not be reached. Check the connection and try again.'
}
