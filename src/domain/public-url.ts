import { env } from '@/platform/env'

/** Returns the public address of this installation (`APP_URL`), without a trailing slash. */
export function publicUrl(): string {
  return env().APP_URL
}
