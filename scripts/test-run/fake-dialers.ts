import { createServer } from 'node:http'
import { type FakeDialer, sendEvents } from '@/platform/dialers/fake-provider'
import type { RemoteResultType } from '@/platform/dialers/remote-dialer'
import { startFakeRetell } from '@/platform/dialers/retell/fake-retell'
import { startFakeVapi } from '@/platform/dialers/vapi/fake-vapi'

/** The keys of the workspaces that the providers of this machine know. */
export const FAKE_RETELL_KEY = 'key_of_the_workspace_of_the_browser_tests'
export const FAKE_VAPI_KEY = 'private_key_of_the_organization_of_the_browser_tests'
const FAKE_VAPI_SECRET = 'secret_of_the_browser_tests'

/** What a test has a provider of this machine do, by a POST to `TEST_FAKE_DIALERS`. */
export type FakeOrder =
  /** Ends a call, and tells the account's address for events of it. */
  | {
      kind: 'end'
      dialer: 'retell' | 'vapi'
      providerCallId: string
      resultType: RemoteResultType
      eventsUrl: string
    }
  /** The next call that Retell is asked for to a number is answered so, and not made. */
  | { kind: 'refuse'; phoneNumber: string; status: number; message: string }
  /** Retell makes one more key for the workspace, or revokes one. */
  | { kind: 'key'; apiKey: string; isGood: boolean }

/** Starts providers of this machine for an app that is tested. @returns what leads the app to them, and the tests */
export async function startFakeDialers(): Promise<{ env: Record<string, string>; close: () => Promise<void> }> {
  const retell = await startFakeRetell(FAKE_RETELL_KEY)
  const vapi = await startFakeVapi(FAKE_VAPI_KEY, FAKE_VAPI_SECRET)
  const fakes: Record<'retell' | 'vapi', FakeDialer> = { retell, vapi }
  const refusals = new Map<string, { status: number; json: unknown }>()
  retell.faults = ({ path, json }) => {
    const to = path.endsWith('/create-phone-call') ? (json as { to_number?: string }).to_number : undefined
    const answer = to === undefined ? undefined : refusals.get(to)
    if (to !== undefined) refusals.delete(to)
    return answer ?? null
  }
  const carryOut = async (order: FakeOrder): Promise<void> => {
    switch (order.kind) {
      case 'end':
        await sendEvents(order.eventsUrl, fakes[order.dialer].end(order.providerCallId, order.resultType))
        return
      case 'refuse':
        refusals.set(order.phoneNumber, { status: order.status, json: { message: order.message } })
        return
      case 'key':
        if (order.isGood) retell.apiKeys.add(order.apiKey)
        else retell.apiKeys.delete(order.apiKey)
    }
  }
  const orders = createServer(async (request, response) => {
    let body = ''
    for await (const chunk of request) body += chunk
    try {
      await carryOut(JSON.parse(body) as FakeOrder)
      response.end()
    } catch (error) {
      response.writeHead(500).end(String(error))
    }
  })
  await new Promise<void>((resolve) => orders.listen(0, '127.0.0.1', resolve))
  const { port } = orders.address() as { port: number }
  return {
    env: { DIALER_FAKES: `retell=${retell.url},vapi=${vapi.url}`, TEST_FAKE_DIALERS: `http://127.0.0.1:${port}` },
    async close() {
      orders.closeAllConnections()
      await new Promise((resolve) => orders.close(resolve))
      await Promise.all([retell.close(), vapi.close()])
    },
  }
}
