import { cookies } from 'next/headers'
import { ZONE_COOKIE } from '@/ui/home/zone-cookie'

/** Returns the timezone of the reader's clock as the last visit told it; UTC at the first one. */
export async function readZone(): Promise<string> {
  const told = (await cookies()).get(ZONE_COOKIE)?.value
  return told !== undefined && isZone(told) ? told : 'UTC'
}

function isZone(name: string): boolean {
  try {
    new Intl.DateTimeFormat('en-US', { timeZone: name })
    return true
  } catch {
    return false
  }
}
