/** Something of this agent may have become due: new sequences, an advanced chain, a freed line. */
export const WORK_DUE = 'sequences/work.due'

export type WorkDueData = { agentId: string }
