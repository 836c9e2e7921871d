import { DELIVERY_ATTEMPTS_MAX } from './retry-schedule.rules'

/** `disabled`: the endpoint answered 410 and was disabled. `failing`: a delivery has used up its attempts. */
export type EndpointTrouble = 'disabled' | 'failing'

/**
 * Writes the mail about an endpoint to an owner: what happened, what to do, and how the missed results are sent.
 *
 * @param facts.pageUrl the endpoint's page in the console
 */
export function endpointTroubleMail(
  trouble: EndpointTrouble,
  { url, organizationName, pageUrl }: { url: string; organizationName: string; pageUrl: string },
): { subject: string; text: string } {
  const { host } = new URL(url)
  if (trouble === 'disabled') {
    return {
      subject: `Webhook endpoint ${host} was switched off`,
      text: `${url} answered 410 Gone, so ${organizationName} sends it no call results any more.\n\nNothing is lost: results wait until you enable the endpoint again, and are sent then.\n\n${pageUrl}\n`,
    }
  }
  return {
    subject: `Call results could not be delivered to ${host}`,
    text: `${url} did not take a call result of ${organizationName} in ${DELIVERY_ATTEMPTS_MAX} attempts. More may follow; you get one such mail a day.\n\nWhen the endpoint works again, send what it has missed with "Recover" on its page, where every attempt and its answer stand too.\n\n${pageUrl}\n`,
  }
}
