export { answerMetrics as GET } from '@/rest/answer-metrics'
