import { toPublicId } from '@/domain/ids'
import { env } from '@/platform/env'

/**
 * Returns the URL at which a dialer reports the result of a call.
 *
 * @param callId UUID
 */
export function callResultUrl(callId: string): string {
  return `${env().APP_URL}/api/v1/calls/${toPublicId('call', callId)}/result`
}
