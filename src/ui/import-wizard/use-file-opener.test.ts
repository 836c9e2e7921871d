import { describe, expect, it } from 'vitest'
import { INITIAL_STATE, reduceWizard, type WizardAction, type WizardState } from './state/wizard-state'
import { makeFileOpener, type OpenerMemory } from './use-file-opener'
import type { FilePreview } from './worker/messages'

const file = new Blob(['Name,Phone\nAda,1\n'])
const PREVIEW = { columns: [], head: [], rows: 1, headerRecord: 0 } as unknown as FilePreview

const maker = {
  owner: { memberId: 'm', organizationId: 'o' },
  agentId: 'agent.x',
  agentName: 'Always on',
  emailRequired: false,
}

/** Makes openers that share a memory, as a page does when its worker starts. */
function makePage() {
  let state: WizardState = INITIAL_STATE
  const dispatch = (action: WizardAction) => {
    state = reduceWizard(state, action)
  }
  const memory: OpenerMemory = { source: null, waiting: null, latest: 0 }
  const calls: string[] = []
  const worker = (answer: () => Promise<FilePreview>) => ({
    onProgress: null,
    call: async (name: string) => {
      calls.push(name)
      return name === 'cancel' ? null : answer()
    },
  })
  const openerWith = (answer: (() => Promise<FilePreview>) | null) =>
    makeFileOpener({ worker: (answer && worker(answer)) as never, variables: [], maker, dispatch, memory })
  return { openerWith, calls, state: () => state }
}
const settled = () => new Promise((resolve) => setTimeout(resolve))

describe('a file that is chosen before the worker has started', () => {
  it('waits for it and is opened', async () => {
    const { openerWith, calls, state } = makePage()
    openerWith(null).open(file, 'a.csv')
    expect(state()).toMatchObject({ reading: { fileName: 'a.csv' } })
    const opener = openerWith(async () => PREVIEW)
    opener.openWaiting()
    await settled()
    expect(state()).toMatchObject({ reading: null, draft: { fileName: 'a.csv' } })
    // Another opener, made since the agent's variables have changed, does not open it again.
    openerWith(async () => PREVIEW).openWaiting()
    await settled()
    expect(calls).toEqual(['open'])
  })

  it('is not opened once it is cancelled', async () => {
    const { openerWith, calls, state } = makePage()
    const early = openerWith(null)
    early.open(file, 'a.csv')
    early.cancel()
    openerWith(async () => PREVIEW).openWaiting()
    await settled()
    expect(state()).toMatchObject({ reading: null, draft: null })
    expect(calls).toEqual([])
  })
})

it.each([
  ['opened', async () => PREVIEW],
  ['refused', () => Promise.reject(new Error('The worker stopped.'))],
])('reading ends when the file is %s', async (_, answer) => {
  const { openerWith, state } = makePage()
  openerWith(answer).open(file, 'a.csv')
  await settled()
  expect(state()).toMatchObject({ reading: null })
})

it('what is refused while a file is read ends the reading, and is not told as a fault of that file', async () => {
  const { openerWith, state } = makePage()
  const opener = openerWith(async () => PREVIEW)
  opener.open(file, 'a.csv')
  opener.refuse('Drop one file at a time.')
  await settled()
  expect(state()).toMatchObject({
    ...{ reading: null, draft: null },
    problem: { fileName: null, reason: 'Drop one file at a time.' },
  })
})
