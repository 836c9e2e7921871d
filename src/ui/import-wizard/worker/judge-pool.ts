import { type JudgeRequest, judgeRows, type PackedVerdicts } from './judge-rows'

type Answered = { id: number; answer: PackedVerdicts }
type Asked = { id: number; request: JudgeRequest }

/** The workers that judge rows, each behind a port. Without ports, rows are judged in this thread. */
export class JudgePool {
  private readonly ports: readonly MessagePort[]
  private readonly waiting = new Map<number, (answer: PackedVerdicts) => void>()
  private readonly load: number[]
  private lastId = 0

  constructor(ports: readonly MessagePort[] = []) {
    this.ports = ports
    this.load = ports.map(() => 0)
    for (const [at, port] of ports.entries()) {
      port.onmessage = ({ data: { id, answer } }: MessageEvent<Answered>) => {
        this.load[at] = (this.load[at] ?? 1) - 1
        const resolve = this.waiting.get(id)
        this.waiting.delete(id)
        resolve?.(answer)
      }
    }
  }

  /**
   * Returns how many requests should be under way: each judge works on one and has one waiting, and one more is being
   * prepared.
   */
  get requestsAtOnce(): number {
    return Math.max(1, this.ports.length * 2 + 1)
  }

  ask(request: JudgeRequest): Promise<PackedVerdicts> {
    const at = this.load.indexOf(Math.min(...this.load))
    const port = this.ports[at]
    if (!port) return answerAfterMessages(request)
    const id = ++this.lastId
    this.load[at] = (this.load[at] ?? 0) + 1
    return new Promise((resolve) => {
      this.waiting.set(id, resolve)
      port.postMessage({ id, request } satisfies Asked)
    })
  }
}

/** Answers judging requests at a judge's end of its port. */
export function serveJudge(port: MessagePort): void {
  port.onmessage = ({ data: { id, request } }: MessageEvent<Asked>) => {
    port.postMessage({ id, answer: judgeRows(request) } satisfies Answered)
  }
}

/** Judges in this thread, after messages that the page has sent in the meantime. */
async function answerAfterMessages(request: JudgeRequest): Promise<PackedVerdicts> {
  await new Promise((resolve) => setTimeout(resolve, 0))
  return judgeRows(request)
}
