import { createAuthClient } from 'better-auth/react'

/** Signs in and out from the browser. `/api/auth` has no other routes. */
export const authClient = createAuthClient()
