import { describeError } from './describe-error'

type FormFaults<Name extends string> = {
  /** What is wrong with each field. */
  fields: { name: Name; message: string }[]
  /** What no field of the form is to blame for; null when each fault has its field. */
  rest: string | null
}

/** Sorts what the server says of a form to the fields that it is about. */
export function formFaults<Name extends string>(error: unknown, names: readonly Name[]): FormFaults<Name> {
  const { message, details } = describeError(error)
  return sortFaults(message, details, names)
}

/** Sorts the faults of an answer's `details` to the fields of a form. */
export function sortFaults<Name extends string>(
  message: string,
  details: unknown,
  names: readonly Name[],
): FormFaults<Name> {
  const faults = Array.isArray(details) ? (details as { path: string; message: string }[]) : []
  const fields = faults.flatMap((fault) => {
    const name = names.find((each) => each === fault.path)
    return name === undefined ? [] : [{ name, message: fault.message }]
  })
  return { fields, rest: fields.length > 0 && fields.length === faults.length ? null : message }
}
