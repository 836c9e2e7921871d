import { describe, expect, it } from 'vitest'
import { agentSettingsSchema } from '@/domain/agents/agent-settings.schema'
import { testAgents } from '@/testing/factories'
import { fromDraft, toDraft } from './agent-draft'

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
