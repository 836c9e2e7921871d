import type { AgentVariable } from '@/domain/agents/agent.schema'
import { writeCsv } from '@/domain/text/write-csv.rules'

const STANDARD_EXAMPLES = {
  name: 'Ada Lovelace',
  phoneNumber: '+12125550123',
  phoneNumberExt: '',
  timezone: 'America/New_York',
  scheduledAt: '',
  toEmailAddress: 'ada@example.com',
}

/** A CSV that this agent takes as it is: the header and one example row, required variables filled in. */
export function templateCsv(variables: readonly AgentVariable[]): string {
  const header = [...Object.keys(STANDARD_EXAMPLES), ...variables.map(({ name }) => name)]
  const example = [
    ...Object.values(STANDARD_EXAMPLES),
    ...variables.map(({ name, required }) => (required ? `${name} example` : '')),
  ]
  // The number is quoted as text by its apostrophe, which spreadsheets hide and our import takes off again.
  return writeCsv(header, [example])
}
