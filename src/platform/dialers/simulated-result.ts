import { createHash } from 'node:crypto'

type ResultType = 'Goal Completed' | 'Goal Not Completed' | 'Voicemail' | 'Busy' | 'No Answer' | 'Failed'

export type SimulatedResult = {
  /** How often the result is reported: 0 for a dialer that forgets, 3 for one that repeats itself. */
  reports: 0 | 1 | 3
  /** Whether the result comes before `placeCall` has answered. */
  early: boolean
  resultType: ResultType
  /** The reported duration in seconds; the simulation itself takes another time. */
  duration: number
  /** The names of the agent's outcomes. */
  outcomes: string[]
  /** Whether the person asks not to be called again. */
  optOut?: { scope: 'all' | 'agent' }
  /** After how many seconds from its end the person asks to be called back. */
  callBackAfterSeconds?: number
}

type Behaviour = Pick<SimulatedResult, 'resultType'> &
  Partial<Pick<SimulatedResult, 'reports' | 'early' | 'optOut' | 'callBackAfterSeconds'>>

/** How the call ends that such a person was promised. */
const CALLED_BACK: Behaviour = { resultType: 'Goal Completed' }

/** What a number with these last digits does, like the test cards of card processors. */
const TEST_NUMBERS: Record<string, Behaviour> = {
  '0001': { resultType: 'Goal Completed' },
  '0002': { resultType: 'Goal Not Completed' },
  '0003': { resultType: 'Voicemail' },
  '0004': { resultType: 'Busy' },
  '0005': { resultType: 'No Answer' },
  '0006': { resultType: 'Failed' },
  '0007': { resultType: 'Goal Not Completed', early: true },
  '0008': { resultType: 'Goal Not Completed', reports: 3 },
  '0009': { resultType: 'No Answer', reports: 0 },
  '9011': { resultType: 'Goal Not Completed', optOut: { scope: 'all' } },
  '9012': { resultType: 'Goal Not Completed', optOut: { scope: 'agent' } },
  '9013': { resultType: 'Goal Not Completed', callBackAfterSeconds: 60 },
}

/** How many of a hundred other calls end in which way. */
const PER_HUNDRED: [ResultType, number][] = [
  ['Goal Completed', 18],
  ['Goal Not Completed', 24],
  ['Voicemail', 31],
  ['No Answer', 18],
  ['Busy', 6],
  ['Failed', 3],
]

/** The shortest and longest duration of each result, in seconds. */
const DURATIONS: Record<ResultType, [number, number]> = {
  'Goal Completed': [90, 420],
  'Goal Not Completed': [20, 240],
  Voicemail: [12, 40],
  Busy: [0, 0],
  'No Answer': [25, 35],
  Failed: [0, 0],
}

/**
 * Decides how a simulated call ends: by the last four digits of the number, else by a hash of number and call, in
 * proportions that a call centre would recognize. The same call always ends in the same way.
 *
 * @param phoneNumber E.164
 * @param outcomes of the agent; a reached goal gets a successful one, any other result an unsuccessful one
 * @param isCallBack whether the person was promised this call
 */
export function simulatedResult(
  phoneNumber: string,
  callId: string,
  outcomes: readonly { name: string; successful: boolean }[],
  isCallBack = false,
): SimulatedResult {
  const hash = createHash('sha256').update(`${phoneNumber} ${callId}`).digest()
  const known = TEST_NUMBERS[phoneNumber.slice(-4)]
  const {
    resultType,
    reports = 1,
    early = false,
    optOut,
    callBackAfterSeconds,
  } = (isCallBack && known?.callBackAfterSeconds !== undefined ? CALLED_BACK : known) ?? {
    resultType: pickResultType(hash.readUInt16BE(0) % 100),
  }
  const [shortest, longest] = DURATIONS[resultType]
  return {
    reports,
    early,
    ...(optOut && { optOut }),
    ...(callBackAfterSeconds !== undefined && { callBackAfterSeconds }),
    resultType,
    duration: shortest + (hash.readUInt16BE(2) % (longest - shortest + 1)),
    outcomes: pickOutcome(resultType, hash.readUInt16BE(4), outcomes),
  }
}

function pickResultType(percentile: number): ResultType {
  let below = 0
  for (const [resultType, share] of PER_HUNDRED) {
    below += share
    if (percentile < below) return resultType
  }
  return 'Failed'
}

function pickOutcome(
  resultType: ResultType,
  hash: number,
  outcomes: readonly { name: string; successful: boolean }[],
): string[] {
  if (resultType !== 'Goal Completed' && resultType !== 'Goal Not Completed') return []
  const fitting = outcomes.filter(({ successful }) => successful === (resultType === 'Goal Completed'))
  const picked = fitting[hash % fitting.length]
  return picked ? [picked.name] : []
}
