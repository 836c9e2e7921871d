import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { type Answer, DISCOVERY_STEP, type Job, type Op, type Run, type Transition } from './state'
import { type Policy, STEPS_PER_RUN_MAX, transition } from './transition'

const POLICY: Policy = {
  nowMs: Date.parse('2026-11-23T12:00:00Z'),
  attemptsMax: 3,
  retryDelayMs: (attempt) => 100 * (attempt + 1),
}
const ERROR = { name: 'Error', message: 'no' }

function job(id: string, changes: Partial<Job> = {}): Job {
  const stepId = id.endsWith(':plan') || id.endsWith(':sleep') ? (id.split(':')[0] as string) : DISCOVERY_STEP
  const kind = id.endsWith(':sleep') ? 'timer' : 'call'
  return { id, kind, stepId, attempt: 0, generation: 1, race: false, ...changes }
}

function run(changes: Partial<Run> = {}): Run {
  return {
    id: 'run',
    status: 'running',
    version: 2,
    forcePlan: false,
    pending: [],
    stepCount: 0,
    jobs: [job('start')],
    savedSteps: new Set(),
    ...changes,
  }
}

function op(code: string, id: string, changes: Partial<Op> = {}): Op {
  return { id, op: code, name: '', data: 'null', error: null, race: false, ...changes }
}

function ops(...list: Op[]): Answer {
  return { kind: 'ops', ops: list, version: 2, retryAfterMs: null }
}

function apply(from: Run, answer: Answer, jobId = 'start', policy = POLICY): Transition {
  return transition(from, jobId, from.jobs.find((one) => one.id === jobId)?.generation ?? 1, answer, policy)
}

const ids = (result: Transition) => result.addedJobs.map((added) => added.id)

describe('a serial run', () => {
  test('StepRun: saved, then discovered', () => {
    const result = apply(run(), ops(op('StepRun', 'a', { data: '{"x":1}' })))
    expect(result).toMatchObject({
      void: false,
      removedJobId: 'start',
      savedSteps: [{ stepId: 'a', seq: 1, value: '{"data":{"x":1}}' }],
      addedJobs: [{ id: 'a:discover', kind: 'call', stepId: DISCOVERY_STEP, delayMs: 0 }],
      end: null,
    })
    expect(result.run).toMatchObject({ stepCount: 1, forcePlan: false, pending: [] })
  })

  test('StepFailed: the error is saved for the function to catch', () => {
    const result = apply(run(), ops(op('StepFailed', 'a', { error: ERROR, data: '{"ignored":true}' })))
    expect(result.savedSteps).toEqual([{ stepId: 'a', seq: 1, value: '{"error":{"message":"no","name":"Error"}}' }])
    expect(ids(result)).toEqual(['a:discover'])
  })

  test('Sleep: a timer, and when it fires null is saved', () => {
    const asleep = apply(run(), ops(op('Sleep', 'z', { name: '1d2h' })))
    expect(asleep.addedJobs).toEqual([{ id: 'z:sleep', kind: 'timer', stepId: 'z', race: false, delayMs: 93_600_000 }])
    const woken = apply(run({ jobs: [job('z:sleep')] }), { kind: 'woken' }, 'z:sleep')
    expect(woken).toMatchObject({ removedJobId: 'z:sleep', savedSteps: [{ stepId: 'z', value: '{"data":null}' }] })
    expect(ids(woken)).toEqual(['z:discover'])
  })

  test('200 and RunComplete end it', () => {
    const completed = apply(run(), { kind: 'completed', result: '7', version: 2 })
    expect(completed).toMatchObject({
      end: { status: 'completed', result: '7' },
      run: { status: 'completed', jobs: [] },
    })
    const ended = apply(run(), ops(op('StepRun', 'a'), op('RunComplete', 'end', { data: '{"r":1}' })))
    expect(ended.end).toEqual({ status: 'completed', result: '{"r":1}' })
  })

  test('the version of the first answer is kept', () => {
    expect(apply(run({ version: -1 }), ops(op('Sleep', 'z', { name: '1s' }))).run.version).toBe(2)
    expect(apply(run({ version: 2 }), { ...ops(op('StepRun', 'a')), version: null } as Answer).run.version).toBe(2)
  })

  test('a checkpoint saves, and the call goes on', () => {
    const result = apply(run(), { kind: 'checkpoint', ops: [op('StepRun', 'a'), op('StepRun', 'b')] })
    expect(result).toMatchObject({ void: false, removedJobId: null, retriedJob: null, addedJobs: [] })
    expect(result.savedSteps.map((step) => [step.stepId, step.seq])).toEqual([
      ['a', 1],
      ['b', 2],
    ])
    expect(result.run.jobs).toEqual([job('start')])
  })
})

