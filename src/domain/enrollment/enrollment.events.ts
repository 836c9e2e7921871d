/** A batch was accepted and is durable; its sequences do not exist yet. */
export const BATCH_ACCEPTED = 'enrollment/batch.accepted'

export type BatchAcceptedData = { batchId: string }
