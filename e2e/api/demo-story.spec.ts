import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { AgentDetail } from '@/domain/agents/get-agent'
import type { BatchRejections } from '@/domain/batches/batch-answer.schema'
import type { Trail, TrailEntry } from '@/domain/people/trail-answer.schema'
import type { Sequence } from '@/domain/sequences/sequence-answer.schema'
import { db } from '@/platform/db'
import { ApiClient } from './api-client'
import { expect, test } from './contract-test'

// The story of the demo (prisma/demo-story.ts), as the background of this very app has played it: of every person the
// trail has to answer why the call was made, and at that hour, or why there was none.

type Demo = { organizations: { lakeside: { apiKey: string } } }

/** The background looks every minute for what it was not told, and a call back is promised for a minute later. */
const STORY_MS = 5 * 60_000

test.setTimeout(STORY_MS + 60_000)

test('every sequence of the demo says why it was called at that hour, or why it was not', async ({ baseURL }) => {
  const api = await apiOfStory(baseURL)
  await played(api)
  // Whoever waits was asked about by a dispatch, or is about to be.
  await expect
    .poll(
      async () => {
        const waiting = (await played(api)).filter((one) => one.calls.length === 0 && !waitsForAgent(one))
        const trails = await Promise.all(waiting.map(({ phoneNumber }) => trailOf(api, phoneNumber)))
        return waiting
          .filter(
            ({ sequenceId }, at) =>
              !trails[at]?.some((entry) => entry.sequenceId === sequenceId && entry.decision?.kind === 'not before'),
          )
          .map(({ name }) => name)
      },
      { timeout: STORY_MS, intervals: [2_000] },
    )
    .toEqual([])
  const sequences = await played(api)
  const trails = new Map<string, TrailEntry[]>()
  for (const { phoneNumber } of sequences) trails.set(phoneNumber, await trailOf(api, phoneNumber))

  for (const sequence of sequences) {
    const trail = trails.get(sequence.phoneNumber) ?? []
    const own = trail.filter(({ sequenceId }) => sequenceId === sequence.sequenceId)
    expect(own.map(({ type }) => type)).toContain('enrolled')
    const decisions = own.flatMap(({ decision, ...entry }) => (decision === null ? [] : [{ ...entry, ...decision }]))
    // Why at that hour: each call has the decision right before it, by which rules, and how late it was for the person.
    for (const { callId, placedAt, promisedAt, attempt } of sequence.calls) {
      expect(placedAt, sequence.name).not.toBeNull()
      const called = own.filter((entry) => entry.type === 'called' && entry.callId === callId)
      expect(called).toHaveLength(1)
      if (promisedAt !== null) expect(called[0]?.what).toContain(', promised for ')
      else if (attempt !== 1) expect(called[0]?.what).toContain(`, attempt ${attempt}`)
      const allowed = decisions.filter((each) => each.callId === callId && each.kind === 'call')
      expect(allowed, sequence.name).toHaveLength(1)
      expect(allowed[0]).toMatchObject({
        point: 'placement',
        reasons: [],
        what: expect.stringContaining('may be called'),
      })
      expect(allowed[0]?.localTimes.length, sequence.name).toBeGreaterThan(0)
    }
    // Why not: what kept the call back says in words until when, and by which rule and version.
    const kept = decisions.filter(({ kind }) => kind !== 'call')
    if (waitsForAgent(sequence)) continue
    if (sequence.calls.length === 0) expect(kept.length, `${sequence.name} was not called`).toBeGreaterThan(0)
    for (const { reasons, what, notBefore, kind } of kept) {
      expect(reasons.length).toBeGreaterThan(0)
      for (const reason of reasons) {
        expect(reason.what).toMatch(/\S.*\.$/)
        expect(what).toContain(reason.what)
        expect(reason.rule.id).not.toBe('')
        expect(reason.rule.version).toBeGreaterThan(0)
      }
      if (kind === 'not before') expect(notBefore).not.toBeNull()
    }
    // Not always by the latest: it may have been asked about once more since the sequence was read.
    if (sequence.calls.length === 0) expect(kept.map(({ notBefore }) => notBefore)).toContain(sequence.dueAt)
  }

  // Whoever was turned away finds the reason under the number.
  const codes: string[] = []
  for (const batchId of new Set(sequences.map((sequence) => sequence.batchId))) {
    const { body } = await api.get<BatchRejections>(`/batches/${batchId}/rejected`)
    for (const { phoneNumber, code, error } of body.rejected) {
      codes.push(code)
      if (code === 'PHONE_INVALID') continue
      const trail = await trailOf(api, phoneNumber)
      expect(trail.filter(({ type, what }) => type === 'rejected' && what.includes(error))).not.toEqual([])
    }
  }

  // Some of each.
  expect(codes.sort()).toEqual(
    ['CONSENT_REQUIRED', 'DUPLICATE_PHONE', 'PHONE_INVALID', 'SUPPRESSED', 'SUPPRESSED', 'VARIABLE_REQUIRED'].sort(),
  )
  const entries = [...trails.values()].flat()
  const reasons = entries.flatMap(({ decision }) => decision?.reasons ?? []).map(({ code }) => code)
  expect(reasons).toEqual(expect.arrayContaining(['CALLING_HOURS', 'HOLIDAY', 'CAP_CALLS']))
  expect(entries.filter(({ decision }) => decision?.kind === 'call' && decision.consentId !== null)).not.toEqual([])
  expect(entries.filter(({ type, callId }) => type === 'opted out' && callId !== null)).not.toEqual([])
  const calls = sequences.flatMap((sequence) => sequence.calls)
  expect(
    calls.filter(({ promisedAt, resultType }) => promisedAt !== null && resultType === 'Goal Completed'),
  ).toHaveLength(1)
  expect(calls.filter(({ attempt }) => attempt === 2)).toHaveLength(1)
})

