import { FAULT_CODES, type FaultCode } from '@/domain/contacts/fault.schema'
import { DAMAGES, type Damage } from './damages'
import type { RowFilter } from './review-messages'

export function isDamage(filter: RowFilter): filter is Damage {
  return (DAMAGES as readonly string[]).includes(filter)
}

export function isFaultCode(filter: RowFilter): filter is FaultCode {
  return (FAULT_CODES as readonly string[]).includes(filter)
}
