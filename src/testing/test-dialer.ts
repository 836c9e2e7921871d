import { parsePublicId } from '@/domain/ids'
import { type Receiver, startReceiver } from './receiver'

export type AskedCall = {
  callId: string
  name: string
  phoneNumber: string
  fromPhoneNumber: string
  resultUrl: string
}

/**
 * How the dialer answers a request. A number is the status. `drop` breaks the connection after the request has come. A
 * function runs before the answer and returns its status.
 */
export type DialerAnswer = number | 'drop' | ((call: AskedCall) => Promise<number>)

export type TestDialer = {
  url: string
  /** Every request, in order. `callId` is the UUID. */
  asked: AskedCall[]
  /**
   * The answers to the next requests for a contact, by the contact's name. The last answer is repeated. Every other
   * request is answered with 200.
   */
  answers: Map<string, DialerAnswer[]>
  close: Receiver['close']
}

/** Starts a dialer on loopback, for agents with the `webhook` dialer. It calls nobody: tests report the results. */
export async function startTestDialer(): Promise<TestDialer> {
  const asked: AskedCall[] = []
  const answers: TestDialer['answers'] = new Map()
  const receiver = await startReceiver((_, response, request) => {
    const told = JSON.parse(request.body) as AskedCall
    const call = { ...told, callId: parsePublicId('call', told.callId) ?? '' }
    asked.push(call)
    const planned = answers.get(call.name) ?? []
    const answer = (planned.length > 1 ? planned.shift() : planned[0]) ?? 200
    if (typeof answer === 'number') return answer
    if (answer === 'drop') response.destroy()
    else
      answer(call).then(
        (status) => response.writeHead(status).end(),
        () => response.destroy(),
      )
    return undefined
  })
  return { url: receiver.url, asked, answers, close: receiver.close }
}
