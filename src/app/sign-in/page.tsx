import type { Metadata } from 'next'
import { headers } from 'next/headers'
import { redirect } from 'next/navigation'
import { getSession } from '@/auth/session'
import { SignInScreen } from '@/ui/sign-in/sign-in-screen'

export const metadata: Metadata = { title: 'Sign in' }

export default async function SignInPage({ searchParams }: PageProps<'/sign-in'>) {
  if (await getSession(await headers())) redirect('/')
  const { next } = await searchParams
  return <SignInScreen next={typeof next === 'string' ? next : undefined} />
}
