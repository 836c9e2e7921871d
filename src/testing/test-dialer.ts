import { parsePublicId } from '@/domain/ids'
import { type Receiver, startReceiver } from './receiver'

export type AskedCall = { callId: string; name: string; phoneNumber: string; resultUrl: string }

/**
 * How the dialer answers when it is asked: a status; `drop`, which breaks the connection after the request has come; or
 * a function for what is to happen before it answers, with the status that it returns.
 */
export type DialerAnswer = number | 'drop' | ((call: AskedCall) => Promise<number>)

export type TestDialer = {
  url: string
  /** Each request, in order. `callId` is the UUID. */
  asked: AskedCall[]
  /** Answers of the next requests for this contact; the last one stays. Everything else is answered with 200. */
  answers: Map<string, DialerAnswer[]>
  close: Receiver['close']
}

/** A dialer on loopback, for agents with the `webhook` dialer. It calls nobody: tests report the results. */
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