describe('errors', () => {
  test.each([
    ['a step', ops(op('StepError', 'a', { error: ERROR }))],
    ['the function', { kind: 'retry', error: ERROR, retryAfterMs: null } as Answer],
  ])('of %s: the same job again, one attempt later', (_what, answer) => {
    const result = apply(run({ jobs: [job('start', { attempt: 1 })] }), answer)
    expect(result).toMatchObject({
      retriedJob: { id: 'start', attempt: 2, delayMs: 200 },
      removedJobId: null,
      end: null,
    })
    expect(result.run.jobs).toMatchObject([{ id: 'start', attempt: 2 }])
  })

  test('retry-after replaces the table', () => {
    const answer: Answer = {
      kind: 'ops',
      ops: [op('StepError', 'a', { error: ERROR })],
      version: 2,
      retryAfterMs: 5_000,
    }
    expect(apply(run(), answer).retriedJob).toEqual({ id: 'start', attempt: 1, delayMs: 5_000 })
    expect(apply(run(), { kind: 'retry', error: ERROR, retryAfterMs: 7_000 }).retriedJob?.delayMs).toBe(7_000)
  })

  test('StepError on the last attempt by our count is StepFailed', () => {
    const result = apply(run({ jobs: [job('start', { attempt: 2 })] }), ops(op('StepError', 'a', { error: ERROR })))
    expect(result).toMatchObject({ retriedJob: null, savedSteps: [{ stepId: 'a' }] })
    expect(ids(result)).toEqual(['a:discover'])
  })

  test('attempts used up, or no-retry: failed', () => {
    const last = run({ jobs: [job('start', { attempt: 2 })] })
    expect(apply(last, { kind: 'retry', error: ERROR, retryAfterMs: null }).end).toEqual({
      status: 'failed',
      error: ERROR,
    })
    expect(apply(run(), { kind: 'failed', error: ERROR }).end).toEqual({ status: 'failed', error: ERROR })
  })

  test('a call that was not delivered spends no attempt', () => {
    const last = run({ jobs: [job('start', { attempt: 2 })] })
    expect(apply(last, { kind: 'undelivered', delayMs: 500 })).toMatchObject({
      retriedJob: { id: 'start', attempt: 2, delayMs: 500 },
      end: null,
    })
  })
})

describe('void answers', () => {
  const answer = ops(op('StepRun', 'a'))
  test.each([
    ['another generation', run(), 'start', 2],
    ['a job that is gone', run(), 'a:plan', 1],
    ['an ended run', run({ status: 'completed' }), 'start', 1],
  ])('%s', (_name, from, jobId, generation) => {
    const result = transition(from, jobId, generation, answer, POLICY)
    expect(result).toEqual({
      run: from,
      void: true,
      savedSteps: [],
      addedJobs: [],
      removedJobId: null,
      retriedJob: null,
      end: null,
    })
  })
})

describe('parallel steps', () => {
  const planned = apply(run(), ops(op('StepPlanned', 'a'), op('StepPlanned', 'b'), op('Sleep', 'z', { name: '1s' })))

  test('one job each, all pending, and nothing inline any more', () => {
    expect(ids(planned)).toEqual(['a:plan', 'b:plan', 'z:sleep'])
    expect(planned.run).toMatchObject({ forcePlan: true, pending: ['a', 'b', 'z'] })
  })

  test('the last sibling discovers, the others do not', () => {
    const from = run({ forcePlan: true, pending: ['a', 'b'], jobs: [job('a:plan'), job('b:plan')] })
    const first = apply(from, ops(op('StepRun', 'b')), 'b:plan')
    expect(ids(first)).toEqual([])
    expect(first.run).toMatchObject({ pending: ['a'], forcePlan: true })
    const last = apply(first.run, ops(op('StepFailed', 'a', { error: ERROR })), 'a:plan')
    expect(ids(last)).toEqual(['a:discover'])
    expect(last.run).toMatchObject({ pending: [], forcePlan: false, stepCount: 2 })
  })

  test('a sibling retries alone', () => {
    const from = run({ forcePlan: true, pending: ['a', 'b'], jobs: [job('a:plan'), job('b:plan')] })
    const result = apply(from, ops(op('StepError', 'a', { error: ERROR })), 'a:plan')
    expect(result).toMatchObject({ retriedJob: { id: 'a:plan', attempt: 1 }, addedJobs: [], savedSteps: [] })
    expect(result.run.pending).toEqual(['a', 'b'])
  })

  test('steps saved since the call went out are not waited for', () => {
    const from = run({ forcePlan: true, savedSteps: new Set(['a']), stepCount: 1 })
    const result = apply(from, ops(op('StepPlanned', 'a'), op('StepPlanned', 'b')))
    expect(result.run.pending).toEqual(['b'])
    expect(ids(result)).toEqual(['b:plan'])
  })
})

