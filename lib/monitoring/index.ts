export { liveAnswer, type MonitoringAnswer, metricsAnswer, readyAnswer } from './answers.ts'
export { answerMonitoring, startMonitoring } from './monitoring-server.ts'
