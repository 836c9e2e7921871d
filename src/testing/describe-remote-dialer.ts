import fc from 'fast-check'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { type FakeDialer, sendEvents } from '@/platform/dialers/fake-provider'
import type { RemoteCallRequest, RemoteDialer, RemoteResultType } from '@/platform/dialers/remote-dialer'
import { startReceiver } from './receiver'
import { remoteCall } from './remote-call'

export type RemoteDialerCase<Credentials> = {
  kind: string
  dialer: RemoteDialer<Credentials>
  /** Starts the provider's fake, which knows these credentials. */
  start: () => Promise<FakeDialer>
  credentials: Credentials
  wrongCredentials: Credentials
  /** What the fake has to choose from. */
  choices: Pick<RemoteCallRequest, 'remoteAgentId' | 'remoteNumberId' | 'fromPhoneNumber'>
  /** The paths of the three requests. */
  paths: { place: RegExp; find: RegExp; fetch: RegExp }
  /** Whether the account has a secret by which events are signed. */
  signs: boolean
}

const RESULT_TYPES: RemoteResultType[] = [
  'Goal Completed',
  'Goal Not Completed',
  'Voicemail',
  'No Answer',
  'Busy',
  'Failed',
]

/**
 * What every adapter has to do, tried against the fake of its provider: nobody is called twice whatever is lost, each
 * refusal is of the right kind, and no event, message or odd answer does harm.
 */
