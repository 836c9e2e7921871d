import type { AgentVariable } from '@/domain/agents/agent.schema'
import { CONTACT_FIELD_TABLE, fieldsBeside } from '@/domain/contacts/contact-fields.rules'
import { writeCsv } from '@/domain/text/write-csv.rules'

/**
 * Writes a CSV that this agent accepts unchanged: a header, and one example row with the required variables filled in.
 */
export function templateCsv(variables: readonly AgentVariable[]): string {
  const fields = fieldsBeside(variables)
  const header = [...fields, ...variables.map(({ name }) => name)]
  const example = [
    ...fields.map((field) => CONTACT_FIELD_TABLE[field].example),
    ...variables.map(({ name, required }) => (required ? `${name} example` : '')),
  ]
  // An apostrophe before the number marks it as text. Spreadsheets hide the apostrophe, and our import removes it.
  return writeCsv(header, [example])
}

/** `Spring: renewals` → `spring-renewals-template.csv`. Letters of any script stay. */
export function templateFileName(agentName: string): string {
  const words = agentName.toLowerCase().match(/[\p{L}\p{M}\p{N}]+/gu) ?? ['contacts']
  return `${words.join('-')}-template.csv`
}
