/** The simulated dialer has a call under way: its function sleeps and then reports. */
export const SIMULATED_CALL_PLACED = 'simulator/call.placed'

/** `callId` is the public id, all that somebody outside knows; `endsAt` is ISO 8601. */
export type SimulatedCallPlacedData = { callId: string; endsAt: string }
