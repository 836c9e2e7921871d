type Refusal = { status: number; message: string }

/**
 * Asks one of the routes of `/api/auth`: there are only these two, for which better-auth's own client is 13 kB.
 *
 * @returns the error of an answer that refuses
 * @throws when no answer came
 */
async function ask(path: string, body: object): Promise<{ error: Refusal | null }> {
  const response = await fetch(`/api/auth/${path}`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(body),
  })
  if (response.ok) return { error: null }
  const { message = '' } = (await response.json().catch(() => ({}))) as { message?: string }
  return { error: { status: response.status, message } }
}

/** Signs in and out from the browser. */
export const authClient = {
  signIn: (values: { email: string; password: string }) => ask('sign-in/email', values),
  signOut: () => ask('sign-out', {}),
}
