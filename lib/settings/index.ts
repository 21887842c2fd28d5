export { type EnvironmentFact, environmentFacts } from './environment-facts.ts'
export type { Settings } from './schema.ts'
export { changeSettings, readSettings } from './settings.ts'
