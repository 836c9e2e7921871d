import { createAuthClient } from 'better-auth/react'

/** Sign-in and sign-out from the browser: of `/api/auth` there is nothing else. */
export const authClient = createAuthClient()