describe('once only', () => {
  test('a step reported again while its job is out is not planned again', () => {
    const from = run({ jobs: [job('start'), job('a:plan')], forcePlan: true })
    expect(ids(apply(from, ops(op('StepPlanned', 'a'))))).toEqual([])
  })

  test('the first write of a step wins', () => {
    const from = run({ jobs: [job('start'), job('a:plan')], savedSteps: new Set(['a']), stepCount: 1, pending: ['b'] })
    const result = apply(from, ops(op('StepRun', 'a', { data: '2' })), 'a:plan')
    expect(result).toMatchObject({ savedSteps: [], removedJobId: 'a:plan', run: { stepCount: 1 } })
  })
})

describe('a running run always has a job', () => {
  test('no ops: the same discovery again', () => {
    expect(apply(run(), ops())).toMatchObject({ retriedJob: { id: 'start', attempt: 0, delayMs: 0 }, end: null })
  })

  test('only steps that are long done: the same discovery again, with them', () => {
    const from = run({ savedSteps: new Set(['a']), stepCount: 1 })
    expect(apply(from, ops(op('StepPlanned', 'a')))).toMatchObject({ retriedJob: { id: 'start' } })
  })

  test('a planned call that found its step saved leaves a discovery', () => {
    const from = run({ jobs: [job('a:plan')], savedSteps: new Set(['a']), pending: ['a'] })
    expect(apply(from, { kind: 'superseded' }, 'a:plan')).toMatchObject({
      addedJobs: [{ id: 'a:plan:discover', stepId: DISCOVERY_STEP }],
      run: { pending: [] },
    })
  })
})

describe('races and version 1', () => {
  test('a racer that finishes discovers at once, and the others are not waited for', () => {
    const race = { race: true }
    const started = apply(run(), ops(op('StepPlanned', 'a', race), op('StepPlanned', 'b', race)))
    expect(started.run.pending).toEqual([])
    const from = { ...started.run, jobs: [job('a:plan', race), job('b:plan', race)] }
    const won = apply(from, ops(op('StepRun', 'a')), 'a:plan')
    expect(ids(won)).toEqual(['a:discover'])
    // b is still out: a step after the race must be planned, or two discoveries could both run it.
    expect(won.run.forcePlan).toBe(true)
    const lost = apply({ ...won.run, jobs: [job('b:plan', race)] }, ops(op('StepRun', 'b')), 'b:plan')
    expect(lost.run.forcePlan).toBe(false)
  })

  test('version 1 discovers after every step, and goes on planning', () => {
    const from = run({ version: 1, forcePlan: true, jobs: [job('a:plan'), job('b:plan')] })
    const answer = { ...ops(op('StepRun', 'a')), version: 1 } as Answer
    const result = apply(from, answer, 'a:plan')
    expect(ids(result)).toEqual(['a:discover'])
    expect(result.run.forcePlan).toBe(true)
    const planned = apply(run(), { ...ops(op('StepPlanned', 'a'), op('StepPlanned', 'b')), version: 1 } as Answer)
    expect(planned.run).toMatchObject({ pending: [], forcePlan: true })
  })
})

describe('beyond the scope or the limits: failed at once', () => {
  test.each([
    ['WaitForEvent', 'step.waitForEvent'],
    ['WaitForSignal', 'step.waitForSignal'],
    ['InvokeFunction', 'step.invoke'],
    ['AIGateway', 'step.ai.infer'],
    ['Gateway', 'step.fetch'],
    ['DeferAdd', 'defer'],
    ['SomethingNew', 'a step tool of a newer SDK'],
  ])('%s', (code, tool) => {
    const { end } = apply(run(), ops(op('StepRun', 'a'), op(code, 'w')))
    expect(end).toMatchObject({ status: 'failed', error: { name: 'EmbeddedExecutorUnsupportedError' } })
    const message = end?.status === 'failed' ? end.error.message : ''
    expect(message).toContain(tool)
    expect(message).toContain('a real Inngest server has it')
  })

  test('too long a sleep, too large an output, too many steps', () => {
    const nameOf = (from: Run, one: Op) => {
      const { end } = apply(from, ops(one))
      return end?.status === 'failed' ? end.error.name : null
    }
    expect(nameOf(run(), op('Sleep', 'z', { name: '400d' }))).toBe('InvalidSleepError')
    expect(nameOf(run(), op('StepRun', 'a', { data: `"${'x'.repeat(4 * 1024 * 1024)}"` }))).toBe(
      'InngestErrStepOutputTooLarge',
    )
    expect(nameOf(run({ stepCount: STEPS_PER_RUN_MAX }), op('StepRun', 'a'))).toBe('InngestErrFunctionOverflowed')
    expect(nameOf(run({ stepCount: STEPS_PER_RUN_MAX - 1 }), op('StepRun', 'a'))).toBeNull()
  })
})

