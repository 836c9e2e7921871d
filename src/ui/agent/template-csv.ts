import type { AgentVariable } from '@/domain/agents/agent.schema'
import { CONTACT_FIELD_TABLE, CONTACT_FIELDS } from '@/domain/contacts/contact-fields.rules'
import { writeCsv } from '@/domain/text/write-csv.rules'

/** A CSV that this agent takes as it is: the header and one example row, required variables filled in. */
export function templateCsv(variables: readonly AgentVariable[]): string {
  const header = [...CONTACT_FIELDS, ...variables.map(({ name }) => name)]
  const example = [
    ...CONTACT_FIELDS.map((field) => CONTACT_FIELD_TABLE[field].example),
    ...variables.map(({ name, required }) => (required ? `${name} example` : '')),
  ]
  // The number is quoted as text by its apostrophe, which spreadsheets hide and our import takes off again.
  return writeCsv(header, [example])
}
