import { getSessionCookie } from 'better-auth/cookies'
import { type NextRequest, NextResponse } from 'next/server'
import { answerUndecodablePath } from '@/rest/answer-undecodable-path'

/**
 * Next answers a path that it cannot percent-decode with a bare text before any route is asked. The public API promises
 * JSON for everything, so such a path is answered here. Only paths with a `%` come this way.
 */
export function proxy(request: NextRequest): Response {
  if (request.nextUrl.pathname.startsWith('/api/')) return answerUndecodablePath(request) ?? NextResponse.next()
  return sendToSignIn(request) ?? NextResponse.next()
}

/**
 * Whoever opens a page of the console without a session signs in first and then comes to that page. Only the cookie is
 * looked for here; whether it is good, the layout of the console checks.
 */
function sendToSignIn(request: NextRequest): Response | null {
  if (getSessionCookie(request, { cookiePrefix: 'rollcall' })) return null
  const { pathname, search } = request.nextUrl
  const signIn = new URL('/sign-in', request.url)
  signIn.searchParams.set('next', pathname + search)
  return NextResponse.redirect(signIn)
}

export const config = {
  matcher: ['/api/v1/(.*%.*)', '/agents/:path*', '/batches/:path*', '/credits/:path*', '/sequences/:path*'],
}