test('whoever is to be called by an agent that has paused itself is called slowly once somebody lets it go on', async ({
  baseURL,
}) => {
  const api = await apiOfStory(baseURL)
  const outage = (await played(api)).filter(({ agentName }) => agentName === OUTAGE)
  const agentId = outage[0]?.agentId ?? ''
  const { body: paused } = await api.get<AgentDetail>(`/agents/${agentId}`)
  expect(paused).toMatchObject({ pausedAt: expect.any(String), brokenOff: { failed: 20, calls: 20 } })
  const failed = outage.filter(({ lastResultType }) => lastResultType === 'Failed').map(({ sequenceId }) => sequenceId)
  for (const { sequenceId } of paused.brokenOff?.lastCalls ?? []) expect(failed).toContain(sequenceId)
  // It starts slowly: with a tenth of its twenty calls a minute, and with twice as many in the next, since somebody answered.
  await api.post(`/agents/${agentId}/resume`)
  await expect
    .poll(async () => (await callsOf(api, outage)).length, { timeout: STORY_MS, intervals: [2_000] })
    .toBe(outage.length)
  const placed = (await callsOf(api, outage)).slice(failed.length)
  const [first = 0, , third = 0, , , sixth = 0] = placed
  expect(third - first).toBeGreaterThan(55_000)
  expect(sixth - first).toBeLessThan(120_000)
})

/** Returns a caller that may ask more often than a key may. */
async function apiOfStory(baseURL: string | undefined): Promise<ApiClient> {
  const demo = JSON.parse(await readFile(join(process.env.TEST_APP_DATA_DIR ?? '', 'demo.json'), 'utf8')) as Demo
  await db().execute`
    UPDATE api_keys SET rate_limit_per_second = 100000
    WHERE organization_id = (SELECT id FROM organizations WHERE name = 'Lakeside Energy')`
  return new ApiClient(new URL(baseURL ?? '').origin, demo.organizations.lakeside.apiKey)
}

/** Returns when the calls of sequences were placed (epoch ms), the first of them first. */
async function callsOf(api: ApiClient, of: readonly Sequence[]): Promise<number[]> {
  const read = await Promise.all(of.map(({ sequenceId }) => api.get<Sequence>(`/sequences/${sequenceId}`)))
  const placed = read.flatMap(({ body }) => body.calls.flatMap(({ placedAt }) => placedAt ?? []))
  return placed.map((moment) => Date.parse(moment)).sort((a, b) => a - b)
}

const OUTAGE = 'Outage notice'

function waitsForAgent({ agentName, calls }: Sequence): boolean {
  return agentName === OUTAGE && calls.length === 0
}

/** Waits until the story has been played, and returns its sequences. */
async function played(api: ApiClient): Promise<Sequence[]> {
  let sequences: Sequence[] = []
  await expect
    .poll(
      async () => {
        const { body } = await api.get<{ sequences: Sequence[] }>('/sequences?limit=100')
        sequences = await Promise.all(
          body.sequences.map(async ({ sequenceId }) => (await api.get<Sequence>(`/sequences/${sequenceId}`)).body),
        )
        const told = sequences.map(({ name, agentName, lifecycleStatus, calls, lastResultType }) => {
          const ended = calls.filter(({ status }) => status === 'settled').length
          return { name, agentName, is: [lifecycleStatus, ended, lastResultType ?? 'none'].join(' ') }
        })
        const others = told.filter(({ agentName }) => agentName !== OUTAGE)
        const ofOutage: Record<string, number> = {}
        for (const { agentName, is } of told) if (agentName === OUTAGE) ofOutage[is] = (ofOutage[is] ?? 0) + 1
        return {
          ...Object.fromEntries(others.map(({ name, agentName, is }) => [`${name}, ${agentName}`, is])),
          [OUTAGE]: ofOutage,
        }
      },
      { timeout: STORY_MS, intervals: [2_000] },
    )
    .toEqual(STORY)
  return sequences
}

/** Everybody, with how many calls have ended. */
const STORY = {
  'Maria Santos, Contract renewals': 'done 1 Goal Completed',
  'Owen Brooks, Contract renewals': 'done 1 Goal Not Completed',
  'Priya Nair, Contract renewals': 'done 2 Goal Completed',
  'Sam Porter, Contract renewals': 'done 2 Busy',
  'Lena Fox, Contract renewals': 'in progress 1 No Answer',
  'Victor Hale, Contract renewals': 'done 1 Goal Not Completed',
  'Jonas Weber, Contract renewals': 'done 1 Goal Completed',
  'Nathan Cole, Contract renewals': 'scheduled 0 none',
  'Hattie Moore, Contract renewals': 'scheduled 0 none',
  'Victor Hale, Repair survey': 'scheduled 0 none',
  'Grace Lin, Repair survey': 'scheduled 0 none',
  // In the order in which they were sent, until it had called twenty.
  [OUTAGE]: { 'failed 1 Failed': 20, 'scheduled 0 none': 6 },
}

/** Reads the whole trail of a number, newest first. */
async function trailOf(api: ApiClient, phoneNumber: string): Promise<TrailEntry[]> {
  const path = `/people/${encodeURIComponent(phoneNumber)}`
  const trail: TrailEntry[] = []
  for (let query = ''; ; ) {
    const { body } = await api.get<Trail>(`${path}${query}`)
    trail.push(...body.trail)
    if (body.nextCursor === null) return trail
    query = `?cursor=${body.nextCursor}`
  }
}
