import { monitorEventLoopDelay } from 'node:perf_hooks'
import { Counter, Histogram, type Labels } from './metrics-text'

// One of each per process, however often Next loads this module.
const globals = globalThis as typeof globalThis & { rollcallMetrics?: ReturnType<typeof makeMetrics> }

function metrics(): ReturnType<typeof makeMetrics> {
  globals.rollcallMetrics ??= makeMetrics()
  return globals.rollcallMetrics
}

function makeMetrics() {
  const eventLoop = monitorEventLoopDelay({ resolution: 20 })
  eventLoop.enable()
  return {
    eventLoop,
    requests: new Counter('rollcall_requests_total', 'Requests answered, by door, route and status.'),
    seconds: new Histogram(
      'rollcall_request_duration_seconds',
      'Time to answer a request, by door.',
      [0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10],
    ),
    batches: new Counter('rollcall_batches_total', 'Batches accepted, by source.'),
    contacts: new Counter('rollcall_contacts_total', 'Contacts judged, by code: ACCEPTED, or why it was turned away.'),
    calls: new Counter('rollcall_calls_total', 'Calls ended, by result and by who reported it: dialer or timeout.'),
    functions: new Counter('rollcall_function_runs_total', 'Runs of background functions that ended, by outcome.'),
    steps: new Counter('rollcall_function_steps_total', 'Steps of background functions that were carried out.'),
  }
}

export function countRequest(labels: { door: string; route: string; status: number }, ms: number): void {
  const { requests, seconds } = metrics()
  requests.add({ ...labels, status: String(labels.status) })
  seconds.observe({ door: labels.door }, ms / 1_000)
}

/**
 * Counts a request that was judged: its contacts by code, and the batch if any contact was accepted.
 *
 * @param rejectedCodes the first code of each rejected contact
 */
export function countBatch(source: string, accepted: number, rejectedCodes: readonly string[]): void {
  const { batches, contacts } = metrics()
  if (accepted > 0) {
    batches.add({ source })
    contacts.add({ code: 'ACCEPTED' }, accepted)
  }
  for (const code of rejectedCodes) contacts.add({ code })
}

export function countCall(labels: { result: string; dialer: string; reportedBy: string }): void {
  metrics().calls.add(labels)
}

export function countFunctionRun(labels: { function: string; outcome: 'completed' | 'failed' }): void {
  metrics().functions.add(labels)
}

export function countFunctionStep(labels: { function: string }): void {
  metrics().steps.add(labels)
}

/** Returns what this process has counted since it started, and how late its event loop ran since the last call. */
export function ownMetrics(): string[] {
  const { eventLoop, ...counted } = metrics()
  const delay = [
    '# HELP rollcall_event_loop_delay_seconds How late the event loop was, since the last scrape.',
    '# TYPE rollcall_event_loop_delay_seconds gauge',
    ...([50, 99, 100] as const).map((percentile) => {
      const seconds = (percentile === 100 ? eventLoop.max : eventLoop.percentile(percentile)) / 1e9
      return `rollcall_event_loop_delay_seconds{quantile="${percentile / 100}"} ${seconds}`
    }),
  ]
  eventLoop.reset()
  return [...Object.values(counted).flatMap((metric) => metric.lines()), ...delay]
}

export type { Labels }
