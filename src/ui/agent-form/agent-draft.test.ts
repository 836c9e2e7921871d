import { describe, expect, it } from 'vitest'
import { agentSettingsSchema } from '@/domain/agents/agent-settings.schema'
import { testAgents } from '@/testing/factories'
import { fromDraft, toDraft } from './agent-draft'
import { checkDraft } from './check-draft'

const settings = agentSettingsSchema.parse({
  chainAdvance: 'call',
  dialer: 'simulated',
  dialerUrl: null,
  subject: 'renewals',
  collectsDebts: true,
  caps: { callsPerDay: 3 },
  consent: { bases: ['express'], ageDaysMax: 30 },
  ...testAgents.withEmail,
})

describe('a draft', () => {
  it('that nobody has changed gives back the settings', () => {
    expect(agentSettingsSchema.parse(fromDraft(toDraft(settings)))).toEqual(settings)
  })

  it.each([
    [0, '0', 'minutes'],
    [90, '90', 'seconds'],
    [5_400, '90', 'minutes'],
    [90_000, '25', 'hours'],
    [172_800, '2', 'days'],
  ])('writes a delay of %d s as %s %s', (delaySeconds, delay, unit) => {
    const draft = toDraft({ ...settings, steps: [{ stepType: 'CALL', delaySeconds }] })
    expect(draft.steps[0]).toMatchObject({ delay, unit })
    expect(fromDraft(draft).steps).toEqual([{ stepType: 'CALL', delaySeconds }])
  })

  it('gives back when a step calls again, and how often', () => {
    const retry = {
      Busy: { after: '90m', times: 2, otherTimeOfDay: false },
      'No Answer': { after: '4h', times: 3, otherTimeOfDay: true },
    }
    const steps = [{ stepType: 'CALL', delaySeconds: 0, retry, attemptsMax: 4 }]
    const draft = toDraft({ ...settings, steps, attemptsMax: 9 })
    expect(draft.steps[0]?.retry.Busy).toEqual({
      on: true,
      wait: '90',
      unit: 'minutes',
      times: '2',
      otherTimeOfDay: false,
    })
    expect(draft.steps[0]?.retry.Voicemail.on).toBe(false)
    expect(fromDraft(draft)).toMatchObject({ steps, attemptsMax: 9 })
    expect(fromDraft({ ...draft, attemptsMax: ' ' }).attemptsMax).toBeNull()
  })

  it('a step whose results are all off has no policy, and one that waits for no number is refused', () => {
    const steps = [{ stepType: 'CALL', delaySeconds: 0 }]
    const draft = toDraft({ ...settings, steps })
    expect(fromDraft(draft).steps).toEqual(steps)
    const [step] = draft.steps
    if (!step) throw new Error('There is a step.')
    const Busy = { ...step.retry.Busy, on: true, wait: 'soon' }
    const faulty = fromDraft({ ...draft, steps: [{ ...step, retry: { ...step.retry, Busy } }] })
    expect(agentSettingsSchema.safeParse(faulty).error?.issues.map(({ path }) => path.join('.'))).toEqual([
      'steps.0.retry.Busy.after',
    ])
  })

  it('takes further numbers, one a line, as people write them', () => {
    const draft = toDraft({
      ...settings,
      moreFromNumbers: ['+16175550100'],
      callsPerNumberPerDay: 50,
      localFirst: true,
    })
    expect(draft).toMatchObject({ moreFromNumbers: '+16175550100', callsPerNumberPerDay: '50' })
    const typed = fromDraft({ ...draft, moreFromNumbers: '+1 (617) 555-0100\n\n  +44 20 7946 0100 \n' })
    expect(typed).toMatchObject({ moreFromNumbers: ['+16175550100', '+442079460100'], localFirst: true })
    expect(fromDraft({ ...draft, callsPerNumberPerDay: '' }).callsPerNumberPerDay).toBeNull()
    const twice = checkDraft({ ...draft, fromNumber: '+16175550100' })
    expect(twice['moreFromNumbers.0']).toBe('The agent has this number already.')
    expect(checkDraft({ ...draft, fromNumber: '' }).fromNumber).toContain('first number')
    expect(checkDraft({ ...draft, moreFromNumbers: '+16175550100\n0800 1' })['moreFromNumbers.1']).toContain('E.164')
  })

  it('takes a number as people write it', () => {
    expect(fromDraft({ ...toDraft(settings), fromNumber: ' +1 (555) 123-45.67 ' }).fromNumber).toBe('+15551234567')
    expect(fromDraft({ ...toDraft(settings), fromNumber: ' ' }).fromNumber).toBeNull()
  })

  it('with something that is no number is refused by the schema', () => {
    expect(agentSettingsSchema.safeParse(fromDraft({ ...toDraft(settings), lines: 'many' })).success).toBe(false)
    expect(agentSettingsSchema.safeParse(fromDraft({ ...toDraft(settings), lines: '' })).success).toBe(false)
  })

  it('sends no address for a dialer that needs none', () => {
    expect(fromDraft({ ...toDraft(settings), dialerUrl: 'https://example.com' }).dialerUrl).toBeNull()
  })
})
