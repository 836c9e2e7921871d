export { SIMULATED_CALL_PLACED, type SimulatedCallPlacedData } from '@/platform/dialers/simulated-call.event'