export function describeRemoteDialer<Credentials>(test: RemoteDialerCase<Credentials>): void {
  const { kind, dialer, credentials, wrongCredentials, choices, paths } = test
  const account = { credentials, eventsUrl: 'https://rollcall.example/api/v1/dialers/token-1' }
  const newCall = () => remoteCall(choices)

  describe(`${kind}, like every dialer`, () => {
    let fake: FakeDialer
    beforeEach(async () => {
      fake = await test.start()
      vi.stubEnv('DATABASE_URL', 'postgres://nobody@127.0.0.1:1/none')
      vi.stubEnv('DIALER_FAKES', `${kind}=${fake.url}`)
    })
    afterEach(async () => {
      vi.unstubAllEnvs()
      await fake.close()
    })

    it('rings the person once, under our call id', async () => {
      const call = newCall()
      const { providerCallId } = await dialer.place(call, account)
      expect(fake.rings).toEqual([{ providerCallId, callId: call.callId, phoneNumber: call.phoneNumber }])
      expect(await dialer.find(call, account)).toEqual({ is: 'placed', providerCallId })
      expect(await dialer.fetch({ providerCallId, callId: call.callId }, account)).toEqual({ is: 'under way' })
    })

    it.each([
      [401, 'account'],
      [402, 'account'],
      [403, 'account'],
      [429, 'later'],
      [500, 'unclear'],
      [502, 'unclear'],
      [503, 'unclear'],
    ])('takes a %i for a refusal of the kind "%s", and nobody was called', async (status, refusal) => {
      const call = newCall()
      fake.failNext(paths.place, { status, json: { message: 'No.' }, headers: { 'retry-after': '7' } })
      await expect(dialer.place(call, account)).rejects.toMatchObject({
        name: 'RemoteDialerError',
        kind: refusal,
        retryAfterMs: refusal === 'later' ? 7_000 : null,
      })
      expect(await dialer.find(call, account)).toEqual({ is: 'absent' })
    })

    it.each(['lost', 'cut'] as const)('finds the call after an answer that was %s', async (fault) => {
      const call = newCall()
      fake.failNext(paths.place, fault)
      await expect(dialer.place(call, account)).rejects.toMatchObject({ kind: 'unclear' })
      const [ring] = fake.rings
      expect(await dialer.find(call, account)).toEqual({ is: 'placed', providerCallId: ring?.providerCallId })
      expect(fake.rings).toHaveLength(1)
    })

    it('finds no call after a request that nobody has heard, though there are others', async () => {
      const call = newCall()
      await dialer.place(newCall(), account)
      fake.failNext(paths.place, 'unheard')
      await expect(dialer.place(call, account)).rejects.toMatchObject({ kind: 'unclear' })
      await dialer.place(newCall(), account)
      expect(await dialer.find(call, account)).toEqual({ is: 'absent' })
    })

    it.each([
      ['is not answered', 'unheard'],
      ['fails', { status: 500 }],
      ['has lost its sense', { status: 200, json: { unexpected: true } }],
      ['breaks off', 'cut'],
    ] as const)('does not take a look that %s for an absent call', async (_, fault) => {
      const call = newCall()
      await dialer.place(call, account)
      fake.failNext(paths.find, fault)
      await expect(dialer.find(call, account)).rejects.toMatchObject({ name: 'RemoteDialerError', kind: 'unclear' })
    })

    it.each(RESULT_TYPES)('tells the end of a call as "%s"', async (resultType) => {
      const call = newCall()
      const { providerCallId } = await dialer.place(call, account)
      fake.end(providerCallId, resultType)
      const state = await dialer.fetch({ providerCallId, callId: call.callId }, account)
      if (state.is !== 'ended') throw new Error(`The call is ${state.is}.`)
      const { result } = state
      expect(result).toMatchObject({ resultType, raw: expect.anything() })
      expect(result.failure === null).toBe(resultType !== 'Failed')
      expect(Number.isInteger(result.duration) && result.duration >= 0).toBe(true)
      expect(Math.abs(result.endedAt.getTime() - Date.now())).toBeLessThan(60_000)
      const isSpoken = resultType === 'Goal Completed' || resultType === 'Goal Not Completed'
      if (isSpoken) expect(result.transcription).toContain('Hello')
      if (isSpoken) expect(result.duration).toBe(61)
      expect(result.optOut).toBe(false)
    })

    it('does not know a call that is not there, and says so only when it could ask', async () => {
      const missing = { providerCallId: 'no-such-call', callId: newCall().callId }
      expect(await dialer.fetch(missing, account)).toEqual({ is: 'absent' })
      const call = newCall()
      const { providerCallId } = await dialer.place(call, account)
      for (const fault of ['unheard', 'cut', { status: 500 }, { status: 200, json: {} }] as const) {
        fake.failNext(paths.fetch, fault)
        await expect(dialer.fetch({ providerCallId, callId: call.callId }, account)).rejects.toMatchObject({
          kind: 'unclear',
        })
      }
      fake.failNext(paths.fetch, { status: 429 })
      await expect(dialer.fetch({ providerCallId, callId: call.callId }, account)).rejects.toMatchObject({
        kind: 'later',
      })
    })

    it.each(RESULT_TYPES)('knows which call the events of "%s" are about', async (resultType) => {
      const call = newCall()
      const { providerCallId } = await dialer.place(call, account)
      const events = fake.end(providerCallId, resultType)
      for (const { headers, body } of events) {
        const about = dialer.readEvent({ headers: new Headers(headers), body }, account)
        expect(about?.providerCallId ?? providerCallId).toBe(providerCallId)
        expect(about?.callId ?? call.callId).toBe(call.callId)
        expect(about).toMatchObject({ isSigned: test.signs ? true : null })
        if (!test.signs) continue
        const other = { credentials: wrongCredentials, eventsUrl: account.eventsUrl }
        expect(dialer.readEvent({ headers: new Headers(headers), body }, other)).toMatchObject({ isSigned: false })
        const forged = body.replace('{', '{"forged":true,')
        for (const request of [
          { headers: new Headers(headers), body: forged },
          { headers: new Headers(), body },
        ]) {
          expect(dialer.readEvent(request, account)).toMatchObject({ isSigned: false })
        }
      }
    })

    it.each(['none', 'lost', 'repeated', 'reordered', 'forged'] as const)(
      'learns the same of a call whose events are: %s',
      async (mishap) => {
        const call = newCall()
        const { providerCallId } = await dialer.place(call, account)
        const receiver = await startReceiver()
        const events = fake.end(providerCallId, 'Goal Completed')
        const statuses = await sendEvents(receiver.url, events, mishap)
        await receiver.close()
        const nudges = receiver.received.map(({ headers, body }) =>
          dialer.readEvent({ headers: new Headers(headers), body }, account),
        )
        expect(new Set(statuses).size).toBe(mishap === 'lost' || events.length === 0 ? 0 : 1)
        // A forged event makes us ask, as any other does; what it says is not believed.
        const isForged = nudges.some((about) => about?.isSigned === false)
        expect(isForged).toBe(mishap === 'forged' && test.signs && events.length > 0)
        for (const about of [...nudges, null]) {
          const ref = { providerCallId: about?.providerCallId ?? providerCallId, callId: about?.callId ?? call.callId }
          expect(await dialer.fetch(ref, account)).toMatchObject({
            is: 'ended',
            result: { resultType: 'Goal Completed' },
          })
        }
      },
    )

    it('reads no call out of anything else, and never throws', () => {
      const read = (body: string, header = '') => {
        const headers = new Headers({ 'x-retell-signature': header, 'elevenlabs-signature': header })
        return dialer.readEvent({ headers, body }, account)
      }
      for (const body of [
        '',
        'null',
        '[]',
        '{}',
        '"text"',
        '{"event":"x","message":{},"data":{},"call":null}',
        '<p/>',
      ]) {
        expect(read(body), body).toBeNull()
      }
      fc.assert(
        fc.property(fc.json(), fc.string({ unit: 'grapheme-ascii' }), (body, header) => void read(body, header.trim())),
      )
    })

    it('shows what there is to choose from, and does not accept a wrong key', async () => {
      const check = await dialer.check(account)
      expect(check.connectedAs).not.toBe('')
      if (check.agents) expect(check.agents.map(({ id }) => id)).toContain(choices.remoteAgentId)
      if (check.numbers) expect(check.numbers.map(({ phoneNumber }) => phoneNumber)).toContain(choices.fromPhoneNumber)
      const other = { credentials: wrongCredentials, eventsUrl: account.eventsUrl }
      await expect(dialer.check(other)).rejects.toMatchObject({ kind: 'account' })
      await expect(dialer.place(newCall(), other)).rejects.toMatchObject({ kind: 'account' })
      expect(fake.rings).toEqual([])
    })

    it('repeats no secret and no whole number', async () => {
      const values = credentials as Record<string, string | undefined>
      const secrets = dialer.fields.flatMap(({ name, secret }) => (secret ? (values[name] ?? []) : []))
      const message = `Bad request: ${secrets.join(' ')} for +15551234567`
      fake.failNext(paths.place, { status: 401, json: { message, detail: message, error: { message } } })
      const failed = await dialer.place(newCall(), account).catch((error: Error) => error)
      if (!(failed instanceof Error)) throw new Error('The call was placed.')
      for (const secret of [...secrets, '5551234567']) expect(failed.message).not.toContain(secret)
    })

    it('refuses credentials without what is needed, and asks for each in the form', () => {
      expect(dialer.credentials.safeParse({}).success).toBe(false)
      expect(dialer.credentials.safeParse(credentials).success).toBe(true)
      const names = dialer.fields.map(({ name }) => name)
      for (const name of Object.keys(credentials as object)) expect(names).toContain(name)
    })
  })
}
