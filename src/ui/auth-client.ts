import { organizationClient } from 'better-auth/client/plugins'
import { createAuthClient } from 'better-auth/react'

/** Sign-in, sign-out and organizations from the browser, by way of `/api/auth`. */
export const authClient = createAuthClient({ plugins: [organizationClient()] })
