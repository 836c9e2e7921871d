/** Returns true when the agent sends emails, so that each contact needs an address. */
export function needsEmail(agent: { steps: readonly { stepType: string }[] }): boolean {
  return agent.steps.some((step) => step.stepType === 'EMAIL')
}
