export { type EnvironmentFact, environmentFacts } from './environment-facts.ts'
export { changeSettings, readSettings, type Settings } from './settings.ts'
