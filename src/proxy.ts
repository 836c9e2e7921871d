import { getSessionCookie } from 'better-auth/cookies'
import { type NextRequest, NextResponse } from 'next/server'

/**
 * Whoever opens a page of the console without a session signs in first and then comes to that page. Only the cookie is
 * looked for here; whether it is good, the layout of the console checks.
 */
export function proxy(request: NextRequest): Response {
  if (getSessionCookie(request, { cookiePrefix: 'rollcall' })) return NextResponse.next()
  const { pathname, search } = request.nextUrl
  const signIn = new URL('/sign-in', request.url)
  signIn.searchParams.set('next', pathname + search)
  return NextResponse.redirect(signIn)
}

export const config = {
  matcher: ['/agents/:path*', '/batches/:path*', '/credits/:path*', '/sequences/:path*', '/settings/:path*'],
}
