import { env } from '@/platform/env'

/** The address of this installation as its users write it, without a trailing slash: `APP_URL`. */
export function publicUrl(): string {
  return env().APP_URL
}
