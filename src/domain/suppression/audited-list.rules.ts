/** How the audit log names a list. */
export function auditedList({ id, name }: { id: string; name: string }) {
  return { kind: 'suppressionList', id, name } as const
}