/**
 * A function as a list of groups that run one after the other, each of steps that run in parallel, against a tiny model of
 * the SDK. Answers come in any order, repeat what is unfinished, and are sometimes made from an old state.
 */
describe('any program, any order of answers', () => {
  type Fault = 'none' | 'retry' | 'stale'
  const program = fc.array(fc.integer({ min: 1, max: 4 }), { minLength: 1, maxLength: 5 })
  const choices = fc.array(
    fc.record({ pick: fc.nat(), fault: fc.constantFrom<Fault>('none', 'none', 'retry', 'stale') }),
    {
      minLength: 300,
      maxLength: 300,
    },
  )

  test.each([1, 2])(
    'version %i: every step runs and is saved once, in group order, and the run completes',
    (version) => {
      fc.assert(
        fc.property(program, choices, (groups, picks) => {
          const outcome = simulate(groups, picks, version)
          const steps = groups.flatMap((size, group) => Array.from({ length: size }, (_, index) => `${group}-${index}`))
          expect(outcome.status).toBe('completed')
          expect(outcome.saved.toSorted()).toEqual(steps.toSorted())
          expect(outcome.executed.toSorted()).toEqual(steps.toSorted())
          const groupsInOrder = outcome.saved.map((id) => Number(id.split('-')[0]))
          expect(groupsInOrder).toEqual(groupsInOrder.toSorted((a, b) => a - b))
        }),
        { numRuns: 150 },
      )
    },
  )

  function simulate(groups: number[], picks: { pick: number; fault: Fault }[], version: number) {
    let current = run({ version })
    const saved: string[] = []
    const executed: string[] = []
    /** What each job was sent with: the state at its dispatch. */
    const sent = new Map<string, { stack: string[]; forcePlan: boolean }>()
    for (const { pick, fault } of picks) {
      if (current.status !== 'running') break
      for (const one of current.jobs) {
        if (!sent.has(one.id)) sent.set(one.id, { stack: [...saved], forcePlan: current.forcePlan })
      }
      const picked = current.jobs[pick % current.jobs.length] as Job
      const seen = sent.get(picked.id) as { stack: string[]; forcePlan: boolean }
      const answer: Answer =
        fault === 'retry' ? { kind: 'retry', error: ERROR, retryAfterMs: 0 } : sdkAnswer(picked, seen)
      const generation = fault === 'stale' ? picked.generation + 1 : picked.generation
      const result = transition({ ...current, savedSteps: new Set(saved) }, picked.id, generation, answer, {
        ...POLICY,
        attemptsMax: 1_000,
      })
      expect(result.void).toBe(fault === 'stale')
      if (result.void) continue
      if (fault === 'none' && answer.kind === 'ops')
        executed.push(...answer.ops.filter((one) => one.op === 'StepRun').map((one) => one.id))
      saved.push(...result.savedSteps.map((step) => step.stepId))
      if (result.run.status === 'running') expect(result.run.jobs.length).toBeGreaterThan(0)
      sent.delete(picked.id)
      current = result.run
    }
    return { status: current.status, saved, executed }

    function sdkAnswer(picked: Job, seen: { stack: string[]; forcePlan: boolean }): Answer {
      if (picked.stepId !== DISCOVERY_STEP) return { ...ops(op('StepRun', picked.stepId)), version } as Answer
      for (const [group, size] of groups.entries()) {
        const all = Array.from({ length: size }, (_, index) => `${group}-${index}`)
        const open = all.filter((id) => !seen.stack.includes(id))
        if (open.length === 0) continue
        if (open.length === 1 && !seen.forcePlan) return { ...ops(op('StepRun', open[0] as string)), version } as Answer
        return { ...ops(...open.map((id) => op('StepPlanned', id))), version } as Answer
      }
      return { kind: 'completed', result: 'null', version }
    }
  }
})
